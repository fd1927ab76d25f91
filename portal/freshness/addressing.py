"""Who is asked or told in a round: first who looks after an entry, after two reminders the coordination, then the
moderation. Where one of these is nobody, or nobody who wants the mail, the next takes its place. The moderation also
hears of the entries that nobody keeps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.freshness import letters
from portal.mail import unsubscribing
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
    unkept: list[tuple[Project, int]] = field(default_factory=list)


def shares(
    session: Session, entries: Sequence[Project], earlier: Mapping[int, int], unkept: Sequence[Project]
) -> list[Share]:
    """Return what each person reads of these entries; `earlier` says how often each was a subject before.

    `unkept` are those that nobody keeps. Whoever has switched the mail off has no share: others are told instead.
    """
    refused = unsubscribing.refused_by(session, letters.REVIEW)

    def reachable(people: Sequence[Account]) -> list[Account]:
        return [account for account in people if account.id not in refused]

    responsible = queries.responsible(session, entries)
    keepers = {entry.keeper_id for entry in entries if entry.keeper_id is not None}
    coordinators = queries.coordinators(session, keepers)
    moderators = reachable(queries.moderators(session))
    found: dict[int, Share] = {}
    for entry in entries:
        times = earlier.get(entry.id, 0)
        ladder = [
            ("own", reachable(responsible[entry.id])),
            ("of_organisation", reachable(coordinators.get(entry.keeper_id or 0, []))),
            ("of_portal", moderators),
        ]
        reached = [step for step in ladder if step[1]][: _steps(times)]
        told: set[int] = set()
        for part, people in reached:
            for account in people:
                if account.id not in told:
                    getattr(found.setdefault(account.id, Share(account)), part).append((entry, times))
            told.update(account.id for account in people)
    for account in moderators if unkept else ():
        found.setdefault(account.id, Share(account)).unkept += [(entry, 0) for entry in unkept]
    return list(found.values())


def _steps(times: int) -> int:
    """Return how far up the ladder an entry goes after so many reminders without an answer."""
    return max(1, times - REMINDERS_BEFORE_OTHERS + 2)
