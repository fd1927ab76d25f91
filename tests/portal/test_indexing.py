"""Each change orders its index update in its own transaction; the drain carries it out from the rows as they are."""

import threading

import pytest
from sqlalchemy import delete, insert, select, update

import search
from portal import outbox
from portal.indexing import BATCH, TOPIC
from portal.organisations import queries as organisations
from portal.organisations.models import OrganisationKind
from portal.outbox import Order
from portal.projects import queries, service
from portal.projects.joint import service as joint
from portal.projects.models import FundingProgramme, Project, ProjectTechnology, Technology
from portal.projects.parts import ProjectTag
from portal.projects.vocabulary import Cooperation, LessonKind, Visibility
from tests import factories


@pytest.fixture
def indexer(app):
    return app.extensions["indexer"]


@pytest.fixture
def entry(database, indexer):
    """A published entry of Herne with something in each list, in the index; nothing waits."""
    with database.unit_of_work() as session:
        district = factories.organisation(session, "Kreis Recklinghausen", OrganisationKind.DISTRICT)
        herne = factories.organisation(session, "Herne")
        factories.organisation(session, "Herten", district_id=district.id)
        session.add(FundingProgramme(name="Smart Cities", slug="smart-cities"))
        session.flush()
        project = factories.published(
            session,
            herne,
            title="Straßenbäume",
            participants=["herten"],
            tags=["Grün"],
            technologies=["LoRaWAN"],
            partners=[{"name": "Stadtwerke", "role": None}],
            cooperation=[Cooperation.SEEK_PARTNERS],
            lessons=[{"kind": LessonKind.WORKED, "text": "Früh anfangen", "visibility": Visibility.PUBLIC}],
            sources=[{"url": "https://www.example.org", "date": None}],
            funding_programme="Smart Cities",
        )
    drain_all(indexer)
    return project


def drain_all(indexer):
    while indexer.drain():
        pass


def orders(database):
    with database.reading() as session:
        return [key for _, key in outbox.batch(session, TOPIC, 1000)]


def found(indexer, words, **filters):
    return list(indexer.index.search(search.Query(words, filters=filters)).keys)


def edit(session, entry, **after):
    project = queries.by_id(session, entry.id)
    editor = factories.actor(session, project.keeper)
    service.update(session, editor, project, project.version, after)


def organisation(session, slug):
    return organisations.by_slug(session, slug)


def deny(session, entry):
    project, herten = queries.by_id(session, entry.id), organisation(session, "herten")
    part = queries.participation(session, project.id, herten.id)
    joint.decide(session, factories.actor(session, herten), part, project, takes_part=False)


