"""Two entries about the same project become one: what is taken over, and what never happens."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.accounts import queries as accounts
from portal.audit import AuditEntry
from portal.errors import Conflict, Forbidden
from portal.projects import document, queries, values
from portal.projects import service as projects
from portal.projects.joint import service as joint
from portal.projects.lists.desk import desks, unkept
from portal.projects.models import PARTICIPANTS_MAX, PARTS_MAX
from portal.projects.moderation import letters, merging, service
from portal.projects.vocabulary import LinkKind, ParticipationState, Publication
from tests import factories
from tests.portal.projects.test_at_the_same_time import at_the_same_time

from .conftest import moderator


def link(number):
    return {"label": f"Seite {number}", "url": f"https://www.example.org/{number}", "kind": LinkKind.WEBSITE}


def source(number):
    return {"url": f"https://quelle.example.org/{number}", "date": None}


def merge(session, actor, duplicate, stays):
    merging.merge(session, actor, duplicate, stays, (duplicate.version, stays.version))


@pytest.fixture
def towns(scratch):
    return [factories.organisation(scratch, name) for name in ("Herne", "Bochum", "Witten", "Hagen")]


@pytest.fixture
def pair(scratch, towns):
    """Two published entries: a duplicate of Herne, and the one of Bochum that stays."""
    herne, bochum, *_ = towns
    duplicate = factories.published(
        scratch,
        herne,
        title="Doppelt",
        participants=["witten", "hagen"],
        tags=["Bauen", "Neu"],
        links=[link(1), link(2)],
        sources=[source(1), source(2)],
        goal="Verschwindet",
    )
    stays = factories.published(
        scratch,
        bochum,
        title="Bleibt",
        participants=["witten"],
        tags=["BAUEN"],
        links=[link(2) | {"label": "Anders"}],
        sources=[source(2)],
    )
    return SimpleNamespace(duplicate=duplicate, stays=stays)


class TestTakenOver:
    def test_what_is_not_there_yet_comes_behind_what_is(self, scratch, acting, pair):
        merge(scratch, acting, pair.duplicate, pair.stays)

        now = values.read(pair.stays)
        assert now["tags"] == ["BAUEN", "Neu"]
        assert [each["url"][-1] for each in now["links"]] == ["2", "1"]
        assert now["links"][0]["label"] == "Anders"
        assert [each["url"][-1] for each in now["sources"]] == ["2", "1"]
        assert now["participants"] == ["hagen", "herne", "witten"]

    def test_nothing_of_the_one_that_stays_is_overwritten(self, scratch, acting, pair):
        before = values.read(pair.stays)
        merge(scratch, acting, pair.duplicate, pair.stays)

        more = {"tags", "links", "sources", "participants"}
        after = values.read(pair.stays)
        assert {name: after[name] for name in after.keys() - more} == {
            name: before[name] for name in before.keys() - more
        }

    def test_new_participants_are_named_and_asked_anew(self, scratch, acting, pair, towns):
        herne, _, witten, hagen = towns
        part = queries.participation(scratch, pair.duplicate.id, hagen.id)
        joint.decide(scratch, factories.actor(scratch, hagen), part, pair.duplicate, takes_part=True)
        own = queries.participation(scratch, pair.stays.id, witten.id)
        joint.decide(scratch, factories.actor(scratch, witten), own, pair.stays, takes_part=True)
        merge(scratch, acting, pair.duplicate, pair.stays)

        states = {each.organisation.slug: each.state for each in pair.stays.participations}
        assert states == {
            "witten": ParticipationState.CONFIRMED,
            "hagen": ParticipationState.NAMED,
            "herne": ParticipationState.NAMED,
        }
        assert queries.participation(scratch, pair.stays.id, hagen.id).named_by_id == herne.id

    @pytest.mark.parametrize("where", ["duplicate", "stays"])
    def test_who_denied_on_either_side_is_not_named(self, scratch, acting, pair, towns, where):
        hagen = towns[3]
        if where == "stays":
            editor = factories.actor(scratch, towns[1])
            projects.update(scratch, editor, pair.stays, pair.stays.version, {"participants": ["witten", "hagen"]})
        project = getattr(pair, where)
        part = queries.participation(scratch, project.id, hagen.id)
        joint.decide(scratch, factories.actor(scratch, hagen), part, project, takes_part=False)
        merge(scratch, acting, pair.duplicate, pair.stays)

        assert "hagen" not in values.read(pair.stays)["participants"]

    def test_what_does_not_fit_is_said_and_left(self, scratch, acting, towns):
        full = [link(number) for number in range(PARTS_MAX - 1)]
        stays = factories.published(scratch, towns[1], links=full)
        duplicate = factories.published(scratch, towns[1], links=[link("a"), link("b")])
        told = merging.plan(duplicate, stays).links
        merge(scratch, acting, duplicate, stays)

        assert ([each["label"] for each in told.items], [each["label"] for each in told.left]) == (
            ["Seite a"],
            ["Seite b"],
        )
        assert values.read(stays)["links"] == [*full, link("a")]

    def test_participants_up_to_their_limit(self, scratch, acting, towns):
        several = [factories.organisation(scratch, f"Ort {number}").slug for number in range(PARTICIPANTS_MAX)]
        stays = factories.published(scratch, towns[0], participants=several[1:])
        duplicate = factories.published(scratch, towns[0], participants=[several[0], "witten"])
        told = merging.plan(duplicate, stays).participants
        merge(scratch, acting, duplicate, stays)

        assert (len(told.items), len(told.left)) == (1, 1)
        assert len(values.read(stays)["participants"]) == PARTICIPANTS_MAX


class TestAfterwards:
    def test_every_address_leads_to_the_one_that_stays(self, scratch, acting, pair, towns):
        editor = factories.actor(scratch, towns[0])
        projects.update(scratch, editor, pair.duplicate, pair.duplicate.version, {"title": "Zweimal"})
        merge(scratch, acting, pair.duplicate, pair.stays)
        for slug in ("doppelt", "zweimal"):
            assert queries.by_slug(scratch, slug) is None
            assert queries.present_slug(scratch, slug) == "bleibt"

        third = factories.published(scratch, towns[2], title="Drittes")
        merge(scratch, acting, pair.stays, third)
        for slug in ("doppelt", "zweimal", "bleibt"):
            assert queries.present_slug(scratch, slug) == "drittes"

    def test_no_other_entry_gets_an_address_of_it(self, scratch, acting, pair, towns):
        merge(scratch, acting, pair.duplicate, pair.stays)
        editor = factories.actor(scratch, towns[1])
        projects.update(scratch, editor, pair.stays, pair.stays.version, {"title": "Doppelt"})

        assert pair.stays.slug == "doppelt-2"

    def test_it_is_found_and_listed_nowhere(self, scratch, acting, pair, towns):
        merge(scratch, acting, pair.duplicate, pair.stays)

        editor = factories.actor(scratch, towns[0])
        [desk] = desks(scratch, editor, [towns[0]], lambda _: False)
        assert desk.archived == []
        assert queries.cards(scratch, [pair.duplicate.id], editor) == []
        assert document.document(pair.duplicate) is None
        assert "Neu" in str(document.document(pair.stays).values["tags"])
        assert "neu" in pair.stays.search_folded

    def test_the_administration_does_not_look_after_it(self, scratch, acting, pair):
        nobodys = factories.from_public_source(scratch)
        merge(scratch, acting, nobodys, pair.stays)
        assert scratch.execute(unkept("")).scalars().all() == []

    def test_an_import_touches_neither(self, scratch, acting, pair):
        nobodys, other = factories.from_public_source(scratch), factories.from_public_source(scratch)
        merge(scratch, acting, nobodys, other)
        batch = factories.importing.Batch(scratch, [nobodys.source_key, other.source_key])
        for each in (nobodys, other):
            outcome = batch.load(each.source_key, None, factories.complete(sources=[source(9)]))
            assert outcome is factories.importing.Outcome.KEPT

    def test_history_and_log_tell_it(self, scratch, acting, pair, towns):
        merge(scratch, acting, pair.duplicate, pair.stays)

        line = queries.history(scratch, pair.stays.id)[0]
        assert line.action == "merge"
        assert line.changes["merged_entry"] == [None, "Doppelt"]
        assert line.changes["tags"] == [["BAUEN"], ["BAUEN", "Neu"]]
        statement = select(AuditEntry.organisation_id).where(AuditEntry.event == "project.merged")
        assert set(scratch.execute(statement).scalars()) == {towns[0].id, towns[1].id}

    def test_both_keepers_are_told_each_person_once(self, scratch, acting, pair, towns, ordered):
        both = factories.account(scratch, towns[0])
        factories.join(scratch, both, towns[1])
        actor = accounts.actor_of(both)
        for project in (pair.duplicate, pair.stays):
            project.responsibles = []
            scratch.flush()
            factories.be_responsible(scratch, actor, project)
        merge(scratch, acting, pair.duplicate, pair.stays)

        assert ordered() == [(letters.MERGED.name, both.email)]

    def test_nobody_is_responsible_or_named_for_it_any_more(self, scratch, acting, pair, towns):
        factories.be_contact_person(scratch, factories.account(scratch, towns[0]), pair.duplicate)
        scratch.expire_all()
        duplicate, stays = merging.lock(scratch, pair.duplicate.id, pair.stays.id)
        merge(scratch, acting, duplicate, stays)

        assert duplicate.contact is None
        assert duplicate.responsibles == []
        assert stays.responsibles


class TestRefused:
    @pytest.mark.parametrize("make", [factories.draft, factories.archived])
    @pytest.mark.parametrize("stays", [True, False])
    def test_what_is_not_published(self, scratch, acting, pair, towns, make, stays):
        other = make(scratch, towns[0])
        with pytest.raises(Conflict):
            merge(scratch, acting, *((pair.duplicate, other) if stays else (other, pair.stays)))

    def test_with_itself(self, scratch, acting, pair):
        with pytest.raises(Conflict):
            merge(scratch, acting, pair.stays, pair.stays)

    def test_twice_or_in_a_circle(self, scratch, acting, pair, towns):
        merge(scratch, acting, pair.duplicate, pair.stays)
        third = factories.published(scratch, towns[2])
        for both in ((pair.stays, pair.duplicate), (pair.duplicate, third), (third, pair.duplicate)):
            with pytest.raises(Conflict):
                merge(scratch, acting, *both)

    def test_into_a_hidden_one(self, scratch, acting, pair):
        service.hide(scratch, acting, pair.stays, pair.stays.version, "Werbung")
        with pytest.raises(Conflict):
            merge(scratch, acting, pair.duplicate, pair.stays)

    def test_a_merged_one_comes_back_by_no_way(self, scratch, acting, pair, towns):
        merge(scratch, acting, pair.duplicate, pair.stays)
        editor = factories.actor(scratch, towns[0], role=Role.COORDINATOR)
        with pytest.raises(Forbidden):
            projects.restore(scratch, editor, pair.duplicate, pair.duplicate.version)
        with pytest.raises(Conflict):
            service.show(scratch, acting, pair.duplicate, pair.duplicate.version)

    def test_by_others(self, scratch, pair, towns):
        both = factories.account(scratch, towns[0], role=Role.COORDINATOR)
        factories.join(scratch, both, towns[1], Role.COORDINATOR)
        with pytest.raises(Forbidden):
            merge(scratch, accounts.actor_of(both), pair.duplicate, pair.stays)

    @pytest.mark.parametrize("seen", [(1, 0), (0, 1)])
    def test_when_somebody_saved_one_of_them_since(self, scratch, acting, pair, seen):
        versions = (pair.duplicate.version - seen[0], pair.stays.version - seen[1])
        with pytest.raises(projects.Stale):
            merging.merge(scratch, acting, pair.duplicate, pair.stays, versions)


def test_two_at_once_make_no_circle(database):
    with database.unit_of_work() as session:
        actor = accounts.actor_of(moderator(session))
        herne = factories.organisation(session, "Herne")
        first, second = (factories.published(session, herne, tags=[name]) for name in ("eins", "zwei"))

    def merging_into(duplicate, stays):
        def action():
            with database.unit_of_work() as session:
                both = merging.lock(session, duplicate.id, stays.id)
                merge(session, actor, *both)
            return stays.id

        return action

    outcomes = at_the_same_time(merging_into(first, second), merging_into(second, first))

    [stayed] = [outcome for outcome in outcomes if isinstance(outcome, int)]
    [refused] = [outcome for outcome in outcomes if not isinstance(outcome, int)]
    assert isinstance(refused, Conflict)
    with database.reading() as session:
        stays = queries.by_id(session, stayed)
        gone = queries.by_id(session, first.id + second.id - stayed)
        assert (stays.publication, stays.merged_into_id) == (Publication.PUBLISHED, None)
        assert (gone.publication, gone.merged_into_id) == (Publication.ARCHIVED, stayed)
        assert {tag.name for tag in stays.tags} == {"eins", "zwei"}
