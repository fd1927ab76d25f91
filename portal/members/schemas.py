"""What people type about members, invitations, requests, domains and roles."""

import re
from typing import Any

from marshmallow import ValidationError

from portal.access import PortalRole, Role
from portal.accounts.models import DISPLAY_NAME_MAX, EMAIL_MAX
from portal.members.models import DOMAIN_MAX, NOTE_MAX, REASON_MAX
from portal.organisations.models import SLUG_MAX
from portal.text import N_
from portal.web.fields import Choice, Email, Listing, LongText, Password, PortalSchema, Text

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def _about(label: str, kind: str, hint: str = "", **more: Any) -> dict[str, Any]:
    return {"label": label, "kind": kind, "hint": hint, **more}


def _email(hint: str, autocomplete: str = "off") -> Email:
    about = _about(N_("E-Mail-Adresse"), "email", hint, autocomplete=autocomplete)
    return Email(max_length=EMAIL_MAX, required=True, metadata=about)


def _role(label: str, kind: str = "radio") -> Choice:
    return Choice(Role, required=True, metadata=_about(label, kind, choices="roles"))


def _organisation(label: str, hint: str = "", kind: str = "combobox") -> Text:
    about = _about(label, kind, hint, choices="organisations")
    chosen = {"required": N_("Bitte wählen Sie eine Organisation aus.")}
    return Text(max_length=SLUG_MAX, required=True, error_messages=chosen, metadata=about)


class RoleSchema(PortalSchema):
    """Another role of a member."""

    role = _role(N_("Rolle"))


class InviteSchema(PortalSchema):
    """Whom to invite, and as what."""

    email = _email(N_("Die dienstliche Adresse der Person. Sie bekommt eine Mail mit einem Link."))
    role = _role(N_("Rolle"))


class DepartSchema(PortalSchema):
    """Who takes over."""

    successor = Text(
        max_length=20,
        metadata=_about(
            N_("Wer übernimmt?"),
            "select",
            N_("Diese Person ist danach für diese Einträge zuständig."),
            choices="successors",
        ),
    )


class AddressSchema(PortalSchema):
    """The first step of a registration."""

    email = _email(
        N_("Ihre dienstliche Adresse, zum Beispiel name@stadt.de. An ihr erkennen wir Ihre Organisation."), "email"
    )


class NewAccountSchema(PortalSchema):
    """A new account of an address that is proved."""

    display_name = Text(
        max_length=DISPLAY_NAME_MAX,
        required=True,
        metadata=_about(
            N_("Vor- und Nachname"), "text", N_("So sehen Sie die anderen in Ihrer Organisation."), autocomplete="name"
        ),
    )
    password = Password(
        required=True,
        metadata=_about(N_("Passwort"), "password", autocomplete="new-password"),
    )


class RegistrationSchema(NewAccountSchema):
    """The second step of a registration."""

    organisation = _organisation(N_("Für welche Organisation arbeiten Sie?"), kind="radio")
    note = LongText(
        max_length=NOTE_MAX,
        metadata=_about(
            N_("Nachricht an die Koordination"),
            "textarea",
            N_("Zum Beispiel Ihr Amt oder Ihre Aufgabe."),
            rows=3,
        ),
    )


class AskSchema(PortalSchema):
    """A request to join one more organisation."""

    organisation = _organisation(N_("Organisation"), N_("Ihre Anfrage geht an deren Koordination."))
    note = LongText(
        max_length=NOTE_MAX,
        metadata=_about(
            N_("Nachricht an die Koordination"), "textarea", N_("Zum Beispiel Ihr Amt oder Ihre Aufgabe."), rows=3
        ),
    )


class AcceptSchema(PortalSchema):
    """Somebody is taken in."""

    role = _role(N_("Rolle"), "select")


class DirectSchema(PortalSchema):
    """Which organisation a request to join concerns."""

    organisation = _organisation(N_("Organisation"))


class DeclineSchema(PortalSchema):
    """Why somebody is not taken in."""

    reason = LongText(
        max_length=REASON_MAX,
        required=True,
        metadata=_about(
            N_("Grund"), "textarea", N_("Die Person liest ihn in der Mail, die sie jetzt bekommt."), rows=4
        ),
    )


class Domain(Text):
    """The part of a mail address behind the @, in small letters."""

    def checked(self, text: str) -> str:
        """Return the text if it has the form."""
        domain = text.lower().removeprefix("@")
        if not _DOMAIN.fullmatch(domain):
            raise ValidationError(N_("Bitte geben Sie an, was hinter dem @ steht, zum Beispiel stadt.de."))
        return domain


class DomainSchema(PortalSchema):
    """Which organisations a mail domain stands for."""

    domain = Domain(
        max_length=DOMAIN_MAX,
        required=True,
        metadata=_about(N_("Domain"), "text", N_("Was in den Mailadressen hinter dem @ steht, zum Beispiel stadt.de.")),
    )
    organisations = Listing(
        Text(max_length=SLUG_MAX),
        most=100,
        required=True,
        metadata=_about(
            N_("Organisationen"),
            "checkboxes",
            N_("Wessen Beschäftigte haben solche Adressen? Ein IT-Dienstleister kann für mehrere arbeiten."),
            choices="organisations",
        ),
    )


class PortalRoleSchema(PortalSchema):
    """Who gets a role for the whole portal."""

    email = _email(N_("Die Adresse eines Kontos, das es schon gibt."))
    role = Choice(PortalRole, required=True, metadata=_about(N_("Rolle"), "radio", choices="roles"))
