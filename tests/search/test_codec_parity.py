"""After any history of commits our codec holds what Whoosh's own holds, and Whoosh's queries find the same in it."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.query import And, AndNot, Every, Or, Phrase, Prefix, Query, Term
from whoosh.searching import Searcher

from search import Document, Index
from search.engine import FileIndex
from search.layout import WORDS
from search.reading.contents import read_contents
from search.reading.segments import Segment
from search.reading.snapshot import Snapshot
from search.reading.storage import TidyStorage
from search.writing.codec import ArrayCodec, ArrayWriter
from search.writing.schema import fields_of, schema
from tests.search import whoosh_index
from tests.search.strategies import KEYS, documents, registers

# Each builds two indexes with some commits; `make endure` tries ten times as many.
EXAMPLES = settings.default.max_examples // 8


@st.composite
def histories(draw: st.DrawFn) -> whoosh_index.History:
    """A start, then commits of a document or two, often as many as Whoosh merges."""
    commits = draw(st.lists(st.lists(st.sampled_from(KEYS[:6]), unique=True, min_size=1, max_size=2), max_size=9))
    changes = [{key: draw(st.none() | documents(key)) for key in some} for some in commits]
    return [{each.key: each for each in draw(registers())}, *changes]


def build(folder: Path, history: whoosh_index.History) -> Path:
    """Our index after the same commits; its generation."""
    index = Index(folder)
    index.rebuild([document for document in history[0].values() if document is not None])
    for commit in history[1:]:
        with index.writing() as batch:
            for key, document in commit.items():
                if document is None:
                    batch.delete(key)
                else:
                    batch.put(document)
    [generation] = folder.glob("g-*")
    return generation


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories())
def test_postings_weights_places_and_scores_are_those_of_whoosh(history: whoosh_index.History) -> None:
    with tempfile.TemporaryDirectory() as folder:
        theirs = Path(folder, "theirs")
        whoosh_index.build(theirs, history)
        snapshot = Snapshot(build(Path(folder, "ours"), history))
        assert {n: snapshot.key(n) for n in np.flatnonzero(snapshot.live).tolist()} == whoosh_index.keys(theirs)
        with open_dir(theirs).searcher() as searcher:
            terms = [key.decode() for key in searcher.reader().lexicon(WORDS)] if searcher.doc_count_all() else []
            for key in terms:
                assert postings_of(snapshot, key) == pytest.approx(postings_of_whoosh(searcher, key), rel=1e-5)
                assert len(snapshot.postings(key)) == searcher.reader().doc_frequency(WORDS, key)
            living = {key for key in terms if searcher.postings(WORDS, key).is_active()}
            assert {key for key in terms if snapshot.holds(key)} == living
        assert len(snapshot.postings("nowhere")) == 0


def postings_of(snapshot: Snapshot, key: str) -> dict[str, float]:
    """Document and position -> weight, document -> score, of live documents, flat for comparison."""
    postings = snapshot.postings(key)
    found = zip(*(each.tolist() for each in (postings.documents, postings.weights, postings.scores)), strict=True)
    values = {
        f"{number}:{name}": value
        for number, weight, score in found
        if snapshot.live[number]
        for name, value in (("weight", weight), ("score", score))
    }
    numbering, places = snapshot.numbering, postings.places
    for number, position in zip(
        numbering.documents(places).tolist(), numbering.positions(places).tolist(), strict=True
    ):
        if snapshot.live[number]:
            values[f"{number}@{position}"] = 1.0
    return values


def postings_of_whoosh(searcher: Searcher, key: str) -> dict[str, float]:
    values = {}
    matcher = searcher.postings(WORDS, key)
    while matcher.is_active():
        values[f"{matcher.id()}:weight"] = matcher.weight()
        values[f"{matcher.id()}:score"] = matcher.score()
        values.update({f"{matcher.id()}@{position}": 1.0 for position in matcher.value_as("positions")})
        matcher.next()
    return values


TERMS = ("termin", "akt", "burg", "smart", "city", "it", "sensor", "strass", "mangel", "smart_city")
words = st.sampled_from(TERMS).map(lambda key: Term(WORDS, key))
queries = st.recursive(
    words
    | st.lists(st.sampled_from(TERMS), min_size=2, max_size=3).map(lambda several: Phrase(WORDS, several, slop=2))
    | st.sampled_from(["s", "bu", "term"]).map(lambda prefix: Prefix(WORDS, prefix))
    | st.just(Every()),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(And)
        | st.lists(inner, min_size=1, max_size=3).map(Or)
        | st.tuples(inner, words).map(lambda two: AndNot(*two))
    ),
    max_leaves=5,
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories(), st.lists(queries, min_size=3, max_size=3))
def test_queries_of_whoosh_find_the_same(history: whoosh_index.History, asked: list[Query]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        theirs = Path(folder, "theirs")
        whoosh_index.build(theirs, history)
        ours = build(Path(folder, "ours"), history)
        with open_dir(theirs).searcher() as plain, open_dir(ours).searcher() as own:
            for query in asked:
                assert scores(own, query) == pytest.approx(scores(plain, query))


def scores(searcher: Searcher, query: Query) -> dict[int, float]:
    if not searcher.doc_count_all():
        return {}
    return {hit.docnum: hit.score for hit in searcher.search(query, limit=None)}


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(registers(), min_size=1, max_size=3), st.sets(st.integers(0, 5)))
def test_the_writer_of_whoosh_writes_with_our_codec_what_ours_writes(
    several: list[list[Document]], deleted: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        contents = []
        for name, writer_of in (
            ("plain", lambda index: index.writer(codec=ArrayCodec(), compound=False)),
            ("own", ArrayWriter),
        ):
            storage = TidyStorage(str(Path(folder, name)))
            storage.create()
            index = FileIndex.create(storage, schema())
            for documents_of_commit in several:
                with writer_of(index) as writer:
                    for document in documents_of_commit:
                        writer.add_document(**fields_of(document))
                    writer.merge = False
            with writer_of(index) as writer:
                for number in deleted:
                    if number < index.doc_count_all():
                        writer.delete_document(number)
                writer.optimize = True
            storage.close_files()
            contents.append(everything(Path(folder, name)))
        assert contents[0] == contents[1]


def everything(folder: Path) -> list[object]:
    """All that the segments of an index hold."""
    files = [Segment(folder, each.name).file for each in read_contents(folder)]
    return [
        (file.about, {name: numbers for name in file.entries if (numbers := file.array(name).tolist())})
        for file in files
    ]
