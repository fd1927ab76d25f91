"""Near spellings of a word, and how far two words are apart."""

from collections.abc import Iterator

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# What German ears take for the same; both ways.
_SOUNDS = (
    ("ie", "i"), ("ih", "i"), ("ah", "a"), ("eh", "e"), ("oh", "o"), ("uh", "u"), ("ss", "s"), ("tz", "z"),
    ("ck", "k"), ("dt", "t"), ("th", "t"), ("rh", "r"), ("ph", "f"), ("v", "f"), ("ai", "ei"), ("eu", "au"), ("y", "i"),
    ("x", "chs"), ("x", "ks"), ("qu", "kw"), ("g", "k"), ("d", "t"), ("b", "p"), ("z", "s"), ("c", "k"), ("sch", "ch"),
)  # fmt: skip


def near_spellings(word: str) -> Iterator[str]:
    """The folded words one edit, or one exchanged sound, away; each may come more than once.

    For a word of n letters about 54 n + 30 of them.
    """
    yield from _sounding_alike(word)
    for place in range(len(word)):
        before, sign, after = word[:place], word[place], word[place + 1 :]
        yield before + after
        if after:
            yield before + after[0] + sign + after[1:]
        for letter in _LETTERS:
            if letter != sign:
                yield before + letter + after
            yield before + letter + sign + after
    for letter in _LETTERS:
        yield word + letter


def _sounding_alike(word: str) -> Iterator[str]:
    for pair in _SOUNDS:
        for written, other in (pair, pair[::-1]):
            start = word.find(written)
            while start >= 0:
                yield word[:start] + other + word[start + len(written) :]
                start = word.find(written, start + 1)


def allowed_edits(word: str) -> int:
    """How many edits a word of this length bears and still means the same."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2
