"""Pages of this domain."""

from flask import Blueprint

blueprint = Blueprint("discovery", __name__)
