"""The mail room's own letter."""

from portal.mail.kinds import LetterKind
from portal.text import N_

TEST = LetterKind("mail.test", N_("Testmail"))
