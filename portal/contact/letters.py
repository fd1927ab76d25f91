"""Letters that carry messages."""

from portal.mail import LetterKind
from portal.text import N_

CONFIRM = LetterKind("contact.confirm", N_("Bestätigung einer Nachricht"), fields=("message_id",))
FORWARD = LetterKind("contact.forward", N_("Nachricht zu einem Eintrag"), fields=("message_id",))
