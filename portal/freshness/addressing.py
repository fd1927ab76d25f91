"""Who is asked or told in a round: first who looks after an entry, after two reminders the coordination, then the
moderation. Where one of these is nobody, the next takes its place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.projects.models import Project
from portal.projects.responsibility import queries

REMINDERS_BEFORE_OTHERS = 2


@dataclass
class Share:
    """What one person reads in a round, each entry in one list only, with how often its keeper was reminded before."""

    account: Account
    own: list[tuple[Project, int]] = field(default_factory=list)
    of_organisation: list[tuple[Project, int]] = field(default_factory=list)
    of_portal: list[tuple[Project, int]] = field(default_factory=list)


def shares(session: Session, entries: Sequence[Project], earlier: Mapping[int, int]) -> list[Share]:
    """Return what each person reads of these entries; `earlier` says how often each was a subject before."""
    responsible = queries.responsible(session, entries)
    keepers = {entry.keeper_id for entry in entries if entry.keeper_id is not None}
    coordinators = queries.coordinators(session, keepers)
    moderators = queries.moderators(session)
    found: dict[int, Share] = {}
    for entry in entries:
        times = earlier.get(entry.id, 0)
        ladder = [
            ("own", responsible[entry.id]),
            ("of_organisation", coordinators.get(entry.keeper_id or 0, [])),
            ("of_portal", moderators),
        ]
        reached = [step for step in ladder if step[1]][: _steps(times)]
        told: set[int] = set()
        for part, people in reached:
            for account in people:
                if account.id not in told:
                    getattr(found.setdefault(account.id, Share(account)), part).append((entry, times))
            told.update(account.id for account in people)
    return list(found.values())


def _steps(times: int) -> int:
    """Return how far up the ladder an entry goes after so many reminders without an answer."""
    return max(1, times - REMINDERS_BEFORE_OTHERS + 2)
