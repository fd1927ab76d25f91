"""What waits for a person on "Meine Kommune" beside the entries: each domain says its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from portal.access import Actor


@dataclass(frozen=True)
class DeskNotice:
    """One line, already translated: what waits, and where it is dealt with. `calm`: nothing has to be done."""

    text: str
    url: str
    link: str
    calm: bool = False


Source = Callable[[Session, Actor], Sequence[DeskNotice]]


def desk_notices(session: Session, actor: Actor) -> list[DeskNotice]:
    """Return all that waits for somebody."""
    sources: tuple[Source, ...] = current_app.extensions["desk_notices"]
    return [notice for source in sources for notice in source(session, actor)]
