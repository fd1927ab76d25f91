"""Our own lists, which say where the packages are wrong or silent."""

from pathlib import Path

from search.analysis.folding import canonical

_ENDINGS = ("e", "en", "er", "em", "es")
_ENDINGS_OF_INHABITANTS = ("", "n", "s", "in", "innen")
_SHORTEST_PLACE = 4  # a Hammer is a tool
FOLDER = Path(__file__).parent.parent / "lists"


def words(name: str) -> list[str]:
    """The canonical words of a list, in order; # begins a comment."""
    return [canonical(word) for line in _lines(name) for word in line.split()]


def pairs(name: str) -> dict[str, str]:
    """The canonical `left = right` lines of a list."""
    split = [line.split("=") for line in _lines(name)]
    return {canonical(left.strip()): canonical(right.strip()) for left, right in split}


def lemmas() -> dict[str, str]:
    """Forms and the lemmas they have in any case: those listed, of persons and of places.

    A form that begins with a hyphen stands for all words that end so.
    """
    found = pairs("lemmas")
    for stem, person in pairs("persons").items():
        found.update((stem + ending, person) for ending in _ENDINGS)
    for place in words("places"):
        found.update((form, place) for form in _forms_of_place(place))
    return found


def _forms_of_place(place: str) -> list[str]:
    """Bochums, Bochumer, Herner, Hattinger."""
    inhabitant = place.removesuffix("en") + "er" if place.endswith("ingen") else place.removesuffix("e") + "er"
    inhabitants = [inhabitant + ending for ending in _ENDINGS_OF_INHABITANTS] if len(place) > _SHORTEST_PLACE else []
    return [place, place + "s", *inhabitants]


def _lines(name: str) -> list[str]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    bare = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in bare if line]
