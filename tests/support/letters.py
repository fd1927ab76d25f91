"""Letters as tests read them: composed as the worker does, and taken apart into what they say."""

from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from portal.mail import Button, Content, Facts, Paragraph, Quote
from portal.mail.models import Mail


def composed(app: Flask, session: Session, mail: Mail) -> Content | None:
    """Return what an ordered letter says; None when there is nothing to say any more."""
    with app.app_context():
        found: Content | None = app.extensions["letters"]._composers[mail.kind](
            session, mail.params, app.extensions["links"]
        )
    return found


def texts(content: Content) -> list[str]:
    """Return its paragraphs and quotes."""
    return [block.text for block in content.blocks if isinstance(block, Paragraph | Quote)]


def facts(content: Content) -> dict[str, Any]:
    """Return the values it lists, by their term."""
    return {term: value for block in content.blocks if isinstance(block, Facts) for term, value in block.items}


def path(content: Content) -> str:
    """Return where its one button leads."""
    [button] = [block for block in content.blocks if isinstance(block, Button)]
    return button.url.removeprefix("http://localhost")
