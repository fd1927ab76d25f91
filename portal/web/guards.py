"""Every route says who may call it; one that says nothing is refused."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.access import ANYONE, Actor
from portal.errors import NotFound

View = TypeVar("View", bound=Callable[..., Any])

_GUARD = "portal_guard"
PUBLIC, SIGNED_IN = "public", "signed-in"


def public(view: View) -> View:
    """Let everybody call the view; it checks permissions on what it shows by itself."""
    setattr(view, _GUARD, PUBLIC)
    return view


def signed_in(view: View) -> View:
    """Let only signed-in people call the view; others are led to the sign-in and back."""
    setattr(view, _GUARD, SIGNED_IN)
    return view


def guard_of(view: Callable[..., Any]) -> str | None:
    """Return who may call a view function, None when it was never said."""
    return getattr(view, _GUARD, None)


def guard_of_request() -> str | None:
    """Return who may call what is asked for; None for an address that does not exist."""
    return guard_of(current_app.view_functions[request.endpoint]) if request.endpoint else None


def current_actor() -> Actor:
    """Return who asks; ANYONE without a sign-in."""
    return current_user.actor if current_user.is_authenticated else ANYONE


def safe_next(address: str | None) -> str | None:
    """Return an address of this portal to go on to, or None for anything that could lead elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    if "\\" in address or any(ord(character) < 0x20 for character in address):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def init_app(app: Flask) -> None:
    """Check the guard before each request."""

    @app.before_request
    def check() -> Response | None:
        if request.endpoint is None:
            return None  # no such address: the error page answers
        if not request.path.isprintable():
            raise NotFound  # no address of ours has control characters, and no database can look them up
        guard = guard_of(current_app.view_functions[request.endpoint])
        if guard == PUBLIC or (guard == SIGNED_IN and current_user.is_authenticated):
            return None
        if guard == SIGNED_IN:
            back = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("accounts.sign_in", next=back))
        raise RuntimeError(f"route {request.endpoint} says nothing about who may call it")
