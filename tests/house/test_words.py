"""What people read calls each thing by one name."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READ_BY_PEOPLE = [
    *(ROOT / "portal").rglob("*.py"),
    *(ROOT / "portal" / "templates").rglob("*.html"),
    ROOT / "docs" / "datenschutz.md",
]


@pytest.mark.parametrize(("other", "ours"), [("Dublette", "doppelter Eintrag"), ("Kontaktperson", "Ansprechperson")])
def test_nothing_goes_by_another_name(other, ours):
    found = [str(file.relative_to(ROOT)) for file in READ_BY_PEOPLE if other in file.read_text("utf-8")]
    assert not found, f"say {ours}"
