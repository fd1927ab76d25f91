import pytest

from search import Document
from search.documents import Value


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"kind": "project", "colour": "red"},
        {"kind": "project", "title": 3},
        {"kind": "project", "title": 3.5},
        {"kind": "project", "title": ["a"]},
        {"kind": "project", "tags": ("a", 1)},
        {"kind": "project", "phase": True},
        {"kind": "project", "phase": ("a", "b")},
        {"kind": "project", "sort_title": ("a",)},
        {"kind": "project", "title": "\ud800"},
        {"kind": "project", "technology": ("x" * 201,)},
        {"kind": "  "},
    ],
)
def test_what_does_not_fit_the_table_is_refused(values: dict[str, Value]) -> None:
    with pytest.raises(ValueError, match=":"):
        Document("key", values)


@pytest.mark.parametrize("key", ["", "x" * 201, "\ud800"])
def test_impossible_keys_are_refused(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        Document(key, {"kind": "project"})


def test_digest_depends_on_content_only() -> None:
    one = Document("k", {"kind": "project", "title": "A", "phase": None, "start_year": 2021})
    same = Document("k", {"start_year": "2021", "title": "A", "kind": ("project",)})
    assert one.digest == same.digest


@pytest.mark.parametrize(
    "other",
    [
        Document("l", {"kind": "project", "title": "A"}),
        Document("k", {"kind": "project", "title": "B"}),
        Document("k", {"kind": "project", "summary": "A"}),
        Document("k", {"kind": "project", "title": "A", "tags": ("x",)}),
    ],
)
def test_digest_changes_with_any_content(other: Document) -> None:
    assert other.digest != Document("k", {"kind": "project", "title": "A"}).digest
