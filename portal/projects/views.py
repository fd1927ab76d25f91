"""Pages of this domain."""

from flask import Blueprint

blueprint = Blueprint("projects", __name__)
