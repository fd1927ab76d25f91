"""Verbs on memberships: admit, change the role, hand over and go. They flush, never commit.

Whatever changes the members of an organisation waits for its turn first and then looks at them anew, so that two at
once cannot leave it without a coordination, and a role taken away a moment ago no longer counts.
"""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import audit
from portal.access import ANYONE, PORTAL_ROLE_LABELS, ROLE_LABELS, Actor, PortalRole, Role, at_least, ensure
from portal.accounts import queries as accounts
from portal.accounts.models import Account, Membership
from portal.database import wait_for_turn
from portal.errors import Conflict, Invalid, NotFound
from portal.mail import post
from portal.members import access, events, letters, queries
from portal.members.handover import hand_over
from portal.members.hooks import Hooks
from portal.members.invitations import ending
from portal.members.joining import queries as requests
from portal.members.joining.telling import pass_on
from portal.members.models import Invitation, InvitationState, MembershipRequest, RequestState
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.text import N_


class LastCoordinator(Conflict):
    """The organisation would be left without a coordination."""

    heading = N_("Ohne Koordination geht es nicht")
    message = N_(
        "{organisation} hätte danach keine Koordination mehr. Bitte geben Sie diese Rolle zuerst jemand anderem."
    )

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(organisation=organisation.name)


class LastAdministrator(Conflict):
    """The portal would be left without an administration."""

    heading = N_("Ohne Portalverwaltung geht es nicht")
    message = N_(
        "Das Portal hätte danach keine Portalverwaltung mehr. Bitte geben Sie die Rolle zuerst jemand anderem."
    )


def take_turn(session: Session, actor: Actor, organisation: Organisation | None) -> tuple[Actor, access.Team]:
    """Keep the members of an organisation to this transaction; return actor and team as they are from now on."""
    wait_for_turn(session, _turn_of(organisation.id if organisation else None))
    return present(session, actor), queries.team(session, organisation)


def take_turns(session: Session, organisation_ids: Iterable[int | None]) -> None:
    """Keep the members of several organisations to this transaction; None for the requests to nobody known."""
    for each in sorted(organisation_ids, key=lambda number: number or 0):  # two must not wait for each other
        wait_for_turn(session, _turn_of(each))


def _turn_of(organisation_id: int | None) -> str:
    return f"members of {organisation_id}"


def admit(
    session: Session, actor: Actor, hooks: Hooks, account: Account, organisation: Organisation, role: Role, *, by: str
) -> None:
    """Make the account a member; invitations and requests that ask for it are settled. A member keeps the role held.

    `by` is a German word for the log: how it came about. Checks no permission: that is for whoever offers the way in.
    Raises Invalid for an organisation that cannot have members, NotFound for an account that is erased meanwhile.
    """
    if not organisation.can_have_members:
        raise Invalid({"organisation": [N_("Diese Organisation kann keine Mitglieder haben.")]})
    take_turn(session, actor, organisation)
    present_account = accounts.by_id(session, account.id, for_update=True)
    if present_account is None or present_account.erased_at is not None:
        raise NotFound(N_("Dieses Konto gibt es nicht mehr."))
    if queries.membership(session, organisation.id, account.id) is None:
        session.add(Membership(account_id=account.id, organisation_id=organisation.id, role=role))
        audit.record(
            session,
            actor,
            events.JOINED,
            ("account", account.id),
            organisation_id=organisation.id,
            after={"role": ROLE_LABELS[role], "by": by},
        )
        hooks.rise(session, account, organisation, None)
    _settle(session, actor, account, organisation)


def change_role(
    session: Session, actor: Actor, hooks: Hooks, organisation: Organisation, account_id: int, role: Role
) -> None:
    """Give a member another role, which counts from the next request on.

    With a coordination that is taken away go the open invitations that it sent. Raises Forbidden,
    NotFound for somebody who does not belong to it, LastCoordinator.
    """
    actor, team = take_turn(session, actor, organisation)
    ensure(actor, access.CHANGE_ROLE, team)
    held = _member(session, organisation, account_id)
    before = held.role
    if before is role:
        return
    if role is not Role.COORDINATOR and queries.is_only_coordinator(session, organisation.id, account_id):
        raise LastCoordinator(organisation)
    held.role = role
    audit.record(
        session,
        actor,
        events.ROLE_CHANGED,
        ("account", account_id),
        organisation_id=organisation.id,
        before={"role": ROLE_LABELS[before]},
        after={"role": ROLE_LABELS[role]},
    )
    if account_id != actor.account_id:
        tell_role(session, held)
    if role in at_least(before):
        hooks.rise(session, held.account, organisation, before)
    elif account_id != actor.account_id:
        ending.withdraw_sent(session, actor, organisation, account_id)


