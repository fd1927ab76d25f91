"""Pages with fixed texts: sources and licences, imprint, privacy, accessibility; and the health addresses."""

from flask import Blueprint

blueprint = Blueprint("pages", __name__)
