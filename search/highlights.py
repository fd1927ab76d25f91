"""Marks the matched words in the texts of a hit: every inflected, gendered or hyphenated form of them."""

from collections.abc import Collection, Iterator, Mapping

from search.analysis.chain import keys
from search.analysis.words import Word, words
from search.queries import Fragment

WHOLE_UP_TO = 400  # characters; longer texts are shown in passages
PASSAGES = 2
_AROUND = 90
_ELLIPSIS = "…"


def highlights(texts: Mapping[str, str], wanted: Collection[str]) -> dict[str, tuple[Fragment, ...]]:
    """The texts in which a wanted key stands, cut into marked and unmarked pieces.

    A short text is given whole, of a longer one up to two passages around the first matches, with … where
    something is left out. The pieces are plain text, not HTML.
    """
    marked: dict[str, tuple[Fragment, ...]] = {}
    for name, text in texts.items():
        matched = [word for word in words(text) if _matches(word, wanted)]
        if matched:
            marked[name] = tuple(_fragments(text, matched))
    return marked


def _matches(word: Word, wanted: Collection[str]) -> bool:
    found = keys(word.text)
    return found is not None and any(key in wanted for key in found.all)


def _fragments(text: str, matched: list[Word]) -> Iterator[Fragment]:
    end = 0
    for start, stop in _passages(text, matched):
        if start > 0:
            yield Fragment(f" {_ELLIPSIS} " if end else f"{_ELLIPSIS} ", marked=False)
        end = start
        for word in matched:
            if start <= word.start and word.end <= stop:
                if word.start > end:
                    yield Fragment(text[end : word.start], marked=False)
                yield Fragment(text[word.start : word.end], marked=True)
                end = word.end
        if stop > end:
            yield Fragment(text[end:stop], marked=False)
        end = stop
    if end < len(text):
        yield Fragment(f" {_ELLIPSIS}", marked=False)


def _passages(text: str, matched: list[Word]) -> list[tuple[int, int]]:
    if len(text) <= WHOLE_UP_TO:
        return [(0, len(text))]
    passages: list[tuple[int, int]] = []
    for word in matched:
        if passages and word.end <= passages[-1][1]:
            continue
        start, stop = _word_start(text, word.start - _AROUND), _word_end(text, word.end + _AROUND)
        if passages and start <= passages[-1][1]:
            passages[-1] = (passages[-1][0], stop)
        elif len(passages) < PASSAGES:
            passages.append((start, stop))
        else:
            break
    return passages


def _word_start(text: str, place: int) -> int:
    """The first word's start at or after the place, not far behind it; 0 near the start of the text."""
    if place <= 0:
        return 0
    space = text.find(" ", place, place + _AROUND // 2)
    return place if space < 0 else space + 1


def _word_end(text: str, place: int) -> int:
    """The last word's end at or before the place, not far before it."""
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", place - _AROUND // 2, place)
    return place if space < 0 else space
