"""Ways to sign in beside the password: a domain to the right of the accounts names them, the sign-in shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app


@dataclass(frozen=True)
class WayIn:
    """A link that leads to another sign-in: what it says (a name, not translated) and where it goes."""

    label: str
    endpoint: str
    values: Mapping[str, str]


def ways_in() -> tuple[WayIn, ...]:
    """Return those of this application."""
    found: tuple[WayIn, ...] = current_app.extensions["ways_in"]
    return found
