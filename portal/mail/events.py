"""What the log of decisions keeps of mails."""

from portal.audit import Event
from portal.text import N_

SENT_AGAIN = Event("mail.sent-again", N_("Mail erneut gesendet"), {"kind": N_("Art der Mail")})
