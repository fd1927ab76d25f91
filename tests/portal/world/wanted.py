"""Gesuche of Herne that "responsible" looks after: an open one, a draft, one that is met, a hidden one."""

from sqlalchemy.orm import Session

from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.partnerships import sending
from portal.partnerships.addressing import Addressee
from portal.partnerships.models import Wanted
from portal.partnerships.seeking import moderating, service
from portal.partnerships.seeking.service import Need
from portal.partnerships.sending import Draft
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import Kind
from portal.settings import Duties
from tests.portal.roles import COORDINATOR, EDITOR, FAR_COORDINATOR, FAR_EDITOR, MEMBERS, MODERATORS, RESPONSIBLE
from tests.portal.world.people import actor_of
from tests.portal.world.world import World

# Who may read what Bochum has offered Herne.
OFFERED = RESPONSIBLE | EDITOR | COORDINATOR | FAR_EDITOR | FAR_COORDINATOR


def wanted(world: World, session: Session, herne: Organisation, bochum: Organisation) -> None:
    """Write them, and an offer of Bochum."""
    editor, far_editor = (Acting(actor_of(world, session, who), utcnow(), Duties()) for who in ("editor", "far-editor"))
    responsible = world.facts["responsible"]["account_id"]

    def written(name: str, need: str, *, known: bool) -> Wanted:
        made = service.write(session, editor, herne, Need(Kind.VISIT, "Gesuch", need, person_id=responsible))
        if known:
            service.publish(session, editor, made.id, made.version)
        world.facts[name] = {"wanted_id": made.id, "version": made.version, "gesuch": made.id, "person": responsible}
        return made

    known = written("wanted", "Alle lesen das.", known=True)
    written("draft wanted", world.plant("need of the draft", MEMBERS), known=False)
    met = written("met wanted", world.plant("need that was met", MEMBERS | MODERATORS), known=True)
    service.close(session, editor, met.id, met.version, met=True)
    hidden = written("hidden wanted", world.plant("need that is hidden", MEMBERS | MODERATORS), known=True)
    moderation = Acting(actor_of(world, session, "moderation"), utcnow(), Duties())
    moderating.hide(session, moderation, hidden.id, hidden.version, "Werbung")
    for name, each in (("met wanted", met), ("hidden wanted", hidden)):
        world.facts[name]["version"] = each.version
    words = world.plant("words of the offer", OFFERED)
    addressee = Addressee(herne.id, None, known.id)
    offer = sending.write(session, far_editor, bochum, Draft(Kind.VISIT, words, (addressee,)))
    sending.send(session, far_editor, offer.id, offer.version)
