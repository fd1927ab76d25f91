import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import DOES_NOT_APPLY, NOT_STATED, Document, Index, Query, Results
from tests.search import reference
from tests.search.strategies import examples, filters, registers


def counts(results: Results, group: str) -> dict[str, int]:
    return {facet.value: facet.count for facet in results.facets[group]}


def test_a_joint_project_counts_once_per_participant_and_once_in_the_total(register: Index) -> None:
    results = register.search(Query(filters={"municipality": ("herne", "bochum", "hattingen", "witten")}))
    assert results.total == 3
    assert counts(results, "municipality") == {
        "herne": 2, "bochum": 1, "hattingen": 1, "witten": 1, "schermbeck": 1,
    }  # fmt: skip


def test_or_inside_and_between_groups(register: Index) -> None:
    chosen = {"phase": ("betrieb", "umsetzung"), "action_field": ("verwaltung",)}
    assert register.search(Query(filters=chosen)).keys == ("akte", "termine")
    assert register.search(Query(filters=chosen | {"confirmation": ("confirmed",)})).keys == ("akte",)


def test_counts_are_those_of_the_other_groups(register: Index) -> None:
    results = register.search(Query(filters={"phase": ("umsetzung",)}))
    assert results.total == 1
    assert counts(results, "phase") == {"betrieb": 2, "umsetzung": 1, NOT_STATED: 1}
    assert counts(results, "action_field") == {"verwaltung": 1}


def test_documents_without_a_value_can_be_chosen(register: Index) -> None:
    assert register.search(Query(filters={"phase": (NOT_STATED,)})).keys == ("melder",)
    assert counts(register.search(Query()), "funding") == {NOT_STATED: 3, "mpsc": 1}


def test_values_that_are_not_optional_have_no_not_stated(register: Index) -> None:
    with register.writing() as batch:
        batch.put(Document("rvr", {"kind": "project", "title": "Verband"}))
    assert NOT_STATED not in counts(register.search(Query()), "action_field")


def test_what_does_not_apply_is_counted_nowhere(register: Index) -> None:
    before = counts(register.search(Query()), "phase")
    with register.writing() as batch:
        batch.put(Document("gesuch", {"kind": "wanted", "title": "Gesuch", "phase": DOES_NOT_APPLY}))
    results = register.search(Query())
    assert (results.total, counts(results, "phase")) == (5, before)
    for value in (*before, DOES_NOT_APPLY):
        assert "gesuch" not in register.search(Query(filters={"phase": (value,)})).keys


def test_an_unknown_value_matches_nothing_and_is_not_listed(register: Index) -> None:
    results = register.search(Query(filters={"phase": ("gibt-es-nicht",)}))
    assert (results.total, results.hits) == (0, ())
    assert counts(results, "phase") == {"betrieb": 2, "umsetzung": 1, NOT_STATED: 1}
    assert counts(results, "technology") == {}


def test_an_empty_choice_filters_nothing(register: Index) -> None:
    assert register.search(Query(filters={"phase": ()})).total == 4


def test_a_chosen_value_stays_listed_when_it_counts_nothing(register: Index) -> None:
    results = register.search(Query("Glasfaser", filters={"phase": ("umsetzung",)}))
    assert counts(results, "phase") == {"betrieb": 1, "umsetzung": 0}


def test_a_restriction_narrows_the_counts_of_its_own_group_too(register: Index) -> None:
    both = ("betrieb", "umsetzung")
    results = register.search(Query(restrict={"phase": both}, filters={"phase": ("umsetzung",)}))
    assert results.keys == ("akte",)
    assert counts(results, "phase") == {"betrieb": 2, "umsetzung": 1}
    assert counts(results, "action_field") == {"verwaltung": 1}
    assert counts(register.search(Query(restrict={"phase": both})), "action_field") == {"verwaltung": 2, "it": 1}


def test_counts_are_of_hits_alone_not_of_the_tail(register: Index) -> None:
    results = register.search(Query("Glasfaser Mängelmelder"))
    assert (results.total, set(results.keys)) == (0, {"glasfaser", "melder"})
    assert not any(results.facets.values())


def test_numbers_are_facet_values(register: Index) -> None:
    assert register.search(Query(filters={"start_year": ("2021",)})).keys == ("akte",)


def test_frequent_values_come_first(register: Index) -> None:
    shown = [facet.value for facet in register.search(Query()).facets["action_field"]]
    assert shown == ["verwaltung", "gesellschaft", "it"]


@settings(max_examples=examples(10), deadline=None)
@given(registers(), st.lists(st.tuples(filters, filters), min_size=5, max_size=10))
def test_counts_equal_a_plain_count(
    documents: list[Document], asked: list[tuple[reference.Filters, reference.Filters]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder, "index"))
        index.rebuild(documents)
        for chosen, restrict in asked:
            results = index.search(Query(filters=chosen, restrict=restrict, limit=50))
            narrowed = [document for document in documents if reference.passes(document, restrict)]
            expected = {document.key for document in narrowed if reference.passes(document, chosen)}
            assert set(results.keys) == expected
            assert results.total == len(expected)
            for group, plain in reference.counts(narrowed, chosen).items():
                assert {value: count for value, count in counts(results, group).items() if count} == plain


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (None, {"confirmed": 2, "unconfirmed": 2}),
        (date(2026, 3, 2), {"confirmed": 2, "unconfirmed": 2}),
        (date(2026, 3, 26), {"confirmed": 1, "overdue": 1, "unconfirmed": 2}),  # of 15 January, 70 days ago
        (date(2027, 1, 1), {"overdue": 2, "unconfirmed": 2}),
    ],
)
def test_a_confirmation_of_long_ago_is_overdue(register: Index, today: date | None, expected: dict[str, int]) -> None:
    query = Query(today=today, fresh_days=69)
    assert counts(register.search(query), "confirmation") == expected
    for value, count in expected.items():
        chosen = register.search(replace(query, filters={"confirmation": (value,)}))
        assert chosen.total == count
        assert counts(chosen, "confirmation") == expected
    both = register.search(replace(query, filters={"confirmation": ("confirmed", "overdue")}))
    assert both.total == 2
