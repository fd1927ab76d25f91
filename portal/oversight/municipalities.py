"""Reads for the list of all Kommunen: who looks after each, what it has, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.members import queries as members
from portal.members.domains import queries as domains
from portal.projects.lists import counting

_NONE = counting.Counts(0, 0)


@dataclass(frozen=True)
class Line:
    """An organisation that can have members: its people, its confirmed mail domains, its published entries."""

    team: members.Line
    domains: tuple[str, ...]
    entries: int


def lines(session: Session) -> Sequence[Line]:
    """Return all of them by name, in few queries."""
    confirmed: dict[int, list[str]] = {}
    for domain in domains.listed(session):
        for organisation in domain.organisations:
            confirmed.setdefault(organisation.id, []).append(domain.domain)
    counts = counting.by_organisation(session)
    return [
        Line(team, tuple(confirmed.get(team.organisation.id, ())), counts.get(team.organisation.id, _NONE).projects)
        for team in members.overview(session)
    ]
