"""Requests of Herne to Bochum: a draft, one that was sent, one to which the moderation is called, one with dates."""

from datetime import time, timedelta

from sqlalchemy.orm import Session

from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.partnerships import sending, service
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.cases.page import ADDRESSES
from portal.partnerships.models import Case
from portal.partnerships.sending import Draft
from portal.partnerships.stepping import Acting
from portal.partnerships.talking import meetings
from portal.partnerships.talking import service as talking
from portal.partnerships.talking.meetings import Proposal
from portal.partnerships.vocabulary import Kind, Length
from portal.settings import Duties
from tests.portal.roles import COORDINATOR, EDITOR, FAR_COORDINATOR, FAR_EDITOR, MODERATORS, RESPONSIBLE
from tests.portal.world.people import actor_of
from tests.portal.world.world import World

ASKING = RESPONSIBLE | EDITOR | COORDINATOR  # who may know what Herne writes
BOTH = ASKING | FAR_EDITOR | FAR_COORDINATOR  # and what Bochum has got


def cases(world: World, session: Session, herne: Organisation, bochum: Organisation, herten: Organisation) -> None:
    """Write to Bochum, each time about another kind of thing; "responsible" looks after it."""
    acting = Acting(actor_of(world, session, "editor"), utcnow(), Duties())

    def written(name: str, kind: Kind, readers: frozenset[str], *, sent: bool = True) -> Case:
        made = sending.write(
            session,
            acting,
            herne,
            Draft(
                kind=kind,
                wants=world.plant(f"wants of {name}", readers),
                addressees=(Addressee(bochum.id),),
                person_id=world.facts["responsible"]["account_id"],
            ),
        )
        return sending.send(session, acting, made.id, made.version)[0] if sent else made.cases[0]

    draft = written("draft", Kind.VISIT, ASKING, sent=False)
    asked = written("case", Kind.REUSE, BOTH)
    answered = written("answered", Kind.DEVELOPMENT, BOTH)
    answering = Acting(actor_of(world, session, "far-editor"), utcnow(), Duties())
    service.perform(session, answering, table.TAKE_UP, answered.id, answered.version, {})
    called = written("called", Kind.FUNDING, BOTH | MODERATORS)
    service.perform(session, acting, table.CALL, called.id, called.version, {"words": "Bitte helfen Sie."})
    talking.note(session, acting, asked.id, world.plant("note of the case", ASKING))
    met = written("met", Kind.EXPERIENCE, BOTH)
    service.perform(session, answering, table.TAKE_UP, met.id, met.version, {})
    dates = ((utcnow() + timedelta(days=30)).date(), time(10))
    place, words = world.plant("place of the meeting", BOTH), world.plant("words of the meeting", BOTH)
    meeting = meetings.propose(session, acting, met.id, Proposal([dates], Length.HOUR, place=place, words=words))
    for name, case, step in (
        ("draft case", draft, table.WITHDRAW),
        ("case", asked, table.TAKE_UP),
        ("case to withdraw", asked, table.WITHDRAW),
        ("answered case", answered, table.ACCEPT),
        ("called case", called, table.CLOSE),
        ("meeting case", met, table.ACCEPT),
    ):
        world.facts[name] = {
            "case_id": case.id,
            "sending_id": case.sending_id,
            "step": ADDRESSES[step.name],
            "version": case.sending.version if case is draft else case.version,
            "addressee": bochum.id,
            "person": case.sender_person_id,
        }
    world.facts["meeting case"]["meeting_id"] = meeting.id
    for name, case in (("template case", "meeting case"), ("draft template", "draft case")):
        world.facts[name] = world.facts[case] | {"name": "protokoll"}
    for facts in world.facts.values():
        if "account_id" in facts:
            facts["herten_id"] = herten.id
