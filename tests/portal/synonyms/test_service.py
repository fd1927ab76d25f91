"""Rules and effects of the administration's synonyms."""

from dataclasses import replace

import pytest

from portal.access import ANYONE
from portal.errors import Forbidden, Invalid, NotFound
from portal.synonyms import queries, service
from portal.synonyms.models import SYNONYMS_MAX, Action, Direction, Synonym
from portal.synonyms.service import Wanted
from search import How
from search.planning.terms import SAME_WORD, SIGN
from tests import factories
from tests.support.statements import recorded

WANTED = Wanted("Quietscheente", ("Badeente", "Gummiente"), Direction.BOTH_WAYS, "Aus der Sitzung")


@pytest.fixture
def add(database, actor):
    def add(wanted=WANTED):
        with database.unit_of_work() as session:
            return service.add(session, actor, wanted)

    return add


@pytest.fixture
def refuse(session, actor):
    """Returns what is said about a synonym that is refused."""

    def refuse(wanted):
        with pytest.raises(Invalid) as refusal:
            service.add(session, actor, wanted)
        return refusal.value.errors

    return refuse


@pytest.fixture
def entry(app, database):
    """A published entry with one of the words."""
    with database.unit_of_work() as session:
        factories.published(session, factories.organisation(session, "Herne"), title="Badeente im Rathausteich")
    app.extensions["indexer"].drain()


def test_only_the_administration_may(session, actor):
    editor = factories.actor(session, factories.organisation(session))
    synonym = service.add(session, actor, WANTED)
    for somebody in (ANYONE, editor):
        with pytest.raises(Forbidden):
            service.add(session, somebody, WANTED)
        with pytest.raises(Forbidden):
            service.change(session, somebody, synonym, WANTED, seen="1")
        with pytest.raises(Forbidden):
            service.delete(session, somebody, synonym, seen="1")


def test_a_new_synonym_acts_at_once_and_the_hit_says_so(ask, add, entry, database, actor):
    assert ask("Gummiente").total == 0
    synonym = add()

    (found,) = ask("Gummiente").hits
    assert [(reason.how, reason.found) for reason in found.reasons] == [(How.SAME, ("Badeente",))]
    with database.unit_of_work() as session:
        service.delete(session, actor, queries.by_id(session, synonym.id), seen="1")
    assert ask("Gummiente").total == 0


def test_one_way_finds_one_way(ask, add, entry):
    add(Wanted("Vogelhaltung", ("Badeente",), Direction.ONE_WAY))

    (found,) = ask("Vogelhaltung").tail
    assert found.reasons[0].how is How.RELATED
    assert [reason.how for reason in ask("Badeente").hits[0].reasons] == [How.WHOLE]


def test_the_search_reads_all_synonyms_only_after_a_change(database, add):
    add()
    with database.reading() as session:
        first = queries.current(session)
        with recorded(database.engine) as sent:
            assert queries.current(session) is first
    assert len(sent) == 1
    add(replace(WANTED, term="Ente", others=("Erpel",)))
    with database.reading() as session:
        second = queries.current(session)
    assert second.version != first.version
    assert (len(first.same), len(second.same)) == (1, 2)


@pytest.mark.parametrize(
    ("wanted", "field", "message"),
    [
        (("der", ("Quietscheente",)), "term", "„der“ besteht nur aus Wörtern, die die Suche übergeht."),
        (("Ente", ("A > B",)), "others", "„A > B“ enthält eines der Zeichen = > , oder #."),
        (("A, B", ("Ente",)), "term", "„A, B“ enthält eines der Zeichen = > , oder #."),
        (("Ente", ("ente",)), "others", "„ente“ steht zweimal in derselben Zeile."),
        (("Ente", ("Enten",)), "others", SAME_WORD.format("Enten")),
        (("Ente", ("Erpel", "Erpeln")), "others", SAME_WORD.format("Erpeln")),
        (("Bauantrag", ("Bau-Anträge",)), "others", SAME_WORD.format("Bau-Anträge")),
        (("Ente", ("-Erpel",)), "others", SIGN.format("-Erpel")),
        (("stadt:herne", ("Ente",)), "term", SIGN.format("stadt:herne")),
        (("Ente", ("Erpel ODER Gans",)), "others", SIGN.format("Erpel ODER Gans")),
        (("Ente", ('"junge Gans"',)), "others", SIGN.format('"junge Gans"')),
        (("Ente", ()), "others", "Auf einer Seite fehlt ein Begriff."),
    ],
)
@pytest.mark.parametrize("direction", Direction)
def test_nonsense_is_refused_in_words(refuse, direction, wanted, field, message):
    assert refuse(Wanted(*wanted, direction)) == {field: [message]}


