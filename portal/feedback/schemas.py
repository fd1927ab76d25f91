"""What reports and answers must look like."""

from typing import Any

from portal.feedback.models import MESSAGE_MAX, PAGE_MAX
from portal.projects.models import EMAIL_MAX
from portal.projects.schemas import ProjectSchema
from portal.text import N_
from portal.web.fields import Email, LongText, OneOf, PortalSchema, Text

MISSING, OTHER = "missing", "other"
# What a report can be about besides a field of the entry.
BESIDES = {MISSING: N_("Es fehlt etwas"), OTHER: N_("Etwas anderes")}
FIELD_LABELS: dict[str, str] = {
    name: bound.metadata["label"] for name, bound in ProjectSchema().fields.items() if name != "lessons"
} | BESIDES


def _email(hint: str) -> Email:
    about: dict[str, Any] = {"label": N_("E-Mail-Adresse"), "hint": hint, "kind": "email", "autocomplete": "email"}
    return Email(max_length=EMAIL_MAX, metadata=about)


_EMAIL_HINT = N_("Nur für Rückfragen. Unsere Antwort finden Sie auch ohne E-Mail-Adresse.")


class MistakeSchema(PortalSchema):
    """A mistake in an entry."""

    field = OneOf(
        FIELD_LABELS,
        required=True,
        error_messages={"required": N_("Bitte wählen Sie eine Angabe aus.")},
        metadata={"label": N_("Welche Angabe ist falsch?"), "kind": "select", "choices": "fields"},
    )
    message = LongText(
        max_length=MESSAGE_MAX,
        required=True,
        metadata={
            "label": N_("Was stimmt nicht, und woher wissen Sie es?"),
            "hint": N_("Schreiben Sie, was richtig wäre. Eine Quelle hilft uns beim Prüfen."),
            "kind": "textarea",
            "rows": 6,
        },
    )
    email = _email(_EMAIL_HINT)


class BarrierSchema(PortalSchema):
    """Something on a page that kept somebody from using it."""

    page = Text(
        max_length=PAGE_MAX,
        metadata={
            "label": N_("Auf welcher Seite?"),
            "hint": N_("Die Adresse oder der Name der Seite, wenn Sie ihn wissen."),
            "kind": "text",
        },
    )
    message = LongText(
        max_length=MESSAGE_MAX,
        required=True,
        metadata={
            "label": N_("Was ist passiert?"),
            "hint": N_(
                "Was wollten Sie tun, und was ging nicht? Wenn Sie ein Hilfsmittel benutzen, nennen Sie es bitte."
            ),
            "kind": "textarea",
            "rows": 6,
        },
    )
    email = _email(_EMAIL_HINT)


class AnswerSchema(PortalSchema):
    """What the administration answers."""

    answer = LongText(
        max_length=MESSAGE_MAX,
        required=True,
        metadata={
            "label": N_("Antwort"),
            "hint": N_("Sie steht danach auf der privaten Seite der Person, die geschrieben hat."),
            "kind": "textarea",
            "rows": 8,
        },
    )
