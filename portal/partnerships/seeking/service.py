"""Verbs on Gesuche: write, change, make known, close. They flush, never commit.

An offer is a request to who seeks, see `addressing.py`.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.access import allowed, ensure
from portal.errors import Conflict, Invalid, NotFound
from portal.organisations.models import Organisation
from portal.partnerships import access, queries
from portal.partnerships.colleagues import colleague
from portal.partnerships.fields import LINE_MAX, Field, Form, checked
from portal.partnerships.models import Wanted
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import Kind, WantedState
from portal.projects.models import TITLE_MAX
from portal.projects.vocabulary import ActionField
from portal.text import N_

FIELDS = (
    Field("kind", N_("Art der Zusammenarbeit"), Form.CHOICE, required=True, choices=Kind),
    Field("title", N_("Worum geht es?"), Form.LINE, required=True),
    Field("need", N_("Was suchen Sie?"), Form.TEXT, required=True),
    Field("gives", N_("Was bieten Sie dafür?"), Form.TEXT),
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
    """Change a Gesuch that is not over. Raises NotFound, Changed, Invalid."""
    wanted = _to_change(session, acting, wanted_id, version)
    _fill(session, acting, wanted, need)
    session.flush()
    return wanted


def publish(session: Session, acting: Acting, wanted_id: int, version: int) -> Wanted:
    """Make a Gesuch known, so that others can offer. Raises NotFound, Forbidden, Changed."""
    wanted = _to_change(session, acting, wanted_id, version)
    ensure(acting.actor, access.PUBLISH, wanted)
    if wanted.state is WantedState.DRAFT:
        wanted.state, wanted.published_at, wanted.updated_at = WantedState.OPEN, acting.at, acting.at
        session.flush()
    return wanted


def close(session: Session, acting: Acting, wanted_id: int, version: int, *, met: bool) -> Wanted:
    """End a Gesuch: it was `met`, or is given up. Offers that wait stay. Raises NotFound, Changed."""
    wanted = _to_change(session, acting, wanted_id, version)
    wanted.state = WantedState.MET if met else WantedState.CLOSED
    wanted.closed_at = wanted.updated_at = acting.at
    session.flush()
    return wanted


def _to_change(session: Session, acting: Acting, wanted_id: int, version: int) -> Wanted:
    wanted = queries.wanted_by_id(session, wanted_id, for_update=True)
    if wanted is None or not allowed(acting.actor, access.KEEP, wanted):
        raise NotFound
    if wanted.version != version or wanted.state in _ENDS:
        raise Changed
    return wanted


def _fill(session: Session, acting: Acting, wanted: Wanted, need: Need) -> None:
    values = checked(FIELDS, (), {field.name: getattr(need, field.name) for field in FIELDS})
    if len(values["title"]) > min(TITLE_MAX, LINE_MAX):
        raise Invalid({"title": [N_("Bitte kürzen Sie die Angabe auf höchstens 150 Zeichen.")]})
    person_id = need.person_id if need.person_id is not None else acting.actor.account_id
    colleague(session, wanted.organisation_id, person_id, "person")
    for name, value in values.items():
        setattr(wanted, name, value)
    wanted.person_id, wanted.updated_at = person_id, acting.at
