"""Terms that mean the same or something related, as frozen values; the curated ones are in synonyms.txt.

A term is one word or several in plain German. What it is found under is for whoever plans a query to say:
nothing here knows the chain from words to keys.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from search.analysis.clean import clean
from search.analysis.folding import fold
from search.analysis.stopwords import STOP_WORDS
from search.analysis.words import HYPHEN, words

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
_SHORTEST = 2

Group = tuple[str, ...]
Wider = tuple[str, tuple[str, ...]]
_Found = dict[str, dict[str, str]]  # same_term of a term -> the terms it finds, by their same_term


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
    Terms from outside pass group() or one_way() of `planning/terms.py` first.
    """

    version: str
    same: tuple[Group, ...] = ()
    wider: tuple[Wider, ...] = ()

    def joined(self, other: "Synonyms") -> "Synonyms":
        """Both together; the version tells both."""
        return Synonyms(f"{self.version}+{other.version}", self.same + other.same, self.wider + other.wider)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every term that finds more than itself, once, in the order of first appearance."""
        return tuple(map(self.entry, self.terms))

    @cached_property
    def terms(self) -> Mapping[str, str]:
        """The same terms as they stand first, by their same_term()."""
        same, _ = self._found
        return {name: equal[name] for name, equal in same.items()}

    def entry(self, name: str) -> Entry:
        """What the term of this name finds.

        `same` are the terms in its own groups. `wider` is what stands behind it or behind one of those, and the
        equivalents of that; no step further, or everything would find everything.
        """
        same, behind = self._found
        equal = same[name]
        wider: dict[str, str] = {}
        for left in equal:
            for right, term in behind.get(left, {}).items():
                wider |= {right: term} | same.get(right, {})
        return Entry(
            equal[name],
            tuple(term for other, term in equal.items() if other != name),
            tuple(term for other, term in wider.items() if other not in equal),
        )

    @cached_property
    def _found(self) -> tuple[_Found, _Found]:
        """For each name the terms of its own groups, and those that stand behind it."""
        same: _Found = {}
        behind: _Found = {}
        for terms in self.same:
            named = _named(terms)
            for name in named:
                same.setdefault(name, {}).update(named)
        for term, found in self.wider:
            name = same_term(term)
            same.setdefault(name, {}).setdefault(name, term)
            behind.setdefault(name, {}).update(_named(found))
        return same, behind


@cache
def curated() -> Synonyms:
    """The synonyms that come with the program, read once per process.

    Unchecked, so that no first search waits for it: a test holds them against what parse() makes of the file.
    """
    text = _FILE.read_text(encoding="utf-8")
    entries = [entry for line in text.splitlines() if (entry := line.partition("#")[0].strip())]
    same = tuple(_split(entry, "=") for entry in entries if ">" not in entry)
    sides = [entry.split(">") for entry in entries if ">" in entry]
    wider = tuple((term, _split(right, ",")) for left, right in sides for term in _split(left, ","))
    return Synonyms(hashlib.sha256(text.encode()).hexdigest()[:16], same, wider)


def _split(entry: str, sign: str) -> tuple[str, ...]:
    return tuple(term.strip() for term in entry.split(sign))


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


@lru_cache(maxsize=1 << 13)
def same_term(term: str) -> str:
    """Equal for two spellings of a term that need no entry: capitals, hyphens, umlauts."""
    return fold(HYPHEN.sub("", term))


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
    term = " ".join(clean(written).split())
    if not term:
        raise ValueError(MISSING)
    if len(term) > MAX_CHARACTERS:
        raise ValueError(TOO_LONG.format(term[:MAX_CHARACTERS]))
    if _RESERVED.search(term):
        raise ValueError(RESERVED_SIGN.format(term))
    if not any(_carries_something(word.text) for word in words(term)):
        raise ValueError(ONLY_STOP_WORDS.format(term))
    return term


def _carries_something(word: str) -> bool:
    folded = fold(word)
    return len(folded) >= _SHORTEST and folded not in STOP_WORDS


def _check_once(terms: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for term in terms:
        if same_term(term) in seen:
            raise ValueError(TWICE.format(term))
        seen.add(same_term(term))


def _named(terms: Iterable[str]) -> dict[str, str]:
    return {same_term(term): term for term in terms}
