"""Requests follow the entry they are about when the moderation merges it into another."""

import pytest

from portal.partnerships import queries, sending
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.merged_entries import follow
from portal.partnerships.sending import AlreadyAsked
from portal.partnerships.vocabulary import Side, State
from portal.projects import queries as projects
from tests import factories
from tests.portal.partnerships import playing


@pytest.fixture
def stays(session, world):
    """The other entry of Bochum about the same."""
    return factories.published(session, world.bochum, title="Bleibt")


def ask(session, world, project):
    acting = world.acting("sender editor")
    written = sending.write(session, acting, world.herne, playing.draft(world, Addressee(world.bochum.id, project.id)))
    [case] = sending.send(session, acting, written.id, written.version)
    return case


def test_a_case_is_about_the_entry_that_stays_and_is_not_asked_for_twice(session, world, stays):
    case = playing.case_in(session, world, State.CLARIFYING)
    follow(session, world.project.id, stays.id)

    assert queries.by_id(session, case.id).project_id == stays.id
    with pytest.raises(AlreadyAsked) as refused:
        ask(session, world, stays)
    assert refused.value.case_id == case.id


def test_where_both_were_asked_for_both_go_on(session, world, stays):
    first, second = ask(session, world, world.project), ask(session, world, stays)
    follow(session, world.project.id, stays.id)

    assert {first.project_id, second.project_id} == {stays.id}
    assert first.about != second.about
    assert {first.state, second.state} == {State.SENT}


def test_what_is_over_follows_too_and_so_does_the_own_entry_of_who_asks(session, world, stays):
    own = factories.published(session, world.herne, title="Eigenes")
    case = playing.drafted(session, world, own_project_id=own.id)
    for transition in (table.SEND, table.WITHDRAW):
        playing.take(session, world, case, transition)
    follow(session, world.project.id, stays.id)
    follow(session, own.id, stays.id)
    found = queries.by_id(session, case.id)

    assert (found.project_id, found.sending.own_project_id) == (stays.id, stays.id)


def test_merging_on_the_page_takes_them_along(portal):
    case_id = portal.case(State.RUNNING)
    for side in (Side.SENDER, Side.ADDRESSEE):
        portal.take(case_id, table.SHOW, side=side)
    duplicate = portal.world.project
    with portal.database.unit_of_work() as session:
        other = factories.published(session, portal.fresh(session).bochum, title="Bleibt")
        slug = other.slug
    chosen = portal.page("moderation", f"/projekte/{duplicate.slug}/zusammenfuehren", bleibt=slug)
    chosen.submit("main form[method=post]")

    assert portal.page("anonymous", f"/projekte/{slug}").texts(".partnerships li") == [
        "Bochum und Herne: Nachnutzung seit 2026 Läuft"
    ]
    with portal.database.reading() as session:
        assert queries.by_id(session, case_id).project_id == projects.by_slug(session, slug).id


def test_where_both_go_on_another_time_can_still_be_agreed_to(session, world, stays):
    first, _ = ask(session, world, world.project), ask(session, world, stays)
    follow(session, world.project.id, stays.id)
    playing.take(session, world, first, table.TAKE_UP)
    later = {"proposed_time": "2028", "words": "Später."}
    playing.take(session, world, first, table.PROPOSE, side=Side.ADDRESSEE, given=later)
    playing.take(session, world, first, table.AGREE, given={})

    assert (first.state, first.wished_time) == (State.ACCEPTED, "2028")
