"""What somebody who leaves an organisation hands over: requests, partnerships and Gesuche the person looks after."""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from portal import database
from portal.access import Actor
from portal.members.hooks import Belongings, Thing, numbers
from portal.partnerships import naming
from portal.partnerships.models import Case, Sending, Wanted
from portal.partnerships.queries import WHOLE
from portal.partnerships.talking import seen
from portal.partnerships.vocabulary import LABELS, UNDER_WAY, WantedState
from portal.text import N_

# Whose each row is, and who looks after it: what was written before its cases, as whoever changes a draft locks them.
_HELD = (
    (Sending.sender_id, Sending.person_id),
    (Case.sender_id, Case.sender_person_id),
    (Case.addressee_id, Case.addressee_person_id),
)


# Which of them count and are named; drafts and what is over are moved without a word.
_CASE, _WANTED = "case", "wanted"


def _cases(organisation_id: int, account_id: int) -> Select[int]:
    as_sender = (Case.sender_id == organisation_id) & (Case.sender_person_id == account_id)
    as_addressee = (Case.addressee_id == organisation_id) & (Case.addressee_person_id == account_id)
    return select(Case.id).where(as_sender | as_addressee, Case.state.in_(UNDER_WAY)).order_by(Case.id)


def _wanted(organisation_id: int, account_id: int) -> Select[int]:
    own = (Wanted.organisation_id == organisation_id) & (Wanted.person_id == account_id)
    return select(Wanted.id).where(own, Wanted.state == WantedState.OPEN).order_by(Wanted.id)


def count(session: Session, organisation_id: int, account_id: int) -> int:
    """Return how many cases and Gesuche of the organisation the account looks after: under way, or open."""
    cases, wanted = _cases(organisation_id, account_id), _wanted(organisation_id, account_id)
    return database.count(session, cases) + database.count(session, wanted)


def keys(session: Session, organisation_id: int, account_id: int) -> Sequence[str]:
    """Name what is counted, for the letter to the successor."""
    cases = session.execute(_cases(organisation_id, account_id)).scalars()
    wanted = session.execute(_wanted(organisation_id, account_id)).scalars()
    return [*(f"{_CASE}:{each}" for each in cases), *(f"{_WANTED}:{each}" for each in wanted)]


def things(session: Session, keys: Sequence[str], account_id: int) -> Sequence[Thing]:
    """Say which these are, as far as the account looks after them: cases with both sides, then Gesuche."""
    theirs = or_(Case.sender_person_id == account_id, Case.addressee_person_id == account_id)
    whole = select(Case).where(Case.id.in_(numbers(keys, _CASE)), theirs).options(*WHOLE).order_by(Case.id)
    cases = session.execute(whole).scalars().all()
    own = Wanted.id.in_(numbers(keys, _WANTED)) & (Wanted.person_id == account_id)
    named = select(Wanted).where(own).order_by(Wanted.id)
    return [
        *(Thing(LABELS[each.kind], _title(each), naming.case_path(each)) for each in cases),
        *(Thing(N_("Gesuch"), each.title, f"/gesuche/{each.id}") for each in session.execute(named).scalars()),
    ]


def move(session: Session, _actor: Actor, organisation_id: int, account_id: int, successor_id: int | None) -> None:
    """Let the successor look after all of it; without one the coordination does, see `queries.at_home`."""
    for of, person in _HELD:
        held = update(of.class_).where(of == organisation_id, person == account_id)
        session.execute(held.values({person: successor_id}))
    # As objects: the index is told of every change of a Gesuch.
    of_person = select(Wanted).where(Wanted.organisation_id == organisation_id, Wanted.person_id == account_id)
    for wanted in session.execute(of_person).scalars():
        wanted.person_id = successor_id
    session.flush()
    seen.forget(session, account_id, organisation_id)


def _title(case: Case) -> str:
    about = naming.of_case(case)
    sides = f"{case.sender.name} – {case.addressee.name}"
    return f"{about} ({sides})" if about else sides


BELONGINGS = Belongings(
    N_("Anfragen, Partnerschaften und Gesuche, für die man zuständig ist"), count, move, keys=keys, things=things
)
