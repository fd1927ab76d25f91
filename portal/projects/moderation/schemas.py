"""What the moderation types when it hides an entry."""

from portal.projects.models import NOTE_MAX
from portal.projects.schemas import about
from portal.text import N_
from portal.web.fields import LongText, PortalSchema


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
