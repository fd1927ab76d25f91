"""Which composer writes which kind of letter."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.links import Links
from portal.mail.content import Content
from portal.mail.kinds import LetterKind

# From the session, the parameters of the order and what makes links: the letter, or None when there is nothing to say
# any more. It reads; it must not change anything.
Composer = Callable[[Session, Mapping[str, Any], Links], Content | None]
# What "abbestellen" does for a kind that is about more than the account, from the session and the parameters.
Unsubscriber = Callable[[Session, Mapping[str, Any]], None]
# From the session, the parameters and the account a letter was ordered for: whether that is still its reader. Between
# order and sending somebody may have left, or others may have taken over.
Reader = Callable[[Session, Mapping[str, Any], int], bool]


class Letters:
    """All kinds of letters with their composers, as the application binds them.

    `is_open` says whether an account, by its id, can still sign in.
    """

    def __init__(self, is_open: Callable[[Session, int], bool] = lambda _session, _account_id: True) -> None:
        self._is_open = is_open
        self._readers: dict[str, Reader] = {}
        self._composers: dict[str, Composer] = {}
        self._unsubscribers: dict[str, Unsubscriber] = {}
        self.kinds: dict[str, LetterKind] = {}

    def bind(
        self,
        composers: Mapping[LetterKind, Composer],
        unsubscribers: Mapping[LetterKind, Unsubscriber] | None = None,
    ) -> None:
        """Take over a domain's composers. Raises ValueError for a name that is taken.

        A recurring kind that is ordered for accounts needs no unsubscriber: the portal then keeps who wants it not.
        """
        for kind, composer in composers.items():
            if kind.name in self.kinds:
                raise ValueError(f"there are two kinds of letters called {kind.name}")
            self.kinds[kind.name] = kind
            self._composers[kind.name] = composer
        for kind, unsubscriber in (unsubscribers or {}).items():
            if not kind.recurring:
                raise ValueError(f"{kind.name} does not recur")
            self._unsubscribers[kind.name] = unsubscriber

    def heed(self, readers: Mapping[LetterKind, Reader]) -> None:
        """Take over a domain's tests of who still reads a letter; kinds without one are for the account as such."""
        self._readers.update({kind.name: reader for kind, reader in readers.items()})

    @property
    def recurring(self) -> list[LetterKind]:
        """The kinds that people can switch off, by name."""
        return [kind for _, kind in sorted(self.kinds.items()) if kind.recurring]

    @property
    def without_trace(self) -> frozenset[str]:
        """The names of the kinds of which no address stays."""
        return frozenset(name for name, kind in self.kinds.items() if kind.leaves_no_trace)

    def compose(self, session: Session, kind: str, params: Mapping[str, Any], links: Links) -> Content | None:
        """Write a letter; None when there is nothing to say any more. Raises LookupError for a kind nobody writes."""
        return self._composers[kind](session, params, links)

    def still_concerns(self, session: Session, kind: str, params: Mapping[str, Any], account_id: int | None) -> bool:
        """Return whether a letter is still for whom it was ordered. Raises LookupError for a kind nobody writes."""
        if account_id is None:
            return True  # for an address
        if not (self.kinds[kind].reaches_closed or self._is_open(session, account_id)):
            return False
        reader = self._readers.get(kind)
        return reader is None or reader(session, params, account_id)

    def unsubscriber(self, kind: str) -> Unsubscriber | None:
        """Return what "abbestellen" does beside switching the kind off for the account."""
        return self._unsubscribers.get(kind)
