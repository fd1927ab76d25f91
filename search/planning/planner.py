"""Query building: the words of a user become a plan. Any input at all gives a plan, of bounded size."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce

from search.analysis.chain import Token, analyse
from search.analysis.clean import clean
from search.analysis.folding import fold
from search.planning.alternatives import either, excluded_of, phrase_of, wanted_of
from search.planning.filler import FAINT, SILENT
from search.planning.gazetteer import Gazetteer, Named, gazetteer
from search.planning.hyphens import loosened
from search.planning.joining import joined
from search.planning.lookup import Lookup, lookup
from search.planning.plans import Plan, Wanted
from search.planning.syntax import Piece, PieceKind, parse
from search.planning.verbs import is_sentence, is_verb_or_adverb
from search.planning.without import goes_on, left_out
from search.queries import Place, Query

MAX_CHARACTERS = 1000
MAX_WORDS = 16

Longer = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class _Word:
    """A token of the query, and the text it was typed as."""

    text: str
    token: Token

    @property
    def folded(self) -> str:
        return fold(self.text)


@dataclass(frozen=True)
class _Municipality:
    """A municipality among the words, and how it would be looked for as a word."""

    place: Place
    word: Wanted


@dataclass(frozen=True)
class _Without:
    """What "ohne" leaves out: the word, but not where an entry says the same (ohne Personal), and the word itself."""

    excluded: Wanted
    phrase: Wanted
    word: Wanted


def bounded(typed: str) -> str:
    """The part of a query that counts, cleaned."""
    return clean(typed[:MAX_CHARACTERS])


def plan(query: Query, longer: Longer) -> Plan | None:
    """The plan for the words of a query; None if nothing was typed.

    A plan that wants nothing matches nothing: only signs were typed. `longer` gives the keys of words that begin with
    an unknown one. Only the first 1,000 characters and the first 16 words count, so the work is bounded.
    """
    text = bounded(query.words)
    if not text.strip():
        return None
    return _Planner(query, longer).plan(text)


class _Planner:
    def __init__(self, query: Query, longer: Longer) -> None:
        self._longer = longer
        self._lookup: Lookup = lookup(query.synonyms)
        self._gazetteer: Gazetteer = gazetteer(query.places)
        self._places: list[Place] = []
        self._ignored: list[str] = []
        self._outside: list[Place] = []
        self._without: list[_Without] = []

    def plan(self, text: str) -> Plan:
        parsed = parse(text)
        wanted = self._wanted(parsed.pieces)
        excluded = [excluded_of(piece.text, tokens) for piece in parsed.excluded if (tokens := _tokens(piece.text))]
        if any(each.required for each in wanted) or self._places:
            excluded += [each.excluded for each in self._without]
            wanted += [each.phrase for each in self._without]
        else:
            wanted += [each.word for each in self._without]
        wanted = wanted[:MAX_WORDS]
        scope = self._gazetteer.scope(parsed)
        outside = (*scope.outside, *(place.code for place in self._outside))
        places = tuple(dict.fromkeys(place.code for place in self._places))
        return Plan(
            wanted=self._settled(wanted),
            excluded=tuple(excluded[:MAX_WORDS]),
            places=places,
            neighbours=self._gazetteer.neighbours(places),
            scope=replace(scope, outside=tuple(dict.fromkeys(outside))),
            ignored=tuple(dict.fromkeys(self._ignored)),
        )

    def _wanted(self, pieces: Iterable[Piece]) -> list[Wanted]:
        chains: list[list[Wanted | _Municipality]] = []  # what ODER joins stands in one
        joining = False
        for piece in pieces:
            if piece.kind is PieceKind.EITHER:
                joining = bool(chains)
                continue
            news = self._of_phrase(piece.text) if piece.kind is PieceKind.PHRASE else self._of_words(piece.text)
            if joining and news:
                chains[-1].append(news[0])
                news = news[1:]
                joining = False
            chains += [[each] for each in news]
        return [wanted for chain in chains for wanted in self._of_chain(chain)]

    def _of_chain(self, chain: list[Wanted | _Municipality]) -> list[Wanted]:
        """Municipalities steer, alone or one ODER another. Beside a word, ODER makes words of them."""
        municipalities = [each for each in chain if isinstance(each, _Municipality)]
        if len(municipalities) < len(chain):
            return [reduce(either, (each.word if isinstance(each, _Municipality) else each for each in chain))]
        self._places += [each.place for each in municipalities]
        return [replace(each.word, required=False, place=True) for each in municipalities if each.place.ambiguous]

    def _of_phrase(self, text: str) -> list[Wanted | _Municipality]:
        tokens = _tokens(text)
        return [phrase_of(text, tokens)] if tokens else []

    def _of_words(self, text: str) -> list[Wanted | _Municipality]:
        text = joined(text, self._lookup)
        words = [_Word(text[token.start : token.end], token) for token in analyse(text)]
        named = {each.start: each for each in self._gazetteer.find([word.text for word in words])}
        found: list[Wanted | _Municipality] = []
        start = 0
        while start < len(words):
            if start in named:
                found.append(self._of_place(named[start], words))
                start = named[start].end
                continue
            end = self._unit(words, start, named)
            if end == start + 1 and (past := self._leave_out(text, words, start, named)):
                start = past
                continue
            found.append(self._of_unit(text, words[start:end]))
            start = end
        return found

    def _leave_out(self, text: str, words: list[_Word], start: int, named: dict[int, Named]) -> int | None:
        """Note what "ohne" leaves out, and tell where that ends; None if there is no "ohne" or nothing behind it."""
        ends = [0, *(word.token.end for word in words)]
        gaps = [text[end : word.token.start] for end, word in zip(ends, words, strict=False)]
        first = left_out([word.text for word in words], gaps, start, named)
        if first is None:
            return None
        if first not in named:
            end = self._unit(words, first, named)
            typed, tokens = _typed(text, words[first:end]), tuple(word.token for word in words[start:end])
            phrase = phrase_of(_typed(text, words[start:end]), tokens)
            excluded = replace(excluded_of(typed, tokens[first - start :]), unless=phrase.alternatives)
            word = self._of_unit(text, words[first:end])
            self._without.append(_Without(excluded, replace(phrase, required=False), word))
            return end
        while True:
            self._outside.append(named[first].place)
            end = named[first].end
            if end not in named or not goes_on(gaps[end]):
                return end
            first = end

    def _of_place(self, named: Named, words: list[_Word]) -> _Municipality:
        typed = words[named.start : named.end]
        # An ambiguous name is looked for as typed; of others no entry need have the genitive or the adjective.
        tokens = tuple(word.token for word in typed) if named.place.ambiguous else _tokens(named.place.names[0])
        text = " ".join(word.text for word in typed)
        return _Municipality(named.place, wanted_of(text, tokens, self._lookup, self._longer))

    def _unit(self, words: list[_Word], start: int, named: dict[int, Named]) -> int:
        """Where the longest run of words ends that means something together."""
        last = min(len(words), start + self._lookup.longest)
        last = min([last, *(place for place in named if place > start)])
        for end in range(last, start + 1, -1):
            sequence = tuple(word.token.keys.whole for word in words[start:end])
            if self._lookup.of(sequence) or self._lookup.of(("_".join(sequence),)):
                return end
        return start + 1

    def _of_unit(self, text: str, words: list[_Word]) -> Wanted:
        tokens = tuple(word.token for word in words)
        typed = _typed(text, words)
        wanted = wanted_of(typed, tokens, self._lookup, self._longer)
        if len(words) > 1:
            return wanted
        return replace(
            wanted,
            required=words[0].folded not in SILENT | FAINT,
            yielding=is_sentence(text) and is_verb_or_adverb(typed, text.split()),
            instead=self._pieces(typed),
        )

    def _pieces(self, typed: str) -> tuple[Wanted, ...]:
        """The pieces of a hyphenated word as words of their own."""
        pieces = loosened(typed)
        if pieces is None:
            return ()
        required = [self._piece(piece) for piece in pieces.required]
        further = [replace(each, required=False) for piece in pieces.further for each in self._piece(piece)]
        return *(each for found in required for each in found), *further

    def _piece(self, piece: str) -> tuple[Wanted, ...]:
        tokens = _tokens(piece)
        return (wanted_of(piece, tokens, self._lookup, self._longer),) if tokens else ()

    def _settled(self, wanted: list[Wanted]) -> tuple[Wanted, ...]:
        """Silent words go, faint ones add to the score, unless there is nothing else."""
        if not any(each.required for each in wanted):
            telling = [each for each in wanted if not _is_silent(each)]
            if not telling and self._places:
                return ()
            return tuple(replace(each, required=True, yielding=bool(self._places)) for each in telling or wanted)
        self._ignored = [each.word for each in wanted if _is_silent(each)]
        return tuple(each for each in wanted if not _is_silent(each))


def _is_silent(wanted: Wanted) -> bool:
    """Whether a word carries nothing; in quotation marks it does, and is then required."""
    return not wanted.required and fold(wanted.word) in SILENT


def _typed(text: str, words: list[_Word]) -> str:
    return text[words[0].token.start : words[-1].token.end]


def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(analyse(text))
