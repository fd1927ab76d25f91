"""Kinds of letters, as domains declare them."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NAME_MAX = 80


class Rhythm(enum.Enum):
    """How often a letter comes that gathers what has happened; the value stands in forms."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter: its name for good ("member.invitation"), what people call it (German msgid), its parameters.

    The parameters are ids, never contents: the letter is written from the rows as they are when it is sent.
    A `recurring` kind comes without having been asked for each time; people can switch it off. `about` tells them in
    a sentence (German msgid) what they would miss. One with a `rhythm` gathers: people choose how often it comes, and
    have it that often unless they do. A kind that `reaches_closed` is sent even when the account it was ordered for is
    closed by then: it tells of what happened to the account. Of one that `leaves_no_trace` the address is forgotten as
    soon as the mail has gone out, or is given up. Answers to an `unattended` kind go to the portal's unattended
    address, and the letter says so: people answer in the portal.
    """

    name: str
    label: str
    fields: tuple[str, ...] = ()
    recurring: bool = False
    about: str = ""
    reaches_closed: bool = False
    leaves_no_trace: bool = False
    rhythm: Rhythm | None = None
    unattended: bool = False

    def __post_init__(self) -> None:
        if self.rhythm is not None and not self.recurring:
            raise ValueError(f"{self.name} comes in a rhythm and does not recur")
        if not self.name or len(self.name) > NAME_MAX:
            raise ValueError(f"the name of a kind of letter has 1 to {NAME_MAX} characters: {self.name!r}")

    def checked(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters. Raises TypeError for a missing or unknown one, or one that is no plain value."""
        if params.keys() != set(self.fields):
            raise TypeError(f"{self.name} takes {sorted(self.fields)}, not {sorted(params)}")
        for name, value in params.items():
            if not _is_plain(value):
                raise TypeError(f"{name} of {self.name} is neither number, text, truth value, None nor a list of them")
        return dict(params)


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(not isinstance(each, list) and _is_plain(each) for each in value)
    return value is None or isinstance(value, (bool, int, str))
