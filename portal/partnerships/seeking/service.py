"""Verbs on Gesuche: write, change, discard, make known, close. They flush, never commit.

An offer is a request to who seeks, see `addressing.py`.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal import audit
from portal.access import ANYONE, Actor, allowed, ensure
from portal.errors import Conflict, Invalid, NotFound
from portal.organisations.models import Organisation
from portal.partnerships import access, events, queries
from portal.partnerships.colleagues import selected
from portal.partnerships.fields import LINE_MAX, Field, Form, checked
from portal.partnerships.models import Wanted
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import LABELS, Kind, WantedState
from portal.projects.models import TITLE_MAX
from portal.projects.vocabulary import ActionField
from portal.text import N_

FIELDS = (
    Field("kind", N_("Art der Zusammenarbeit"), Form.CHOICE, required=True, choices=Kind),
    Field("title", N_("Worum geht es?"), Form.LINE, required=True, hint=N_("In wenigen Worten, als Überschrift.")),
    Field(
        "need",
        N_("Was suchen Sie?"),
        Form.TEXT,
        required=True,
        hint=N_("Was brauchen Sie wofür, und bis wann? Alle können das lesen."),
    ),
    Field(
        "gives",
        N_("Was bieten Sie dafür?"),
        Form.TEXT,
        hint=N_("Zum Beispiel Mitarbeit, Tests, Unterlagen oder Geld."),
    ),
    Field("action_field", N_("Handlungsfeld"), Form.CHOICE, choices=ActionField),
)
_ENDS = (WantedState.MET, WantedState.CLOSED)


class Changed(Conflict):
    """Somebody else has changed the Gesuch; nothing was changed."""

    message = N_("Jemand anderes hat dieses Gesuch inzwischen geändert.")


@dataclass(frozen=True)
class Need:
    """What an organisation looks for. Texts are checked by `FIELDS`."""

    kind: Kind
    title: str
    need: str
    gives: str | None = None
    action_field: ActionField | None = None
    person_id: int | None = None  # who looks after it; None: who writes it


def write(session: Session, acting: Acting, organisation: Organisation, need: Need) -> Wanted:
    """Begin a Gesuch of the organisation. Raises Forbidden, Invalid."""
    ensure(acting.actor, access.POST, organisation)
    wanted = Wanted(
        organisation_id=organisation.id, organisation=organisation, state=WantedState.DRAFT, created_at=acting.at
    )
    _fill(session, acting, wanted, need)
    session.add(wanted)
    session.flush()
    return wanted


def rewrite(session: Session, acting: Acting, wanted_id: int, version: int, need: Need) -> Wanted:
    """Change a Gesuch that is not over; an open one is changed by who may publish it.

    Raises NotFound, Forbidden, Changed, Invalid.
    """
    wanted = _to_change(session, acting, wanted_id, version)
    if wanted.state is not WantedState.DRAFT:
        ensure(acting.actor, access.PUBLISH, wanted)
    _fill(session, acting, wanted, need)
    session.flush()
    return wanted


def discard(session: Session, acting: Acting, wanted_id: int, version: int) -> None:
    """Throw a draft away. Raises NotFound, Changed, also for what was made known."""
    wanted = _to_change(session, acting, wanted_id, version)
    if wanted.state is not WantedState.DRAFT:
        raise Changed
    session.delete(wanted)
    session.flush()


def publish(session: Session, acting: Acting, wanted_id: int, version: int) -> Wanted:
    """Make a Gesuch known, so that others can offer. Raises NotFound, Forbidden, Changed."""
    wanted = _to_change(session, acting, wanted_id, version)
    ensure(acting.actor, access.PUBLISH, wanted)
    if wanted.state is WantedState.DRAFT:
        wanted.published_at = acting.at
        _decide(session, acting.actor, acting.at, wanted, WantedState.OPEN)
    return wanted


def confirm(session: Session, acting: Acting, wanted_id: int, version: int) -> Wanted:
    """Say that an open Gesuch still holds. Raises NotFound, Changed."""
    wanted = _to_change(session, acting, wanted_id, version)
    if wanted.state is not WantedState.OPEN:
        raise Changed
    wanted.updated_at, wanted.asked_at = acting.at, None
    session.flush()
    return wanted


def close(session: Session, acting: Acting, wanted_id: int, version: int, *, met: bool) -> Wanted:
    """End an open Gesuch: it was `met`, or is given up. Offers that wait stay. Raises NotFound, Changed."""
    wanted = _to_change(session, acting, wanted_id, version)
    if wanted.state is not WantedState.OPEN:
        raise Changed
    _decide(session, acting.actor, acting.at, wanted, WantedState.MET if met else WantedState.CLOSED)
    return wanted


def fade(session: Session, at: datetime, wanted: Wanted) -> None:
    """Let an open Gesuch end by itself; the caller has locked it."""
    _decide(session, ANYONE, at, wanted, WantedState.CLOSED)


def _decide(session: Session, actor: Actor, at: datetime, wanted: Wanted, state: WantedState) -> None:
    before, wanted.state, wanted.updated_at = wanted.state, state, at
    if state in _ENDS:
        wanted.closed_at = at
    session.flush()
    audit.record(
        session,
        actor,
        events.WANTED,
        ("wanted", wanted.id),
        organisation_id=wanted.organisation_id,
        before={"state": LABELS[before]},
        after={"wanted": wanted.id, "state": LABELS[state]},
    )


def _to_change(session: Session, acting: Acting, wanted_id: int, version: int) -> Wanted:
    wanted = queries.wanted_by_id(session, wanted_id, for_update=True)
    if wanted is None or not allowed(acting.actor, access.KEEP, wanted):
        raise NotFound
    if wanted.version != version or wanted.state in _ENDS or wanted.hidden:
        raise Changed
    return wanted


def _fill(session: Session, acting: Acting, wanted: Wanted, need: Need) -> None:
    values = checked(FIELDS, (), {field.name: getattr(need, field.name) for field in FIELDS})
    if len(values["title"]) > min(TITLE_MAX, LINE_MAX):
        raise Invalid({"title": [N_("Bitte kürzen Sie die Angabe auf höchstens 150 Zeichen.")]})
    person_id = need.person_id if need.person_id is not None else acting.actor.account_id
    selected(session, acting.actor, wanted.organisation_id, person_id, "person")
    for name, value in values.items():
        setattr(wanted, name, value)
    wanted.person_id, wanted.updated_at, wanted.asked_at = person_id, acting.at, None
