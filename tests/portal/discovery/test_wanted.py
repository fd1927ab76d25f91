"""Gesuche in the search of the projects: found, told apart, counted honestly; with the index and without it."""

import pytest

from portal.access import Role
from portal.accounts import queries as accounts
from portal.organisations import queries as organisations
from portal.organisations.models import OrganisationKind
from portal.orm import utcnow
from portal.partnerships.models import Wanted
from portal.partnerships.seeking import service
from portal.partnerships.seeking.service import Need
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import Kind
from portal.projects.vocabulary import ActionField
from portal.settings import Duties
from search import NOT_STATED
from tests import factories
from tests.support.statements import recorded

WORD = "Bauaktenscan"


@pytest.fixture
def acting(database, register):
    """The editor of Herne."""
    with database.unit_of_work() as session:
        account = factories.account(session, organisations.by_slug(session, "herne"), email="gesuche@herne.example")
        return Acting(accounts.actor_of(account), utcnow(), Duties())


@pytest.fixture
def seek(database, acting, drain):
    """Lets Herne seek something; returns the number of the Gesuch."""

    def seek(title="Wer hat Bauakten digitalisiert?", *, known=True, **values):
        with database.unit_of_work() as session:
            need = Need(Kind.VISIT, title, f"Wir suchen Erfahrung mit {WORD}.", **values)
            made = service.write(session, acting, organisations.by_slug(session, "herne"), need)
            if known:
                service.publish(session, acting, made.id, made.version)
            number = made.id
        drain()
        return number

    return seek


@pytest.fixture
def change(database, acting, drain):
    """Does something with a Gesuch."""

    def change(verb, number, *given, **more):
        with database.unit_of_work() as session:
            verb(session, acting, number, session.get(Wanted, number).version, *given, **more)
        drain()

    return change


@pytest.fixture(params=["index", "database"])
def either(request, ask, lose_index):
    """Asks the index, or the database once the index is away."""

    lost = []

    def either(**asked):
        if request.param == "database" and not lost:
            lost.append(lose_index())
        answer = ask(**asked)
        assert answer.by_index is (request.param == "index")
        return answer

    return either


def titles(answer):
    return [each.wanted.title if hasattr(each, "wanted") else each.project.title for each in answer.hits]


def facet(answer, field):
    for group in answer.facets:
        if group.facet.field == field:
            return {each.value.code: each.count for each in group.values}
    return None


def test_it_is_found_beside_the_projects_and_counted_apart(seek, either):
    seek(action_field=ActionField.ADMINISTRATION)
    answer = either()
    assert (answer.total, answer.gesuche, len(answer.hits)) == (5, 1, 5)
    assert facet(answer, "kind") == {"project": 4, "wanted": 1}
    assert facet(answer, "partnership") == {"visit": 1}


@pytest.mark.parametrize("words", ["bauakten", WORD.lower(), "Erfahrung " + WORD, "stadt:herne bauakten"])
def test_by_its_words(seek, either, words):
    seek()
    assert titles(either(words=words)) == ["Wer hat Bauakten digitalisiert?"]


@pytest.mark.parametrize("words", ["bauakten -digitalisiert", "-stadt:herne bauakten", "stadt:bochum bauakten"])
def test_signs_hold_for_it_too(seek, either, words):
    seek()
    assert titles(either(words=words)) == []


@pytest.mark.parametrize(
    ("filters", "total", "gesuche"),
    [
        ({"kind": ("wanted",)}, 1, 1),
        ({"kind": ("project",)}, 4, 0),
        ({"kind": ("project", "wanted")}, 5, 1),
        ({"partnership": ("visit",)}, 1, 1),
        ({"partnership": ("reuse",)}, 0, 0),
        ({"municipality": ("bochum",)}, 2, 0),
        ({"phase": (NOT_STATED,)}, None, 0),
        ({"technology": (NOT_STATED,)}, None, 0),
    ],
)
def test_filters_keep_it_or_leave_it_out(seek, either, filters, total, gesuche):
    seek()
    answer = either(filters=filters)
    assert answer.gesuche == gesuche
    assert total is None or answer.total == total


