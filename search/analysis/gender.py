"""Gender forms with a sign to plain ones: Bürger*innen and BürgerInnen to Bürgerinnen.

Whom the plain form names is up to the lexicon: there Bürgerinnen, Ärztin and Mitarbeitende lead to Bürger,
Arzt and Mitarbeiter.
"""

import re

_END = "(?=$|[-\u2010\u2011])"
_SIGN = re.compile(rf"(?:[*:_·]|/-?|\()(in(?:nen)?)\)?{_END}")
_SIGN_INSIDE = re.compile(r"[*:_·]innen(?=[^\W\d_])")
_INNER_CAPITAL = re.compile(rf"(?<=[a-zäöüß])I(n(?:nen)?){_END}")
_FEMININE = re.compile(r"(?<=\w{3}er)in(?:nen)?$")


def without_sign(word: str) -> str:
    """The word, hyphenated or not, without the star, colon or inner capital; Bürger*innenrat is a Bürgerrat."""
    return _SIGN_INSIDE.sub("", _INNER_CAPITAL.sub(r"i\1", _SIGN.sub(r"\1", word)))


def masculine(word: str) -> str:
    """A word that the lexicon does not know without its feminine ending; other words as they are."""
    return _FEMININE.sub("", word)
