"""What ranks higher, and by how much."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from search import Index, Query
from search.equivalents import Synonyms
from search.matching import ranking
from tests.search.asking import hits, tail
from tests.search.samples import PLACES, project

TODAY = date(2026, 5, 1)


def test_titles_rank_before_texts(build: Callable[..., Index]) -> None:
    index = build(project("text", "Brücke", summary="Sensor"), project("titel", "Sensor", summary="Brücke"))
    assert hits(index, "Sensor") == ("titel", "text")
    assert hits(index, "Brücke") == ("text", "titel")


def test_whole_words_rank_before_longer_ones(build: Callable[..., Index]) -> None:
    index = build(project("langes", "Sensor-Brücke"), project("ganzes", "Sensoren"))
    assert hits(index, "Sensor") == ("ganzes", "langes")


def test_rare_words_count_more(build: Callable[..., Index]) -> None:
    often = [project(f"oft-{number}", "Brücke", text="Ein Satz") for number in range(9)]
    index = build(*often, project("beide", "Satz", text="Ein Sensor im Brücke"))
    assert tail(index, "Sensor Brücke Kanal")[0] == "beide"


def test_words_near_each_other_rank_before_words_far_apart(build: Callable[..., Index]) -> None:
    index = build(
        project("fern", "Straße", text="Hier steht noch etwas ganz anderes über die Beleuchtung"),
        project("nah", "Etwas", text="Hier steht noch etwas ganz anderes über Beleuchtung an der Straße"),
        project("wort", "Etwas", text="Hier steht noch etwas ganz anderes über die Straßen-Beleuchtung"),
    )
    assert hits(index, "Straßen-Beleuchtung") == ("wort", "nah")


@pytest.mark.parametrize(
    ("confirmed", "today", "raised_by"),
    [
        ("2026-05-01", TODAY, 1.1),
        ("2026-05-01T09:30:00.000001+00:00", TODAY, 1.1),  # as the portal states it
        ("2025-11-01", TODAY, 1 + 0.1 * (1 - 181 / 365)),
        ("2025-11", TODAY, 1 + 0.1 * (1 - 181 / 365)),
        ("2025-05-01", TODAY, 1.0),
        ("2019", TODAY, 1.0),
        ("", TODAY, 1.0),
        ("2026-05-02", TODAY, 1.1),  # a clock that is ahead gains nothing
        ("2026-05-01", None, 1.0),
        ("keins", TODAY, 1.0),
    ],
)
def test_entries_confirmed_within_a_year_rank_a_little_higher(
    build: Callable[..., Index], confirmed: str, today: date | None, raised_by: float
) -> None:
    index = build(project("a", "Sensor", sort_confirmed=confirmed), project("b", "Sensor", sort_newest="2026"))
    scores = {hit.key: hit.score for hit in index.search(Query("Sensor", today=today)).hits}
    assert scores["a"] / scores["b"] == pytest.approx(raised_by, rel=1e-5)


@pytest.mark.parametrize(("days", "raised_by"), [(60, 1.05), (30, 1.0), (20, 1.0), (300, 1.09)])
def test_how_long_a_confirmation_counts_is_up_to_the_operator(
    build: Callable[..., Index], days: int, raised_by: float
) -> None:
    index = build(project("a", "Sensor", sort_confirmed="2026-04-01"), project("b", "Sensor", sort_newest="2026"))
    for _ in range(2):  # what was reckoned for another period does not stay
        hits = index.search(Query("Sensor", today=TODAY, fresh_days=days)).hits
        scores = {hit.key: hit.score for hit in hits}
        assert scores["a"] / scores["b"] == pytest.approx(raised_by, rel=1e-5)
        index.search(Query("Sensor", today=TODAY))


def test_no_days_are_refused() -> None:
    with pytest.raises(ValueError, match="a day at least"):
        Query("Sensor", fresh_days=0)


def test_a_confirmation_does_not_beat_a_better_match(build: Callable[..., Index]) -> None:
    index = build(project("titel", "Sensor"), project("text", "Brücke", text="Sensor", sort_confirmed="2026-05-01"))
    assert hits(index, "Sensor", today=TODAY) == ("titel", "text")


def test_without_words_a_confirmation_changes_nothing(build: Callable[..., Index]) -> None:
    index = build(project("a", "A", sort_confirmed="2026-05-01"), project("b", "B", sort_newest="2026"))
    assert hits(index, "", today=TODAY) == ("b", "a")


def test_the_tail_follows_the_hits_on_their_last_page_only(build: Callable[..., Index]) -> None:
    both = [project(f"beide-{number}", "Sensor Brücke", sort_newest=f"202{number}") for number in range(5)]
    one = [project(f"eins-{number}", "Brücke", sort_newest=f"202{number}") for number in range(5)]
    index = build(*both, *one)
    first = index.search(Query("Sensor Brücke", limit=3))
    second = index.search(Query("Sensor Brücke", limit=3, offset=3))
    assert (first.total, first.tail_total, first.tail) == (5, 5, ())
    assert [hit.key for hit in first.hits] == ["beide-4", "beide-3", "beide-2"]
    assert [hit.key for hit in second.hits] == ["beide-1", "beide-0"]
    assert [hit.key for hit in second.tail] == [f"eins-{number}" for number in (4, 3, 2, 1, 0)]
    assert second.keys == tuple(hit.key for hit in (*second.hits, *second.tail))
    assert (second.total, second.tail_total) == (5, 5)


def test_there_is_no_tail_after_a_full_page_of_hits_and_never_more_than_twenty(build: Callable[..., Index]) -> None:
    one = [project(f"eins-{number}", "Brücke") for number in range(30)]
    many = [project(f"beide-{number}", "Sensor Brücke") for number in range(20)]
    index = build(*one, *many[:19])
    assert len(tail(index, "Sensor Brücke")) == 20
    with index.writing() as batch:
        batch.put(many[19])
    results = index.search(Query("Sensor Brücke"))
    assert (results.total, results.tail, results.tail_total) == (20, (), 0)


def test_the_tail_is_filtered_restricted_and_left_out_without_words(build: Callable[..., Index]) -> None:
    index = build(
        project("a", "Brücke", phase="betrieb", start_year=2020),
        project("b", "Brücke", phase="idee", start_year=2021),
        project("c", "Sensor Brücke", phase="betrieb"),
    )
    assert tail(index, "Sensor Brücke") == ("a", "b")
    assert tail(index, "Sensor Brücke", filters={"phase": ("idee",)}) == ("b",)
    assert tail(index, "Sensor Brücke", restrict={"start_year": ("2020",)}) == ("a",)
    assert tail(index, "") == ()


def test_what_matches_far_less_than_the_best_of_the_tail_is_left_out(build: Callable[..., Index]) -> None:
    index = build(
        project("viel", "Sensor", tags=("Brücke",), municipality=("herne",)),
        project("wenig", "Etwas", partners="Wort " * 200 + "Brücke", municipality=("witten",)),
    )
    assert tail(index, "Sensor Brücke Kanal Herne") == ("viel",)
    assert "wenig" in index.search(Query("Brücke Kanal", places=PLACES)).keys


def test_far_fetched_ways_are_looked_up_as_long_as_they_are_not_too_many(
    build: Callable[..., Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [
        project("hit", "Quax"),
        project("row", "blaue Brücke"),
        project("near", "Brücke, ganz blau"),
        project("one", "Klettern"),
    ]
    index = build(*documents)
    synonyms = Synonyms("1", wider=(("Quax", ("blaue Brücke", "Klettern")),))
    assert hits(index, "Quax", synonyms=synonyms) == ("hit",)
    assert set(tail(index, "Quax", synonyms=synonyms)) == {"row", "near", "one"}
    # Two documents have each of the two words: room for the words in a row, not for the words near each other.
    monkeypatch.setattr(ranking, "MOST_POSTINGS", 7)
    another = replace(synonyms, version="2")
    assert hits(index, "Quax", synonyms=another) == ("hit",)
    found = index.search(Query("Quax", synonyms=another)).tail
    assert {each.key for each in found} == {"row", "one"}
    assert all(each.reasons for each in found)
