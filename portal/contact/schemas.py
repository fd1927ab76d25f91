"""What people type who write about an entry."""

from portal.contact.models import MESSAGE_MAX, NAME_MAX
from portal.projects.models import EMAIL_MAX
from portal.projects.schemas import about
from portal.text import N_
from portal.web.fields import Email, LongText, PortalSchema, Text


class MessageSchema(PortalSchema):
    """A message and where the answer shall go."""

    name = Text(max_length=NAME_MAX, required=True, metadata=about(N_("Ihr Name"), autocomplete="name"))
    email = Email(
        max_length=EMAIL_MAX,
        required=True,
        metadata=about(
            N_("Ihre E-Mail-Adresse"),
            N_("Dorthin geht die Antwort. Wir schicken Ihnen zuerst eine Mail, mit der Sie die Nachricht bestätigen."),
            "email",
            autocomplete="email",
        ),
    )
    message = LongText(
        max_length=MESSAGE_MAX, required=True, metadata=about(N_("Ihre Nachricht"), kind="textarea", rows=8)
    )
