"""The letters of this domain."""

from portal.mail import LetterKind
from portal.text import N_

HEADLESS = LetterKind(
    "sso.headless", N_("Organisation, die ihre Koordination verlieren würde"), ("organisation_id", "member_id")
)
