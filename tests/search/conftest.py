from collections.abc import Callable
from pathlib import Path

import pytest

from search import Document, Index
from tests.search.samples import REGISTER


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Index]:
    """Builds a real index on disk from the given documents."""

    def build_index(*documents: Document) -> Index:
        index = Index(tmp_path / "index")
        index.rebuild(documents)
        return index

    return build_index


@pytest.fixture
def register(build: Callable[..., Index]) -> Index:
    return build(*REGISTER)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The register for tests that only ask, many times."""
    index = Index(tmp_path_factory.mktemp("world") / "index")
    index.rebuild(REGISTER)
    return index
