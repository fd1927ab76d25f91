"""What the log of decisions keeps of mails."""

from portal.audit import Event
from portal.text import N_

SENT_AGAIN = Event("mail.sent-again", N_("Mail erneut gesendet"), {"kind": N_("Art der Mail")})

# Of those that waited in a backup which was restored.
_HELD = {"mails": N_("Anzahl Mails")}
RELEASED = Event("mail.released", N_("Angehaltene Mails freigegeben"), _HELD)
DISCARDED = Event("mail.discarded", N_("Angehaltene Mails verworfen"), _HELD)
