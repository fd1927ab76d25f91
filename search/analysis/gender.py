"""Gender forms to the plain noun: Bürger*innen, BürgerInnen, Bürgerinnen, Mitarbeitende."""

import re

_SIGN = re.compile("(?:[*:_·]|/-?|\\()in(?:nen)?\\)?(?=$|[-\u2010\u2011])")
_INNER_CAPITAL = re.compile(r"(?<=[a-zäöüß])Innen$|(?<=er)In$")
_FEMININE = re.compile(r"(?<=\w{3}er)in(?:nen)?$")
_PARTICIPLES = {
    "lehrende": "lehrer",
    "mitarbeitende": "mitarbeiter",
    "nutzende": "nutzer",
    "pflegende": "pfleger",
    "radfahrende": "radfahrer",
    "studierende": "student",
    "teilnehmende": "teilnehmer",
}
_PARTICIPLE = re.compile(rf"({'|'.join(_PARTICIPLES)})[nrs]?$", re.IGNORECASE)


def without_sign(word: str) -> str:
    """The word, hyphenated or not, without *innen and the like."""
    return _SIGN.sub("", word)


def plain_noun(word: str) -> str:
    """The noun of a gender form that is written as one word; other words as they are."""
    word = _FEMININE.sub("", _INNER_CAPITAL.sub("", word))
    return _PARTICIPLE.sub(lambda match: _PARTICIPLES[match[1].lower()], word)
