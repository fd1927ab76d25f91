"""Random documents and queries over a small world, so that much of it meets."""

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from search import DOES_NOT_APPLY, FACETS, NOT_STATED, SORTS, Document, Place, Places, Query
from search.equivalents import Synonyms
from search.fields import TEXTS, Field

WORDS = [
    "Termin", "Terminvergabe", "E-Akte", "Akte", "Bürger*innen", "Burg", "Mängel", "Maengelmelder",
    "SmartCity", "Smart", "City", "und", "IT", "Straße", "Straßenbeleuchtung", "Sensor", "Sensoren", "LoRaWAN",
]  # fmt: skip
KEYS = [f"k{number}" for number in range(12)]
PLACES = Places(
    "strategies",
    (
        Place("a", ("Herne",), neighbours=("b",)),
        Place("b", ("Bochum",), neighbours=("a", "c")),
        Place("c", ("Burg", "Burg an der Wupper"), neighbours=("b",), ambiguous=True),
    ),
)
SYNONYMS = Synonyms(
    "strategies",
    same=(("Sensor", "Messfühler"), ("Smart City", "Straßenbeleuchtung"), ("LoRaWAN", "Akte Termin")),
    wider=(("Mängel", ("Burg",)),),
)
_texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
_dates = st.sampled_from(["", "2019", "2021-03", "2024-05-01"])


def _values(field: Field) -> st.SearchStrategy[tuple[str, ...]]:
    if field.required:
        return st.just(("project",))
    some = st.sets(st.sampled_from("abc"), max_size=3 if field.multiple else 1).map(lambda some: tuple(sorted(some)))
    return some | st.just((DOES_NOT_APPLY,))


@st.composite
def documents(draw: st.DrawFn, key: str) -> Document:
    values: dict[str, str | int | tuple[str, ...] | None] = {
        field.name: draw(_texts if field.name != "tags" else st.lists(_texts, max_size=3).map(tuple))
        for field in draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3, unique=True))
    }
    values |= {field.name: draw(_values(field)) for field in FACETS}
    values |= {sort.column: draw(_dates) for sort in SORTS.values()}
    return Document(key, values)


@st.composite
def registers(draw: st.DrawFn) -> list[Document]:
    """Many documents more often than few or none."""
    keys = st.lists(st.sampled_from(KEYS), unique=True, min_size=6)
    return [draw(documents(key)) for key in draw(keys | keys | st.lists(st.sampled_from(KEYS), unique=True))]


filters = st.dictionaries(
    st.sampled_from([facet.name for facet in FACETS]),
    st.lists(st.sampled_from(["a", "b", "c", "project", NOT_STATED, "nowhere"]), max_size=3).map(tuple),
    max_size=3,
)
_phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda some: f'"{" ".join(some)}"')
_signs = st.one_of(
    _phrases,
    st.sampled_from(["ODER", "Herne", "Bochumer", "Burg", "stadt:Herne", "digital", "wer"]),
    st.sampled_from(WORDS).map("-{}".format),
    _phrases.map("-{}".format),
    st.sampled_from(["stadt:Nirgendwo", "stadt:Bochum", "-stadt:Herne", "Messfühler"]),
)
_words = st.sampled_from(WORDS)
_asked = st.one_of(
    _words,
    st.tuples(_words, _words),
    st.tuples(_words, _signs),
    st.tuples(_words, st.just("ODER"), _words),
    st.tuples(_signs),
    st.lists(_words | _signs, max_size=5),
)
queries = st.builds(
    Query,
    words=_asked.map(lambda asked: asked if isinstance(asked, str) else " ".join(asked)),
    filters=st.just({}) | filters,
    restrict=st.just({}) | filters,
    sort=st.sampled_from(["relevance", "relevance", *SORTS]),
    limit=st.just(50),
    synonyms=st.just(SYNONYMS),
    places=st.just(PLACES),
    today=st.sampled_from([None, date(2024, 5, 1), date(2024, 9, 1)]),
    exact=st.just(True),
)


def examples(part: int) -> int:
    """This part of the examples that the profile asks for: a tenth for 10, but never under 15."""
    return max(settings().max_examples // part, 15)


@st.composite
def batches(draw: st.DrawFn) -> list[dict[str, Document | None]]:
    """Several commits; each maps keys to the document to put or to None for a deletion."""
    several = draw(st.lists(st.lists(st.sampled_from(KEYS), unique=True, max_size=4), max_size=5))
    return [{key: draw(st.none() | documents(key)) for key in some} for some in several]
