"""What the documents are ordered by."""

from collections.abc import Callable

from search.fields import SORTS
from search.layout import KEY

SortKey = tuple[tuple[bool, bytes], ...]
_INVERTED = bytes(255 - byte for byte in range(256))
# Once inverted, a longer string comes before its beginning: the end is greater than all that can follow.
_END = b"\xff\xff"
_NUL = b"\xff"
_NUL_IN_TEXT = b"\xff\x00"


def sort_key(sort: str, value: Callable[[str], bytes]) -> SortKey:
    """The key of a document, of the values of its columns: ties by newest, recently confirmed, title and key.

    Documents whose column is empty come last, whatever the direction.
    """
    orders = (SORTS[name] for name in (sort, *SORTS))
    parts = (_part(value(order.column), descending=order.descending) for order in orders)
    return (*parts, (False, value(KEY)))


def _part(value: bytes, *, descending: bool) -> tuple[bool, bytes]:
    if descending and value:
        return False, value.translate(_INVERTED).replace(_NUL, _NUL_IN_TEXT) + _END
    return not value, value
