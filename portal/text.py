"""Text that people read and text that is compared: message marker, sort key, folding, slugs."""

import re
import unicodedata

_DIN_5007_1 = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l"})
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark a German message for extraction in rooms that know no request; the door translates it."""
    return message


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()  # again: ™ comes apart into capitals
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def sort_key(name: str) -> str:
    """Return the key by which names sort after DIN 5007-1 (umlauts like their base letter, ß like ss).

    Punctuation and case do not count; digits sort before letters. The key is plain ASCII, so that every
    database orders it alike, and at most twice as long as the name.
    """
    composed = unicodedata.normalize("NFC", name).casefold()
    plain = _without_marks(composed.translate(_DIN_5007_1))
    return _NOT_WORD.sub(" ", plain)[: 2 * len(name)].strip()


def fold(text: str) -> str:
    """Return the form in which text is compared without the index: ä = ae, ß = ss, no case, no marks.

    It is at most twice as long as the text: some characters stand for a whole word, and columns have limits.
    """
    composed = unicodedata.normalize("NFC", text).casefold().translate(_DIGRAPHS)
    return " ".join(_without_marks(composed).split())[: 2 * len(text)].rstrip()


def fold_address(address: str) -> str:
    """Return the form in which mail addresses are compared: without case, and nothing else.

    müller@ and mueller@ are two mailboxes, which may be two people's. It is at most twice as long as the address.
    """
    lowered = unicodedata.normalize("NFC", address.strip()).lower()
    return unicodedata.normalize("NFC", lowered)[: 2 * len(address)]


def slugify(text: str, *, max_length: int = 80) -> str:
    """Return an address part of `a-z0-9-`, cut at a word's end; "eintrag" when nothing is left."""
    slug = _NOT_WORD.sub("-", fold(text)).strip("-")
    if len(slug) > max_length:
        slug = slug[: max_length + 1].rsplit("-", 1)[0][:max_length]
    return slug or "eintrag"
