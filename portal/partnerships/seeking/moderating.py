"""What the moderation does with Gesuche of others: hide one with a reason, show it again. They flush, never commit."""

from sqlalchemy.orm import Session

from portal import audit
from portal.access import ensure
from portal.errors import NotFound
from portal.mail import LetterKind, post
from portal.partnerships import access, events, letters, queries
from portal.partnerships.fields import Field, Form, checked
from portal.partnerships.models import Wanted
from portal.partnerships.seeking.service import Changed
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import WantedState
from portal.text import N_

REASON = (
    Field(
        "reason",
        N_("Grund"),
        Form.TEXT,
        required=True,
        hint=N_(
            "Der Grund steht öffentlich unter der Adresse des Gesuchs. Nennen Sie keine Personen. Zum Beispiel: Das "
            "Gesuch ist Werbung."
        ),
    ),
)


def hide(session: Session, acting: Acting, wanted_id: int, version: int, reason: str | None) -> Wanted:
    """Let nobody find or read a Gesuch until it is shown again; its people read why by mail.

    Raises NotFound, Forbidden, Changed also for what is hidden already, Invalid without a reason.
    """
    wanted = _locked(session, acting, wanted_id, version)
    if wanted.hidden:
        raise Changed
    wanted.hidden_reason = checked(REASON, (), {"reason": reason})["reason"]
    wanted.hidden_at = acting.at
    _done(session, acting, wanted, events.WANTED_HIDDEN, letters.WANTED_HIDDEN)
    return wanted


def show(session: Session, acting: Acting, wanted_id: int, version: int) -> Wanted:
    """Let a hidden Gesuch be read as before; from now on it counts as touched. Raises NotFound, Forbidden, Changed."""
    wanted = _locked(session, acting, wanted_id, version)
    if not wanted.hidden:
        raise Changed
    wanted.hidden_at = wanted.hidden_reason = None
    wanted.updated_at = wanted.shown_at = acting.at
    wanted.asked_at = None
    _done(session, acting, wanted, events.WANTED_SHOWN, letters.WANTED_SHOWN)
    return wanted


def _locked(session: Session, acting: Acting, wanted_id: int, version: int) -> Wanted:
    wanted = queries.wanted_by_id(session, wanted_id, for_update=True)
    if wanted is None or wanted.state is WantedState.DRAFT:
        raise NotFound
    ensure(acting.actor, access.HIDE, wanted)
    if wanted.version != version:
        raise Changed
    return wanted


def _done(session: Session, acting: Acting, wanted: Wanted, event: audit.Event, letter: LetterKind) -> None:
    session.flush()
    audit.record(
        session,
        acting.actor,
        event,
        ("wanted", wanted.id),
        organisation_id=wanted.organisation_id,
        after={"wanted": wanted.id},
    )
    entered = frozenset({wanted.person_id})
    for account in queries.who_answers(session, wanted.organisation_id, entered, acting.at):
        post(session, letter, to=account.email, account_id=account.id, wanted_id=wanted.id, at=acting.at.isoformat())
