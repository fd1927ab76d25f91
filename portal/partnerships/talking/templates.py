"""Texts to begin with, filled from the case: plain words to change, no legal advice. No person is named in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.organisations.models import Organisation
from portal.partnerships.models import Case, Meeting
from portal.partnerships.talking.telling import accepted
from portal.partnerships.vocabulary import LABELS, PARTNERSHIP, MeetingState, State
from portal.partnerships.wording import entry_title, subject
from portal.projects.models import Project
from portal.text import N_


@dataclass(frozen=True)
class Template:
    """A text: what it is called (German msgid), in which states it fits, and how it is written."""

    label: str
    states: tuple[State, ...]
    write: Callable[[Case, Sequence[Meeting]], str]


def first_message(organisation: Organisation, project: Project | None) -> str:
    """Return what somebody could begin a request with."""
    about = (
        _("auf Ihr Projekt „%(title)s“ aufmerksam geworden", title=entry_title(project))
        if project is not None
        else _("auf Sie aufmerksam geworden")
    )
    return "\n\n".join(
        (
            _("Guten Tag,"),
            _(
                "wir von %(name)s sind %(about)s und möchten gern mit Ihnen zusammenarbeiten.",
                name=organisation.name,
                about=about,
            ),
            _("Das brauchen wir: […]"),
            _("Das möchten wir von Ihnen übernehmen oder lernen: […]"),
            _("So weit sind wir selbst: […]"),
            _("Als nächsten Schritt schlagen wir ein kurzes Gespräch vor, gern auch per Video."),
        )
    )


def _intent(case: Case, _meetings: Sequence[Meeting]) -> str:
    return "\n\n".join(
        (
            _("Absichtserklärung"),
            _("zwischen %(sender)s und %(addressee)s", sender=case.sender.name, addressee=case.addressee.name),
            _("1. Worum es geht\n%(subject)s", subject=subject(case)),
            _("2. Was beide Seiten erreichen möchten\n[…]"),
            _("3. Was %(name)s beiträgt\n[…]", name=case.sender.name),
            _("4. Was %(name)s beiträgt\n[…]", name=case.addressee.name),
            _("5. Zeitraum\n%(time)s", time=case.wished_time or "[…]"),
            _("6. Kosten\n[…]"),
            _("7. Wie es weitergeht\n[nächste Schritte, bis wann, wer]"),
            _("8. Verbindlichkeit\n[Was diese Erklärung bindet und was nicht, klären Sie bitte mit Ihrem Rechtsamt.]"),
            _("Ort, Datum\n[…]"),
            _("Für %(name)s\n[Unterschrift, Funktion]", name=case.sender.name),
            _("Für %(name)s\n[Unterschrift, Funktion]", name=case.addressee.name),
        )
    )


def _minutes(case: Case, meetings: Sequence[Meeting]) -> str:
    held = [each for each in meetings if each.state is MeetingState.ACCEPTED]
    latest = held[-1] if held else None
    where = " / ".join(text for text in (latest.place, latest.link) if text) if latest else ""
    return "\n\n".join(
        (
            _("Protokoll eines Gesprächs"),
            _(
                "%(sender)s und %(addressee)s: %(subject)s",
                sender=case.sender.name,
                addressee=case.addressee.name,
                subject=subject(case),
            ),
            _("Termin: %(when)s", when=accepted(latest) if latest else "[…]"),
            _("Ort: %(where)s", where=where or "[…]"),
            _("Teilgenommen haben: […]"),
            _("Stand: %(state)s", state=_(LABELS[case.state])),
            _("1. Was besprochen wurde\n[…]"),
            _("2. Was vereinbart wurde\n[…]"),
            _("3. Was offen ist\n[…]"),
            _("4. Wer macht was bis wann\n[…]"),
            _("Nächster Termin: […]"),
        )
    )


# By the part of the address.
TEMPLATES: Mapping[str, Template] = {
    "absichtserklaerung": Template(N_("Vorlage für eine Absichtserklärung"), PARTNERSHIP, _intent),
    "protokoll": Template(N_("Vorlage für ein Gesprächsprotokoll"), (State.CLARIFYING, *PARTNERSHIP), _minutes),
}


def fitting(case: Case) -> list[tuple[str, str]]:
    """Return the templates that fit a case now: part of the address, what it is called."""
    return [(name, _(each.label)) for name, each in TEMPLATES.items() if case.state in each.states]
