"""What is thematically similar, on the page and in the JSON door: only where it is switched on."""

import dataclasses

import pytest

from tests.portal.discovery.test_api import faults

NOTHING_BUT_SIMILAR = "wedding"  # the word stands nowhere, and means nothing in German; one entry is about marrying


@pytest.fixture
def by_meaning(app):
    """The index made anew, as after switching on."""
    app.extensions["indexer"].rebuild()


class TestSwitchedOn:
    @pytest.fixture
    def settings(self, settings):
        return dataclasses.replace(settings, search_by_meaning=True)

    @pytest.mark.seeded
    def test_page_door_and_help(self, page, client, description, by_meaning):
        shown = page("/suche", q=NOTHING_BUT_SIMILAR)
        similar = shown.texts(".tail .card__title")
        assert any("Hochzeit" in title for title in similar)
        assert shown.texts(".tail h3") == ["Thematisch ähnlich"]
        assert "nach dem Sinn gefunden, nicht nach Ihren Wörtern" in shown.texts(".tail > p")[0]
        assert shown.texts("[data-results-count]")[0] == f"0 Projekte zu „{NOTHING_BUT_SIMILAR}“"
        assert "Dazu wurde nichts gefunden" in shown.text
        assert "Oder stöbern Sie" not in shown.text
        assert not shown.all(".card mark")
        assert not shown.all(".card__reasons")

        answer = client.get("/api/v1/projects", query_string={"q": NOTHING_BUT_SIMILAR}).json
        assert not faults(description, "ProjectPage", answer)
        assert (answer["total"], answer["items"], answer["tail"], answer["tail_total"]) == (0, [], [], 0)
        assert [entry["title"] for entry in answer["related"]] == similar
        assert not any(value["count"] for facet in answer["facets"] for value in facet["values"])
        beyond = client.get("/api/v1/projects", query_string={"q": NOTHING_BUT_SIMILAR, "page": 2}).json
        assert beyond["related"] == []

        assert not page("/suche", q="App").all("#aehnlich")
        assert "Thematisch ähnlich" in page("/suche/hilfe").text

    def test_an_index_from_before_is_not_taken(self, page, app):
        assert not app.extensions["indexer"].index.status().usable
        assert page("/suche", q="Akte").all(".kern-alert")
        app.extensions["indexer"].rebuild()
        assert app.extensions["indexer"].index.status().usable


@pytest.mark.seeded
def test_no_trace_of_it_when_it_is_off(page, client):
    for address in ("/suche/hilfe", f"/suche?q={NOTHING_BUT_SIMILAR}"):
        assert "hematisch" not in page(address).text
    assert client.get("/api/v1/projects", query_string={"q": NOTHING_BUT_SIMILAR}).json["related"] == []
