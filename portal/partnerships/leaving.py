"""What somebody who leaves an organisation hands over: requests, partnerships and Gesuche the person looks after."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.members.hooks import Belongings
from portal.partnerships.models import Case, Sending, Wanted
from portal.partnerships.talking import seen
from portal.partnerships.vocabulary import OVER
from portal.text import N_

# Whose each row is, and who looks after it.
_HELD = (
    (Case.sender_id, Case.sender_person_id),
    (Case.addressee_id, Case.addressee_person_id),
    (Sending.sender_id, Sending.person_id),
    (Wanted.organisation_id, Wanted.person_id),
)


def count(session: Session, organisation_id: int, account_id: int) -> int:
    """Return how many cases and Gesuche of the organisation the account looks after that are not over."""
    as_sender = (Case.sender_id == organisation_id) & (Case.sender_person_id == account_id)
    as_addressee = (Case.addressee_id == organisation_id) & (Case.addressee_person_id == account_id)
    cases = select(func.count()).select_from(Case).where(as_sender | as_addressee, Case.state.not_in(OVER))
    wanted = select(func.count()).select_from(Wanted)
    wanted = wanted.where(Wanted.organisation_id == organisation_id, Wanted.person_id == account_id)
    return session.execute(cases).scalar_one() + session.execute(wanted).scalar_one()


def move(session: Session, _actor: Actor, organisation_id: int, account_id: int, successor_id: int | None) -> None:
    """Let the successor look after all of it; without one the coordination does, see `queries.at_home`."""
    for of, person in _HELD:
        held = update(of.class_).where(of == organisation_id, person == account_id)
        session.execute(held.values({person: successor_id}))
    seen.forget(session, account_id, organisation_id)


BELONGINGS = Belongings(N_("Anfragen, Partnerschaften und Gesuche, für die man zuständig ist"), count, move)
