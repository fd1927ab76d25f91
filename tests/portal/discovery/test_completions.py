"""Ways to go on while somebody types."""

import pytest

from portal.discovery.results import completions
from portal.pace import Pace
from tests.support.statements import recorded

pytestmark = pytest.mark.seeded


@pytest.fixture
def proposed(client):
    def proposed(typed):
        answer = client.get("/suche/vorschlaege", query_string={"q": typed})
        assert answer.status_code == 200
        return [(each["text"], each["kind"]) for each in answer.json["suggestions"]]

    return proposed


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hern", ("Herne", "Kommune")),
        ("muelh", ("Mülheim an der Ruhr", "Kommune")),
        ("glasf", ("Glasfaser", "Schlagwort")),
        ("glasfasera", ("Glasfaserausbau", "")),
        ("kreis w", ("Kreis Wesel", "Kreis")),
        ("burgerb", ("Bürgerbeteiligung", "Schlagwort")),
        ("sensoren hatt", ("sensoren Hattingen", "")),
    ],
)
def test_words_tags_and_municipalities_are_proposed(proposed, typed, expected):
    assert expected in proposed(typed)


def test_titles_are_proposed_as_projects(proposed):
    assert "Projekt" in {kind for _, kind in proposed("telenot")}


NOTHING = ["", " ", "a", "\x00", "%", "wie ", "macht", "glasfaser g", "qxyzzq", "x" * 100_000, '"', "stadt:"]


@pytest.mark.parametrize("typed", NOTHING)
def test_anything_gets_an_answer(proposed, typed):
    assert proposed(typed) == []


def test_bytes_that_are_no_text_do_no_harm(client):
    assert client.get("/suche/vorschlaege?q=%ff%ed%a0%80").json == {"suggestions": []}


def test_an_answer_may_be_kept_by_the_browser_alone_and_writes_nothing(client, database):
    with recorded(database.engine) as sent:
        answer = client.get("/suche/vorschlaege?q=hern")

    assert answer.cache_control.private
    assert answer.cache_control.max_age == 60
    assert "Set-Cookie" not in answer.headers
    assert len(sent) <= 2  # the Kommunen, and whether a title is that of a Gesuch
    assert all(statement.startswith("SELECT") for statement in sent)


def test_without_the_index_there_are_none(proposed, lose_index):
    lose_index()

    assert proposed("hern") == []


def test_an_address_that_asks_too_much_has_to_wait(client, monkeypatch):
    monkeypatch.setattr(completions, "pace", Pace(limit=1, seconds=60))
    assert client.get("/suche/vorschlaege?q=hern").json["suggestions"]
    refused = client.get("/suche/vorschlaege?q=hern")

    assert (refused.status_code, refused.json) == (429, {"suggestions": []})
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert refused.headers["Cache-Control"] == "no-store"
