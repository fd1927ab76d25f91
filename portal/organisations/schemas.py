"""What people state about an organisation."""

from portal.organisations.models import ABOUT_MAX, MAILBOX_MAX, NAME_MAX, URL_MAX
from portal.text import N_
from portal.web.fields import Email, LongText, PortalSchema, Text, Url


class DetailsSchema(PortalSchema):
    """What the public page of an organisation says about it."""

    name = Text(
        max_length=NAME_MAX,
        required=True,
        metadata={"label": N_("Name"), "hint": N_("So heißt die Organisation überall im Portal.")},
    )
    about = LongText(
        max_length=ABOUT_MAX,
        metadata={
            "label": N_("Wer Sie sind und wie man Sie erreicht"),
            "kind": "textarea",
            "hint": N_("Ein paar Sätze über die Stelle, zum Beispiel Aufgaben und Sprechzeiten. Bitte keine Namen."),
            "rows": 6,
        },
    )
    mailbox = Email(
        max_length=MAILBOX_MAX,
        metadata={
            "label": N_("Funktionspostfach"),
            "kind": "email",
            "hint": N_("Die Adresse ist öffentlich, zum Beispiel digitales@stadt.de. Bitte keine persönliche."),
            "autocomplete": "off",
        },
    )
    office_url = Url(
        max_length=URL_MAX,
        metadata={
            "label": N_("Seite der Digitalstelle"),
            "kind": "url",
            "hint": N_("Wo Sie über Ihre Digitalisierung berichten, zum Beispiel https://www.stadt.de/digital."),
        },
    )
    website = Url(
        max_length=URL_MAX,
        metadata={
            "label": N_("Website"),
            "kind": "url",
            "hint": N_("Ändern Sie die Adresse, gilt sie als nicht geprüft, bis die Portalverwaltung sie bestätigt."),
        },
    )


class VerifiedDetailsSchema(DetailsSchema):
    """The same for the portal administration, whose word makes the website count as checked."""

    website = Url(
        max_length=URL_MAX,
        metadata={
            "label": N_("Website"),
            "kind": "url",
            "hint": N_("Mit dem Speichern bestätigen Sie, dass die Adresse stimmt. Sie gilt dann als geprüft."),
        },
    )
