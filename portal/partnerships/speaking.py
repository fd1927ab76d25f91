"""In whose name somebody acts who belongs to both sides of a case: as the person says, never by accident."""

from collections.abc import Sequence
from typing import NamedTuple

from portal.errors import Invalid
from portal.partnerships.vocabulary import Side
from portal.text import N_

_WHICH = N_("Sie gehören zu beiden Seiten. Bitte wählen Sie, für welche Sie handeln.")


class OnBehalf(NamedTuple):
    """For which side somebody takes a step, None where only one is possible; the last message he was shown."""

    side: Side | None = None
    read: int = 0


USUAL = OnBehalf()


def speaking(possible: Sequence[Side], chosen: Side | None) -> Side:
    """Return the side in whose name something is done; `possible`: those for which the actor may, never none.

    Raises Invalid at "side" where it is not clear which one is meant.
    """
    if chosen is None and len(possible) == 1:
        return possible[0]
    if chosen is None or chosen not in possible:
        raise Invalid({"side": [_WHICH]})
    return chosen
