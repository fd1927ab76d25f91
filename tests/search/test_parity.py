"""After any history of commits, an index answers as the slow reference and as Whoosh's own matchers do."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.query import And, Or, Term
from whoosh.searching import Searcher

from search import Document, Hit, Index, Query, Results
from search.layout import WORDS
from search.planning.gazetteer import EVERYWHERE
from search.planning.plans import Plan
from search.reading import postings
from tests.search import reference
from tests.search.matching import Ranked, Slow
from tests.search.strategies import batches, examples, queries, registers

CLOSE = 1e-4
TAIL = 20
FAINTEST = 0.1  # of the best of the tail


@pytest.mark.parametrize("frequent", [0, 3, 1000])  # no key is taken as a row, some are, all are
@settings(deadline=None, max_examples=examples(12))
@given(registers(), batches(), st.lists(queries, min_size=5, max_size=10))
def test_parity(
    frequent: int, start: list[Document], commits: list[dict[str, Document | None]], asked: list[Query]
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "_FREQUENT", frequent)
        index = Index(Path(folder, "index"))
        index.rebuild(start)
        current = {document.key: document for document in start}
        ever = {document.digest: document for document in start}
        for commit in commits:
            write(index, commit, current)
            ever |= {document.digest: document for document in commit.values() if document is not None}
            assert dict(index.stored()) == {key: document.digest for key, document in current.items()}
        with whoosh(Path(folder, "index")) as searcher:
            slow = second_opinion(index, ever, searcher)
            for query in asked:
                results = index.search(query)
                check(results, index.plan(query), query, slow)
                check_against_whoosh(slow, index.plan(query), query, searcher)
                assert Index(Path(folder, "index")).search(query) == results


def write(index: Index, commit: Mapping[str, Document | None], current: dict[str, Document]) -> None:
    with index.writing() as batch:
        for key, document in commit.items():
            if document is None:
                batch.delete(key)
                current.pop(key, None)
            else:
                batch.put(document)
                current[key] = document


@contextmanager
def whoosh(directory: Path) -> Iterator[Searcher]:
    """Whoosh's own searcher, with its own BM25F, over the only generation of the folder."""
    [generation] = directory.glob("g-*")
    with open_dir(generation).searcher() as searcher:
        yield searcher


def second_opinion(index: Index, ever: Mapping[str, Document], searcher: Searcher) -> Slow:
    with index._opened() as snapshot:
        documents = [ever[snapshot.digest(number)] for number in range(snapshot.size)]
        live = [bool(each) for each in snapshot.live]
    assert [not searcher.reader().is_deleted(number) for number in range(len(documents))] == live
    known: dict[str, dict[int, float]] = {}

    def bm25(key: str, number: int) -> float:
        """Whoosh hides deleted documents; of those it only counts whether they match."""
        if key not in known:
            known[key] = scores_of_whoosh(searcher, key)
        return known[key][number] if live[number] else 1.0

    return Slow(documents, live, bm25)


def scores_of_whoosh(searcher: Searcher, key: str) -> dict[int, float]:
    found = {}
    matcher = searcher.postings(WORDS, key)
    while matcher.is_active():
        found[matcher.id()] = matcher.score() / searcher.idf(WORDS, key)
        matcher.next()
    return found


def check(results: Results, plan: Plan | None, query: Query, slow: Slow) -> None:
    numbers = {slow.documents[number].key: number for number, live in enumerate(slow.live) if live}
    ranked = None if plan is None else Ranked(slow, plan, query.today)
    found = dict.fromkeys(numbers.values(), 0.0) if ranked is None else ranked.hits
    found = {number: score for number, score in found.items() if passes(slow, number, query.restrict)}
    hits = {number: score for number, score in found.items() if passes(slow, number, query.filters)}

    assert {numbers[hit.key]: hit.score for hit in results.hits} == pytest.approx(hits, rel=CLOSE)
    assert len(results.hits) == results.total == len(hits)
    documents = [slow.documents[number] for number in found]
    for group, plain in reference.counts(documents, query.filters).items():
        assert {each.value: each.count for each in results.facets[group] if each.count} == plain
    by_score = query.sort == "relevance" and ranked is not None
    check_order(results.hits, slow, "newest" if query.sort == "relevance" else query.sort, by_score=by_score)
    check_tail(results, {} if ranked is None else ranked.tail, query, slow, numbers)


def check_tail(results: Results, tail: dict[int, float], query: Query, slow: Slow, numbers: Mapping[str, int]) -> None:
    both = [query.restrict, query.filters]
    tail = {number: score for number, score in tail.items() if all(passes(slow, number, each) for each in both)}
    least = max(tail.values(), default=0.0) * FAINTEST
    shown = {numbers[hit.key]: hit.score for hit in results.tail}
    assert shown == pytest.approx({number: tail[number] for number in shown}, rel=CLOSE)
    # Scores on the limit may fall to either side of it.
    assert shown.keys() >= {number for number, score in tail.items() if score > least * (1 + CLOSE)}
    assert all(score >= least * (1 - CLOSE) for score in shown.values())
    assert results.tail_total == len(results.tail) <= TAIL
    check_order(results.tail, slow, "newest", by_score=True)


def passes(slow: Slow, number: int, filters: reference.Filters) -> bool:
    return reference.passes(slow.documents[number], filters)


def check_order(hits: tuple[Hit, ...], slow: Slow, sort: str, *, by_score: bool) -> None:
    live = (document for document, live in zip(slow.documents, slow.live, strict=True) if live)
    ranks = {document.key: rank for rank, document in enumerate(reference.ordered(live, sort))}
    order = [(-hit.score if by_score else 0.0, ranks[hit.key]) for hit in hits]
    assert order == sorted(order)


def check_against_whoosh(slow: Slow, plan: Plan | None, query: Query, searcher: Searcher) -> None:
    """Where no word is excluded and none has to stand near another, Whoosh's own query finds the same."""
    if plan is None or not plan.required or plan.excluded or plan.scope != EVERYWHERE:
        return
    alternatives = [each for wanted in plan.required for each in wanted.alternatives]
    if any(each.offsets or each.window is not None for each in alternatives):
        return
    question = And([
        Or([And([Term(WORDS, key) for key in each.keys]) for each in wanted.alternatives]) for wanted in plan.required
    ])  # fmt: skip
    found = set(searcher.docs_for_query(question)) if searcher.doc_count_all() else set()
    assert found == set(Ranked(slow, plan, query.today).hits)


@settings(deadline=None, max_examples=examples(10))
@given(registers(), st.lists(queries, min_size=5, max_size=10))
def test_what_is_searched_instead_is_answered_as_if_it_were_typed(start: list[Document], asked: list[Query]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder, "index"))
        index.rebuild(start)
        for exact in asked:
            results = index.search(replace(exact, exact=False))
            if results.corrected is None:
                assert results == index.search(exact)
            else:
                assert index.search(exact).total == 0
                instead = index.search(replace(exact, words=results.corrected))
                assert replace(results, corrected=None) == replace(instead, proposal=None)
