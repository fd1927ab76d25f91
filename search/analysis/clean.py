"""Raw text to clean text: composed characters, no invisible ones, nothing that cannot be encoded."""

import re
import unicodedata
from collections.abc import Iterator

# Soft hyphen, zero-width signs, direction marks, byte order mark: invisible, and they split words.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SLICE = 4096


def clean(text: str) -> str:
    """Text in NFC without invisible characters; control characters and surrogates become spaces."""
    text = _UNWANTED.sub(" ", _INVISIBLE.sub("", text))
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFC", part) for part in _slices(text))


def _slices(text: str) -> Iterator[str]:
    """Slices of bounded length, cut at spaces: normalising long runs of combining marks is quadratic."""
    start = 0
    while start < len(text):
        end = start + _SLICE
        if end < len(text):
            space = text.rfind(" ", start, end)
            end = space + 1 if space > start else end
        yield text[start:end]
        start = end
