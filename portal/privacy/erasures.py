"""Which accounts were erased, kept outside the database: a backup that is restored brings none of them back.

One file in the instance folder, with a line for each erased account: its number and the moment. It is only ever added
to, names nobody, and belongs into the copies that are made of the backups.
"""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import ANYONE
from portal.accounts.models import Account
from portal.orm import utcnow
from portal.personal import Holding
from portal.privacy import service

FILE = "erased-accounts.jsonl"


class Erasures:
    """The list in a folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def listed(self) -> Mapping[int, datetime]:
        """Return when each account was erased, by its number. Half a line, of a process that was killed, is left out.

        Raises OSError.
        """
        found = {}
        for line in self._file.read_text("utf-8").splitlines() if self._file.exists() else []:
            try:
                each = json.loads(line)
                found[int(each["account"])] = datetime.fromisoformat(each["erased_at"])
            except (ValueError, KeyError, TypeError):
                continue
        return found

    def keep(self, session: Session) -> int:
        """Add the erased accounts of the database that are not listed yet; return how many. Raises OSError."""
        known = self.listed()
        erased = select(Account.id, Account.erased_at).where(Account.erased_at.is_not(None)).order_by(Account.id)
        new = [(number, at) for number, at in session.execute(erased) if number not in known and at is not None]
        if new:
            lines = [json.dumps({"account": number, "erased_at": at.isoformat()}) for number, at in new]
            descriptor = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write("\n".join(["", *lines, ""]))  # a line of its own, even after half a one
                file.flush()
                os.fsync(descriptor)
        return len(new)

    def repeat(self, session: Session, holdings: Sequence[Holding]) -> int:
        """Erase again who is listed and is back; return how many accounts. One made after that moment is another's."""
        count = 0
        for number, at in self.listed().items():
            account = session.get(Account, number)
            if account is None or account.erased_at is not None or account.created_at > at:
                continue
            for holding in holdings:
                holding.settle(session, number)
            service.erase_account(session, ANYONE, number, holdings, utcnow())
            count += 1
        return count
