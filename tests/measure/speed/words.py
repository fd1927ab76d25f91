"""What the generated texts are made of, from tests/measure/data/words.toml."""

import tomllib
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "words.toml"
_found = tomllib.loads(FILE.read_text("utf-8"))

FIRST: list[str] = _found["first"].split()
LAST: list[list[str]] = [forms.split(",") for forms in _found["last"].split()]
ADJECTIVES: list[str] = _found["adjectives"].split()
ENDINGS: list[str] = _found["endings"]
VERBS: list[str] = _found["verbs"].split()
AROUND: list[str] = _found["around"].split()
SYLLABLES: list[str] = _found["syllables"].split()
NAME_ENDINGS: list[str] = _found["name_endings"]
PLACE_ENDINGS: list[str] = _found["place_endings"]
TECHNOLOGIES: list[str] = _found["technologies"].split()
PROGRAMMES: list[str] = _found["programmes"]
