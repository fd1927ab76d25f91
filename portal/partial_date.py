"""Dates of which only the year, or year and month, may be known."""

import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII)
_GERMAN = re.compile(r"(?:(?:(?P<day>\d{1,2})\.\s?)?(?P<month>\d{1,2})[./]\s?)?(?P<year>\d{4})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1950, 2100


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A year, a month or a day. Orders by time; what is unknown counts as earliest."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR or (self.day is not None and self.month is None):
            raise ValueError(f"no date of this register: {self.year}")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    def __lt__(self, other: "PartialDate") -> bool:
        return str(self) < str(other)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read 2022, 2022-08, 2022-08-31, 08/2022, 8.2022 or 31.8.2022. Raises ValueError otherwise."""
        match = _ISO.fullmatch(text.strip()) or _GERMAN.fullmatch(text.strip())
        if match is None:
            raise ValueError("not a partial date")
        return cls(*(int(match[part]) if match[part] else None for part in ("year", "month", "day")))  # type: ignore[arg-type]

    def __str__(self) -> str:
        """Return the ISO 8601 form with the precision that is known: 2022, 2022-08 or 2022-08-31."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)
