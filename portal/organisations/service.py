"""Verbs on organisations: state what the portal says of one. They flush, never commit."""

from collections.abc import Callable, Mapping
from textwrap import shorten

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor, ensure
from portal.database import wait_for_turn
from portal.errors import Conflict, Invalid
from portal.organisations import access, events
from portal.organisations.models import Organisation
from portal.text import N_, fold

FIELDS = tuple(events.CHANGED.fields)
_LONGEST_LOGGED = 200  # characters the log takes
_NOT_LOGGED = {"mailbox"}  # what it says may be a person's own address, and the log forgets nothing


class Overtaken(Conflict):
    """Somebody else changed the organisation meanwhile. Nothing was changed."""

    message = N_("Jemand anderes hat diese Angaben inzwischen geändert.")


def change(
    session: Session, actor: Actor, organisation: Organisation, wanted: Mapping[str, str | None], *, seen: str
) -> None:
    """State some of `FIELDS` anew; `seen` is the version as the writer saw it.

    The website counts as checked once the portal administration has stated it: its host is proposed as the domain of
    service addresses. With another one by the coordination it no longer does.

    Raises Forbidden, Overtaken, and Invalid for a name that another organisation has.
    """
    ensure(actor, access.CHANGE, organisation)
    wait_for_turn(session, "organisations")  # all of them: names are unique
    session.refresh(organisation, ("version", *FIELDS))
    if str(organisation.version) != seen:
        raise Overtaken
    before = _stated(organisation)
    changed = {name: value for name, value in wanted.items() if value != before[name]}
    if "name" in changed:
        ensure(actor, access.RENAME, organisation)
        _ensure_unique(session, organisation, changed["name"] or "")
    for name, value in changed.items():
        setattr(organisation, name, value)
    verified = organisation.website_verified
    if "website" in wanted and (actor.administers or "website" in changed):
        verified = bool(organisation.website) and actor.administers
    if not changed and verified == organisation.website_verified:
        return
    organisation.website_verified = verified
    organisation.version += 1
    session.flush()
    audit.record(
        session,
        actor,
        events.CHANGED,
        ("organisation", organisation.id),
        organisation_id=organisation.id,
        before={name: _logged(name, before[name]) for name in changed},
        after={name: _logged(name, value) for name, value in changed.items()},
    )


def forget_address(session: Session, is_theirs: Callable[[str | None], bool]) -> None:
    """Take the mail addresses off every organisation that are somebody's who goes and put them there."""
    for organisation in session.execute(select(Organisation).where(Organisation.mailbox.is_not(None))).scalars():
        if is_theirs(organisation.mailbox):
            organisation.mailbox = None
            organisation.version += 1
    session.flush()


def _stated(organisation: Organisation) -> dict[str, str | None]:
    return {name: getattr(organisation, name) for name in FIELDS}


def _logged(name: str, value: str | None) -> str | None:
    if name in _NOT_LOGGED and value:
        return N_("eingetragen")
    return shorten(value, _LONGEST_LOGGED, placeholder=" …") if value else value


def _ensure_unique(session: Session, organisation: Organisation, name: str) -> None:
    others = select(Organisation.id).where(Organisation.name_folded == fold(name), Organisation.id != organisation.id)
    if session.execute(others.limit(1)).first() is not None:
        raise Invalid({"name": [N_("So heißt schon eine andere Organisation.")]})