def test_what_only_projects_have_is_not_said_of_it(seek, ask):
    before = {group.facet.field: facet(ask(), group.facet.field) for group in ask().facets}
    seek()
    after = ask()
    for field in ("phase", "cooperation", "technology", "funding", "start_year", "confirmation"):
        assert facet(after, field) == before.get(field), field
    assert facet(after, "municipality")["herne"] == before["municipality"]["herne"] + 1


def test_where_nobody_seeks_anything_the_page_speaks_of_projects_alone(client, register, ask):
    assert facet(ask(), "kind") is None
    assert client.page("/suche").texts("#treffer") == ["4 Projekte"]


def test_both_ways_tell_the_same(seek, ask, lose_index):
    seek(action_field=ActionField.MOBILITY)
    by_index = ask(sort="title")
    lose_index()
    by_database = ask(sort="title")
    assert sorted(titles(by_index)) == sorted(titles(by_database))
    for group in by_index.facets:
        assert facet(by_database, group.facet.field) == facet(by_index, group.facet.field), group.facet.field


def test_pages_hold_each_hit_once(seek, either):
    for number in range(3):
        seek(f"Gesuch {number}")
    found = [title for page in (1, 2, 3, 4) for title in titles(either(page=page, page_size=2))]
    assert len(found) == len(set(found)) == 7


def test_the_index_follows_what_becomes_of_it(seek, change, ask, database):
    number = seek(known=False)
    assert titles(ask(words=WORD)) == []
    change(service.publish, number)
    assert len(titles(ask(words=WORD))) == 1
    change(service.rewrite, number, Need(Kind.REUSE, "Anders", "Etwas ganz Neues: Drohnen."))
    assert (titles(ask(words=WORD)), titles(ask(words="Drohnen"))) == ([], ["Anders"])
    change(service.close, number, met=True)
    assert titles(ask(words="Drohnen")) == []


def test_what_is_closed_just_now_is_not_shown(seek, ask, database, acting):
    number = seek()
    with database.unit_of_work() as session:  # the index has not followed yet
        service.close(session, acting, number, session.get(Wanted, number).version, met=True)
    assert titles(ask(words=WORD)) == []


def test_a_new_name_of_the_kommune_is_found(seek, database, drain, ask):
    seek()
    with database.unit_of_work() as session:
        organisations.by_slug(session, "herne").name = "Neuherne"
    drain()
    assert "Wer hat Bauakten digitalisiert?" in titles(ask(words="Neuherne bauakten"))


def test_the_gesuch_of_a_kreis_has_no_kommune(database, drain, either):
    with database.unit_of_work() as session:
        kreis = factories.organisation(session, "Kreis Wesel", OrganisationKind.DISTRICT)
        account = factories.account(session, kreis, email="kreis@wesel.example", role=Role.EDITOR)
        acting = Acting(accounts.actor_of(account), utcnow(), Duties())
        made = service.write(session, acting, kreis, Need(Kind.VISIT, "Im Kreis", "Etwas."))
        service.publish(session, acting, made.id, made.version)
    drain()
    answer = either()
    assert NOT_STATED not in (facet(answer, "municipality") or {})
    assert facet(answer, "district") == {"kreis-wesel": 1}


def test_the_page_says_that_a_hit_is_a_gesuch(seek, client):
    number = seek(action_field=ActionField.MOBILITY)
    page = client.page("/suche", q=WORD)
    assert page.texts("#treffer") == [f"1 Gesuch zu „{WORD}“"]
    [card] = page.all("#ergebnisse .card")
    assert page.texts(".card .card__preline .label") == ["Gesuch"]
    assert [one.get("href") for one in page.all(".card__link")] == [f"/gesuche/{number}"]
    assert card is not None
    both = client.page("/suche")
    assert both.texts("#treffer") == ["4 Projekte und 1 Gesuch"]
    assert both.texts("#facet-was .choice > span:first-of-type") == ["Projekte", "Gesuche"]
    only = client.page("/suche", was="gesuche")
    assert only.texts("#treffer") == ["1 Gesuch"]
    assert "Projekte und Gesuche: Gesuche" in only.texts(".chip")[0]


def test_what_somebody_wrote_is_only_text(seek, client):
    seek("<script>alert(1)</script>")
    answer = client.get("/suche", query_string={"q": "script"})
    assert "<script>alert" not in answer.text


