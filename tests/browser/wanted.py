"""Gesuche of Herne and Bochum: open, met, hidden, a draft; and offers to them."""

from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.organisations import queries as organisations
from portal.orm import utcnow
from portal.partnerships import sending
from portal.partnerships.addressing import Addressee
from portal.partnerships.models import Wanted
from portal.partnerships.seeking import moderating, service
from portal.partnerships.seeking.service import Need
from portal.partnerships.sending import Draft
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import Kind
from portal.projects.vocabulary import ActionField
from portal.settings import Duties
from tests.browser.cases import LONG_WORD


def wanted(session: Session) -> dict[str, str]:
    """Write them and return their numbers."""
    places = organisations.by_slugs(session, ["herne", "bochum"])

    def acting(name: str) -> Acting:
        account = accounts.by_email(session, f"{name}@demo.example")
        assert account is not None
        return Acting(accounts.actor_of(account), utcnow(), Duties())

    def written(name: str, *, known: bool = True) -> Wanted:
        need = Need(
            Kind.REUSE,
            f"Wer nutzt schon die {LONG_WORD}?",
            f"Wir möchten sie einführen.\n\nZum Beispiel: {LONG_WORD}",
            "Kuchen und Mitarbeit",
            ActionField.ADMINISTRATION,
        )
        made = service.write(session, acting(name), places[name], need)
        return service.publish(session, acting(name), made.id, made.version) if known else made

    own, others, met, hidden = (written(name) for name in ("herne", "bochum", "herne", "herne"))
    service.close(session, acting("herne"), met.id, met.version, met=True)
    moderating.hide(session, acting("verwaltung"), hidden.id, hidden.version, f"Das ist Werbung. {LONG_WORD}")

    def offered(name: str, to: Wanted) -> int:
        offer = Draft(
            Kind.REUSE, "Wir zeigen es Ihnen.", (Addressee(to.organisation_id, None, to.id),), "Rückmeldungen"
        )
        return sending.write(session, acting(name), places[name], offer).id

    number = offered("bochum", own)
    sending.send(session, acting("bochum"), number, 1)
    second = written("bochum")
    return {
        "wanted_open": str(own.id),
        "wanted_of_others": str(others.id),
        "wanted_met": str(met.id),
        "wanted_hidden": str(hidden.id),
        "wanted_draft": str(written("herne", known=False).id),
        "offer_draft": str(offered("herne", second)),
    }
