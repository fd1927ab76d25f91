"""The goals for our search beside its peers, and whether they are met."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.measure.speed.engines import engine_class
from tests.measure.speed.measuring import COMPLETION, FULL_PAGE, Figures
from tests.measure.speed.saving import Saves

LARGE = 100_000  # documents
BESIDE = (("tantivy", 1.0), ("postgresql", 0.5), ("fts5", 0.2), ("fts5-prefixes", 0.2))
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Goal:
    """What is wanted, what was measured, both in the same unit, and the most it may be."""

    wanted: str
    measured: float
    most: float
    unit: str = "times"

    @property
    def met(self) -> bool:
        return self.measured <= self.most

    def row(self) -> tuple[str, ...]:
        """Goal, figure, the most it may be, and the verdict in words."""
        digits = 3 if self.most < 0.1 else 2 if self.unit == "times" else 0
        figures = (f"{value:.{digits}f} {self.unit}" for value in (self.measured, self.most))
        return (self.wanted, *figures, "met" if self.met else "missed")


def goals(sizes: Mapping[int, Figures], size: int) -> Iterator[Goal]:
    """Yield the goals that can be judged from what was measured of this size, and of others in the same run."""
    figures = sizes[size]
    pages = figures.times[FULL_PAGE]
    ours = pages["ours"]
    for peer, most in BESIDE:
        if peer in pages and size > 1000:
            title = engine_class(peer).name
            yield Goal(f"full page beside {title}, p50", ours.p50 / pages[peer].p50, most)
            yield Goal(f"full page beside {title}, p95", ours.p95 / pages[peer].p95, most)
    completions = figures.times[COMPLETION]
    if "ours" in completions:
        yield Goal("completion beside our full page, p50", completions["ours"].p50 / ours.p50, 0.01)
    if size < LARGE:
        return
    smaller = sizes.get(LARGE // 10)
    if smaller is not None:
        growth = ours.p95 / smaller.times[FULL_PAGE]["ours"].p95
        yield Goal(f"full page, p95, beside that at {LARGE // 10:,}", growth, 3.0)
    if "whoosh" in figures.opening:
        opening = figures.opening["ours"].p50 / figures.opening["whoosh"].p50
        yield Goal("opening until the first answer beside Whoosh", opening, 0.1)
    yield Goal("memory of a process", figures.memory["ours"].resident / MEGABYTE, 400, "MB")


def goal_of_saves(saves: Saves) -> Goal:
    """Return the goal for what a save adds: no more than a row does, but a tenth is noise."""
    return Goal("what the index adds to a save, beside one inserted row", saves.order / saves.row, 1.1)
