"""Pages of joint entries: taking over, moving, confirming or denying a participation."""

from flask import Blueprint

blueprint = Blueprint("participation", __name__)