CHANGES = {
    "title": lambda s, e: edit(s, e, title="Stadtbäume"),
    "tags": lambda s, e: edit(s, e, tags=["Bäume"]),
    "no tags": lambda s, e: edit(s, e, tags=[]),
    "partners": lambda s, e: edit(s, e, partners=[]),
    "cooperation": lambda s, e: edit(s, e, cooperation=[Cooperation.OFFER_REUSE]),
    "lessons": lambda s, e: edit(s, e, lessons=[]),
    "sources": lambda s, e: edit(s, e, sources=[]),
    "technologies": lambda s, e: edit(s, e, technologies=["Drohne"]),
    "participants": lambda s, e: edit(s, e, participants=[]),
    "denial": deny,
    "a tag alone": lambda s, e: setattr(s.execute(select(ProjectTag)).scalar_one(), "name", "Neu"),
    "a tag's deletion alone": lambda s, e: s.delete(s.execute(select(ProjectTag)).scalar_one()),
    "technology link alone": lambda s, e: s.delete(s.execute(select(ProjectTechnology)).scalar_one()),
    "lead renamed": lambda s, e: setattr(organisation(s, "herne"), "name", "Herne (neu)"),
    "participant renamed": lambda s, e: setattr(organisation(s, "herten"), "name", "Herten (neu)"),
    "Kreis renamed": lambda s, e: setattr(organisation(s, "kreis-recklinghausen"), "name", "Kreis Neu"),
    "Kreis left": lambda s, e: setattr(organisation(s, "herten"), "district_id", None),
    "technology renamed": lambda s, e: setattr(s.execute(select(Technology)).scalar_one(), "aliases", ["Funk"]),
    "programme renamed": lambda s, e: setattr(s.execute(select(FundingProgramme)).scalar_one(), "name", "Neu"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_ordered_with_it_and_brings_the_index_up_to_date(database, indexer, entry, change):
    with database.unit_of_work() as session:
        CHANGES[change](session, entry)
        session.flush()
        assert {key for _, key in outbox.batch(session, TOPIC, 1000)} == {f"project:{entry.id}"}
        assert orders(database) == []

    assert set(orders(database)) == {f"project:{entry.id}"}
    drain_all(indexer)
    assert orders(database) == []
    assert not indexer.check(order=False)


@pytest.mark.parametrize("change", ["title", "tags", "technologies", "Kreis renamed"])
def test_a_change_rolled_back_orders_nothing(database, entry, change):
    with database.sessions() as session:
        CHANGES[change](session, entry)
        session.flush()
        session.rollback()

    assert orders(database) == []


def test_what_is_not_searched_orders_nothing_of_others(database, indexer, entry):
    with database.unit_of_work() as session:
        factories.organisation(session, "Witten")
        factories.draft(session, organisation(session, "witten"))
    assert f"project:{entry.id}" not in orders(database)


def test_an_entry_comes_and_goes_with_its_publication(database, indexer, entry):
    key = f"project:{entry.id}"

    def change(verb, *more):
        with database.unit_of_work() as session:
            project = queries.by_id(session, entry.id)
            verb(session, factories.actor(session, project.keeper), project, project.version, *more)
        drain_all(indexer)

    assert found(indexer, "Straßenbäume") == [key]
    change(service.archive, "Doppelt")
    assert found(indexer, "Straßenbäume") == []
    change(service.restore)
    assert found(indexer, "Straßenbäume") == [key]


def test_a_deleted_draft_is_ordered_and_never_found(database, indexer):
    with database.unit_of_work() as session:
        draft = factories.draft(session, factories.organisation(session, "Herne"), title="Geheimvorhaben")
    drain_all(indexer)
    with database.unit_of_work() as session:
        project = queries.by_id(session, draft.id)
        service.delete_draft(session, factories.actor(session, project.keeper), project, project.version)

    assert set(orders(database)) == {f"project:{draft.id}"}
    drain_all(indexer)
    assert found(indexer, "Geheimvorhaben") == []
    assert not indexer.check(order=False)


@pytest.mark.parametrize(
    "statement",
    [
        update(Project).values(title="Alle gleich"),
        delete(ProjectTag),
        insert(Technology).values(name="X", name_sort="x", name_folded="x", slug="x", aliases=[]),
        delete(ProjectTechnology),
    ],
    ids=["update", "delete", "insert", "association"],
)
def test_bulk_statements_on_what_is_searched_are_refused(database, statement):
    with pytest.raises(RuntimeError, match="index orders"), database.unit_of_work() as session:
        session.execute(statement)


def test_bulk_statements_on_other_tables_are_fine(database):
    with database.unit_of_work() as session:
        session.execute(delete(Order))


class TestDrain:
    """Orders wait until they are carried out, and a repeated one does no harm."""

    def change(self, database, entry, title):
        with database.unit_of_work() as session:
            edit(session, entry, title=title)

    def test_it_builds_from_the_rows_as_they_are(self, database, indexer, entry):
        self.change(database, entry, "Erster Stand")
        self.change(database, entry, "Zweiter Stand")
        assert len(orders(database)) >= 2

        drain_all(indexer)

        assert found(indexer, "Zweiter") == [f"project:{entry.id}"]
        assert found(indexer, "Erster") == []

    def test_more_than_a_batch(self, database, indexer, entry):
        with database.unit_of_work() as session:
            outbox.place(session, TOPIC, [f"project:{entry.id}"] * (BATCH + 1))

        assert [indexer.drain(), indexer.drain(), indexer.drain()] == [BATCH, 1, 0]

    def test_while_another_writes_the_orders_wait(self, database, indexer, entry):
        self.change(database, entry, "Neuer Titel")
        before = orders(database)

        with indexer.index.writing(), pytest.raises(search.Busy):
            indexer.drain()

        assert orders(database) == before
        drain_all(indexer)
        assert found(indexer, "Neuer") == [f"project:{entry.id}"]

    def test_without_an_index_the_save_succeeds_and_the_orders_wait(self, database, indexer, entry, settings):
        (settings.index_directory / "current").unlink()
        self.change(database, entry, "Ohne Index gespeichert")

        with pytest.raises(search.Unavailable):
            indexer.drain()
        assert orders(database)

        indexer.rebuild()
        drain_all(indexer)
        assert found(indexer, "gespeichert") == [f"project:{entry.id}"]

    def test_after_a_crash_between_index_and_orders_it_only_repeats(self, database, indexer, entry):
        """The state such a crash leaves: the index knows of it already, the orders are still there."""
        self.change(database, entry, "Absturz")
        with database.reading() as session:
            waiting = session.execute(select(Order.topic, Order.key, Order.created_at)).all()
        drain_all(indexer)
        with database.unit_of_work() as session:
            session.execute(insert(Order), [row._asdict() for row in waiting])

        drain_all(indexer)

        assert found(indexer, "Absturz") == [f"project:{entry.id}"]
        assert orders(database) == []
        assert not indexer.check(order=False)

    def test_later_orders_for_the_same_entry_stay(self, database, indexer, entry):
        """What changes while the index is being written has an order that this drain does not remove."""
        self.change(database, entry, "Während")
        with database.reading() as session:
            seen = outbox.batch(session, TOPIC, BATCH)
        self.change(database, entry, "Danach")
        with database.unit_of_work() as session:
            outbox.fulfil(session, [order_id for order_id, _ in seen])

        assert f"project:{entry.id}" in orders(database)
        drain_all(indexer)
        assert found(indexer, "Danach") == [f"project:{entry.id}"]

    def test_an_order_nobody_understands_stops_no_other(self, database, indexer, entry):
        self.change(database, entry, "Trotzdem")
        with database.unit_of_work() as session:
            outbox.place(session, TOPIC, ["project:None", "unknown:7", "", "project:999999"])

        drain_all(indexer)

        assert orders(database) == []
        assert found(indexer, "Trotzdem") == [f"project:{entry.id}"]


class TestCheck:
    """Index and database are compared both ways, and what differs is ordered."""

    def document(self, key, title="Fremd"):
        return search.Document(key, {"title": title, "kind": ("project",)})

    def test_what_differs_is_found_ordered_and_mended(self, database, indexer, entry):
        with database.unit_of_work() as session:
            other = factories.published(session, organisation(session, "herne"))
        drain_all(indexer)
        with indexer.index.writing() as batch:
            batch.delete(f"project:{entry.id}")
            batch.put(self.document(f"project:{other.id}"))
            batch.put(self.document("project:999999"))

        differences = indexer.check()

        assert differences.missing == (f"project:{entry.id}",)
        assert differences.outdated == (f"project:{other.id}",)
        assert differences.surplus == ("project:999999",)
        assert set(orders(database)) == set(differences)
        drain_all(indexer)
        assert not indexer.check()
        assert orders(database) == []

    def test_it_can_only_look(self, database, indexer, entry):
        with indexer.index.writing() as batch:
            batch.delete(f"project:{entry.id}")

        assert indexer.check(order=False).missing == (f"project:{entry.id}",)
        assert orders(database) == []


def test_a_rebuild_holds_everything_and_only_that(database, indexer, entry):
    with database.unit_of_work() as session:
        factories.draft(session, organisation(session, "herne"))
        factories.archived(session, organisation(session, "herne"))
    told = []

    assert indexer.rebuild(told.append) == indexer.expected() == 1

    assert told[-1] == 1
    assert found(indexer, "") == [f"project:{entry.id}"]


def test_no_update_is_lost_while_the_index_is_rebuilt(database, indexer, entry):
    """Somebody saves and a drain runs in the middle of a rebuild that has read the old rows already."""
    read, saved = threading.Event(), threading.Event()
    refused = []

    def drain_meanwhile():
        read.wait(10)
        with database.unit_of_work() as session:
            edit(session, entry, title="Mittendrin geändert")
        try:
            indexer.drain()
        except search.Busy as busy:
            refused.append(busy)
        saved.set()

    def pause(_done):
        read.set()
        assert saved.wait(10)

    thread = threading.Thread(target=drain_meanwhile)
    thread.start()
    indexer.rebuild(pause)
    thread.join()

    assert refused, "the rebuild must be the only writer"
    drain_all(indexer)
    assert found(indexer, "Mittendrin") == [f"project:{entry.id}"]
    assert not indexer.check(order=False)
