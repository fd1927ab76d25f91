"""What people type who write about an entry."""

from portal.contact.models import MESSAGE_MAX, NAME_MAX
from portal.projects.models import EMAIL_MAX
from portal.projects.schemas import about
from portal.text import N_
from portal.web.fields import Email, LongText, PortalSchema, Text


class MessageSchema(PortalSchema):
    """A message and where the answer shall go."""

    name = Text(
        max_length=NAME_MAX,
        required=True,
        error_messages={"required": N_("Bitte nennen Sie Ihren Namen.")},
        metadata=about(N_("Ihr Name"), autocomplete="name"),
    )
    email = Email(
        max_length=EMAIL_MAX,
        required=True,
        error_messages={"required": N_("Bitte geben Sie eine E-Mail-Adresse für die Antwort an.")},
        metadata=about(
            N_("Ihre E-Mail-Adresse"),
            N_("Dorthin geht die Antwort. Wir schicken Ihnen zuerst eine Mail, mit der Sie die Nachricht bestätigen."),
            "email",
            autocomplete="email",
        ),
    )
    message = LongText(
        max_length=MESSAGE_MAX,
        required=True,
        error_messages={"required": N_("Bitte schreiben Sie, worum es geht.")},
        metadata=about(N_("Ihre Nachricht"), kind="textarea", rows=8),
    )
