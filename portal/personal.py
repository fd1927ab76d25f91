"""What the portal keeps about a person with an account, said by each domain for itself.

So that whoever asks gets everything, and whoever goes takes everything along: a domain that keeps something about
people declares a `Holding`, `portal/app.py` lists them, and a test compares the list with the tables.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from portal.errors import Conflict


class Consequence(NamedTuple):
    """What else becomes of the erasing: a German msgid with places for `values`."""

    message: str
    values: Mapping[str, str]


def _nothing(_session: Session, _account_id: int) -> Sequence[Any]:
    return ()


def _settled(_session: Session, _account_id: int) -> None:
    """Nothing stands against it."""


@dataclass(frozen=True)
class Holding:
    """What one domain keeps about an account.

    `name` is its key in the file a person gets; `export` returns values for JSON; `erase` empties what names the
    person, in the session's transaction, and leaves ids where a history needs them; `hindrances` returns
    what the person has to settle before, and `consequences` what others will notice; most often nothing. `settle` does
    without asking what has to be settled, where the account was erased before and only an older backup has it back.
    `begin` keeps to this transaction what others could change meanwhile, before anything of it is looked at; it may
    be called again.
    """

    name: str
    export: Callable[[Session, int], Any]
    erase: Callable[[Session, int, datetime], None]
    hindrances: Callable[[Session, int], Sequence[Conflict]] = _nothing
    consequences: Callable[[Session, int], Sequence[Consequence]] = _nothing
    settle: Callable[[Session, int], None] = _settled
    begin: Callable[[Session, int], None] = _settled
