"""What people type when they start an entry or archive one."""

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
