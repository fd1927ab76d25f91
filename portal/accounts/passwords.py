"""Passwords after NIST SP 800-63B-4, section 3.1.1.2: long enough, not to be expected, any characters, kept as argon2.

There are no rules of composition and nothing expires.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import argon2
from zxcvbn import zxcvbn

from portal.errors import Invalid
from portal.text import N_, fold

LEAST = 15  # characters, where the password is all that is asked
LEAST_WITH_SECOND_STEP = 8  # where a second step is asked each time
MOST = 200

# A password that a guesser with lists of leaked passwords, dictionaries, names, keyboards and dates finds within so
# many guesses counts as common. Eight characters at random are just above.
_COMMON = 1e8
_LONGEST_WEIGHED = 72  # characters; the estimate takes quadratic time
_TOO_LITTLE_OF_ITS_OWN = 5  # letters and digits that are left without the words below
_NO_WORD = re.compile(r"[\W_]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# What a guesser tries first here. Words of the person and of their organisations come on top.
_OF_THE_SERVICE = (
    "projektnachbarn projekte projekt nachbarn nachbar portal kommune kommunen stadt gemeinde kreis stadtverwaltung "
    "verwaltung rathaus behörde ruhr ruhrgebiet ruhrpott nrw digital digitalisierung digitalprojekt redaktion "
    "koordination passwort kennwort geheim sicher zugang anmelden anmeldung willkommen hallo start frühling sommer "
    "herbst winter qwertz qwertzuiop qwertzuiopü asdfghjkl yxcvbnm yxcvbn"
)

_TOO_SHORT = {
    LEAST: N_("Das Passwort ist zu kurz. Bitte nehmen Sie mindestens 15 Zeichen, zum Beispiel mehrere Wörter."),
    LEAST_WITH_SECOND_STEP: N_("Das Passwort ist zu kurz. Bitte nehmen Sie mindestens 8 Zeichen."),
}
_TOO_LONG = N_("Das Passwort ist zu lang. Möglich sind höchstens 200 Zeichen.")
_EXPECTED = N_(
    "Dieses Passwort ist leicht zu erraten. Es ist verbreitet oder besteht aus naheliegenden Wörtern, Namen oder "
    "Reihen. Bitte denken Sie sich ein anderes aus."
)

hasher = argon2.PasswordHasher()


def check(password: str, *, least: int = LEAST, words: Iterable[str] = ()) -> None:
    """Raise Invalid, with the field "password", for a password that is too short, too long or to be expected.

    `words` are texts about the person: name, address, organisations.
    """
    characters = len(_normal(password))
    if characters < least:
        raise Invalid({"password": [_TOO_SHORT[least]]})
    if characters > MOST:
        raise Invalid({"password": [_TOO_LONG]})
    if _is_expected(password, words):
        raise Invalid({"password": [_EXPECTED]})


def is_long(password: str) -> bool:
    """Return whether a password is long enough to be all that is asked."""
    return len(_normal(password)) >= LEAST


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return hasher.hash(_bytes(password))


def fits(kept: str | None, password: str) -> bool:
    """Return whether this is the password; takes as long where there is none (no account, no password)."""
    try:
        return hasher.verify(kept or _of_nobody(hasher), _bytes(password)) and bool(kept)
    except argon2.exceptions.VerifyMismatchError:
        return False


def is_outdated(kept: str) -> bool:
    """Return whether the hash was made with less effort than today's."""
    return hasher.check_needs_rehash(kept)


@cache
def _of_nobody(hasher: argon2.PasswordHasher) -> str:
    return hasher.hash("nobody has this password")


def _normal(password: str) -> str:
    """Return the form in which keyboards and systems that write a character differently agree (NFC).

    What is much too long to be a password stays as it is: normalising takes quadratic time where somebody wants it to.
    """
    return password if len(password) > 4 * MOST else unicodedata.normalize("NFC", password)


def _bytes(password: str) -> bytes:
    return _normal(password).encode("utf-8", "surrogatepass")


def _is_expected(password: str, words: Iterable[str]) -> bool:
    told = [part for text in words for part in (text, *_NO_WORD.split(text)) if len(part) > 2]
    known = {spelt for word in (*_OF_THE_SERVICE.split(), *told) for spelt in (word.lower(), fold(word))}
    return _is_made_of(known, fold(password)) or _guesses(password, known) < _COMMON


def _is_made_of(known: Iterable[str], folded: str) -> bool:
    """Return whether known words are in a password and little else."""
    left = folded
    for word in sorted(map(fold, known), key=len, reverse=True):
        left = left.replace(word, " ")
    return left != folded and len(_NO_WORD.sub("", _YEAR.sub("", left))) < _TOO_LITTLE_OF_ITS_OWN


def _guesses(password: str, known: Iterable[str]) -> float:
    weighed = _normal(password)[:_LONGEST_WEIGHED]
    return float(zxcvbn(weighed, user_inputs=sorted(known))["guesses"])
