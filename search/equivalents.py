"""Terms that mean the same or something related, as frozen values; the curated ones are in synonyms.txt.

A term is one word or several in plain German. What it is found under is for whoever plans a query to say:
nothing here knows the chain from words to keys.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from search.analysis.folding import fold
from search.analysis.stopwords import STOP_WORDS

MAX_CHARACTERS = 60
MAX_TERMS = 10

MISSING = "Auf einer Seite fehlt ein Begriff."
NO_SIGN = "Zwischen den Begriffen fehlt das Zeichen = oder >."
BOTH_SIGNS = "Eine Zeile enthält = oder >, nicht beide."
SECOND_ARROW = "Eine Zeile enthält das Zeichen > nur einmal."
TOO_MANY = f"Auf einer Seite stehen höchstens {MAX_TERMS} Begriffe."
TWICE = "„{}“ steht zweimal in derselben Zeile."
TOO_LONG = f"„{{}} ...“ hat mehr als {MAX_CHARACTERS} Zeichen."
RESERVED_SIGN = "„{}“ enthält eines der Zeichen = > , oder #."
ONLY_STOP_WORDS = "„{}“ besteht nur aus Wörtern, die die Suche übergeht."

_FILE = Path(__file__).with_name("synonyms.txt")
_RESERVED = re.compile("[=>,#]")
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
_HYPHEN = re.compile("[-\u2010\u2011]")
_SHORTEST = 2

Group = tuple[str, ...]
Wider = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Entry:
    """A term and what else it finds: `same` is worth as much as the term itself, `wider` less."""

    term: str
    same: tuple[str, ...]
    wider: tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """Groups of terms that find each other, and terms that also find others.

    `version` changes with the contents. A term may stand in several groups and on both sides of `wider`.
    Terms from outside pass group() or one_way() first.
    """

    version: str
    same: tuple[Group, ...] = ()
    wider: tuple[Wider, ...] = ()

    def joined(self, other: "Synonyms") -> "Synonyms":
        """Both together; the version tells both."""
        return Synonyms(f"{self.version}+{other.version}", self.same + other.same, self.wider + other.wider)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every term that finds more than itself, once, spelt as where it first stands.

        One step each way and no further: `wider` holds what is written behind the term or behind one of its
        equivalents, and the equivalents of that.
        """
        spelling: dict[str, str] = {}
        same: dict[str, dict[str, None]] = {}
        behind: dict[str, dict[str, None]] = {}
        for group in self.same:
            names = [_note(term, spelling) for term in group]
            for name in names:
                same.setdefault(name, {}).update(dict.fromkeys(names))
        for term, found in self.wider:
            names = [_note(other, spelling) for other in found]
            behind.setdefault(_note(term, spelling), {}).update(dict.fromkeys(names))
        entries = []
        for name in spelling:
            equal = {name: None, **same.get(name, {})}
            related = [right for left in equal for right in behind.get(left, ())]
            wider = dict.fromkeys(term for right in related for term in (right, *same.get(right, ())))
            entry = Entry(
                spelling[name],
                tuple(spelling[term] for term in equal if term != name),
                tuple(spelling[term] for term in wider if term not in equal),
            )
            if entry.same or entry.wider:
                entries.append(entry)
        return tuple(entries)


@cache
def curated() -> Synonyms:
    """The synonyms that come with the program, read once per process."""
    text = _FILE.read_text(encoding="utf-8")
    return parse(text.splitlines(), hashlib.sha256(text.encode()).hexdigest()[:16])


def parse(lines: Iterable[str], version: str) -> Synonyms:
    """The synonyms in lines such as "A = B = C" or "A, B > C, D"; what follows a # is a remark.

    Raises ValueError with the number of the line and the reason in German.
    """
    same: list[Group] = []
    wider: list[Wider] = []
    for number, line in enumerate(lines, start=1):
        entry = line.partition("#")[0].strip()
        if not entry:
            continue
        try:
            if ">" in entry:
                wider += _one_way_line(entry)
            else:
                same.append(_group_line(entry))
        except ValueError as error:
            raise ValueError(f"Zeile {number}: {error}") from None
    return Synonyms(version, tuple(same), tuple(wider))


def group(terms: Iterable[str]) -> Group:
    """Terms that find each other, tidied. Raises ValueError with the reason in German."""
    found = _checked(terms)
    if len(found) < 2:
        raise ValueError(MISSING)
    _check_once(found)
    return found


def one_way(term: str, found: Iterable[str]) -> Wider:
    """A term and what it also finds, tidied. Raises ValueError with the reason in German."""
    [left], right = _checked([term]), _checked(found)
    _check_once((left, *right))
    return left, right


def same_term(term: str) -> str:
    """Equal for two spellings of a term that need no entry: capitals, hyphens, umlauts."""
    return fold(_HYPHEN.sub("", term))


def _group_line(entry: str) -> Group:
    if "=" not in entry:
        raise ValueError(NO_SIGN)
    return group(entry.split("="))


def _one_way_line(entry: str) -> list[Wider]:
    if "=" in entry:
        raise ValueError(BOTH_SIGNS)
    left, _, right = entry.partition(">")
    if ">" in right:
        raise ValueError(SECOND_ARROW)
    terms, found = _checked(left.split(",")), _checked(right.split(","))
    _check_once(terms + found)
    return [(term, found) for term in terms]


def _checked(terms: Iterable[str]) -> tuple[str, ...]:
    found = tuple(_term(term) for term in terms)
    if not found:
        raise ValueError(MISSING)
    if len(found) > MAX_TERMS:
        raise ValueError(TOO_MANY)
    return found


def _term(written: str) -> str:
    term = " ".join(written.split())
    if not term:
        raise ValueError(MISSING)
    if len(term) > MAX_CHARACTERS:
        raise ValueError(TOO_LONG.format(term[:MAX_CHARACTERS]))
    if _RESERVED.search(term):
        raise ValueError(RESERVED_SIGN.format(term))
    words = [fold(word) for word in _WORD.findall(term)]
    if all(len(word) < _SHORTEST or word in STOP_WORDS for word in words):
        raise ValueError(ONLY_STOP_WORDS.format(term))
    return term


def _check_once(terms: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for term in terms:
        if same_term(term) in seen:
            raise ValueError(TWICE.format(term))
        seen.add(same_term(term))


def _note(term: str, spelling: dict[str, str]) -> str:
    name = same_term(term)
    spelling.setdefault(name, term)
    return name
