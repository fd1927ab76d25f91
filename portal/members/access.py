"""Who may do what about the members of an organisation, as one table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.access import Permission, Role, administration, members, moderation
from portal.organisations.models import Organisation
from portal.text import N_


@dataclass(frozen=True)
class Team:
    """The members of an organisation as permissions see them; `organisation` is None where it is not known yet.

    `coordinated` says whether somebody with an open account coordinates it.
    """

    organisation: Organisation | None
    coordinated: bool


def _own(team: Team) -> Iterable[int | None]:
    return (team.organisation.id,) if team.organisation else ()


def _is_headless(team: Team) -> bool:
    return not team.coordinated


_FIRST = administration(N_("solange die Organisation keine Koordination hat"), _is_headless)
_COORDINATION = members(Role.COORDINATOR, _own, N_("für die eigene Organisation"))
_MEMBER = members(Role.CONTRIBUTOR, _own, N_("bei der eigenen Organisation"))

VIEW: Permission[Team] = Permission(
    "member.view", N_("Sehen, wer zu einer Organisation gehört"), (_MEMBER, administration())
)
INVITE: Permission[Team] = Permission(
    "member.invite", N_("Einladen, Einladungen erneuern und zurückziehen"), (_COORDINATION, _FIRST)
)
DECIDE: Permission[Team] = Permission(
    "member.decide", N_("Über Anfragen zur Aufnahme entscheiden"), (_COORDINATION, _FIRST)
)
CHANGE_ROLE: Permission[Team] = Permission(
    "member.change-role", N_("Die Rolle eines Mitglieds ändern"), (_COORDINATION, _FIRST)
)
REMOVE: Permission[Team] = Permission(
    "member.remove", N_("Ein Mitglied entfernen und seine Aufgaben übergeben"), (_COORDINATION, _FIRST)
)
LEAVE: Permission[Team] = Permission(
    "member.leave", N_("Eine Organisation verlassen und die eigenen Aufgaben übergeben"), (_MEMBER,)
)
OVERSEE: Permission[Any] = Permission(
    "member.oversee", N_("Alle Kommunen mit der Zahl ihrer Mitglieder sehen"), (administration(),)
)
SEE_WAITING: Permission[Any] = Permission(
    "request.see-waiting", N_("Sehen, wo Anfragen zur Aufnahme auf eine Antwort warten und seit wann"), (moderation(),)
)
DIRECT: Permission[Any] = Permission(
    "request.direct", N_("Eine Anfrage zur Aufnahme der richtigen Organisation zuordnen"), (administration(),)
)
CLOSE: Permission[Any] = Permission(
    "account.close", N_("Das Konto eines Menschen schließen, der gegangen ist"), (administration(),)
)
DOMAINS: Permission[Any] = Permission(
    "domain.manage", N_("Festlegen, welche Mail-Domain zu welcher Organisation gehört"), (administration(),)
)
PORTAL_ROLES: Permission[Any] = Permission(
    "portal-role.manage", N_("Moderation und Portalverwaltung vergeben und entziehen"), (administration(),)
)

PERMISSIONS = (VIEW, INVITE, DECIDE, CHANGE_ROLE, REMOVE, LEAVE)
ADMINISTRATION = (OVERSEE, SEE_WAITING, DIRECT, CLOSE, DOMAINS, PORTAL_ROLES)
