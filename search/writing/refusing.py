"""What the disk refuses, said in our words."""

from collections.abc import Iterator
from contextlib import contextmanager

from search.errors import NOT_WRITABLE, Unavailable


@contextmanager
def refused_writes() -> Iterator[None]:
    """Full disk, missing permission and the like become Unavailable."""
    try:
        yield
    except OSError as error:
        raise Unavailable(NOT_WRITABLE) from error
