"""Two people at the same moment, each on a connection of its own: one wins, the other is told."""

import threading

import pytest
from sqlalchemy import event
from sqlalchemy.orm.exc import StaleDataError

from portal.organisations import queries as organisations
from portal.projects import queries, service
from portal.projects.joint import service as joint
from tests import factories


def at_the_same_time(*actions):
    """Run the actions in threads that start together; give what each returned or raised."""
    barrier, outcomes = threading.Barrier(len(actions)), {}

    def run(number, action):
        barrier.wait()
        try:
            outcomes[number] = action()
        except Exception as error:  # noqa: BLE001 - it is the outcome
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [outcomes[number] for number in range(len(actions))]


@pytest.fixture
def people(database):
    """Editors of Herne and Bochum."""
    with database.unit_of_work() as session:
        herne, bochum = (factories.organisation(session, name) for name in ("Herne", "Bochum"))
        return {organisation.slug: factories.actor(session, organisation) for organisation in (herne, bochum)}


@pytest.fixture
def draft(database, people):
    with database.unit_of_work() as session:
        return factories.draft(session, organisations.by_slug(session, "herne"))


def test_of_two_saves_exactly_one_wins(database, people, draft):
    def save(title):
        def action():
            with database.unit_of_work() as session:
                project = queries.by_slug(session, draft.slug, for_update=True)
                if project is None:  # the other's title has given it a new address
                    project = queries.by_slug(session, queries.present_slug(session, draft.slug), for_update=True)
                service.update(session, people["herne"], project, draft.version, {"title": title, "tags": [title]})
            return title

        return action

    outcomes = at_the_same_time(*(save(f"Titel {number}") for number in range(3)))

    won = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert len(won) == 1
    assert all(isinstance(outcome, service.Stale) for outcome in outcomes if outcome not in won)
    with database.reading() as session:
        project = queries.by_id(session, draft.id)
        assert (project.title, [tag.name for tag in project.tags]) == (won[0], won)
        assert project.version == draft.version + 1
        assert len(queries.history(session, draft.id)) == 2


def test_without_a_lock_the_version_still_keeps_the_first(database, people, draft):
    """Should a door forget the lock, the database refuses the second write instead of losing the first."""
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets only one transaction in that may write")
    with database.unit_of_work() as session:
        mine = queries.by_id(session, draft.id)
        with database.unit_of_work() as other:
            theirs = queries.by_id(other, draft.id)
            service.update(other, people["herne"], theirs, theirs.version, {"title": "Erster"})
        with pytest.raises(StaleDataError):
            service.update(session, people["herne"], mine, mine.version, {"title": "Zweiter"})
    with database.reading() as session:
        assert queries.by_id(session, draft.id).title == "Erster"


def test_of_two_who_take_over_the_second_is_told_who_was_first(database, people):
    with database.unit_of_work() as session:
        herne = organisations.by_slug(session, "herne")
        slug = factories.from_public_source(session, herne, lead="herne", participants=["bochum"]).slug

    def take_over(name):
        def action():
            with database.unit_of_work() as session:
                project = queries.by_slug(session, slug, for_update=True)
                joint.take_over(session, people[name], project, organisations.by_slug(session, name))
            return name

        return action

    outcomes = at_the_same_time(take_over("herne"), take_over("bochum"))

    winner = next(outcome for outcome in outcomes if isinstance(outcome, str))
    loser = next(outcome for outcome in outcomes if outcome != winner)
    assert isinstance(loser, joint.AlreadyKept)
    assert loser.values["keeper"].lower() == winner


def test_the_lock_shows_what_the_other_saved_while_we_waited(database, people, draft):
    """On PostgreSQL a row that had to be waited for comes with old neighbours unless it is read anew."""
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite does not let the second in before the first has ended")
    waiting = threading.Event()
    seen = {}

    def second():
        with database.unit_of_work() as session:
            queries.by_id(session, draft.id)  # already known to the session, as it was
            event.listen(session.connection(), "before_cursor_execute", lambda *_: waiting.set())
            project = queries.by_slug(session, draft.slug, for_update=True)
            seen.update(version=project.version, keeper=project.keeper.slug, tags=[tag.name for tag in project.tags])

    with database.unit_of_work() as session:
        mine = queries.by_slug(session, draft.slug, for_update=True)
        administration = factories.actor(session, administration=True)
        service.update(session, people["herne"], mine, mine.version, {"tags": ["neu"]})
        joint.move(session, administration, mine, mine.version, organisations.by_slug(session, "bochum"))
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(10)
    thread.join(10)

    assert seen == {"version": draft.version + 2, "keeper": "bochum", "tags": ["neu"]}


def test_two_drafts_of_one_title_at_the_same_moment(database, people):
    def create(name):
        def action():
            with database.unit_of_work() as session:
                organisation = organisations.by_slug(session, name)
                values = {"title": "Gleicher Titel", "technologies": ["Drohne"]}
                return service.create(session, people[name], organisation, values).slug

        return action

    outcomes = at_the_same_time(create("herne"), create("bochum"))

    assert sorted(outcomes) == ["gleicher-titel", "gleicher-titel-2"]
