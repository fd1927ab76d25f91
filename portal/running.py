"""What belongs to the running application, typed, for doors: its settings, and what makes its links."""

from flask import current_app

from portal.links import Links
from portal.settings import Settings


def settings() -> Settings:
    """Return the running application's settings."""
    found: Settings = current_app.extensions["settings"]
    return found


def links() -> Links:
    """Return what makes and reads the running application's links."""
    found: Links = current_app.extensions["links"]
    return found
