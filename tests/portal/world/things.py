"""Entries of every kind, what waits for a decision, and what the administration looks after."""

from typing import Any

from sqlalchemy.orm import Session

from portal.access import ANYONE, Actor, Role
from portal.accounts.models import Account
from portal.contact import service as contact
from portal.contact import tokens as contact_tokens
from portal.feedback import service as feedback
from portal.freshness import letters, tokens
from portal.mail import post, unsubscribing
from portal.mail.letters import TEST
from portal.mail.models import MailState
from portal.members.domains import service as domains
from portal.members.invitations import service as invitations
from portal.members.invitations.links import token_for
from portal.members.joining import registration, requests
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.partnerships import letters as partnership_letters
from portal.partnerships.calendar_feeds import service as feeds
from portal.projects import queries
from portal.projects import service as projects
from portal.projects.joint import service as joint
from portal.projects.models import Project, ProjectContact
from portal.projects.moderation import service as moderation
from portal.projects.vocabulary import LessonKind, Visibility
from portal.synonyms import service as synonyms
from portal.synonyms.models import Direction
from tests import factories
from tests.portal.roles import (
    ADMINISTRATION,
    COORDINATOR,
    FAR_MEMBERS,
    KEEPERS,
    MODERATORS,
    STAFF,
)
from tests.portal.world.people import actor_of
from tests.portal.world.world import World


def entries(world: World, session: Session, herne: Organisation, bochum: Organisation) -> None:
    """Make an entry of every kind, and the links that mails have to them."""
    own, far = actor_of(world, session, "responsible"), actor_of(world, session, "far-contributor")

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
    moderation.hide(session, actor_of(world, session, "moderation"), concealed, concealed.version, "Werbung")
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


def membership(world: World, session: Session, herne: Organisation, herten: Organisation) -> None:
    """Let people be invited and ask to join."""
    coordinator, administration = (actor_of(world, session, name) for name in ("coordinator", "administration"))
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
        made = requests.ask(session, actor_of(world, session, of), organisation, world.plant(f"note of {of}", readers))
        world.facts[name] = {"request_id": made.id}

    asked("request", "asker", herne, COORDINATOR)
    asked("headless request", "headless-asker", herten, ADMINISTRATION)
    asked("stray request", "stray", None, ADMINISTRATION)
    address = "anna@stadt.example"
    world.facts["registration"] = {"token": links.token(registration.LINK_PURPOSE, address), "version": 1}


def administration(world: World, session: Session, bochum: Organisation) -> None:
    """Make what the administration and everybody look after: domains, synonyms, reports, mails."""
    administration = actor_of(world, session, "administration")
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
    held = post(session, TEST, to=f"{world.plant('held mail', ADMINISTRATION)}@stadt.example")
    held.held_at = held.created_at
    world.facts["held mail"] = {"mail_id": held.id}
    world.facts["nothing"] = {}
    world.facts["provider"] = {"provider": "rathaus"}
    world.facts["style"] = {"filename": "css/base.css"}
    # Of somebody who looks after nothing: what lies behind the address is its owner's, whoever knocks.
    world.facts["feed"] = {"token": feeds.renew(session, actor_of(world, session, "colleague"), utcnow())}
    world.facts["letter"] = {"kind": letters.REVIEW.name}
    world.facts["gathering letter"] = {"kind": partnership_letters.DIGEST.name}
    world.facts["other letter"] = {"kind": letters.OFFER.name}  # ordered once, so not to be switched off
    params = {"person_id": world.facts["member"]["account_id"], "month": "2026-11"}
    review = post(session, letters.REVIEW, to="wer@stadt.example", account_id=params["person_id"], **params)
    address = unsubscribing.address(world.app.extensions["links"], review)
    world.facts["subscription"] = {"token": address.rpartition("/")[2]}
    world.facts["demo mail"] = {"name": "0" * 32}
