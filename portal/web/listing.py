"""Long lists in pages: which page was asked for, and the links to the others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Select
from sqlalchemy.orm import Session

from portal.database import count

_NEAR = 2  # how many pages beside the present one are linked


def page_number(typed: str | None) -> int:
    """Return the page that was asked for, from 1; 1 for anything that is no such number."""
    if typed and typed.isascii() and typed.isdecimal() and len(typed) < 10:
        return max(int(typed), 1)
    return 1


@dataclass(frozen=True)
class Pagination:
    """One page of a list of `total` items, `size` a page; `address` makes the address of a page number."""

    wanted: int
    size: int
    total: int
    address: Callable[[int], str]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(-(-self.total // self.size), 1)

    @property
    def page(self) -> int:
        """The page that is shown: the wanted one, or the last there is."""
        return min(self.wanted, self.pages)

    @property
    def first(self) -> int:
        """Number of the first item shown, from 1."""
        return (self.page - 1) * self.size + 1

    @property
    def last(self) -> int:
        """Number of the last item shown."""
        return min(self.page * self.size, self.total)

    @property
    def previous_url(self) -> str | None:
        """Address of the page before."""
        return self.address(self.page - 1) if self.page > 1 else None

    @property
    def next_url(self) -> str | None:
        """Address of the page after."""
        return self.address(self.page + 1) if self.page < self.pages else None

    @property
    def links(self) -> Iterator[tuple[int | None, str | None]]:
        """Page numbers with their addresses: the ends and the neighbours; (None, None) where some are left out."""
        shown = sorted({1, self.pages, *range(max(self.page - _NEAR, 1), min(self.page + _NEAR, self.pages) + 1)})
        before = 0
        for number in shown:
            if number > before + 1:
                yield None, None
            yield number, self.address(number)
            before = number


def asked_page(
    session: Session, statement: Select[*tuple[Any, ...]], size: int, address: Callable[[int], str]
) -> Pagination:
    """Return the page, `size` rows long, that the present address asks for of what a statement finds."""
    return Pagination(page_number(request.args.get("seite")), size, count(session, statement), address)
