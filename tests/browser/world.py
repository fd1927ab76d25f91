"""A register in which every kind of page has something to show."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy.orm import Session

from portal.access import ANYONE, Role
from portal.accounts import passwords
from portal.accounts import queries as accounts
from portal.accounts.address import queries as address_queries
from portal.accounts.address import service as addresses
from portal.accounts.factors import queries as steps
from portal.accounts.factors import service as factors
from portal.accounts.factors.models import Passkey
from portal.accounts.models import Account
from portal.accounts.reset import service as reset
from portal.app import create_app
from portal.contact import queries as contact_queries
from portal.contact import service as contact
from portal.contact import tokens as contact_tokens
from portal.feedback import service as feedback
from portal.freshness import tokens as freshness
from portal.freshness.letters import REVIEW
from portal.links import Links
from portal.mail import post, unsubscribing
from portal.mail.letters import TEST
from portal.members.domains import service as domains
from portal.members.invitations import service as invitations
from portal.members.invitations.links import token_for
from portal.members.joining import registration, requests
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.projects import queries
from portal.projects import service as projects
from portal.projects.joint import service as joint
from portal.projects.models import Project
from portal.projects.moderation import service as moderation
from portal.projects.vocabulary import LessonKind, Visibility
from portal.sealing import Sealing
from portal.settings import Settings
from portal.sso.models import AccountIdentity
from portal.synonyms import service as synonyms
from portal.synonyms.models import Direction
from portal.synonyms.service import Wanted
from tests import factories
from tests.browser.cases import cases
from tests.browser.wanted import wanted
from tests.support.templates import Place

SOURCE = "treecop-smarte-bewaesserung-der-essener-stadtbaeume"
JOINT = "telenotarzt-bochum-herne-gelsenkirchen-bottrop"
SECURED = "sicher@demo.example"  # has second steps
LONG_WORD = "Fördermittelbeantragungsverfahrensbeschleunigungsvereinbarung"
LONG_LINK = "https://www.example.org/" + "sehr-lange-adresse-ohne-luecke" * 8


@dataclass(frozen=True)
class World:
    """What addresses need to know, made by `fill`."""

    names: dict[str, str]

    def address(self, pattern: str) -> str:
        """Return an address with the short names of this world in it."""
        return pattern.format_map(self.names)


def fill(place: Place) -> World:
    """Write entries and reports of every kind, those of Herne first, and return how to reach them."""
    app = create_app(Settings.from_environment(place.environment))
    try:
        with app.extensions["database"].unit_of_work() as session:
            world = World(_entries(session) | _reports(session) | _synonyms(session))
            secured = factories.account(session, email=SECURED)
            secured.password_hash = passwords.hashed(factories.PASSWORD)  # as in earnest: it stays when it is used
            _second_steps(session, secured, app.extensions["sealing"])
            links = app.extensions["links"]
            world.names.update(_links(session, secured, links))
            world.names.update(_members(session, links))
            world.names.update(_of_entries(session, links))
            world.names.update(cases(session))
            world.names.update(wanted(session))
            _identity(session)
            mail = post(session, TEST, to="probe@demo.example")
            world.names["mail"] = mail.message_id
        app.extensions["delivery"].deliver(mail.id)
        _index(app)
    finally:
        app.extensions["database"].dispose()
    return world


def _identity(session: Session) -> None:
    """Let the administration have signed in at an identity provider that is no longer set up."""
    administration = accounts.by_email(session, "verwaltung@demo.example")
    assert administration is not None
    issuer = "https://anmeldung.demo.example/" + LONG_WORD
    session.add(AccountIdentity(account_id=administration.id, issuer=issuer, subject="1", created_at=utcnow()))


def secure(place: Place) -> None:
    """Give the administration every second step, and let Herne begin with an app; both are signed in by now."""
    app = create_app(Settings.from_environment(place.environment))
    sealing = app.extensions["sealing"]
    try:
        with app.extensions["database"].unit_of_work() as session:
            editor = accounts.by_email(session, "herne@demo.example")
            administration = accounts.by_email(session, "verwaltung@demo.example")
            assert editor is not None
            assert administration is not None
            factors.begin_app(session, accounts.actor_of(editor), sealing, utcnow())
            _second_steps(session, administration, sealing)
    finally:
        app.extensions["database"].dispose()


def _second_steps(session: Session, account: Account, sealing: Sealing) -> None:
    """Add an app and a passkey, of which nobody has the other half."""
    factors.begin_app(session, accounts.actor_of(account), sealing, utcnow())
    begun = steps.authenticator(session, account.id)
    assert begun is not None
    begun.confirmed_at = utcnow()
    session.add(
        Passkey(
            account_id=account.id,
            name=f"Diensthandy {LONG_WORD}"[:60],
            credential_id=f"of account {account.id}",
            public_key="",
            user_handle="",
            sign_count=0,
            created_at=utcnow(),
        )
    )


def _links(session: Session, account: Account, links: Links) -> dict[str, str]:
    """The links of mails about passwords and addresses: whoever changes the address has to be signed in."""
    administration = accounts.by_email(session, "verwaltung@demo.example")
    assert administration is not None
    addresses.request(session, accounts.actor_of(administration), "neu@demo.example", utcnow())
    change = address_queries.of_account(session, administration.id)
    assert change is not None
    return {
        "reset_link": f"/passwort-neu/{reset.token_for(account, links)}",
        "address_link": f"/adresse-bestaetigen/{addresses.token_for(change, links)}",
    }


def _members(session: Session, links: Links) -> dict[str, str]:
    """Let Herne have a colleague, somebody who asks to join, and invitations; Bochum has confirmed its domain."""
    herne, bochum = _organisation(session, "herne"), _organisation(session, "bochum")
    coordinator = accounts.by_email(session, "herne@demo.example")
    administration = accounts.by_email(session, "verwaltung@demo.example")
    assert coordinator is not None
    assert administration is not None
    asking = factories.account(session, email="anfrage@herne.example")
    requests.ask(session, accounts.actor_of(asking), herne, "Amt für Digitales, seit Mai.")
    waiting = requests.ask(session, accounts.actor_of(asking), None, "Auch für das Rechenzentrum.")
    domain = domains.confirm(session, accounts.actor_of(administration), "bochum.example", [bochum])
    closed = factories.account(session, _organisation(session, "essen"), email="gegangen@essen.example")
    closed.active = False
    inviting = accounts.actor_of(coordinator)
    open_one, ended = (
        invitations.invite(session, inviting, herne, email, Role.EDITOR)
        for email in ("einladung@herne.example", "zurueck@herne.example")
    )
    invitations.withdraw(session, inviting, herne, ended.id)
    colleague = accounts.by_email(session, "mitwirkung.herne@demo.example")
    assert colleague is not None
    return {
        "coordinator_id": str(coordinator.id),
        "colleague_id": str(colleague.id),
        "closed_id": str(closed.id),
        "request_id": str(waiting.id - 1),
        "domain_id": str(domain.id),
        "invitation_link": f"/einladung/{token_for(open_one, links)}",
        "ended_link": f"/einladung/{token_for(ended, links)}",
        "registration_link": f"/registrieren/{links.token(registration.LINK_PURPOSE, 'neu@bochum.example')}",
        "unknown_link": f"/registrieren/{links.token(registration.LINK_PURPOSE, 'neu@kreis.example')}",
        "known_link": f"/registrieren/{links.token(registration.LINK_PURPOSE, 'anfrage@herne.example')}",
    }


def _of_entries(session: Session, links: Links) -> dict[str, str]:
    """The links of mails about entries, and Herne's account as somebody who is, and shall be, a contact person."""
    editor = accounts.by_email(session, "herne@demo.example")
    source = queries.by_slug(session, SOURCE)
    assert editor is not None
    assert source is not None
    asked, agreed, old = (factories.published(session, _organisation(session, "herne")) for _ in range(3))
    factories.be_contact_person(session, editor, asked, consents=False)
    factories.be_contact_person(session, editor, agreed)
    factories.long_ago(old, 400)
    review_links = [freshness.address(links, each, editor) for each in (agreed, old)]
    old.confirmed_at = utcnow()
    given = {"name": f"Kim {LONG_WORD}", "message": "Wie ging das?\n\nDanke!", "address": "192.0.2.2"}
    messages = [contact.write(session, ANYONE, source, email="kim@stadt.example", **given) for _ in range(2)]
    message = contact_queries.by_id(session, messages[1].id)
    assert message is not None
    contact.confirm(session, message)
    found = dict(zip(("review_link", "review_done"), review_links, strict=True))
    review = post(session, REVIEW, to="weg@demo.example", account_id=editor.id, person_id=editor.id, month="2026-11")
    found["unsubscribe_link"] = unsubscribing.address(links, review)
    session.delete(review)
    found |= {
        name: contact_tokens.address(links, each.id)
        for name, each in zip(("message_link", "message_sent"), messages, strict=True)
    }
    return {name: link.removeprefix(links.url("/")[:-1]) for name, link in found.items()}


