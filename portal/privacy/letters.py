"""The letters of this domain."""

from portal.mail import LetterKind
from portal.text import N_

# `why` is one of portal.privacy.service.REASONS. Ordered for an address and no account: that is gone by then.
ERASED = LetterKind("privacy.erased", N_("Konto gelöscht"), ("why",), leaves_no_trace=True)
UNUSED = LetterKind("privacy.unused", N_("Ankündigung: Konto wird gelöscht"), ("for_account",), reaches_closed=True)
