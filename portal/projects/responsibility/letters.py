"""Letters about responsibility."""

from portal.mail import LetterKind
from portal.text import N_

CONTACT_ASKED = LetterKind("project.contact", N_("Ansprechperson werden"), fields=("project_id", "asked_id"))