def depart(
    session: Session,
    actor: Actor,
    hooks: Hooks,
    organisation: Organisation,
    account_id: int,
    successor_id: int | None,
) -> None:
    """End a membership, the actor's own or another's, and hand what belongs to it to a colleague.

    Without any colleague there is no successor: then the organisation has nobody any more, and whoever waits to join
    it waits for the portal administration. With somebody who is removed go the open invitations that he sent. Raises
    Forbidden, NotFound for somebody who does not belong to it, Invalid for a successor who does not either,
    LastCoordinator where others would stay without a coordination.
    """
    actor, team = take_turn(session, actor, organisation)
    leaves = account_id == actor.account_id
    ensure(actor, access.LEAVE if leaves else access.REMOVE, team)
    held = _member(session, organisation, account_id)
    if queries.leaves_others_alone(session, organisation.id, account_id):
        raise LastCoordinator(organisation)
    colleagues: set[int | None] = {one.id for one in queries.colleagues(session, organisation.id, account_id)}
    if successor_id not in (colleagues or {None}):
        raise Invalid({"successor": [N_("Bitte wählen Sie eine Person, die zur Organisation gehört.")]})
    hand_over(session, actor, hooks, organisation, account_id, successor_id)
    audit.record(
        session,
        actor,
        events.LEFT if leaves else events.REMOVED,
        ("account", account_id),
        organisation_id=organisation.id,
        before={"role": ROLE_LABELS[held.role]},
        after={"successor": successor_id},
    )
    session.delete(held)
    session.flush()
    if not colleagues and held.role is Role.COORDINATOR:
        for request in requests.waiting_for(session, organisation.id):
            pass_on(session, request)
    if not leaves:
        ending.withdraw_sent(session, actor, organisation, account_id)
        gone = held.account
        post(session, letters.REMOVED, to=gone.email, account_id=gone.id, organisation_id=organisation.id)


def give_portal_role(session: Session, actor: Actor, account_id: int, role: PortalRole | None) -> None:
    """Give an account a role for the whole portal, or none. Raises Forbidden, NotFound, LastAdministrator."""
    wait_for_turn(session, "portal roles")
    actor = present(session, actor)
    ensure(actor, access.PORTAL_ROLES, None)
    account = accounts.by_id(session, account_id, fresh=True)
    if account is None:
        raise NotFound
    before = account.portal_role
    if before is role:
        return
    if before is PortalRole.ADMINISTRATION and {one.id for one in queries.administrators(session)} <= {account_id}:
        raise LastAdministrator
    account.portal_role = role
    audit.record(
        session,
        actor,
        events.PORTAL_ROLE_CHANGED,
        ("account", account_id),
        before={"role": PORTAL_ROLE_LABELS[before] if before else None},
        after={"role": PORTAL_ROLE_LABELS[role] if role else None},
    )
    if account_id != actor.account_id:
        params = {"for_account": account_id, "role": role.value if role else None}
        post(session, letters.PORTAL_ROLE, to=account.email, account_id=account_id, **params)


def tell_role(session: Session, held: Membership) -> None:
    """Write to a member which role it has now, by the decision of others; the account must be loaded."""
    params = {"organisation_id": held.organisation_id, "member_id": held.account_id, "role": held.role.value}
    post(session, letters.ROLE_CHANGED, to=held.account.email, account_id=held.account_id, **params)


def present(session: Session, actor: Actor) -> Actor:
    """Return the actor with the roles that the database knows now."""
    account = accounts.by_id(session, actor.account_id, fresh=True) if actor.account_id is not None else None
    return accounts.actor_of(account) if account is not None else ANYONE


def _member(session: Session, organisation: Organisation, account_id: int) -> Membership:
    found = queries.membership(session, organisation.id, account_id)
    if found is None:
        raise NotFound(N_("Diese Person gehört nicht oder nicht mehr zur Organisation."))
    return found


def _settle(session: Session, actor: Actor, account: Account, organisation: Organisation) -> None:
    """End what asked for a membership that there is now."""
    now = utcnow()
    invited = select(Invitation).where(
        Invitation.organisation_id == organisation.id,
        Invitation.email_folded == account.email_folded,
        Invitation.state == InvitationState.OPEN,
    )
    for invitation in session.execute(invited).scalars():
        invitation.state, invitation.decided_at = InvitationState.ACCEPTED, now
        invitation.account_id = account.id
    asked = update(MembershipRequest).where(
        MembershipRequest.organisation_id == organisation.id,
        MembershipRequest.account_id == account.id,
        MembershipRequest.state == RequestState.WAITING,
    )
    session.execute(asked.values(state=RequestState.ACCEPTED, decided_at=now, decided_by_id=actor.account_id))
    session.flush()
