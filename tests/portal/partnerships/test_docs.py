"""The picture in the docs is that of the table."""

from tests.support import partnership_picture


def test_the_docs_show_the_table_as_it_is():
    text = partnership_picture.FILE.read_text(encoding="utf-8")
    assert partnership_picture.document(text) == text, "python -m tests.support.partnership_picture"
