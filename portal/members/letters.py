"""The letters of this domain."""

from portal.mail import LetterKind
from portal.text import N_

INVITATION = LetterKind("member.invitation", N_("Einladung"), ("invitation_id",))
REGISTRATION = LetterKind("member.registration", N_("Bestätigung der Adresse bei der Registrierung"), ("email",))
REQUEST = LetterKind("member.request", N_("Anfrage zur Aufnahme"), ("request_id",))
REQUEST_REMINDER = LetterKind("member.request-reminder", N_("Erinnerung an eine Anfrage zur Aufnahme"), ("request_id",))
ACCEPTED = LetterKind("member.accepted", N_("Aufnahme in eine Organisation"), ("request_id",))
DECLINED = LetterKind("member.declined", N_("Absage einer Anfrage zur Aufnahme"), ("request_id",))
# `organisation_id` is None where it was never found out.
UNANSWERED = LetterKind("member.unanswered", N_("Anfrage zur Aufnahme ohne Antwort"), ("organisation_id",))
CLOSED = LetterKind("member.account-closed", N_("Schließen eines Kontos"), reaches_closed=True)
ADDRESS_ELSEWHERE = LetterKind(
    "member.address-elsewhere", N_("Mitglied mit einer fremden Adresse"), ("organisation_id", "member_id")
)
# `made_at` is when the backup was made (ISO 8601), None where it does not say.
RESTORED = LetterKind("member.restored", N_("Sicherung eingespielt: bitte prüfen"), ("for_account", "made_at"))
ROLE_CHANGED = LetterKind(
    "member.role-changed", N_("Andere Rolle in einer Organisation"), ("organisation_id", "member_id", "role")
)
PORTAL_ROLE = LetterKind("member.portal-role", N_("Rolle für das ganze Portal"), ("for_account", "role"))
# `handed` are keys of belongings, see portal.members.hooks.
SUCCESSOR = LetterKind(
    "member.successor", N_("Übernommene Aufgaben"), ("organisation_id", "former_id", "successor_id", "handed", "more")
)
REMOVED = LetterKind("member.removed", N_("Ende einer Mitgliedschaft"), ("organisation_id",))
