"""The read-only JSON door, held against its own description."""

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from portal.organisations.models import OrganisationKind
from portal.partial_date import PartialDate
from portal.projects import queries
from portal.projects.joint import service as joint
from portal.projects.vocabulary import (
    BudgetBand,
    Cooperation,
    LessonKind,
    LinkKind,
    MaturityScale,
    Phase,
    Reuse,
    Visibility,
)
from tests import factories
from tests.support.statements import recorded

EVERYTHING = {
    "description": "## Worum es geht\n\nUm **alles**.",
    "lead_note": "Amt 10",
    "partners": [{"name": "Stadtwerke", "role": None}],
    "department": "Amt für Digitales",
    "it_provider": "Rechenzentrum",
    "problem": "Papier",
    "goal": "Kein Papier",
    "results": "Weniger Papier",
    "tags": ["Papier"],
    "technologies": ["E-Akte"],
    "ozg_topics": ["Bauen & Wohnen"],
    "services": [
        {
            "leika_key": "99012070001000",
            "maturity_scale": MaturityScale.V2_0,
            "maturity_value": 7,
            "maturity_as_of": PartialDate(2026, 1),
        }
    ],
    "phase": Phase.OPERATION,
    "start": PartialDate(2024),
    "end": PartialDate(2026, 12),
    "next_step": "Weitere Ämter",
    "budget_band": BudgetBand.UNDER_50K,
    "running_cost_band": BudgetBand.NONE,
    "funding_programme": "Eigenes Programm",
    "grant_reference": "AB-1",
    "funding_note": "Die Hälfte",
    "products": "Eine Software",
    "standards": "XBau",
    "licence": "EUPL-1.2",
    "repository_url": "https://code.example.org/papier",
    "documentation_url": "https://doku.example.org/papier",
    "cooperation": [Cooperation.SHARE_EXPERIENCE],
    "offers": "Rat",
    "seeks": "Tat",
    "reuse": [Reuse.SOURCE_CODE],
    "lessons": [
        {"kind": LessonKind.WORKED, "text": "Klappte gut", "visibility": Visibility.PUBLIC},
        {"kind": LessonKind.FAILED, "text": "Nur für Beschäftigte", "visibility": Visibility.STAFF},
        {"kind": LessonKind.DIFFERENTLY, "text": "Nur für uns", "visibility": Visibility.ORGANISATION},
    ],
    "contact_mailbox": "digital@herne.example",
    "links": [{"label": "Mehr", "url": "https://www.example.org/mehr", "kind": LinkKind.PRESS}],
    "sources": [{"url": "https://www.example.org/bericht", "date": PartialDate(2025, 3, 1)}],
    "status_as_of": PartialDate(2025, 3),
    "phase_source_word": "läuft",
    "editorial_note": "Geprüft",
}


@pytest.fixture
def herne(database):
    with database.unit_of_work() as session:
        kreis = factories.organisation(session, "Kreis Muster", OrganisationKind.DISTRICT)
        return factories.organisation(session, "Herne", district=kreis)


@pytest.fixture
def full(app, database, herne):
    """An entry that states everything, with two participants of which one has denied its part."""
    with database.unit_of_work() as session:
        factories.organisation(session, "Bochum")
        essen = factories.organisation(session, "Essen")
        project = factories.published(session, session.merge(herne), **EVERYTHING, participants=["bochum", "essen"])
        denied = queries.participation(session, project.id, essen.id)
        joint.decide(session, factories.actor(session, essen), denied, project, takes_part=False)
    app.extensions["indexer"].drain()
    return project


def faults(description, schema, answer):
    """Return where an answer differs from a schema of the description: wrong values, missing and untold fields."""
    schemas = {"$ref": f"#/components/schemas/{schema}", "components": description["components"]}
    found = [f"{list(error.path)}: {error.message}" for error in OAS31Validator(schemas).iter_errors(answer)]
    return found + list(_untold(description, description["components"]["schemas"][schema], answer, schema))


def _untold(description, schema, answer, where):
    for option in schema.get("anyOf", [schema]):
        if "$ref" in option:
            schema = description["components"]["schemas"][option["$ref"].rpartition("/")[2]]
    if isinstance(answer, dict):
        if set(answer) != set(schema["properties"]):
            yield f"{where}: {set(answer) ^ set(schema['properties'])}"
        for name, value in answer.items():
            yield from _untold(description, schema["properties"].get(name, {}), value, f"{where}.{name}")
    if isinstance(answer, list):
        for number, value in enumerate(answer):
            yield from _untold(description, schema["items"], value, f"{where}.{number}")


