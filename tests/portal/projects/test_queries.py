"""Reads never show what the reader must not see, whatever list it comes from."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.access import ANYONE, PortalRole, Role, allowed
from portal.database import count
from portal.organisations.models import OrganisationKind
from portal.projects import access, queries
from portal.projects.joint import service as joint
from portal.projects.lists import desk
from portal.projects.lists import published as listing
from portal.projects.models import Project
from portal.projects.moderation import merging
from portal.projects.moderation import service as moderation
from tests import factories


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def world(session):
    """Entries of two organisations in each state, one without a keeper, one handed back as a draft."""
    herne, bochum = (factories.organisation(session, name) for name in ("Herne", "Bochum"))
    made = {
        f"{state} of {owner.slug}": getattr(factories, state)(session, owner, participants=["bochum", "herne"])
        for owner in (herne, bochum)
        for state in ("draft", "published", "archived")
    }
    made["source"] = factories.from_public_source(session, herne, lead="herne", participants=["bochum"])
    handed_back = factories.draft(session, herne)
    joint.move(session, factories.actor(session, administration=True), handed_back, handed_back.version, None)
    made["handed back"] = handed_back
    made["hidden"] = factories.published(session, herne)
    made["merged"] = factories.published(session, herne)
    administration = factories.actor(session, administration=True)
    moderation.hide(session, administration, made["hidden"], made["hidden"].version, "Werbung")
    both = (made["merged"], made["published of herne"])
    merging.merge(session, administration, *both, (both[0].version, both[1].version))
    factories.be_responsible(
        session, own := factories.actor(session, herne, role=Role.CONTRIBUTOR), made["draft of herne"]
    )
    actors = {
        "anybody": ANYONE,
        "herne": factories.actor(session, herne),
        "responsible": own,
        "colleague": factories.actor(session, herne, role=Role.CONTRIBUTOR),
        "bochum": factories.actor(session, bochum),
        "moderation": replace(factories.actor(session), portal_role=PortalRole.MODERATION),
        "administration": administration,
        "without organisation": factories.actor(session),
    }
    return made, actors


PUBLIC = {"published of herne", "published of bochum", "source"}
VISIBLE = {
    "anybody": PUBLIC,
    "without organisation": PUBLIC,
    "herne": PUBLIC | {"draft of herne", "archived of herne", "hidden"},
    "responsible": PUBLIC | {"draft of herne"},
    "colleague": PUBLIC,
    "bochum": PUBLIC | {"draft of bochum", "archived of bochum"},
    "moderation": PUBLIC | {"hidden"},
    "administration": PUBLIC | {"handed back", "hidden"},
}


@pytest.mark.parametrize("who", VISIBLE)
def test_each_sees_the_published_and_the_own(session, world, who):
    made, actors = world
    actor = actors[who]

    listed = set(session.execute(select(Project.id).where(queries.visible_to(actor))).scalars())
    assert {name for name, project in made.items() if project.id in listed} == VISIBLE[who]
    assert {name for name, project in made.items() if allowed(actor, access.VIEW, project)} == VISIBLE[who]
    cards = queries.cards(session, [project.id for project in made.values()], actor)
    assert {project.id for project in cards} == listed


def test_cards_keep_the_order_they_are_asked_for(session, world):
    made, _actors = world
    ids = [made[name].id for name in sorted(PUBLIC)]

    assert [project.id for project in queries.cards(session, [*ids[::-1], 10**9], ANYONE)] == ids[::-1]
    assert queries.cards(session, [], ANYONE) == []


def test_public_lists_hold_published_entries_only(session, world):
    made, _actors = world
    public = {made[name].id for name in PUBLIC}
    bochum = made["published of bochum"].keeper

    assert set(queries.published_ids(session)) == public
    assert set(listing.newest(session, 100)) <= public
    assert set(listing.recently_confirmed(session, 100)) == public - {made["source"].id}
    assert set(listing.led_by(session, bochum.id)) == {made["published of bochum"].id}
    assert set(listing.shared_by(session, bochum.id)) == public - {made["published of bochum"].id}
    assert set(session.execute(queries.plain_search("")).scalars()) == public


def test_a_desk_holds_what_its_organisation_keeps_or_takes_part_in(session, world):
    made, actors = world
    herne, bochum = made["draft of herne"].keeper, made["published of bochum"].keeper

    [of_herne] = desk.desks(session, actors["herne"], [herne], lambda _project: False)
    [of_bochum] = desk.desks(session, actors["bochum"], [bochum], lambda _project: False)

    kept = {project.id for project in (*of_herne.drafts, *of_herne.published, *of_herne.archived)}
    states = ("draft", "published", "archived")
    assert kept == {made["hidden"].id, *(made[f"{state} of herne"].id for state in states)}
    assert [project.id for project, _part in of_bochum.to_take_over] == [made["source"].id]
    others = {project.id for project, _part in (*of_bochum.to_decide, *of_bochum.decided)}
    assert others <= {made[name].id for name in PUBLIC}


def test_what_nobody_keeps(session, world):
    made, _actors = world
    unkept = desk.unkept("")
    assert count(session, unkept) == 2
    assert {one.id for one in desk.page(session, unkept, 1, 25)} == {made["source"].id, made["handed back"].id}
    assert count(session, desk.unkept("kein\x00Wort")) == 0


class TestPlainSearch:
    """The search when the index is away: every word, however it is spelt, and nothing else."""

    def ids(self, session, words):
        return list(session.execute(queries.plain_search(words)).scalars())

    @pytest.fixture
    def trees(self, session):
        herne = factories.organisation(session, "Herne")
        return factories.published(session, herne, title="Straßenbäume 100% digital", description="Mit C_Net"), herne

    @pytest.mark.parametrize("words", ["straßenbäume", "STRASSENBAEUME", "digital herne", "bäume", "100%", "c_net"])
    def test_it_finds(self, session, trees, words):
        factories.published(session, trees[1], title="Etwas anderes")
        assert self.ids(session, words) == [trees[0].id]

    @pytest.mark.parametrize("words", ["straßenbäume fehlt", "100_", "%x", "c%net", "\\", "'; --", "digital\x00x"])
    def test_it_does_not_find(self, session, trees, words):
        assert self.ids(session, words) == []

    @pytest.mark.parametrize("words", ["\x00", "   ", "wort " * 5000, "%" * 1000])
    def test_it_always_answers(self, session, trees, words):
        assert len(self.ids(session, words)) <= 1


@pytest.mark.parametrize("project_id", [0, -1, 10**9, 2**63 - 1])
def test_unknown_ids_are_nothing(session, project_id):
    assert queries.by_id(session, project_id) is None
    assert list(queries.whole(session, [project_id])) == []


def test_a_company_takes_part_but_takes_nothing_over(session):
    herne = factories.organisation(session, "Herne")
    company = factories.organisation(session, "Beispiel GmbH", OrganisationKind.COMPANY)
    project = factories.from_public_source(session, herne, lead="beispiel-gmbh")

    assert joint.organisations_that_may_take_over(factories.actor(session, company), project) == []
