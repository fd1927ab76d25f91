"""What the log of decisions tells of entries."""

from portal.audit import Event
from portal.text import N_

MOVED = Event("project.moved", N_("Pflege eines Eintrags übertragen"), {"keeper": N_("Pflege")})
TAKEN_OVER = Event("project.taken-over", N_("Eintrag aus öffentlicher Quelle übernommen"), {"keeper": N_("Pflege")})

_ENTRY = {"entry": N_("Eintrag")}

# Why stands in the history of the entry.
HIDDEN = Event("project.hidden", N_("Eintrag ausgeblendet"), _ENTRY)
MERGED = Event(
    "project.merged", N_("Doppelten Eintrag zusammengeführt"), {**_ENTRY, "stays": N_("Eintrag, der bleibt")}
)
SHOWN = Event("project.shown", N_("Ausgeblendeten Eintrag wieder gezeigt"), _ENTRY)

# Of people and entries. A consent must be provable (Article 7 GDPR).
RESPONSIBLE = Event("project.responsible-entered", N_("Als zuständig eingetragen"), _ENTRY)
NOT_RESPONSIBLE = Event("project.responsible-removed", N_("Nicht mehr zuständig"), _ENTRY)
CONTACT_ASKED = Event("project.contact-asked", N_("Als Ansprechperson vorgeschlagen"), _ENTRY)
CONTACT_ASKED_AGAIN = Event(
    "project.contact-asked-again", N_("Nach einer eingespielten Sicherung neu gefragt, ob Ansprechperson"), _ENTRY
)
CONTACT_CONSENTED = Event(
    "project.contact-consented", N_("Einverstanden, als Ansprechperson genannt zu werden"), _ENTRY
)
CONTACT_ENDED = Event("project.contact-ended", N_("Nicht mehr Ansprechperson"), _ENTRY)
