"""The read-only JSON door."""

from flask_smorest import Blueprint

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
