"""What people type about their account."""

from portal.accounts.models import EMAIL_MAX
from portal.text import N_
from portal.web.fields import Email, Password, PortalSchema


class SignInSchema(PortalSchema):
    """The form of the sign-in; both fields let password managers fill them in."""

    email = Email(
        max_length=EMAIL_MAX,
        required=True,
        metadata={
            "label": N_("E-Mail-Adresse"),
            "hint": N_("Die Adresse, mit der Ihr Konto angelegt wurde."),
            "kind": "email",
            "autocomplete": "username",
        },
    )
    password = Password(
        required=True,
        metadata={"label": N_("Passwort"), "kind": "password", "autocomplete": "current-password"},
    )


class ConfirmSchema(PortalSchema):
    """The own password once more, before a sensitive change."""

    password = Password(
        required=True,
        metadata={"label": N_("Ihr Passwort"), "kind": "password", "autocomplete": "current-password"},
    )


class NewPasswordSchema(PortalSchema):
    """A new password; how long it has to be is told by the page."""

    password = Password(
        required=True,
        metadata={"label": N_("Neues Passwort"), "kind": "password", "autocomplete": "new-password"},
    )