def test_the_list_of_projects_for_programs_has_none(seek, client):
    seek()
    answer = client.get("/api/v1/projects").json
    assert answer["total"] == 4
    assert not {"kind", "partnership"} & {group["field"] for group in answer["facets"]}
    assert client.get("/api/v1/projects", query_string={"kind": "wanted"}).status_code == 422


class TestForPrograms:
    def test_the_list_and_one_of_it(self, seek, client, description):
        number = seek(action_field=ActionField.MOBILITY, gives="Kuchen")
        seek("Noch geheim", known=False)
        answer = client.get("/api/v1/wanted").json
        assert (answer["total"], [each["id"] for each in answer["items"]]) == (1, [number])
        [one] = answer["items"]
        assert one == client.get(f"/api/v1/wanted/{number}").json
        assert one["organisation"] == {"slug": "herne", "name": "Herne", "kind": "municipality"}
        assert (one["state"], one["kind"], one["action_field"], one["gives"]) == ("open", "visit", "mobility", "Kuchen")
        assert one["url"].endswith(f"/gesuche/{number}")
        assert set(one) == set(description["components"]["schemas"]["Wanted"]["properties"])
        assert "person" not in str(one)

    @pytest.mark.parametrize(
        ("query", "total"),
        [
            ({"q": "bauakten"}, 1),
            ({"q": "Drohne"}, 0),
            ({"kind": "visit"}, 1),
            ({"kind": "reuse"}, 0),
            ({"municipality": "herne"}, 1),
            ({"municipality": "bochum"}, 0),
        ],
    )
    def test_it_can_be_narrowed(self, seek, client, query, total):
        seek()
        answer = client.get("/api/v1/wanted", query_string=query).json
        assert (answer["total"], len(answer["items"])) == (total, total)

    @pytest.mark.parametrize(
        "query", [{"kind": "project"}, {"phase": "pilot"}, {"page": "0"}, {"municipality": "nirgends"}, {"x": "1"}]
    )
    def test_what_it_does_not_know_is_refused(self, seek, client, query):
        assert client.get("/api/v1/wanted", query_string=query).status_code == 422

    def test_behind_the_last_page_there_is_nothing(self, seek, client):
        seek()
        answer = client.get("/api/v1/wanted", query_string={"page": 2}).json
        assert (answer["items"], answer["total"], answer["pages"]) == ([], 1, 1)

    def test_a_draft_and_what_does_not_exist(self, seek, client):
        for number in (seek(known=False), 999):
            answer = client.get(f"/api/v1/wanted/{number}")
            assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")

    def test_what_is_over_is_no_longer_there(self, seek, change, client):
        number = seek()
        change(service.close, number, met=True)
        assert client.get(f"/api/v1/wanted/{number}").status_code == 404
        assert client.get("/api/v1/wanted").json["total"] == 0

    def test_the_description_shows_both(self, seek, client):
        seek()
        page = client.page("/api")
        assert {"Gesuche suchen", "Ein Gesuch lesen"} <= set(page.texts("h2"))


def test_a_title_is_proposed_as_a_gesuch(seek, client):
    seek("Zeppelinlandeplatz")
    proposed = client.get("/suche/vorschlaege", query_string={"q": "zeppelinl"}).json["suggestions"]
    assert ("Zeppelinlandeplatz", "Gesuch") in [(each["text"], each["kind"]) for each in proposed]


def test_a_project_is_like_projects_only(seek, client, database, drain):
    with database.unit_of_work() as session:
        herne = organisations.by_slug(session, "herne")
        first, second = (
            factories.published(
                session, herne, title=f"Drohnen für Dachflächen {number}", summary="Wärmebild, Dachziegel"
            )
            for number in (1, 2)
        )
        slugs = first.slug, second.title
    seek("Drohnen für Dachflächen, Wärmebild und Dachziegel")
    drain()
    page = client.page(f"/projekte/{slugs[0]}")
    assert slugs[1] in page.text
    assert "/gesuche/1" not in [one.get("href") for one in page.all("a")]


def test_it_takes_no_more_questions_however_many_there_are(seek, ask, database):
    seek()
    with recorded(database.engine) as few:
        ask()
    for number in range(5):
        seek(f"Gesuch {number}")
    with recorded(database.engine) as many:
        ask()
    assert len(few) == len(many) <= 9
