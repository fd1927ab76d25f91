"""What the documents name is there."""

import re

import pytest

from tests.house.test_operations import ROOT

DOCUMENTS = sorted((ROOT / "docs").rglob("*.md"))
_NAMED = re.compile(r"`((?:portal|search|seeds|tests)/[\w./-]+)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_document_names_exists(document):
    named = set(_NAMED.findall(document.read_text(encoding="utf-8")))
    assert not [name for name in sorted(named) if not (ROOT / name).exists()]
