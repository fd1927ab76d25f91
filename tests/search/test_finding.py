import pytest

from search import Index, Query

FINDS = [
    ("Termin", "termine"),
    ("Terminvergabe", "termine"),
    ("online terminvergabe", "termine"),
    ("Bürgerinnen", "termine"),
    ("Buergerbuero Termine", "termine"),
    ("eakte", "akte"),
    ("E-Akte", "akte"),
    ("E Akte", "akte"),
    ("elektronische Akten", "akte"),
    ("Maengelmelder", "melder"),
    ("Mangelmelder", "melder"),
    ("Mängel", "melder"),
    ("Strassen Beleuchtung", "melder"),
    ("lorawan", "melder"),
    ("Smart City", "melder"),
    ("smartcity", "melder"),
    ("Smart-City", "melder"),
    ("IT Schulen", "glasfaser"),
    ("Schule Bochum", "glasfaser"),
    ("Glasfaser für die Schulen", "glasfaser"),
]


@pytest.mark.parametrize(("words", "key"), FINDS)
def test_finds_what_a_clerk_means(register: Index, words: str, key: str) -> None:
    assert key in register.search(Query(words)).keys


@pytest.mark.parametrize("words", ["Raumfahrt", "Weinbau", "Glasfaser Weinbau", "und", "***", "E"])
def test_finds_nothing_where_nothing_fits(register: Index, words: str) -> None:
    results = register.search(Query(words))
    assert (results.total, results.hits) == (0, ())
    assert not any(results.facets.values())


@pytest.mark.parametrize("words", ["", "   ", "\n\t"])
def test_without_words_everything_newest_first(register: Index, words: str) -> None:
    results = register.search(Query(words))
    assert results.keys == ("akte", "glasfaser", "termine", "melder")
    assert results.total == 4
    assert all(hit.highlights == {} for hit in results.hits)


def test_words_are_joined_by_and(register: Index) -> None:
    assert set(register.search(Query("Herne")).keys) == {"melder", "glasfaser"}
    assert [hit.key for hit in register.search(Query("Herne Glasfaser")).hits] == ["glasfaser"]


@pytest.mark.parametrize("offset", [0, 1, 3, 4, 10**9])
def test_pages(register: Index, offset: int) -> None:
    everything = register.search(Query("")).keys
    page = register.search(Query("", offset=offset, limit=2))
    assert page.keys == everything[offset : offset + 2]
    assert page.total == 4
    by_relevance = register.search(Query("Herne", offset=offset, limit=1))
    assert by_relevance.total == 2
    assert by_relevance.keys == register.search(Query("Herne")).keys[offset : offset + 1]


def test_no_hits_asked_gives_counts_only(register: Index) -> None:
    results = register.search(Query("", limit=0))
    assert (results.total, results.hits) == (4, ())


@pytest.mark.parametrize(
    "wrong",
    [
        {"filters": {"colour": ("red",)}},
        {"filters": {"title": ("x",)}},
        {"sort": "random"},
        {"offset": -1},
        {"limit": -1},
    ],
)
def test_wrong_questions_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"unknown|negative"):
        Query("", **wrong)  # type: ignore[arg-type]
