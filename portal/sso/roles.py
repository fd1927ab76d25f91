"""Roles that come from an identity provider: given, changed and taken at each sign-in, unless colleagues decided.

Which role the provider last gave is kept. A membership that says something else was changed by the coordination, one
that is gone was ended by it: both stay so until the provider no longer names the organisation at all. Somebody who has
a membership anyway keeps it as it is. The last coordination stays until there is another, and the portal administration
hears of it: a lower role leaves no organisation without one, also where nobody else belongs to it. Who belongs to one
alone and is no longer named at all leaves it like everybody else: then there is nobody who needs a coordination.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import audit
from portal.access import ROLE_LABELS, Actor, Role, at_least
from portal.accounts.models import Account, Membership
from portal.mail import post
from portal.members import queries as members
from portal.members.handover import hand_over
from portal.members.hooks import Hooks
from portal.members.invitations import ending
from portal.members.joining import queries as requests
from portal.members.joining.telling import pass_on
from portal.members.letters import REMOVED
from portal.members.service import admit, take_turn, tell_role
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.sso import events, letters
from portal.sso.models import AccountIdentity, GivenRole


@dataclass(frozen=True)
class Source:
    """Where roles come from: a provider by its name, and what other domains do when somebody joins or leaves."""

    provider: str
    hooks: Hooks


def meant(session: Session, named: Mapping[str, Role]) -> dict[Organisation, Role]:
    """Return the roles by organisation; those of unknown organisations, or without members, do not count."""
    found = organisations.by_slugs(session, named)
    return {each: named[slug] for slug, each in found.items() if each.can_have_members}


def bring_up_to_date(
    session: Session, source: Source, identity: AccountIdentity, account: Account, named: Mapping[str, Role]
) -> None:
    """Let the memberships of an account follow what its provider says now."""
    wanted = {each.id: (each, role) for each, role in meant(session, named).items()}
    given = {each.organisation_id: each for each in identity.given}
    for organisation_id in sorted(wanted.keys() | given.keys()):
        place, role = wanted.get(organisation_id) or (given[organisation_id].organisation, None)
        take_turn(session, Actor(account.id), place)
        change = _Change(session, source, identity, account, place)
        if organisation_id not in given:
            assert role is not None
            change.give(role)
        elif role is None:
            change.take(given[organisation_id])
        else:
            change.follow(given[organisation_id], role)
    session.flush()


class _Change:
    """What becomes of one membership; there may be none."""

    def __init__(
        self, session: Session, source: Source, identity: AccountIdentity, account: Account, place: Organisation
    ) -> None:
        self._session = session
        self._source = source
        self._identity = identity
        self._account = account
        self._place = place
        self._held = members.membership(session, place.id, account.id)

    def give(self, role: Role) -> None:
        """Give a role for the first time, unless the account has one."""
        if self._held is not None:
            return
        own, hooks = Actor(self._account.id), self._source.hooks
        admit(self._session, own, hooks, self._account, self._place, role, by=f"SSO {self._source.provider}")
        self._identity.given.append(GivenRole(organisation_id=self._place.id, role=role))

    def follow(self, given: GivenRole, role: Role) -> None:
        """Change the role that was given, unless colleagues have decided on it."""
        if given.role is role:
            given.kept_since = None
        if self._held is None or self._held.role is not given.role or given.role is role:
            return
        if role is not Role.COORDINATOR and members.is_only_coordinator(
            self._session, self._place.id, self._account.id
        ):
            self._keep(given, self._held)
            return
        given.kept_since = None
        self._record(events.ROLE_CHANGED, given.role, role)
        before, self._held.role, given.role = given.role, role, role
        tell_role(self._session, self._held)
        if role in at_least(before):
            self._source.hooks.rise(self._session, self._account, self._place, before)
        else:
            ending.withdraw_sent(self._session, Actor(self._account.id), self._place, self._account.id)

    def take(self, given: GivenRole) -> None:
        """End the membership, whatever colleagues made of it: the person is no longer staff there."""
        if self._held is not None:
            if members.leaves_others_alone(self._session, self._place.id, self._account.id):
                self._keep(given, self._held)
                return
            self._end(self._held)
        self._identity.given.remove(given)

    def _keep(self, given: GivenRole, held: Membership) -> None:
        """Let the role stay; the log and the portal administration hear of it once."""
        if given.kept_since is not None:
            return
        given.kept_since = utcnow()
        self._record(events.ROLE_KEPT, held.role, held.role)
        params = {"organisation_id": self._place.id, "member_id": self._account.id}
        for one in members.administrators(self._session):
            post(self._session, letters.HEADLESS, to=one.email, account_id=one.id, **params)

    def _end(self, held: Membership) -> None:
        """Take the membership; what belongs to it goes to the coordination, which can pass it on.

        Where nobody stays, whoever waits to join waits for the portal administration.
        """
        successors = [each.id for each in members.coordinators(self._session, self._place.id)]
        successor = next((each for each in successors if each != self._account.id), None)
        own = Actor(self._account.id)
        hand_over(self._session, own, self._source.hooks, self._place, self._account.id, successor)
        ending.withdraw_sent(self._session, own, self._place, self._account.id)
        self._record(events.ROLE_TAKEN, held.role, None)
        self._session.delete(held)
        self._session.flush()
        if successors == [self._account.id]:
            for request in requests.waiting_for(self._session, self._place.id):
                pass_on(self._session, request)
        params = {"organisation_id": self._place.id}
        post(self._session, REMOVED, to=self._account.email, account_id=self._account.id, **params)

    def _record(self, event: audit.Event, before: Role, after: Role | None) -> None:
        provider = {"provider": self._source.provider}
        audit.record(
            self._session,
            Actor(self._account.id),
            event,
            ("account", self._account.id),
            organisation_id=self._place.id,
            before=provider | {"role": ROLE_LABELS[before]},
            after=provider | {"role": ROLE_LABELS[after]} if after else None,
        )
