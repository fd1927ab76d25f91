"""Joint entries: who keeps them, and what each participant says about its own part."""

import hashlib
import json
from typing import Any

from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor, allowed, ensure
from portal.errors import Conflict, Forbidden, Invalid
from portal.mail import post
from portal.members.profile.service import ensure_of_office
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.projects import access, editing, events, service, values
from portal.projects.models import Participation, Project
from portal.projects.responsibility import letters
from portal.projects.responsibility.queries import named_for
from portal.projects.responsibility.service import release
from portal.projects.vocabulary import ParticipationState, Provenance
from portal.text import N_

OWN_PART = ("department", "contact_mailbox", "offers", "seeks")


class AlreadyKept(Conflict):
    """Another organisation took the entry over first; the message says which."""

    message = N_("Diesen Eintrag pflegt schon: {keeper}.")

    def __init__(self, keeper: Organisation) -> None:
        super().__init__(keeper=keeper.name)


def take_over(session: Session, actor: Actor, project: Project, organisation: Organisation) -> None:
    """Make the organisation the keeper of a source entry that involves it; it becomes no lead by that.

    Raises AlreadyKept when another was first, Forbidden for an organisation the actor cannot speak for or that is
    not involved, Conflict for an entry that is not published. The project row must be locked by the caller.
    """
    if project.keeper is not None and project.provenance is Provenance.PUBLIC_SOURCE:
        raise AlreadyKept(project.keeper)
    ensure(actor, access.TAKE_OVER, project)
    service.ensure_published(project)
    involved = organisation.id in {candidate.id for candidate in project.involved}
    if not involved or not access.speaks_for(actor, organisation):
        raise Forbidden
    before = _slug(project.keeper)
    service.entrust(project, organisation, actor.account_id)
    editing.name_lead(project)
    for part in project.participations:
        if part.organisation_id == organisation.id and part.state is ParticipationState.NAMED:
            _answer(actor, part, ParticipationState.CONFIRMED)  # who looks after an entry takes part in it
    editing.record(session, project, actor, "take-over", {"keeper": (before, organisation.slug)})
    _log(session, actor, events.TAKEN_OVER, project, None)


def move(session: Session, actor: Actor, project: Project, version: int, organisation: Organisation | None) -> None:
    """Hand the keeping to an organisation, or back to the portal administration with None.

    Whoever was responsible for the entry or its contact person gets a letter.

    Raises Forbidden, Stale, and Invalid for an organisation that cannot keep entries.
    """
    ensure(actor, access.MOVE, project)
    service.ensure_current(project, version)
    if organisation is not None and not organisation.can_have_members:
        raise Invalid({"keeper": [N_("Diese Organisation kann keine Einträge pflegen.")]})
    before, looked_after = project.keeper, named_for(session, project)
    release(session, actor, project)  # in the name of who kept it so far: a consent that ends must be provable too
    service.entrust(project, organisation)
    editing.name_lead(project)
    editing.record(session, project, actor, "move", {"keeper": (_slug(before), _slug(organisation))})
    _log(session, actor, events.MOVED, project, before)
    for account in looked_after:
        if account.id != actor.account_id:
            params = {"project_id": project.id, "keeper_id": project.keeper_id}
            post(session, letters.MOVED_AWAY, to=account.email, account_id=account.id, **params)


def decide(session: Session, actor: Actor, participation: Participation, project: Project, *, takes_part: bool) -> None:
    """Confirm or deny a participation; a denial takes the name off the entry at once, as lead too. Raises Forbidden."""
    _ensure_may_speak(actor, participation, project)
    before = participation.state
    after = ParticipationState.CONFIRMED if takes_part else ParticipationState.DENIED
    if before is after:
        return
    _answer(actor, participation, after)
    changed: dict[str, tuple[Any, Any]] = {"participation": (before, after)}
    if not takes_part and project.lead_id == participation.organisation_id:
        changed["lead"] = (_slug(project.lead), None)
        project.lead, project.lead_id = None, None
    editing.refresh_search(project)
    editing.record(
        session,
        project,
        actor,
        "confirm-participation" if takes_part else "deny-participation",
        changed,
        organisation_id=participation.organisation_id,
    )


def describe(
    session: Session, actor: Actor, participation: Participation, project: Project, seen: str, after: values.Values
) -> None:
    """Write a participant's own part (department, mailbox, offers, seeks).

    Raises Forbidden, Stale when `seen` is not the present fingerprint of the part, and Invalid for a mailbox that is
    a member's own address.
    """
    _ensure_may_speak(actor, participation, project)
    if seen != fingerprint(participation):
        raise service.Stale(project)
    before = own_part(participation)
    changed = values.differences(before, {name: after[name] for name in OWN_PART if name in after})
    if "contact_mailbox" in changed:
        ensure_of_office(session, participation.organisation_id, "contact_mailbox", changed["contact_mailbox"][1])
    for name, (_, value) in changed.items():
        setattr(participation, name, value)
    if changed:
        editing.refresh_search(project)
        editing.record(
            session, project, actor, "describe-participation", changed, organisation_id=participation.organisation_id
        )


def own_part(participation: Participation) -> dict[str, str | None]:
    """Return what the participant says about its own part."""
    return {name: getattr(participation, name) for name in OWN_PART}


def fingerprint(participation: Participation) -> str:
    """Return what tells one state of an own part from the next: a part has no version of its own."""
    return hashlib.sha256(json.dumps(own_part(participation)).encode()).hexdigest()


def organisations_that_may_take_over(actor: Actor, project: Project) -> list[Organisation]:
    """Return the involved organisations the actor can take the entry over for."""
    if not allowed(actor, access.TAKE_OVER, project):
        return []
    return [organisation for organisation in project.involved if access.speaks_for(actor, organisation)]


def _ensure_may_speak(actor: Actor, participation: Participation, project: Project) -> None:
    ensure(actor, access.PARTICIPATE, participation)
    ensure(actor, access.VIEW, project)  # nobody answers for a draft or an archived entry of others


def _answer(actor: Actor, participation: Participation, state: ParticipationState) -> None:
    participation.state = state
    participation.decided_at, participation.decided_by_id = utcnow(), actor.account_id


def _log(session: Session, actor: Actor, event: audit.Event, project: Project, before: Organisation | None) -> None:
    after = project.keeper
    concerned = after or before
    audit.record(
        session,
        actor,
        event,
        ("project", project.id),
        organisation_id=concerned.id if concerned else None,
        before={"keeper": before.name if before else None},
        after={"keeper": after.name if after else None},
    )


def _slug(organisation: Organisation | None) -> str | None:
    return organisation.slug if organisation else None
