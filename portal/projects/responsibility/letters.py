"""Letters about responsibility."""

from portal.mail import LetterKind
from portal.text import N_

CONTACT_ASKED = LetterKind("project.contact", N_("Ansprechperson werden"), fields=("project_id", "asked_id"))
# For all entries at once, after a backup was restored.
CONTACT_ASKED_AGAIN = LetterKind("project.contact-again", N_("Ansprechperson bleiben"), fields=("asked_id",))
# `keeper_id` is who keeps the entry from then on, None the portal administration.
MOVED_AWAY = LetterKind(
    "project.moved-away", N_("Eintrag, den jetzt andere pflegen"), fields=("project_id", "keeper_id")
)
