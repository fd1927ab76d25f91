"""What domains to the right have to do when somebody joins or goes; `portal/app.py` brings both together."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.organisations.models import Organisation


@dataclass(frozen=True)
class Belongings:
    """What somebody holds for an organisation and hands over on leaving it.

    `label` is German and goes before a number. `count(session, organisation_id, account_id)` says how many there are.
    `move(session, organisation_id, account_id, successor_id)` ends them; with a successor, who is a member, they are
    the successor's from then on. Both flush at most.
    """

    label: str
    count: Callable[[Session, int, int], int]
    move: Callable[[Session, int, int, int | None], None]


@dataclass(frozen=True)
class Hooks:
    """All of them. `joined(session, account, organisation)` is called in the transaction in which somebody joins."""

    belongings: tuple[Belongings, ...] = ()
    joined: tuple[Callable[[Session, Account, Organisation], None], ...] = ()