def _entries(session: Session) -> dict[str, str]:
    herne, bochum = _organisation(session, "herne"), _organisation(session, "bochum")
    everything = factories.everything()
    lesson = {"kind": LessonKind.WORKED, "text": "Früh mit allen reden.", "visibility": Visibility.PUBLIC}
    rich = factories.published(
        session,
        herne,
        **everything
        | {"title": f"Alles über die {LONG_WORD}", "participants": ["gelsenkirchen"], "lead": "herne"}
        | {"lessons": [*everything["lessons"], lesson]}
        | {"links": [*everything["links"], {**everything["links"][0], "label": LONG_LINK, "url": LONG_LINK}]},
    )
    overdue = factories.published(session, herne)
    factories.long_ago(overdue, 1000)
    return {
        "source": SOURCE,
        "joint": JOINT,
        "rich": rich.slug,
        "plain": factories.published(session, herne).slug,
        "overdue": overdue.slug,
        "draft": factories.draft(session, herne).slug,
        "empty": _empty_draft(session, herne).slug,
        "archived": factories.archived(session, herne).slug,
        "hidden": _hidden(session, herne).slug,
        "foreign": factories.published(session, bochum).slug,
        "named": factories.published(session, bochum, participants=["herne"]).slug,
        "confirmed": _decided(session, bochum, herne, takes_part=True).slug,
        "denied": _decided(session, bochum, herne, takes_part=False).slug,
        "kept": _kept(session, bochum).slug,
    }


