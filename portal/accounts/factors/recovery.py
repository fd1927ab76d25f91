"""Recovery codes: shown once, kept as hashes, each good for one sign-in."""

import secrets

import argon2

COUNT = 10
_LENGTH = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else; 49 bits a code
# Cheaper than for passwords: these are random, and guessing one from its hash takes ten thousands of years as it is.
_hasher = argon2.PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)


def new_code() -> str:
    """Return a code as people read it, in two groups."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return f"{code[:5]}-{code[5:]}"


def hashed(code: str) -> str:
    """Return what is kept of a code."""
    return _hasher.hash(_plain(code))


def fits(kept: str, code: str) -> bool:
    """Return whether this is the code, however it is grouped and cased."""
    try:
        return _hasher.verify(kept, _plain(code).encode("utf-8", "surrogatepass"))
    except argon2.exceptions.VerifyMismatchError:
        return False


def could_be(code: str) -> bool:
    """Return whether this looks like a code at all, which spares comparing it with each of them."""
    return len(_plain(code)) == _LENGTH


def _plain(code: str) -> str:
    return "".join(code.lower().replace("-", " ").split())
