"""Letters to whoever looks after an entry that the moderation has touched."""

from portal.mail import LetterKind
from portal.text import N_

HIDDEN = LetterKind("project.hidden", N_("Eintrag ausgeblendet"), fields=("project_id",))
MERGED = LetterKind("project.merged", N_("Einträge zusammengeführt"), fields=("duplicate_id", "stays_id"))
SHOWN = LetterKind("project.shown", N_("Eintrag wieder gezeigt"), fields=("project_id",))
