"""What the log tells about requests and partnerships: that something was decided, never what was written."""

from portal.audit import Event
from portal.text import N_

DECIDED = Event(
    "partnership.decided",
    N_("Schritt in einer Anfrage oder Partnerschaft"),
    {"step": N_("Schritt"), "state": N_("Stand"), "with": N_("Andere Seite")},
)
ASSIGNED = Event(
    "partnership.assigned", N_("Zuständigkeit für eine Anfrage"), {"person": N_("Zuständig")}, frozenset({"person"})
)
# Its number, never its title: nothing is taken out of the log when the moderation hides it, or when a person is erased.
_WANTED = {"wanted": N_("Nummer des Gesuchs")}
WANTED_HIDDEN = Event("wanted.hidden", N_("Gesuch ausgeblendet"), _WANTED)
WANTED_SHOWN = Event("wanted.shown", N_("Ausgeblendetes Gesuch wieder gezeigt"), _WANTED)
WANTED = Event("wanted.decided", N_("Gesuch veröffentlicht oder geschlossen"), {**_WANTED, "state": N_("Stand")})
