"""Cuts a text into marked and unmarked pieces around what matched."""

from collections.abc import Iterator, Sequence

from search.queries import Fragment

WHOLE_UP_TO = 400  # characters; longer texts are shown in passages
PASSAGES = 2
_AROUND = 90
_ELLIPSIS = "…"

Span = tuple[int, int]  # start and end of a word in the text


def fragments(text: str, matched: Sequence[Span]) -> Iterator[Fragment]:
    """The pieces of a text in which these words matched, in order.

    A short text is given whole, of a longer one up to two passages around the first matches, with … where
    something is left out. The pieces are plain text, not HTML.
    """
    end = 0
    for start, stop in _passages(text, matched):
        if start > 0:
            yield Fragment(f" {_ELLIPSIS} " if end else f"{_ELLIPSIS} ", marked=False)
        end = start
        for first, last in matched:
            if start <= first and last <= stop:
                if first > end:
                    yield Fragment(text[end:first], marked=False)
                yield Fragment(text[first:last], marked=True)
                end = last
        if stop > end:
            yield Fragment(text[end:stop], marked=False)
        end = stop
    if end < len(text):
        yield Fragment(f" {_ELLIPSIS}", marked=False)


def _passages(text: str, matched: Sequence[Span]) -> list[Span]:
    if len(text) <= WHOLE_UP_TO:
        return [(0, len(text))]
    passages: list[Span] = []
    for first, last in matched:
        if passages and last <= passages[-1][1]:
            continue
        start, stop = _word_start(text, first - _AROUND), _word_end(text, last + _AROUND)
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
