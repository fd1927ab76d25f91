"""One small portal with something of everything, and somebody in each role who asks for it.

Words that begin with "zz" were planted: `World.secrets` says who may read each of them.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.access import ANYONE, Actor, PortalRole, Role
from portal.accounts import queries as accounts
from portal.accounts.address import service as addresses
from portal.accounts.address.models import AddressChange
from portal.accounts.factors import queries as factors
from portal.accounts.factors import service as factor_service
from portal.accounts.factors.models import Passkey
from portal.accounts.models import Account
from portal.accounts.reset import service as reset
from portal.accounts.sessions import service as sessions
from portal.accounts.sessions.devices import device_of
from portal.accounts.sessions.models import AccountSession, SignInMethod
from portal.contact import service as contact
from portal.contact import tokens as contact_tokens
from portal.database import Database
from portal.feedback import service as feedback
from portal.freshness import letters, tokens
from portal.mail import post, unsubscribing
from portal.mail.letters import TEST
from portal.mail.models import MailState
from portal.members import service as members
from portal.members.domains import service as domains
from portal.members.hooks import Hooks
from portal.members.invitations import service as invitations
from portal.members.invitations.links import token_for
from portal.members.joining import registration, requests
from portal.organisations.models import Organisation, OrganisationKind
from portal.orm import utcnow
from portal.projects import queries
from portal.projects import service as projects
from portal.projects.joint import service as joint
from portal.projects.models import Project, ProjectContact
from portal.projects.moderation import service as moderation
from portal.projects.vocabulary import LessonKind, Visibility
from portal.sso.models import AccountIdentity
from portal.synonyms import service as synonyms
from portal.synonyms.models import Direction
from tests import factories
from tests.portal.roles import (
    ADMINISTRATION,
    COORDINATOR,
    EVERYONE,
    FAR_COORDINATOR,
    FAR_MEMBERS,
    KEEPERS,
    MEMBERS,
    MODERATORS,
    SIGNED_IN,
    STAFF,
    WITH_APP,
)
from tests.support.authenticator import App
from tests.support.snapshots import Snapshot

# Who takes over from somebody that leaves.
SUCCESSORS = dict.fromkeys(MEMBERS | {"member", "second-coordinator"}, "contact") | dict.fromkeys(
    FAR_MEMBERS, "second-far-coordinator"
)

Facts = dict[str, Any]


@dataclass
class World:
    """The portal, what is known of each thing in it, and which word may be read by whom."""

    app: Flask
    facts: dict[str, Facts] = field(default_factory=dict)
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    apps: dict[str, App] = field(default_factory=dict)
    snapshot: Snapshot = field(init=False)

    @property
    def database(self) -> Database:
        """The database of the portal."""
        found: Database = self.app.extensions["database"]
        return found

    def client(self, role: str) -> FlaskClient:
        """Return a browser of somebody in the role who has just signed in."""
        client = self.app.test_client()
        if role in self.tokens:
            with client.session_transaction() as cookie:
                cookie["_user_id"] = self.tokens[role]
        return client

    def of(self, thing: str, role: str) -> Facts:
        """Return what is known of a thing; "own" is what belongs to the one who asks."""
        if thing != "own":
            return self.facts[thing]
        who = role if role in self.tokens else "colleague"
        return self.facts[who] | {"code": self.apps[who].code()}

    def betrayed(self, role: str, text: str) -> list[str]:
        """Return which of the planted words are in a text that the role may not read."""
        folded = text.lower()
        return [word for word, readers in self.secrets.items() if role not in readers and word in folded]

    def changed_and_restored(self) -> set[str]:
        """Return the names of the tables that changed, with everything put back."""
        changed = self.snapshot.changed()
        if changed:
            self.snapshot.restore(changed)
        return changed

    def plant(self, name: str, readers: frozenset[str]) -> str:
        """Return a word that only these roles may read."""
        word = "zz" + "".join(filter(str.isalpha, name)).lower() + "zz"
        self.secrets[word] = readers
        return word


def build(app: Flask) -> World:
    """Fill an empty portal."""
    world = World(app)
    with world.database.unit_of_work() as session:
        herne, bochum, herten = (factories.organisation(session, name) for name in ("Herne", "Bochum", "Herten"))
        factories.organisation(session, "Rechenzentrum", OrganisationKind.COMPANY)
        world.facts |= {one.slug: {"slug": one.slug, "organisation": one.slug} for one in (herne, bochum, herten)}
        _people(world, session, herne, bochum, herten)
        _entries(world, session, herne, bochum)
        _membership(world, session, herne, herten)
        _administration(world, session, bochum)
        session.execute(update(AccountSession).values(_in_use()))
    while app.extensions["indexer"].drain():
        pass
    world.snapshot = Snapshot(world.database.engine)
    return world


def _people(world: World, session: Session, herne: Organisation, bochum: Organisation, herten: Organisation) -> None:
    of_herne, of_bochum = MEMBERS | ADMINISTRATION, FAR_MEMBERS | ADMINISTRATION
    _person(world, session, "responsible", of_herne, COORDINATOR, herne, Role.CONTRIBUTOR)
    _person(world, session, "colleague", of_herne, COORDINATOR, herne, Role.CONTRIBUTOR)
    _person(world, session, "editor", of_herne, COORDINATOR, herne, Role.EDITOR)
    _person(world, session, "coordinator", of_herne, COORDINATOR, herne, Role.COORDINATOR)
    _person(world, session, "far-contributor", of_bochum, FAR_COORDINATOR, bochum, Role.CONTRIBUTOR)
    _person(world, session, "far-editor", of_bochum, FAR_COORDINATOR, bochum, Role.EDITOR)
    _person(world, session, "far-coordinator", of_bochum, FAR_COORDINATOR, bochum, Role.COORDINATOR)
    _person(world, session, "outsider", COORDINATOR, EVERYONE)  # the link of an invitation shows the address
    for role in PortalRole:  # what the moderation decides about an entry of Herne stands in Herne's log
        _person(world, session, role.value, ADMINISTRATION | COORDINATOR, ADMINISTRATION, portal_role=role)
    # So that nobody is the last one.
    _person(world, session, "second-coordinator", of_herne, COORDINATOR, herne, Role.COORDINATOR)
    _person(world, session, "second-far-coordinator", of_bochum, FAR_COORDINATOR, bochum, Role.COORDINATOR)
    _person(world, session, "spare", ADMINISTRATION, ADMINISTRATION, portal_role=PortalRole.ADMINISTRATION)
    # Whom others decide about.
    _person(world, session, "member", of_herne, COORDINATOR, herne, Role.CONTRIBUTOR)
    _person(world, session, "contact", STAFF, STAFF, herne, Role.EDITOR)
    _person(world, session, "headless-member", ADMINISTRATION, ADMINISTRATION, herten, Role.CONTRIBUTOR)
    _person(world, session, "asker", COORDINATOR | ADMINISTRATION, COORDINATOR)
    _person(world, session, "stray", ADMINISTRATION, ADMINISTRATION)
    _person(world, session, "headless-asker", ADMINISTRATION, ADMINISTRATION)
    # Whose links are used here by everybody.
    _person(world, session, "reader", EVERYONE, EVERYONE)
    for name, successor in SUCCESSORS.items():
        world.facts[name]["successor"] = world.facts[successor]["account_id"]
    members.change_role(
        session, _actor(world, session, "coordinator"), Hooks(), herne, world.facts["member"]["account_id"], Role.EDITOR
    )


def _person(
    world: World,
    session: Session,
    name: str,
    readers: frozenset[str],
    readers_of_address: frozenset[str],
    organisation: Organisation | None = None,
    role: Role = Role.EDITOR,
    *,
    portal_role: PortalRole | None = None,
) -> None:
    """Somebody with a sign-in in two browsers, a passkey, and an app that is set up or begun."""
    own = frozenset({name}) & SIGNED_IN
    email = f"{world.plant(f'mail {name}', readers_of_address | own)}@stadt.example"
    account = factories.account(session, organisation, role=role, email=email)
    account.display_name = world.plant(f"name {name}", readers | own)
    account.portal_role = portal_role
    device, now = device_of("Firefox/140.0 (X11; Linux)"), utcnow()
    if own:
        world.tokens[name] = sessions.begin(session, account.id, SignInMethod.PASSWORD, device, now)
    sessions.begin(session, account.id, SignInMethod.PASSWORD, device, now)
    other = session.query(AccountSession).order_by(AccountSession.id.desc()).limit(1).one()
    passkey = Passkey(
        account_id=account.id, name=world.plant(f"passkey {name}", own), credential_id=f"{account.id:08}",
        public_key="AAAA", user_handle=f"{account.id:08}", sign_count=0, created_at=now,
    )  # fmt: skip
    change = AddressChange(
        account_id=account.id,
        new_address=world.plant(f"new {name}", own or readers) + "@stadt.example",
        requested_at=now,
    )
    identity = AccountIdentity(account_id=account.id, issuer="https://sso.example", subject=name, created_at=now)
    session.add_all([passkey, change, identity])
    session.flush()
    links = world.app.extensions["links"]
    if name == "reader":
        world.facts["new address"] = {"token": addresses.token_for(change, links)}
        world.facts["forgotten password"] = {"token": reset.token_for(account, links)}
    world.facts[name] = {
        "slug": organisation.slug if organisation else "keine",
        "account_id": account.id,
        "email": email,
        "session_id": other.id,
        "passkey_id": passkey.id,
        "identity_id": identity.id,
        "password": factories.PASSWORD,
        "successor": "",
        "token": addresses.token_for(change, links),
    }
    _begin_app(world, session, account, name)


def _begin_app(world: World, session: Session, account: Account, name: str) -> None:
    sealing, past = world.app.extensions["sealing"], utcnow() - timedelta(minutes=3)
    actor = accounts.actor_of(account)
    factor_service.begin_app(session, actor, sealing, past)
    found = factors.authenticator(session, account.id)
    assert found is not None
    world.apps[name] = App(factor_service.key_of(found, sealing) or "")
    if name in WITH_APP:
        factor_service.confirm_app(session, actor, sealing, world.apps[name].code(past), past)


def _actor(world: World, session: Session, name: str) -> Actor:
    found = accounts.by_id(session, world.facts[name]["account_id"], fresh=True)
    assert found is not None
    return accounts.actor_of(found)


def _in_use() -> dict[str, Any]:
    """As if everybody were at it just now, for as long as the tests take: nothing is to be noted or asked again."""
    later = utcnow() + timedelta(hours=5)
    return {"last_seen_at": later, "confirmed_at": later}


def _entries(world: World, session: Session, herne: Organisation, bochum: Organisation) -> None:
    own, far = _actor(world, session, "responsible"), _actor(world, session, "far-contributor")

    def made(name: str, actor: Actor, keeper: Organisation, readers: frozenset[str], **values: Any) -> Project:
        stated = {
            "title": f"Projekt {name.title()}",
            "description": f"Beschreibung {name}",
            "lessons": [
                {
                    "kind": LessonKind.FAILED,
                    "text": world.plant(f"staff {name}", STAFF),
                    "visibility": Visibility.STAFF,
                },
                {
                    "kind": LessonKind.DIFFERENTLY,
                    "text": world.plant(f"inside {name}", readers),
                    "visibility": Visibility.ORGANISATION,
                },
            ],
        }
        return projects.create(session, actor, keeper, factories.complete(**stated | values))

    def hidden(name: str, actor: Actor, keeper: Organisation, readers: frozenset[str]) -> Project:
        draft = made(name, actor, keeper, readers, description=world.plant(f"text of {name}", readers))
        draft.title = world.plant(
            f"title of {name}", readers
        )  # the address is part of what is asked for, so it keeps the first
        return draft

    draft = hidden("draft", own, herne, KEEPERS)
    far_draft = hidden("far draft", far, bochum, FAR_MEMBERS)
    published = made("published", own, herne, KEEPERS)
    projects.publish(session, own, published, published.version)
    # Who was asked to be its contact person and has not agreed yet.
    session.add(
        ProjectContact(
            project_id=published.id,
            account_id=world.facts["editor"]["account_id"],
            asked_at=utcnow(),
            consented_at=None,
        )
    )
    joined = made("joint", own, herne, KEEPERS, participants=["bochum"])
    projects.publish(session, own, joined, joined.version)
    session.add(
        ProjectContact(
            project_id=joined.id,
            account_id=world.facts["contact"]["account_id"],
            asked_at=utcnow(),
            consented_at=utcnow(),
        )
    )
    archived = made("archived", own, herne, KEEPERS, description=world.plant("text of archived", KEEPERS))
    projects.publish(session, own, archived, archived.version)
    projects.archive(session, own, archived, archived.version, "Doppelt eingetragen")
    hidden_text = world.plant("text of hidden", KEEPERS | MODERATORS)
    concealed = made("concealed", own, herne, KEEPERS, description=hidden_text)
    projects.publish(session, own, concealed, concealed.version)
    moderation.hide(session, _actor(world, session, "moderation"), concealed, concealed.version, "Werbung")
    source = factories.from_public_source(session, herne, title="Quelle", lead="herne")
    session.flush()
    for name, project in {
        "draft": draft, "far draft": far_draft, "published": published, "joint": joined, "archived": archived,
        "source": source,
        "hidden": concealed,
    }.items():  # fmt: skip
        world.facts[name] = {
            "slug": project.slug,
            "project_id": project.id,
            "version": project.version,
            "section": "grunddaten",
            "stays": (published if project is joined else joined).slug,
            "version_stays": (published if project is joined else joined).version,
        }
    links = world.app.extensions["links"]
    for name, project, reader in (
        ("reminder", published, "responsible"),
        ("reminder of another", published, "colleague"),
        ("reminder of a draft", draft, "responsible"),
    ):
        address = tokens.address(links, project, session.get_one(Account, world.facts[reader]["account_id"]))
        world.facts[name] = {"token": address.rpartition("/")[2], "version": project.version}
    text = "Wie haben Sie das gemacht?"
    message = contact.write(
        session, ANYONE, published, name="Wer", email="wer@x.example", message=text, address="192.0.2.1"
    )
    world.facts["message"] = {"token": contact_tokens.address(links, message.id).rpartition("/")[2]}
    part = queries.participation(session, joined.id, bochum.id)
    assert part is not None
    world.facts["joint"] |= {"organisation": "bochum", "seen": joint.fingerprint(part)}


def _membership(world: World, session: Session, herne: Organisation, herten: Organisation) -> None:
    coordinator, administration = (_actor(world, session, name) for name in ("coordinator", "administration"))
    links = world.app.extensions["links"]

    def invited(name: str, email: str, organisation: Organisation, actor: Actor) -> None:
        made = invitations.invite(session, actor, organisation, email, Role.CONTRIBUTOR)
        world.facts[name] = {
            "slug": organisation.slug,
            "invitation_id": made.id,
            "token": token_for(made, links),
        }

    invited("invitation", world.facts["outsider"]["email"], herne, coordinator)
    invited("other invitation", f"{world.plant('invited', COORDINATOR)}@stadt.example", herne, coordinator)
    invited("new invitation", "neu@stadt.example", herne, coordinator)
    invited("headless invitation", f"{world.plant('headless', ADMINISTRATION)}@stadt.example", herten, administration)

    def asked(name: str, of: str, organisation: Organisation | None, readers: frozenset[str]) -> None:
        made = requests.ask(session, _actor(world, session, of), organisation, world.plant(f"note of {of}", readers))
        world.facts[name] = {"request_id": made.id}

    asked("request", "asker", herne, COORDINATOR)
    asked("headless request", "headless-asker", herten, ADMINISTRATION)
    asked("stray request", "stray", None, ADMINISTRATION)
    address = "anna@stadt.example"
    world.facts["registration"] = {"token": links.token(registration.LINK_PURPOSE, address), "version": 1}


def _administration(world: World, session: Session, bochum: Organisation) -> None:
    administration = _actor(world, session, "administration")
    domain = domains.confirm(session, administration, f"{world.plant('domain', ADMINISTRATION)}.example", [bochum])
    world.facts["domain"] = {"domain_id": domain.id}
    wanted = synonyms.Wanted("Baum", ("Gehölz",), Direction.BOTH_WAYS, world.plant("synonym", ADMINISTRATION))
    synonym = synonyms.add(session, administration, wanted)
    world.facts["synonym"] = {"synonym_id": synonym.id, "version": synonym.version}
    report = feedback.report_barrier(
        session, administration, page="/", message=world.plant("report", MODERATORS), email=None, address="192.0.2.1"
    )
    world.facts["report"] = {"report_id": report.id}
    own = feedback.report_barrier(
        session, administration, page="/", message="Zu klein", email=None, address="192.0.2.1"
    )
    world.facts["answered report"] = {"token": own.token, "report_id": own.id}
    mail = post(session, TEST, to=f"{world.plant('dead mail', ADMINISTRATION)}@stadt.example")
    mail.state = MailState.DEAD
    session.flush()
    world.facts["dead mail"] = {"mail_id": mail.id}
    world.facts["nothing"] = {}
    world.facts["provider"] = {"provider": "rathaus"}
    world.facts["style"] = {"filename": "css/base.css"}
    world.facts["letter"] = {"kind": letters.REVIEW.name}
    world.facts["other letter"] = {"kind": letters.OFFER.name}  # ordered once, so not to be switched off
    params = {"person_id": world.facts["member"]["account_id"], "month": "2026-11"}
    review = post(session, letters.REVIEW, to="wer@stadt.example", account_id=params["person_id"], **params)
    address = unsubscribing.address(world.app.extensions["links"], review)
    world.facts["subscription"] = {"token": address.rpartition("/")[2]}
    world.facts["demo mail"] = {"name": "0" * 32}
