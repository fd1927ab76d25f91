"""What was typed stays while somebody proves who they are: on the way there and back it waits in the browser's cookie.

Only the fields that a page names are kept, never a password, and only for the page they were typed on.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from flask import flash, request, session
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from portal.orm import utcnow

LASTS = timedelta(minutes=15)
MOST = 2000  # characters: a cookie has room for 4096, and other things lie in it
_KEY = "typed"


def keep(page: str | None, names: Sequence[str]) -> None:
    """Keep what the form of this request holds under these names until its page is shown again."""
    given = {name: request.form.getlist(name) for name in names if name in request.form}
    if page and given and len(json.dumps(given)) <= MOST:
        session[_KEY] = {"page": page, "until": (utcnow() + LASTS).timestamp(), "given": given}


def drop() -> None:
    """Forget what was typed on the page of this request: it has arrived."""
    if session.get(_KEY, {}).get("page") == request.path:
        session.pop(_KEY)


@contextmanager
def held(*, own: bool) -> Iterator[None]:
    """Bring it through a new sign-in, which empties the cookie, where that is the `own` one: it was the proof."""
    found = session.get(_KEY) if own else None
    yield
    if found:
        session[_KEY] = found
        announce()


def announce() -> None:
    """Say to who has proved to be it that nothing is lost and nothing is done yet."""
    if _KEY in session:
        flash(_("Danke. Was Sie eingegeben haben, ist noch da. Bitte senden Sie es jetzt ab."), "info")


def carried() -> MultiDict[str, str] | None:
    """Return what was typed on the page of this request before the proof, None where nothing was."""
    found = session.get(_KEY)
    if not found or found["page"] != request.path or datetime.fromtimestamp(found["until"], UTC) < utcnow():
        return None
    return MultiDict(found["given"])
