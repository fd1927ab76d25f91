"""The same documents in an index of plain Whoosh: its own codec, its own format, its own analysis protocol."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from whoosh.analysis import Token
from whoosh.fields import ID, TEXT, Schema
from whoosh.formats import Positions
from whoosh.index import create_in, open_dir

from search import Document
from search.analysis.chain import analyse
from search.analysis.clean import clean
from search.fields import TEXTS
from search.layout import KEY, WORDS

History = list[Mapping[str, Document | None]]


class Analyzer:
    """The keys of a document as Whoosh's tokens, each with position and boost: written apart from the product's."""

    def __call__(self, document: Document, **_: object) -> Iterator[Token]:
        base = 0
        for field in TEXTS:
            last = None
            for piece in document.pieces(field.name):
                start = base if last is None else last + 10
                last = start
                for found in analyse(clean(piece)):
                    last = start + found.position
                    full = {found.keys.whole, *found.keys.same}
                    for key in sorted(full | set(found.keys.spans)):
                        yield token(key, last, field.weight * (1.0 if key in full else 0.5))
            if last is not None:
                base = last + 100

    def has_morph(self) -> bool:
        return False


def token(key: str, position: int, weight: float) -> Token:
    made = Token(positions=True, boosts=True)
    made.text, made.pos, made.boost, made.stopped = key, position, weight, False
    return made


class WholeDocument(TEXT):
    """A text field that is given the document itself; Whoosh's own asks for a string."""

    def index(self, value: Document, **options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for key, count, weight, packed in Positions().word_values(value, self.analyzer, **options):
            yield key.encode(), count, weight, packed


def build(folder: Path, history: History) -> None:
    """An index of plain Whoosh after the commits, each deleting and adding as ours does."""
    folder.mkdir()
    index = create_in(folder, Schema(**{KEY: ID(stored=True), WORDS: WholeDocument(analyzer=Analyzer())}))
    current: dict[str, Document] = {}
    for commit in history:
        changes = {key: document for key, document in commit.items() if current.get(key) != document}
        if not changes:
            continue
        writer = index.writer()
        for key in changes:
            writer.delete_by_term(KEY, key)
        for key, document in changes.items():
            if document is None:
                current.pop(key)
            else:
                current[key] = document
                writer.add_document(**{KEY: key, WORDS: document})
        writer.commit()


def keys(folder: Path) -> dict[int, str]:
    """The key of every document number that is not deleted."""
    with open_dir(folder).searcher() as searcher:
        return {number: fields[KEY] for number, fields in searcher.reader().iter_docs()}
