"""The plan of a query: which keys a document must, may and must not have."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from search.planning.gazetteer import EVERYWHERE, Scope
from search.queries import How


@dataclass(frozen=True)
class Alternative:
    """One way in which a word may match: a document has all these keys.

    `offsets` (as many as keys, from 0) say at which positions they stand from the first one on, a phrase; else
    `window` says how many positions at most lie between the first key and each other one; with neither, they may
    stand anywhere in the document.
    """

    keys: tuple[str, ...]
    weight: float
    how: How
    offsets: tuple[int, ...] = ()
    window: int | None = None

    @property
    def together(self) -> bool:
        """Whether the keys must stand in some place to each other."""
        return bool(self.offsets) or self.window is not None


@dataclass(frozen=True)
class Wanted:
    """A word of the query, or several that belong together, and the ways in which it may match; the best counts.

    `widened` are further ways that only count in the tail. What is not `required` adds to the score alone. A `place`
    is the name of a municipality that is an ordinary word as well. Where a plan finds nothing, what is `yielding` is
    required no longer, and the words `instead` are asked for. What must not be there may in the ways `unless`.
    """

    word: str
    alternatives: tuple[Alternative, ...]
    widened: tuple[Alternative, ...] = ()
    required: bool = True
    place: bool = False
    yielding: bool = False
    instead: tuple["Wanted", ...] = ()
    unless: tuple[Alternative, ...] = ()

    @property
    def all(self) -> tuple[Alternative, ...]:
        """The alternatives, then the widened ones."""
        return self.alternatives + self.widened


@dataclass(frozen=True)
class Plan:
    """What is asked: a document must match each required word and none of the excluded.

    `places` are codes of places whose documents come first, then those of their `neighbours`; `scope` is what stadt:
    says, `ignored` are words that carry nothing, `waived` those that a stricter plan required.
    """

    wanted: tuple[Wanted, ...] = ()
    excluded: tuple[Wanted, ...] = ()
    places: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    scope: Scope = EVERYWHERE
    ignored: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[Wanted, ...]:
        """The words that a hit must match."""
        return tuple(wanted for wanted in self.wanted if wanted.required)

    @cached_property
    def relaxed(self) -> "Plan | None":
        """The plan for when this one finds nothing; None if it is as strict."""
        wanted = [other for each in self.wanted for other in _relaxed(each)]
        if not self.places and not any(each.required for each in wanted):
            return None
        waived = tuple(each.word for each in self.required if each.yielding or each.instead)
        return replace(self, wanted=tuple(wanted), waived=waived) if waived else None

    def keys(self) -> Iterator[str]:
        """Every key that is looked up, repeated ones too."""
        for wanted in (*self.wanted, *self.excluded):
            for alternative in (*wanted.all, *wanted.unless):
                yield from alternative.keys


def _relaxed(wanted: Wanted) -> tuple[Wanted, ...]:
    if wanted.instead:
        return replace(wanted, required=False, instead=()), *wanted.instead
    return (replace(wanted, required=wanted.required and not wanted.yielding),)