def test_the_description_is_valid_openapi(description):
    validate(description)

    assert set(description["paths"]) == {
        "/api/v1/projects",
        "/api/v1/projects/{project_id}",
        "/api/v1/municipalities",
        "/api/v1/wanted",
        "/api/v1/wanted/{wanted_id}",
    }
    assert description["servers"] == [{"url": "http://localhost"}]
    assert not {"Error", "PaginationMetadata"} & set(description["components"]["schemas"])


def test_an_entry_is_as_described_and_tells_everything(client, description, full):
    answer = client.get(f"/api/v1/projects/{full.id}").json

    assert not faults(description, "ProjectEntry", answer)
    unsaid = {name for name, value in answer.items() if value in (None, [])}
    assert unsaid == {"viewpoint"}
    assert answer["url"] == f"http://localhost/projekte/{full.slug}"
    assert (answer["start"], answer["end"], answer["phase"]) == ("2024", "2026-12", "operation")
    assert answer["lead_organisation"] == answer["keeper"] == {"slug": "herne", "name": "Herne", "kind": "municipality"}
    assert answer["confirmation"]["kind"] == "confirmed"


def test_only_public_lessons_are_told(client, full):
    answer = client.get(f"/api/v1/projects/{full.id}")

    assert [lesson["text"] for lesson in answer.json["lessons"]] == ["Klappte gut"]
    assert "Nur für" not in answer.text
    assert "Nur für" not in client.get("/api/v1/projects").text


def test_who_denied_its_part_is_not_named(client, full):
    answer = client.get(f"/api/v1/projects/{full.id}").json

    assert answer["participants"] == ["bochum"]
    assert [(part["organisation"]["slug"], part["state"]) for part in answer["participations"]] == [("bochum", "named")]


def test_a_page_of_entries_is_as_described(client, description, full):
    answer = client.get("/api/v1/projects").json

    assert not faults(description, "ProjectPage", answer)
    assert (answer["total"], answer["page"], answer["page_size"], answer["pages"]) == (1, 1, 20, 1)
    assert answer["search_degraded"] is False


@pytest.mark.seeded
def test_every_answer_of_the_register_is_as_described(client, description):
    for number in (1, 2, 3):
        found = client.get("/api/v1/projects", query_string={"page": number, "page_size": 100, "sort": "title"}).json
        assert not faults(description, "ProjectPage", found)
        assert found["total"] == 209
    kommunen = client.get("/api/v1/municipalities").json
    assert not faults(description, "MunicipalityList", kommunen)
    assert kommunen["total"] == len(kommunen["items"]) == 53


@pytest.mark.seeded
def test_hits_and_tail_come_apart_with_their_reasons(client, description):
    answer = client.get("/api/v1/projects", query_string={"q": "Glasfaser Gewerbegebiet"}).json

    assert not faults(description, "ProjectPage", answer)
    assert (answer["total"], answer["tail_total"]) == (len(answer["items"]), len(answer["tail"]))
    assert answer["tail"]
    for hit in answer["items"]:
        assert {reason["word"] for reason in hit["reasons"]} == {"Glasfaser", "Gewerbegebiet"}
    assert {reason["how"] for hit in answer["items"] for reason in hit["reasons"]} <= {
        "whole",
        "part",
        "same",
        "related",
    }
    assert all(reason["found"] for hit in (*answer["items"], *answer["tail"]) for reason in hit["reasons"])
    beyond = client.get("/api/v1/projects", query_string={"q": "Glasfaser Gewerbegebiet", "page": 9}).json
    assert (beyond["items"], beyond["tail"], beyond["total"]) == ([], [], answer["total"])


@pytest.mark.seeded
def test_what_became_of_the_words_is_told(client, description):
    asked = {"q": "Wer hat Sensoren in Herne -Parken stadt:herne"}
    answer = client.get("/api/v1/projects", query_string=asked).json

    assert not faults(description, "ProjectPage", answer)
    assert (answer["understood"]["within"], answer["understood"]["excluded"]) == (["herne"], ["Parken"])
    assert answer["understood"]["places"] == ["herne"]


