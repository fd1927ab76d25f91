"""The documents found by their meaning in the real register: near ones, and none outside the field."""

import pytest

from search import Index, Query
from search.meaning.encoder import installed_encoder
from tests.measure.quality.judged import foreign
from tests.measure.register import Register, register


@pytest.fixture(scope="module")
def entries() -> Register:
    return register()


@pytest.fixture(scope="module")
def index(entries: Register, tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index(tmp_path_factory.mktemp("meaning") / "index", installed_encoder())
    index.rebuild(entries.documents)
    return index


def test_nothing_where_nothing_fits(index: Index, entries: Register) -> None:
    shown = {words: index.search(Query(words, places=entries.places)).related for words in foreign()}
    assert sum(map(bool, shown.values())) <= 2, {words: found for words, found in shown.items() if found}


@pytest.mark.parametrize(
    ("words", "key"),
    [("street lights", "essen-licht"), ("wedding", "bottrop-hochzeit"), ("parking", "kl-handyparken")],
)
def test_other_languages_are_understood(index: Index, words: str, key: str) -> None:
    assert key in [hit.key for hit in index.search(Query(words)).related]
