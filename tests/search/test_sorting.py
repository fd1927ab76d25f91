from collections.abc import Callable

import pytest

from search import Index, Query
from tests.search.samples import project

DOCUMENTS = (
    project("a", "Zebra", sort_newest="2020-01", sort_confirmed=""),
    project("b", "Apfel", sort_newest="", sort_confirmed="2026-02-01"),
    project("c", "Melder", sort_newest="2024", sort_confirmed="2026-03-01"),
    project("d", "Apfel", sort_newest="2024-05-01"),
)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", "dcab"),
        ("relevance", "dcab"),
        ("recently_confirmed", "cbda"),
        ("title", "dbca"),  # equal titles: the newer first
    ],
)
def test_sorts(build: Callable[..., Index], sort: str, expected: str) -> None:
    assert "".join(build(*DOCUMENTS).search(Query("", sort=sort)).keys) == expected


def test_sorting_applies_to_searches_too(register: Index) -> None:
    assert register.search(Query("Herne", sort="newest")).keys == ("glasfaser", "melder")
    assert register.search(Query("Herne", sort="title")).keys == ("glasfaser", "melder")


def test_equal_scores_come_newest_first(build: Callable[..., Index]) -> None:
    index = build(
        project("alt", "Sensor", sort_newest="2019"),
        project("unbekannt", "Sensor"),
        project("neu", "Sensor", sort_newest="2025-03"),
    )
    assert index.search(Query("Sensor")).keys == ("neu", "alt", "unbekannt")
