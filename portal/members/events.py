"""What the log tells about members, invitations, requests, domains and portal roles."""

from portal.audit import Event
from portal.text import N_

_ROLE = {"role": N_("Rolle")}

JOINED = Event("member.joined", N_("Mitglied geworden"), _ROLE | {"by": N_("Auf welchem Weg")})
ROLE_CHANGED = Event("member.role-changed", N_("Rolle geändert"), _ROLE)
_GOING = _ROLE | {"successor": N_("Übergeben an")}
_TO_WHOM = frozenset({"successor"})
LEFT = Event("member.left", N_("Organisation verlassen"), _GOING, _TO_WHOM)
REMOVED = Event("member.removed", N_("Mitglied entfernt"), _GOING, _TO_WHOM)
ADDRESS_ELSEWHERE = Event("member.address-elsewhere", N_("Neue Adresse außerhalb der bestätigten Mail-Domains"), {})

INVITED = Event("invitation.sent", N_("Eingeladen"), _ROLE)
INVITATION_RENEWED = Event("invitation.renewed", N_("Einladung erneuert"), _ROLE)
INVITATION_WITHDRAWN = Event("invitation.withdrawn", N_("Einladung zurückgezogen"), _ROLE | {"why": N_("Grund")})
INVITATION_DECLINED = Event("invitation.declined", N_("Einladung abgelehnt"), _ROLE)

ASKED = Event("request.made", N_("Um Aufnahme gebeten"), {})
DIRECTED = Event("request.directed", N_("Anfrage zur Aufnahme zugeordnet"), {"organisation": N_("Organisation")})
WITHDRAWN = Event("request.withdrawn", N_("Anfrage zur Aufnahme zurückgezogen"), {})
UNANSWERED = Event("request.unanswered", N_("Anfrage zur Aufnahme ohne Antwort gelöscht"), {})
DECLINED = Event("request.declined", N_("Anfrage zur Aufnahme abgelehnt"), {})

_DOMAIN = {"domain": N_("Domain"), "organisations": N_("Organisationen")}
DOMAIN_CONFIRMED = Event("domain.confirmed", N_("Mail-Domain bestätigt"), _DOMAIN)
DOMAIN_CHANGED = Event("domain.changed", N_("Mail-Domain geändert"), _DOMAIN)
DOMAIN_REMOVED = Event("domain.removed", N_("Mail-Domain entfernt"), _DOMAIN)

PORTAL_ROLE_CHANGED = Event("portal-role.changed", N_("Portalweite Rolle geändert"), _ROLE)
