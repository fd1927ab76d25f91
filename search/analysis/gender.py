"""Gender forms to the plain noun: Bürger*innen, BürgerInnen, Bürgerinnen, Mitarbeitende."""

import re

_SIGN = re.compile(r"(?:[*:_·]|/-?|\()in(?:nen)?\)?$")
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


def plain_noun(word: str) -> str:
    """The word without its gender form; other words as they are."""
    word = _INNER_CAPITAL.sub("", _SIGN.sub("", word))
    word = _FEMININE.sub("", word)
    return _PARTICIPLE.sub(lambda match: _PARTICIPLES[match[1].lower()], word)