def test_what_stands_behind_stadt_is_told(client, description, full):
    asked = {"q": f"{full.title} -stadt:herne stadt:Bohcum"}
    answer = client.get("/api/v1/projects", query_string=asked).json

    assert not faults(description, "ProjectPage", answer)
    assert answer["understood"]["outside"] == ["herne"]
    assert answer["understood"]["unknown_places"] == [{"name": "Bohcum", "near": ["Bochum"]}]
    assert answer["total"] == 0


def test_a_correction_is_told_and_can_be_switched_off(client, full):
    asked = {"q": full.title.replace("r", "rr", 1)}
    corrected = client.get("/api/v1/projects", query_string=asked).json
    exact = client.get("/api/v1/projects", query_string=asked | {"exact": "true"}).json

    assert (corrected["total"], corrected["corrected"]) == (1, full.title)
    assert (exact["total"], exact["corrected"]) == (0, None)


@pytest.mark.seeded
def test_a_kommune_is_told_with_its_neighbours_facts_and_sources(client):
    kommunen = {each["slug"]: each for each in client.get("/api/v1/municipalities").json["items"]}

    assert kommunen["herne"]["district"] is None
    assert "bochum" in kommunen["herne"]["neighbours"]
    assert "herne" in kommunen["bochum"]["neighbours"]
    facts = {fact["kind"]: fact for fact in kommunen["herne"]["facts"]}
    assert 100_000 < facts["population"]["value"] < 200_000
    assert (facts["population"]["unit"], facts["area"]["unit"]) == ("inhabitants", "km2")
    assert facts["population"]["as_of"] == "2022-05-15"
    assert facts["population"]["source"]["licence"]
    found = client.get("/api/v1/projects", query_string={"municipality": "herne", "page_size": 1}).json
    assert kommunen["herne"]["project_count"] == found["total"]


SEARCHES = (
    ({"q": "Chatbot"}, {"q": "Chatbot"}),
    ({"q": "Baum", "sort": "title"}, {"q": "Baum", "sortierung": "titel"}),
    ({"action_field": "mobility", "sort": "newest"}, {"handlungsfeld": "mobilitaet", "sortierung": "neueste"}),
    (
        {"municipality": ["herne", "bochum"], "phase": ["operation", "not-stated"], "sort": "title"},
        {"kommune": ["herne", "bochum"], "phase": ["betrieb", "keine-angabe"], "sortierung": "titel"},
    ),
    (
        {"district": "kreisfrei", "confirmation": "unconfirmed", "page": 2},
        {"kreis": "kreisfrei", "bestaetigung": "noch-nicht-bestaetigt", "seite": 2},
    ),
    ({"start_year_from": 2018, "start_year_to": 2020}, {"beginn_von": 2018, "beginn_bis": 2020}),
    ({"near": "herne", "within_km": 20, "q": "App"}, {"um": "herne", "umkreis": 20, "q": "App"}),
    ({"neighbours_of": "herne", "sort": "title"}, {"um": "herne", "umkreis": "nachbarn", "sortierung": "titel"}),
)


@pytest.mark.seeded
def test_a_distance_may_be_any_whole_number_up_to_a_hundred(client):
    totals = [
        client.get("/api/v1/projects", query_string={"near": "herne", "within_km": reach, "page_size": 1}).json["total"]
        for reach in (1, 10, 17, 100)
    ]

    assert totals == sorted(totals)
    assert 0 < totals[0] < totals[1] < totals[2] < totals[3]


@pytest.mark.seeded
@pytest.mark.parametrize(("asked", "of_the_page"), SEARCHES)
def test_the_order_is_that_of_the_page(client, page, asked, of_the_page):
    answer = client.get("/api/v1/projects", query_string=asked).json
    shown = page("/suche", **of_the_page)

    assert answer["items"]
    assert ["/projekte/" + each["slug"] for each in answer["items"]] == [
        link.get("href") for link in shown.all("#ergebnisse > .cards .card__link")
    ]
    assert shown.texts("#treffer")[0].startswith(f"{answer['total']} Projekt")


