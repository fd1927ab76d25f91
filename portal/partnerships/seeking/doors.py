"""What the pages of Gesuche share: finding one, and what the reader may do with it."""

from flask import Blueprint
from sqlalchemy.orm import Session

from portal.access import allowed
from portal.errors import NotFound
from portal.orm import LARGEST_ID
from portal.partnerships import access, queries
from portal.partnerships.doors import current_actor
from portal.partnerships.models import Wanted
from portal.partnerships.vocabulary import WantedState

blueprint = Blueprint("wanted", __name__)

ONE = f"/gesuche/<int(max={LARGEST_ID}):wanted_id>"
TONES = {WantedState.DRAFT: "warning", WantedState.OPEN: "info", WantedState.MET: "success"}


def find(session: Session, wanted_id: int) -> Wanted:
    """Return a Gesuch. Raises NotFound for the draft of another organisation: nobody else must know of it."""
    wanted = queries.wanted_by_id(session, wanted_id)
    if wanted is None or (wanted.state is WantedState.DRAFT and not allowed(current_actor(), access.READ, wanted)):
        raise NotFound
    return wanted


def to_keep(session: Session, wanted_id: int) -> Wanted:
    """Return a Gesuch the actor may change. Raises NotFound, also where somebody else looks after it."""
    wanted = find(session, wanted_id)
    if not allowed(current_actor(), access.KEEP, wanted):
        raise NotFound
    return wanted
