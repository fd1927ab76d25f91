"""What the log of decisions tells of entries."""

from portal.audit import Event
from portal.text import N_

MOVED = Event("project.moved", N_("Pflege eines Eintrags übertragen"), {"keeper": N_("Pflege")})
TAKEN_OVER = Event("project.taken-over", N_("Eintrag aus öffentlicher Quelle übernommen"), {"keeper": N_("Pflege")})
