"""The letters of this domain. None can be switched off: they are about the security of an account."""

from portal.mail import LetterKind
from portal.text import N_

# `for_account` is 0 where nobody has the address that was typed: ordering takes as long, and nothing is sent.
# `mark` is of the account's address and password at that moment: once either is another, nothing is sent either.
RESET = LetterKind("account.reset", N_("Passwort neu setzen"), fields=("for_account", "mark"))
CONFIRM_ADDRESS = LetterKind("account.confirm-address", N_("Neue E-Mail-Adresse bestätigen"), fields=("change_id",))
ADDRESS_CHANGED = LetterKind("account.address-changed", N_("E-Mail-Adresse geändert"), reaches_closed=True)
# `change` is one of portal.accounts.notices.CHANGES.
SECURITY_CHANGED = LetterKind(
    "account.security-changed", N_("Sicherheit des Kontos geändert"), fields=("change",), reaches_closed=True
)
