"""Pages of this domain."""

from flask import Blueprint

blueprint = Blueprint("feedback", __name__)
