"""What restoring a backup means for the portal: it must neither repeat what was done since, nor undo an erasure."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal import backup, migrating
from portal.accounts.sessions.models import AccountSession
from portal.database import Database
from portal.mail import holding
from portal.orm import utcnow
from portal.partnerships.calendar_feeds.models import Feed
from portal.privacy.erasures import Erasures


@dataclass
class Restored:
    """How many rows came back, how many mails are held, how many accounts were erased again."""

    rows: int = 0
    held: int = 0
    erased: int = 0


def restore(extensions: Mapping[str, Any], file: Path, *, move: bool) -> Restored:
    """Replace the database by a backup; hold the mails that waited in it, end all sign-ins, erase again who was erased.

    With `move` nothing has happened since the backup: mails and sign-ins stay as they are. Raises UnreadableError, and
    OSError when the list of erased accounts cannot be read or written; then nothing is changed.
    """
    database: Database = extensions["database"]
    erasures: Erasures = extensions["erasures"]
    if migrating.up_to_date(database):
        with database.reading() as session:  # what is about to be replaced may know of more
            erasures.keep(session)
    done = Restored()

    def finish(session: Session) -> None:
        if not move:
            done.held = holding.hold(session, utcnow())
            for secret in (AccountSession, Feed):  # some may have been ended since, and for a reason
                session.execute(delete(secret))
        done.erased = erasures.repeat(session, extensions["holdings"])

    done.rows = backup.read(database, file, finish)
    return done