def test_what_the_search_knows_already_is_refused(refuse, session, actor):
    known = {"others": ["Das findet die Suche schon, auch ohne diesen Eintrag."]}

    assert refuse(Wanted("OZG", ("Onlinezugangsgesetz",), Direction.BOTH_WAYS)) == known
    assert refuse(Wanted("ozg", ("Serviceportal",), Direction.ONE_WAY)) == known
    service.add(session, actor, WANTED)
    assert refuse(Wanted("Gummiente", ("Badeente",), Direction.BOTH_WAYS)) == known
    assert refuse(Wanted("Gummi-Ente", ("badeente",), Direction.ONE_WAY)) == known


def test_an_entry_does_not_stand_in_its_own_way(database, actor, add, stored):
    synonym = add()
    fewer = replace(WANTED, others=("Badeente",))
    with database.unit_of_work() as session:
        service.change(session, actor, queries.by_id(session, synonym.id), fewer, seen="1")

    (now,) = stored()
    assert (now.others, now.version) == (["Badeente"], 2)


def test_there_is_an_end(session, actor, refuse):
    session.add_all(
        Synonym(term=f"Wort {number}", others=["Ding"], direction=Direction.ONE_WAY) for number in range(SYNONYMS_MAX)
    )
    session.flush()

    assert list(refuse(WANTED)) == [""]


def test_who_saw_an_older_version_changes_nothing(session, actor):
    synonym = service.add(session, actor, WANTED)
    service.change(session, actor, synonym, replace(WANTED, term="Ente"), seen="1")
    for seen in ("1", "", "drei", "99"):
        with pytest.raises(service.Overtaken):
            service.change(session, actor, synonym, WANTED, seen=seen)
        with pytest.raises(service.Overtaken):
            service.delete(session, actor, synonym, seen=seen)
    assert synonym.term == "Ente"


def test_what_was_deleted_meanwhile_is_not_found(database, actor, add):
    synonym = add()
    with database.unit_of_work() as session:
        service.delete(session, actor, queries.by_id(session, synonym.id), seen="1")
    with database.sessions() as session, pytest.raises(NotFound):
        service.change(session, actor, session.merge(synonym, load=False), WANTED, seen="1")


def test_each_change_is_kept_with_before_and_after(database, actor, add, history):
    synonym = add()
    with database.unit_of_work() as session:
        service.change(session, actor, queries.by_id(session, synonym.id), replace(WANTED, note=None), seen="1")
    with database.unit_of_work() as session:
        service.change(session, actor, queries.by_id(session, synonym.id), replace(WANTED, note=None), seen="2")
    with database.unit_of_work() as session:
        service.delete(session, actor, queries.by_id(session, synonym.id), seen="2")

    added, changed, deleted = history()
    assert [each.action for each in (added, changed, deleted)] == [Action.ADD, Action.CHANGE, Action.DELETE]
    assert {each.account_id for each in (added, changed, deleted)} == {actor.account_id}
    assert {each.term for each in (added, changed, deleted)} == {"Quietscheente"}
    assert added.changes["others"] == [None, ["Badeente", "Gummiente"]]
    assert changed.changes == {"note": ["Aus der Sitzung", None]}
    assert deleted.changes["direction"] == ["both-ways", None]