def _hidden(session: Session, keeper: Organisation) -> Project:
    project = factories.published(session, keeper)
    administration = factories.actor(session, administration=True)
    moderation.hide(session, administration, project, project.version, f"Werbung für die {LONG_WORD}.")
    return project


def _empty_draft(session: Session, keeper: Organisation) -> Project:
    return projects.create(session, factories.actor(session, keeper), keeper, {"title": "Nur ein Titel"})


def _decided(session: Session, keeper: Organisation, participant: Organisation, *, takes_part: bool) -> Project:
    project = factories.published(session, keeper, participants=[participant.slug])
    part = queries.participation(session, project.id, participant.id)
    assert part is not None
    joint.decide(session, factories.actor(session, participant), part, project, takes_part=takes_part)
    return project


def _kept(session: Session, keeper: Organisation) -> Project:
    """A source entry that concerns Herne too and that somebody else has taken over."""
    project = factories.from_public_source(session, participants=[keeper.slug, "herne"])
    joint.take_over(session, factories.actor(session, keeper), project, keeper)
    return project


def _reports(session: Session) -> dict[str, str]:
    administration = factories.actor(session, administration=True)
    source = queries.by_slug(session, SOURCE)
    assert source is not None
    reports = [
        feedback.report_mistake(
            session,
            ANYONE,
            source,
            field=field,
            message=f"Hier fehlt die {LONG_WORD}.",
            email=None,
            address="192.0.2.1",
        )
        for field in ("title", "missing")
    ]
    barrier = feedback.report_barrier(
        session,
        ANYONE,
        page="/kommunen",
        message="Die Karte ließ sich nicht bedienen.",
        email="leserin@example.org",
        address="192.0.2.1",
    )
    for report in (reports[1], barrier):
        feedback.answer(session, administration, report, "Danke für den Hinweis.", seen=report.answer_mark)
    return {
        "waiting": reports[0].token,
        "answered": reports[1].token,
        "barrier": barrier.token,
        "waiting_id": str(reports[0].id),
        "answered_id": str(reports[1].id),
    }


def _synonyms(session: Session) -> dict[str, str]:
    administration = factories.actor(session, administration=True)
    long_word = LONG_WORD.removesuffix("vereinbarung")
    wanted = Wanted(long_word, ("Badeente", "Gummiente"), Direction.BOTH_WAYS, "Aus der Sitzung")
    added = synonyms.add(session, administration, wanted)
    synonyms.add(session, administration, Wanted("Vogelhaltung", ("Badeente",), Direction.ONE_WAY))
    return {"synonym": str(added.id)}


def _organisation(session: Session, slug: str) -> Organisation:
    found = organisations.by_slug(session, slug)
    assert found is not None
    return found


def _index(app: Flask) -> None:
    while app.extensions["indexer"].drain():
        pass
