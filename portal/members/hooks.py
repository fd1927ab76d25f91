"""What domains to the right have to do when somebody joins or goes; `portal/app.py` brings both together."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.access import Actor, Role
from portal.accounts.models import Account
from portal.organisations.models import Organisation


@dataclass(frozen=True)
class Belongings:
    """What somebody holds for an organisation and hands over on leaving it, or what just ends (not `inherited`).

    `label` is German and goes before a number. `count(session, organisation_id, account_id)` says how many there are.
    `move(session, actor, organisation_id, account_id, successor_id)` ends them; with a successor, who is a member, they
    are the successor's from then on. Both flush at most.
    """

    label: str
    count: Callable[[Session, int, int], int]
    move: Callable[[Session, Actor, int, int, int | None], None]
    inherited: bool = True


@dataclass(frozen=True)
class Hooks:
    """All of them.

    `risen(session, account, organisation, before)` is called in the transaction in which somebody joins or gets a
    higher role; `before` is the role held until then, None for a new member.
    """

    belongings: tuple[Belongings, ...] = ()
    risen: tuple[Callable[[Session, Account, Organisation, Role | None], None], ...] = ()

    def rise(self, session: Session, account: Account, organisation: Organisation, before: Role | None) -> None:
        """Call each of `risen`."""
        for each in self.risen:
            each(session, account, organisation, before)
