"""The pages under "Mein Konto": each domain names its own, `portal/app.py` puts them in order."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from portal.access import Actor


@dataclass(frozen=True)
class OwnPage:
    """One entry of the list: its German title, the endpoint it leads to, an icon, and how things stand there.

    `state` returns a short German text, already translated; it may read what it needs.
    """

    title: str
    endpoint: str
    icon: str
    state: Callable[[Session, Actor], str]


def own_pages() -> tuple[OwnPage, ...]:
    """Return the list of this application."""
    found: tuple[OwnPage, ...] = current_app.extensions["own_pages"]
    return found
