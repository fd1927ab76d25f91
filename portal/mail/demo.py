"""The mails that the demo keeps instead of sending them, as a page shows them."""

import re
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from markupsafe import Markup, escape
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.jobs import Job
from portal.mail.kinds import LetterKind
from portal.mail.models import Mail

SHOWN = 100  # the latest; nobody reads more of them in a demo

_LAST_LETTERS = timedelta(days=1)
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class DemoMail:
    """A mail of the demo. `text` is its plain text, in which addresses are links; `content` is the whole of it."""

    name: str
    to: str
    subject: str
    date: datetime
    text: Markup
    content: bytes


def latest(folder: Path) -> list[DemoMail]:
    """Return the latest mails, the last one first."""
    files = sorted(folder.glob("*.eml"), key=_written, reverse=True)
    return [mail for file in files[:SHOWN] if (mail := _read(file))]


def by_name(folder: Path, name: str) -> DemoMail | None:
    """Return the mail of a name; None when there is none."""
    file = folder / f"{name}.eml"
    return _read(file) if re.fullmatch("[0-9a-f]{32}", name) else None


def clear(session: Session, folder: Path, without_trace: Collection[str], now: datetime) -> None:
    """Delete the mails whose address is erased, or that the portal keeps no more.

    Those of the kinds `without_trace` can be read for a day.
    """
    old = time.time_ns() - int(_LAST_LETTERS.total_seconds()) * 10**9  # by the clock that stamps files
    for begun in folder.glob("*.part"):  # whoever wrote it was killed
        if _written(begun) < old:
            begun.unlink(missing_ok=True)
    names = {file.stem: file for file in folder.glob("*.eml")}
    last = Mail.kind.in_(without_trace) & (Mail.sent_at > now - _LAST_LETTERS)
    kept = select(Mail.message_id).where(or_(Mail.to_address.is_not(None), last))
    for name in names.keys() - set(session.execute(kept).scalars()):
        names[name].unlink(missing_ok=True)


def job(folder: Path, kinds: Iterable[LetterKind]) -> Job:
    """Return the job that clears the folder; `kinds` are all there are."""
    without_trace = [kind.name for kind in kinds if kind.leaves_no_trace]
    return Job("mail.demo", timedelta(hours=1), lambda session, now: clear(session, folder, without_trace, now))


def _written(file: Path) -> int:
    """Return when a file was written; one that was cleared meanwhile comes last."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _read(file: Path) -> DemoMail | None:
    """Return the mail; None when its file is not there or was cleared meanwhile."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    message = message_from_bytes(content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    text = str(body.get_content()).replace("\r\n", "\n")
    moment = message["Date"].datetime
    return DemoMail(file.stem, str(message["To"]), str(message["Subject"]), moment, _linked(text), content)


def _linked(text: str) -> Markup:
    parts, place = [], 0
    for found in _ADDRESS.finditer(text):
        parts += [escape(text[place : found.start()]), Markup('<a href="{0}">{0}</a>').format(found[0])]
        place = found.end()
    return Markup("").join([*parts, escape(text[place:])])
