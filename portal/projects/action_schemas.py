"""What people type when they do something with an entry: start it, take it over, archive it, hand it on."""

from portal.organisations.models import SLUG_MAX
from portal.projects.models import NOTE_MAX, TITLE_MAX
from portal.projects.schemas import about
from portal.text import N_
from portal.web.fields import LongText, PortalSchema, Text


class NewProjectSchema(PortalSchema):
    """What starts a draft."""

    title = Text(
        max_length=TITLE_MAX,
        required=True,
        metadata=about(
            N_("Wie heißt das Projekt?"),
            N_("Ein kurzer Name, unter dem andere das Projekt wiedererkennen. Sie können ihn später ändern."),
        ),
    )
    organisation = Text(
        max_length=SLUG_MAX,
        required=True,
        metadata=about(N_("Für welche Organisation?"), kind="radio", choices="organisations"),
    )


class TakeOverSchema(PortalSchema):
    """For which organisation an entry is taken over."""

    organisation = Text(
        max_length=SLUG_MAX,
        required=True,
        metadata=about(N_("Für welche Organisation?"), kind="radio", choices="organisations"),
    )


class ArchiveSchema(PortalSchema):
    """Why an entry leaves the register."""

    reason = LongText(
        max_length=NOTE_MAX,
        required=True,
        metadata=about(
            N_("Grund"),
            N_("Der Grund steht öffentlich unter der alten Adresse, zum Beispiel: Das Projekt wurde eingestellt."),
            "textarea",
            rows=3,
        ),
    )


class HideSchema(PortalSchema):
    """Why the moderation hides an entry."""

    reason = LongText(
        max_length=NOTE_MAX,
        required=True,
        metadata=about(
            N_("Grund"),
            N_(
                "Der Grund steht öffentlich unter der Adresse des Eintrags. Nennen Sie keine Personen. Zum Beispiel: "
                "Der Eintrag ist Werbung und beschreibt kein Projekt einer Kommune."
            ),
            "textarea",
            rows=3,
        ),
    )


class KeeperSchema(PortalSchema):
    """Who keeps an entry from now on; empty is the portal administration."""

    keeper = Text(
        max_length=SLUG_MAX,
        metadata=about(
            N_("Wer pflegt den Eintrag künftig?"),
            N_("Nur diese Organisation kann ihn dann bearbeiten, bestätigen und archivieren."),
            "select",
            choices="keepers",
        ),
    )
