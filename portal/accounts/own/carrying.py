"""What was typed stays while somebody proves who they are: on the way there and back it waits in the browser's cookie.

Only the fields that a page names are kept, never a password, only for the page they were typed on and only for who
typed them.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import flash, request, session
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from portal.orm import utcnow
from portal.web.guards import current_actor

LASTS = timedelta(minutes=15)
MOST = 2000  # characters: a cookie has room for 4096, and other things lie in it
_KEY = "typed"


def keep(page: str | None, names: Sequence[str]) -> None:
    """Keep what the form of this request holds under these names until its page is shown again.

    What was kept before goes. Who typed more than can be kept is told so while it is still in the browser's memory.
    """
    session.pop(_KEY, None)
    given = {name: request.form.getlist(name) for name in names if name in request.form}
    if not page or not given:
        return
    if len(json.dumps(given)) > MOST:
        flash(
            _(
                "Was Sie eingegeben haben, ist zu lang, um es hier aufzuheben. Gehen Sie im Browser einen Schritt "
                "zurück, um es zu kopieren."
            ),
            "warning",
        )
        return
    until = (utcnow() + LASTS).timestamp()
    session[_KEY] = {"by": current_actor().account_id, "page": page, "until": until, "given": given}


def drop() -> None:
    """Forget what was typed on the page of this request: it has arrived."""
    found = _kept()
    if found and found["page"] == request.path:
        session.pop(_KEY)


@contextmanager
def held(account_id: int) -> Iterator[None]:
    """Bring what this account typed through a sign-in, which empties the cookie."""
    found = _kept()
    yield
    if found and found.get("by") == account_id:
        session[_KEY] = found


def carried() -> MultiDict[str, str] | None:
    """Return what was typed on the page of this request before the proof, and say that it waits; None without."""
    found = _kept()
    if not found or found["page"] != request.path:
        return None
    flash(_("Danke. Was Sie eingegeben haben, ist noch da. Bitte senden Sie es jetzt ab."), "info")
    return MultiDict(found["given"])


def _kept() -> dict[str, Any] | None:
    """Return what is kept; what has waited too long is forgotten."""
    found: dict[str, Any] | None = session.get(_KEY)
    if found and found["until"] < utcnow().timestamp():
        session.pop(_KEY)
        return None
    return found
