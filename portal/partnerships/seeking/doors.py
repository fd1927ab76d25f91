"""What the pages of Gesuche share: finding one, and what the reader may do with it."""

from flask import Blueprint
from sqlalchemy.orm import Session

from portal.access import allowed, ensure
from portal.errors import Gone, NotFound
from portal.orm import LARGEST_ID
from portal.partnerships import access, queries
from portal.partnerships.doors import current_actor
from portal.partnerships.models import Wanted
from portal.partnerships.seeking import queries as seeking
from portal.partnerships.vocabulary import WantedState
from portal.text import N_

blueprint = Blueprint("wanted", __name__)

ONE = f"/gesuche/<int(max={LARGEST_ID}):wanted_id>"
TONES = {WantedState.DRAFT: "warning", WantedState.OPEN: "info", WantedState.MET: "success"}


def find(session: Session, wanted_id: int) -> Wanted:
    """Return a Gesuch the actor may read.

    Raises NotFound for the draft of another organisation: nobody else must know of it. Raises Gone for what is closed,
    unless the actor sees an offer to it, and for what is hidden.
    """
    wanted, actor = queries.wanted_by_id(session, wanted_id), current_actor()
    if wanted is None:
        raise NotFound
    if allowed(actor, access.READ, wanted):
        return wanted
    if wanted.state is WantedState.DRAFT:
        raise NotFound
    if wanted.hidden:
        reason = wanted.hidden_reason  # none once the Gesuch is emptied
        told = N_("Von der Moderation ausgeblendet: {reason}") if reason else N_("Von der Moderation ausgeblendet.")
        raise Gone(None, reason, message=N_("Dieses Gesuch ist ausgeblendet."), told=told)
    if actor.signed_in and seeking.offers(session, actor, wanted.id):
        return wanted
    told = N_(
        "Lesen können es nur noch die Organisation, die gesucht hat, wer etwas angeboten hat, und die Moderation."
    )
    raise Gone(None, message=N_("Dieses Gesuch ist nicht mehr offen."), told=told)


def to_hide(session: Session, wanted_id: int) -> Wanted:
    """Return a Gesuch the moderation could hide. Raises NotFound, Gone, Forbidden."""
    wanted = find(session, wanted_id)
    if wanted.state is WantedState.DRAFT:
        raise NotFound
    ensure(current_actor(), access.HIDE, wanted)
    return wanted


def to_rewrite(session: Session, wanted_id: int) -> Wanted:
    """Return a Gesuch whose text the actor may change. Raises NotFound, Gone, Forbidden for an open one."""
    wanted = to_keep(session, wanted_id)
    if wanted.state is not WantedState.DRAFT:
        ensure(current_actor(), access.PUBLISH, wanted)
    return wanted


def to_keep(session: Session, wanted_id: int) -> Wanted:
    """Return a Gesuch the actor may change. Raises NotFound, Gone, also where somebody else looks after it."""
    wanted = find(session, wanted_id)
    if not allowed(current_actor(), access.KEEP, wanted):
        raise NotFound
    return wanted
