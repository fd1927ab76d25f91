"""What domains to the right have to do when somebody joins or goes; `portal/app.py` brings both together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from portal.access import Actor, Role
from portal.accounts.models import Account
from portal.organisations.models import Organisation


class Thing(NamedTuple):
    """Something that is handed over: what it is (German msgid), its title and the path of its page."""

    label: str
    title: str
    path: str


def _none(_session: Session, _organisation_id: int, _account_id: int) -> Sequence[str]:
    return ()


def _nothing(_session: Session, _keys: Sequence[str], _account_id: int) -> Sequence[Thing]:
    return ()


@dataclass(frozen=True)
class Belongings:
    """What somebody holds for an organisation and hands over on leaving it, or what just ends (not `inherited`).

    `label` is German and goes before a number. `count(session, organisation_id, account_id)` says how many there are.
    `move(session, actor, organisation_id, account_id, successor_id)` ends them; with a successor, who is a member, they
    are the successor's from then on. Both flush at most.

    For the letter to the successor `keys(session, organisation_id, account_id)` names each of them ("entry:7") before
    it is moved, and `things(session, keys, account_id)` says later what is behind those of the keys that are its own,
    as far as the successor still holds it.
    """

    label: str
    count: Callable[[Session, int, int], int]
    move: Callable[[Session, Actor, int, int, int | None], None]
    inherited: bool = True
    keys: Callable[[Session, int, int], Sequence[str]] = _none
    things: Callable[[Session, Sequence[str], int], Sequence[Thing]] = _nothing


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

    def things(self, session: Session, keys: Sequence[str], account_id: int) -> list[Thing]:
        """Return what is behind the keys of belongings, without what is gone by now or in other hands."""
        return [thing for each in self.belongings for thing in each.things(session, keys, account_id)]


def numbers(keys: Sequence[str], kind: str) -> list[int]:
    """Return the numbers of the keys of one kind ("entry:7")."""
    return [int(key.removeprefix(f"{kind}:")) for key in keys if key.startswith(f"{kind}:")]
