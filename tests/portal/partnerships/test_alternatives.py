"""Whoever got no answer reads whom else to ask, and finds the request there as it was written."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import delete, select

import search
from portal.accounts.models import Membership
from portal.mail import Items
from portal.mail.models import Mail
from portal.organisations.models import Organisation
from portal.partnerships import letters, queries
from portal.partnerships.duties.alternatives import alternatives
from portal.partnerships.models import Case
from portal.partnerships.seeking import service as seeking
from portal.partnerships.vocabulary import Kind, State
from portal.projects.models import Project
from tests import factories
from tests.portal.partnerships import playing
from tests.support.letters import composed


@pytest.fixture
def others(portal):
    """Five other Kommunen with an entry of the same field; nobody of "Ahlen" is in the portal."""
    with portal.database.unit_of_work() as session:
        for name in ("Datteln", "Ahlen", "Castrop", "Essen", "Gladbeck"):
            keeper = factories.organisation(session, name)
            factories.published(session, keeper, title=f"Bauantrag in {name}")
            factories.published(session, keeper, title=f"Zweiter Bauantrag in {name}")
            if name == "Ahlen":
                session.execute(delete(Membership).where(Membership.organisation_id == keeper.id))
    portal.app.extensions["indexer"].drain()


def names(portal, case_id):
    with portal.app.app_context(), portal.database.reading() as session:
        return [each.organisation.name.split()[0] for each in alternatives(session, queries.by_id(session, case_id))]


def words(page, name):
    return page.texts(f"textarea[name={name}]")[0].strip()


@pytest.mark.usefixtures("others")
class TestWhom:
    def test_three_with_entries_like_it_who_can_answer_first(self, portal):
        found = names(portal, portal.case(State.LAPSED))
        assert len(set(found)) == 3
        assert set(found) <= {"Datteln", "Castrop", "Essen", "Gladbeck"}

    @pytest.mark.parametrize("state", [State.SENT, State.CLARIFYING, State.DECLINED, State.WITHDRAWN])
    def test_nobody_as_long_as_it_did_not_lapse(self, portal, state):
        assert names(portal, portal.case(state)) == []

    def test_nobody_for_an_offer(self, portal):
        case_id = portal.case(State.LAPSED)
        assert names(portal, case_id)
        with portal.database.unit_of_work() as session:
            acting = portal.fresh(session).acting("addressee editor")
            need = seeking.Need(kind=Kind.VISIT, title="Besuch gesucht", need="Wir wollen lernen.")
            bochum = session.get_one(Organisation, portal.world.bochum.id)
            session.get_one(Case, case_id).wanted_id = seeking.write(session, acting, bochum, need).id
        assert names(portal, case_id) == []

    def test_nobody_who_was_asked_already(self, portal):
        """Left are who keeps an entry like it and was not asked, present in the portal or not."""
        with portal.database.unit_of_work() as session:
            world = portal.fresh(session)
            asked = Project.keeper.has(Organisation.name.in_(["Datteln", "Castrop", "Essen", "Gladbeck"]))
            entries = session.execute(select(Project).where(asked, Project.title.startswith("Bauantrag"))).scalars()
            draft = playing.draft(world, *(playing.Addressee(each.keeper_id, each.id) for each in entries))
            acting = world.acting("sender editor")
            sending = playing.sending.write(session, acting, world.herne, draft)
            cases = playing.sending.send(session, acting, sending.id, sending.version)
            for case in cases:
                playing.take(session, world, case, playing.table.LAPSE, at=playing.later(70))
            case_id = cases[0].id
        assert names(portal, case_id) == ["Bochum", "Ahlen"]

    @pytest.mark.parametrize(("kind", "named"), [(Kind.REUSE, False), (Kind.VISIT, True)])
    def test_nobody_with_whom_the_like_is_under_way(self, portal, kind, named):
        case_id = portal.case(State.LAPSED)
        first = names(portal, case_id)[0]
        with portal.database.unit_of_work() as session:
            world = portal.fresh(session)
            acting = world.acting("sender editor")
            asked = session.execute(select(Organisation.id).where(Organisation.name.startswith(first))).scalar_one()
            written = playing.sending.write(
                session, acting, world.herne, playing.draft(world, playing.Addressee(asked), kind=kind)
            )
            playing.sending.send(session, acting, written.id, written.version)
        assert (first in names(portal, case_id)) is named

    def test_without_the_index_those_of_the_same_field(self, portal, monkeypatch):
        case_id = portal.case(State.LAPSED)
        monkeypatch.setattr(portal.app.extensions["indexer"].index, "similar", _unavailable)
        assert len(names(portal, case_id)) == 3


def _unavailable(*_):
    raise search.Unavailable("gone")


@pytest.mark.usefixtures("others")
class TestAsking:
    def test_the_sender_finds_them_on_the_page_and_the_other_side_does_not(self, portal):
        case_id = portal.case(State.LAPSED)
        page = portal.page("sender editor", f"/partnerschaften/{case_id}")
        links = [each.get("href") for each in page.all("a") if "wie=" in (each.get("href") or "")]
        assert len(links) == 3
        other = portal.page("addressee editor", f"/partnerschaften/{case_id}")
        assert not [each for each in other.all("a") if "wie=" in (each.get("href") or "")]

    def test_the_request_is_filled_in_for_whoever_may_see_the_old_one(self, portal):
        case_id = portal.case(State.LAPSED)
        page = portal.page("sender editor", f"/partnerschaften/{case_id}")
        link = next(each.get("href") for each in page.all("a") if "wie=" in (each.get("href") or ""))
        parts = urlsplit(link)
        paper = portal.page("sender editor", f"{parts.path}?{parts.query}")
        assert words(paper, "wants") == "Wir möchten Ihr Verfahren nachnutzen."
        assert words(paper, "offers") == "Wir testen mit."
        [box] = [each for each in paper.all("input[name=addressees]") if each.get("checked") is not None]
        assert box.get("value")
        blank = portal.page("sender contributor", f"{parts.path}?{parts.query}")
        assert words(blank, "wants") == ""

    @pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "²"])
    def test_a_made_up_number_fills_in_nothing(self, portal, number):
        paper = portal.page("sender editor", "/anfragen/neu", wie=number)
        assert words(paper, "wants") == ""

    def test_the_letter_names_them_to_the_sender_only(self, portal):
        portal.case(State.LAPSED)
        with portal.database.reading() as session:
            found = session.execute(select(Mail).where(Mail.kind == letters.LAPSED.name).order_by(Mail.id)).scalars()
            named = {
                mail.params["side"]: [
                    item.links[0].url
                    for block in composed(portal.app, session, mail).blocks
                    if isinstance(block, Items)
                    for item in block.items
                ]
                for mail in found
            }
        assert len(named["sender"]) == 3
        assert all("/anfragen/neu?" in url for url in named["sender"])
        assert named["addressee"] == []