@pytest.mark.seeded
def test_facets_count_and_their_values_can_be_asked_for(client):
    answer = client.get("/api/v1/projects", query_string={"page_size": 1}).json
    assert {group["field"] for group in answer["facets"]} >= {"action_field", "phase", "municipality", "technology"}
    for group in answer["facets"]:
        for value in group["values"][:3]:
            found = client.get("/api/v1/projects", query_string={group["field"]: value["value"], "page_size": 1}).json
            assert found["total"] == value["count"], (group["field"], value)
            assert [each["value"] for each in _group(found, group["field"])["values"] if each["selected"]] == [
                value["value"]
            ]


def _group(answer, field):
    return next(group for group in answer["facets"] if group["field"] == field)


@pytest.mark.seeded
def test_reading_page_by_page_meets_each_entry_once_and_ends(client):
    met, number = [], 1
    while items := client.get("/api/v1/projects", query_string={"page": number, "page_size": 50}).json["items"]:
        met += [item["id"] for item in items]
        number += 1

    assert number == 6
    assert len(met) == len(set(met)) == 209


@pytest.mark.seeded
def test_without_the_index_the_database_answers_and_says_so(app, settings, client):
    for path in sorted(settings.index_directory.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    answer = client.get("/api/v1/projects", query_string={"q": "Chatbot"}).json

    assert answer["search_degraded"] is True
    assert answer["total"] > 0


def test_page_ten_to_the_ninth_is_empty(client, full):
    answer = client.get("/api/v1/projects?page=1000000000").json

    assert (answer["items"], answer["total"], answer["page"]) == ([], 1, 1_000_000_000)


def test_drafts_are_unknown_and_archived_entries_gone_for_everybody(app, client, database, herne):
    with database.unit_of_work() as session:
        keeper = session.merge(herne)
        draft = factories.draft(session, keeper, title="Geheimer Entwurf")
        archived = factories.archived(session, keeper, title="Weggelegt")
        factories.account(session, keeper, email="redaktion@herne.example")
    app.extensions["indexer"].drain()
    editor = app.test_client()
    editor.page("/anmelden", next="/impressum").submit(
        "main form", email="redaktion@herne.example", password=factories.PASSWORD
    )

    for reader in (client, editor):
        assert reader.get(f"/api/v1/projects/{draft.id}").status_code == 404
        gone = reader.get(f"/api/v1/projects/{archived.id}")
        assert (gone.status_code, gone.json["reason"]) == (410, "Doppelt eingetragen")
        listed = reader.get("/api/v1/projects").text
        assert "Geheimer Entwurf" not in listed
        assert "Weggelegt" not in listed


@pytest.mark.parametrize("address", ["/api/v1/projects", "/api/v1/municipalities", "/api/v1/openapi.json"])
def test_an_answer_may_be_kept_and_asked_for_again(client, full, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in first.headers
    assert (again.status_code, again.data) == (304, b"")


def test_a_change_changes_the_tag(client, database, full):
    before = client.get(f"/api/v1/projects/{full.id}")
    with database.unit_of_work() as session:
        queries.by_id(session, full.id).title = "Neuer Titel"
    after = client.get(f"/api/v1/projects/{full.id}", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert after.json["version"] == before.json["version"] + 1


@pytest.mark.seeded
def test_the_number_of_queries_does_not_grow_with_the_page(client, database):
    counts = {}
    for size in (1, 100):
        with recorded(database.engine) as statements:
            assert client.get("/api/v1/projects", query_string={"page_size": size, "sort": "title"}).status_code == 200
        counts[size] = len([sql for sql in statements if sql.startswith("SELECT")])

    assert counts[1] <= counts[100] <= 20


@pytest.mark.seeded
def test_people_can_read_the_description(page, description):
    shown = page("/api")

    for path, item in description["paths"].items():
        assert f"GET {path}" in shown.texts("section > p > code")
        for parameter in item["get"].get("parameters", ()):
            assert parameter["name"] in shown.texts("dt code")
    for schema in description["components"]["schemas"]:
        assert shown.all(f"#antwort-{schema}")


@pytest.mark.seeded
def test_the_examples_of_the_page_are_true(client, page):
    for link in page("/api").all("section p.typed a"):
        assert client.get(link.get("href")).status_code == 200


def test_the_page_can_be_read_before_there_is_any_entry(page):
    assert len(page("/api").all("section pre")) == 4  # of a single Gesuch there is none to show
