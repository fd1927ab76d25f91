"""Requests between Herne and its neighbours: a draft, one to several, one that waits for Herne, one well under way."""

from datetime import time, timedelta

from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.organisations import queries as organisations
from portal.orm import utcnow
from portal.partnerships import sending, service
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.models import Case
from portal.partnerships.sending import Draft
from portal.partnerships.stepping import Acting
from portal.partnerships.talking import meetings
from portal.partnerships.talking import service as talking
from portal.partnerships.talking.meetings import Proposal
from portal.partnerships.vocabulary import AgreementKind, Council, Kind, Length
from portal.settings import Duties
from tests import factories

LONG_WORD = "Fördermittelbeantragungsverfahrensbeschleunigungsvereinbarung"


def cases(session: Session) -> dict[str, str]:
    """Write them and return their numbers."""
    places = organisations.by_slugs(session, ["herne", "bochum", "xanten"])
    herne, bochum, xanten = (places[slug] for slug in ("herne", "bochum", "xanten"))
    about = factories.published(session, bochum, title=f"Verfahren zur {LONG_WORD}")
    own = factories.published(session, herne)

    def acting(name: str) -> Acting:
        account = accounts.by_email(session, f"{name}@demo.example")
        assert account is not None
        return Acting(accounts.actor_of(account), utcnow(), Duties())

    def sent(name: str, kind: Kind, *addressees: Addressee) -> list[Case]:
        wants = f"Wir möchten wissen, wie das geht.\n\nZum Beispiel: {LONG_WORD}"
        draft = Draft(kind=kind, wants=wants, addressees=addressees, offers="Kuchen", wished_time="bald")
        written = sending.write(session, acting(name), places[name], draft)
        return sending.send(session, acting(name), written.id, written.version)

    def take(name: str, transition: table.Transition, case: Case, **given: object) -> None:
        service.perform(session, acting(name), transition, case.id, case.version, given)

    [waiting] = sent("bochum", Kind.DEVELOPMENT, Addressee(herne.id, own.id))
    proposed, called = sent("herne", Kind.EXPERIENCE, Addressee(bochum.id, about.id), Addressee(xanten.id))
    take("bochum", table.TAKE_UP, proposed)
    take("bochum", table.PROPOSE, proposed, proposed_time=LONG_WORD, words="Später geht es.")
    talking.say(session, acting("bochum"), proposed.id, f"Hier der Link: https://www.example.org/{LONG_WORD}")
    talking.note(session, acting("herne"), proposed.id, "Erst im Amt fragen.")
    [accepted] = sent("bochum", Kind.FUNDING, Addressee(herne.id))
    take("herne", table.TAKE_UP, accepted)
    take("herne", table.ACCEPT, accepted, words="Gern!")
    [shown] = sent("herne", Kind.REUSE, Addressee(bochum.id))
    take("bochum", table.TAKE_UP, shown)
    take("bochum", table.ACCEPT, shown)
    for name in ("herne", "bochum"):
        take(name, table.SHOW, shown)
    day = utcnow().date()
    take("bochum", table.CONCLUDE, shown, agreement=AgreementKind.NONE, council=Council.NOT_NEEDED)
    stated = {"reuse_version": LONG_WORD, "reuse_since": day, "reuse_adaptations": f"Andere Farben.\n\n{LONG_WORD}"}
    take("herne", table.STATE_REUSE, shown, **stated)
    take("bochum", table.CONFIRM_REUSE, shown)
    take("bochum", table.SHOW, accepted)
    slots = [((utcnow() + timedelta(days=each)).date(), time(10)) for each in (30, 31)]
    proposal = Proposal(slots, Length.HOUR, place=LONG_WORD, link=f"https://www.example.org/{LONG_WORD}", words="Gern!")
    meetings.propose(session, acting("bochum"), accepted.id, proposal)
    draft = Draft(kind=Kind.VISIT, wants="Wir kommen gern.", addressees=(Addressee(xanten.id),))
    return {
        "case_waiting": str(waiting.id),
        "case_proposed": str(proposed.id),
        "case_called": str(called.id),
        "case_accepted": str(accepted.id),
        "case_shown": str(shown.id),
        "sending_several": str(proposed.sending_id),
        "sending_draft": str(sending.write(session, acting("herne"), herne, draft).id),
        "asked_about": about.slug,
    }
