"""Generated documents with every field of the index: the same for the same number, whatever the size of the corpus."""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from search import Document, Place, Places
from search.documents import Value
from tests.measure.speed.vocabulary import SEED, vocabulary
from tests.measure.speed.words import AROUND, FILE, PROGRAMMES, TECHNOLOGIES
from tests.support.cache import pinned_folder

HERE = Path(__file__).parent
AROUND_SHARE = 0.42  # of the words of a sentence
DISTRICTS = 12  # so many municipalities in turn belong to one district
ACTION_FIELDS = (
    "administration",
    "it-and-communication",
    "energy-and-environment",
    "mobility",
    "society-and-education",
)
PHASES = ("idea", "concept", "decided", "pilot", "implementation", "operation", "completed", "failed")
COOPERATION = ("share-experience", "seek-partners", "offer-reuse", "joint-procurement", "joint-funding", "inform-only")
_around_weights = [1 / (rank + 2) for rank in range(len(AROUND))]


def corpus(size: int) -> Iterator[Document]:
    """Yield the first `size` documents, from a file outside the repository that is made the first time."""
    path = folder(f"corpus-{size}") / "documents.jsonl"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as lines:
            for number in range(size):
                made = document(number)
                lines.write(json.dumps([made.key, made.values], ensure_ascii=False) + "\n")
        fresh.replace(path)
    return _read(path)


def folder(name: str, *also: Path) -> Path:
    """Return a folder of the cache for what depends on the generator and on other files; outdated ones are removed."""
    made_of = [HERE / "corpus.py", HERE / "vocabulary.py", FILE]
    found = pinned_folder(f"bench-{name}", *made_of, *also)
    for outdated in found.parent.glob(f"bench-{name}-*"):
        if outdated != found and outdated.name.removeprefix(f"bench-{name}-").isalnum():
            shutil.rmtree(outdated, ignore_errors=True)
    return found


def document(number: int) -> Document:
    """Make one document; 2.9 kB of text on average."""
    random = Random(SEED * 1_000_003 + number)
    places = _skewed(random, vocabulary().places, random.choice((1, 1, 1, 2, 4)))
    technologies = _skewed(random, TECHNOLOGIES, random.choice((0, 1, 1, 2, 3)))
    title = _sentence(random, random.randint(4, 9)).rstrip(".")
    confirmed = f"20{random.randint(20, 26)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    values: dict[str, Value] = {
        "title": title,
        "tags": ", ".join(_words(random, random.randint(2, 5))),
        "summary": _text(random, random.randint(20, 38)),
        "text": _text(random, int(random.triangular(85, 560, 190))),
        "places": ", ".join(places),
        "technologies_text": ", ".join(technologies),
        "partners": ", ".join(_words(random, random.randint(0, 3))),
        "funding_text": "",
        "kind": ("project",),
        "partnership": (f"partnership-{number % 7}",),  # of Gesuche in truth; so that every engine has it to count
        "action_field": (random.choices(ACTION_FIELDS, (34, 22, 13, 11, 20))[0],),
        "phase": tuple(random.choices(PHASES, (5, 5, 6, 12, 25, 34, 10, 3))[: random.random() < 0.8]),
        "municipality": tuple(place.lower() for place in places),
        "district": tuple(dict.fromkeys(f"kreis-{_district(place)}" for place in places)),
        "cooperation": tuple(random.sample(COOPERATION, random.choice((0, 0, 1, 2)))),
        "technology": tuple(technology.lower() for technology in technologies),
        "funding": tuple(random.choices(PROGRAMMES)[: random.random() < 0.4]),
        "start_year": tuple(str(random.randint(2014, 2026)) for _ in range(random.random() < 0.7)),
        "confirmation": ("confirmed" if random.random() < 0.3 else "unconfirmed",),
        "sort_title": title.casefold(),
        "sort_newest": f"20{random.randint(14, 26)}-{random.randint(1, 12):02}",
    }
    values["sort_confirmed"] = confirmed if values["confirmation"] == ("confirmed",) else ""
    return Document(f"project:{number}", values)


def places() -> Places:
    """Return the municipalities as a query may name them, each with its neighbours in the list.

    Their names are kept in a file, so that a process that only asks need not make the vocabulary.
    """
    path = folder("places") / "names.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(vocabulary().places), encoding="utf-8")
    names: list[str] = json.loads(path.read_text("utf-8"))
    codes = [name.lower() for name in names]
    return Places(
        version="generated",
        places=tuple(
            Place(code, (name,), neighbours=(codes[number - 1], codes[(number + 1) % len(codes)]))
            for number, (code, name) in enumerate(zip(codes, names, strict=True))
        ),
    )


def _read(path: Path) -> Iterator[Document]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            key, values = json.loads(line)
            yield Document(key, {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()})


def _text(random: Random, length: int) -> str:
    sentences = []
    while length > 0:
        count = random.randint(7, 16)
        sentences.append(_sentence(random, count))
        length -= count
    return " ".join(sentences)


def _sentence(random: Random, count: int) -> str:
    content = iter(_words(random, count))
    around = iter(random.choices(AROUND, _around_weights, k=count))
    text = " ".join(next(around if random.random() < AROUND_SHARE else content) for _ in range(count))
    return f"{text[0].upper()}{text[1:]}."


def _words(random: Random, count: int) -> list[str]:
    found = vocabulary()
    return random.choices(found.words, cum_weights=found.weights, k=count)


def _skewed(random: Random, values: Iterable[str], count: int) -> list[str]:
    """Draw different values, the first ones more often."""
    known = list(values)
    weights = [1 / (rank + 3) for rank in range(len(known))]
    return list(dict.fromkeys(random.choices(known, weights, k=count)))


def _district(place: str) -> int:
    return vocabulary().places.index(place) // DISTRICTS
