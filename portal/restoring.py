"""What restoring a backup means for the portal: it must neither repeat what was done since, nor undo an erasure."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal import audit, backup, migrating
from portal.access import ANYONE
from portal.accounts.sessions.models import AccountSession
from portal.database import Database
from portal.mail import holding
from portal.mail.composing import Letters
from portal.members import restored
from portal.members.invitations import ending
from portal.orm import utcnow
from portal.partnerships.calendar_feeds.models import Feed
from portal.privacy import unused
from portal.privacy.erasures import Erasures
from portal.privacy.events import RESTORED
from portal.projects.responsibility import service as responsibility


@dataclass
class Restored:
    """How many rows came back, how many mails are held, how many accounts were erased again.

    Further how many people are asked anew for their consent, and how many were told what to check.
    """

    rows: int = 0
    held: int = 0
    erased: int = 0
    asked: int = 0
    told: int = 0


def restore(extensions: Mapping[str, Any], file: Path, *, move: bool) -> Restored:
    """Replace the database by a backup; hold the mails that waited in it, end all sign-ins, erase again who was erased.

    Nobody knows what was decided since: consents count for nothing until they are given again, invitations have run
    out, nobody counts as warned that the account will be erased, and coordination and administration are told what to
    check. With `move` nothing has happened since the backup: all of that stays as it is. Raises UnreadableError, and
    OSError when the list of erased accounts cannot be read or written; then nothing is changed.
    """
    database: Database = extensions["database"]
    erasures: Erasures = extensions["erasures"]
    letters: Letters = extensions["letters"]
    made_at = backup.made_at(file)
    if migrating.up_to_date(database):
        with database.reading() as session:  # what is about to be replaced may know of more
            erasures.keep(session)
    done = Restored()

    def finish(session: Session) -> None:
        now = utcnow()
        if not move:
            done.held = holding.hold(session, now, letters.without_trace)
            for secret in (AccountSession, Feed):  # some may have been ended since, and for a reason
                session.execute(delete(secret))
        done.erased = erasures.repeat(session, extensions["holdings"])
        if not move:
            ending.run_out(session, now)
            unused.forget_warnings(session)  # who was warned may have come back since
            done.asked = responsibility.ask_again(session)
            done.told = restored.tell(session, made_at)
            after = {"made_at": made_at.isoformat() if made_at else None}
            audit.record(session, ANYONE, RESTORED, ("portal", None), after=after)

    done.rows = backup.read(database, file, finish)
    return done
