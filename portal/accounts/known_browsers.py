"""The cookie of a browser in which somebody has signed in before. It opens nothing: it only keeps the brake on guessing
from holding up the real person (see tries.py)."""

import secrets
from datetime import timedelta
from typing import Any

from flask import Response, after_this_request, request

from portal import running
from portal.links import LinkBroken, LinkExpired

_COOKIE = "portal-bekannt"
_PURPOSE = "known-browser"
_LASTS = timedelta(days=180)
_MOST = 5  # accounts that share a browser


def mark(account_id: int | None) -> str | None:
    """Return the random mark of this browser if the account has signed in with it before."""
    kept, accounts = _read()
    return kept if account_id in accounts else None


def remember(account_id: int) -> None:
    """Let the answer to this request make the browser known for the account."""
    kept, accounts = _read()
    named = [account_id, *(each for each in accounts if each != account_id)][:_MOST]
    token = running.links().token(_PURPOSE, [kept or secrets.token_urlsafe(16), named])

    @after_this_request
    def set_cookie(response: Response) -> Response:
        settings = running.settings()
        response.set_cookie(
            _cookie(), token, max_age=_LASTS, secure=settings.https, httponly=True, samesite="Lax", path="/anmelden"
        )
        return response


def _read() -> tuple[str | None, list[int]]:
    try:
        payload: Any = running.links().read(_PURPOSE, request.cookies.get(_cookie(), ""), _LASTS)
    except (LinkBroken, LinkExpired):
        return None, []
    return payload[0], payload[1]


def _cookie() -> str:
    """Return the cookie's name: over HTTPS one that browsers take only from an answer over HTTPS."""
    return f"__Secure-{_COOKIE}" if running.settings().https else _COOKIE
