"""What the portal keeps about a person with an account, said by each domain for itself.

So that whoever asks gets everything, and whoever goes takes everything along: a domain that keeps something about
people declares a `Holding`, `portal/app.py` lists them, and a test compares the list with the tables.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.errors import Conflict


def _nothing(_session: Session, _account_id: int) -> Sequence[Conflict]:
    return ()


@dataclass(frozen=True)
class Holding:
    """What one domain keeps about an account.

    `name` is its key in the file a person gets; `export` returns values for JSON; `erase` empties what names the
    person, in the session's transaction, and leaves ids where a history needs them; `hindrances` returns
    what the person has to settle before, most often nothing.
    """

    name: str
    export: Callable[[Session, int], Any]
    erase: Callable[[Session, int, datetime], None]
    hindrances: Callable[[Session, int], Sequence[Conflict]] = _nothing
