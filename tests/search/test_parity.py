"""After any history of commits, an index answers as the plain reference and as Whoosh's own matchers do."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from whoosh.index import open_dir
from whoosh.query import And, Or, Term

from search import Document, Index, Query
from search.layout import KEY, WORDS
from search.planning import Plan
from tests.search import reference
from tests.search.strategies import batches, queries, registers


def keys_of_whoosh(folder: Path, plan: Plan) -> set[str]:
    """The keys that Whoosh's own query objects find in the only generation of the folder."""
    [generation] = folder.glob("g-*")
    query = And(
        [
            Or([And([Term(WORDS, key) for key in alternative.keys]) for alternative in wanted.alternatives])
            for wanted in plan.wanted
        ]
    )  # fmt: skip
    with open_dir(generation).searcher() as searcher:
        column = searcher.reader().column_reader(KEY) if searcher.doc_count_all() else {}
        return {bytes(column[number]).decode() for number in searcher.docs_for_query(query)}


@settings(max_examples=40, deadline=None)
@given(registers(), batches(), queries)
def test_parity(start: list[Document], commits: list[dict[str, Document | None]], query: Query) -> None:
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder, "index")
        index = Index(directory)
        index.rebuild(start)
        current = {document.key: document for document in start}
        for commit in commits:
            with index.writing() as batch:
                for key, document in commit.items():
                    if document is None:
                        batch.delete(key)
                        current.pop(key, None)
                    else:
                        batch.put(document)
                        current[key] = document
            assert dict(index.stored()) == {key: document.digest for key, document in current.items()}
        plan = index.plan(query.words)
        matched = [document for document in current.values() if reference.matches(document, plan)]
        results = index.search(query)
        expected = {document.key for document in matched if reference.passes(document, query.filters)}
        assert set(results.keys) == expected
        assert len(results.keys) == results.total == len(expected)
        for group, plain in reference.counts(matched, query.filters).items():
            assert {each.value: each.count for each in results.facets[group] if each.count} == plain
        if plan is not None and plan.wanted:
            assert keys_of_whoosh(directory, plan) == {document.key for document in matched}
        assert Index(directory).search(query) == results


@settings(max_examples=15, deadline=None)
@given(registers())
def test_scores_are_those_of_whoosh(documents: list[Document]) -> None:
    """One word, one key: the score is Whoosh's BM25F over the field of words."""
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder, "index")
        index = Index(directory)
        index.rebuild(documents)
        [generation] = directory.glob("g-*")
        scores = {hit.key: hit.score for hit in index.search(Query("Sensor", limit=50)).hits}
        with open_dir(generation).searcher() as searcher:
            hits = searcher.search(Term(WORDS, "sensor"), limit=None, scored=True) if documents else []
            column = searcher.reader().column_reader(KEY) if documents else {}
            own = {bytes(column[hit.docnum]).decode(): hit.score for hit in hits}
    assert scores == pytest.approx(own, rel=1e-5)
