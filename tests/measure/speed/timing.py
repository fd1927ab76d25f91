"""Times: many engines, asked the same in turn, so that whatever else the machine does meets all alike."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from statistics import median


@dataclass
class Times:
    """Seconds, one for each question."""

    seconds: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        """The median in milliseconds."""
        return median(self.seconds) * 1000

    @property
    def p95(self) -> float:
        """What 95 in 100 stay within, in milliseconds."""
        return sorted(self.seconds)[ceil(0.95 * len(self.seconds)) - 1] * 1000


def timed(action: Callable[[], object]) -> float:
    """Return the seconds an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def in_turn(
    askers: Mapping[str, Callable[..., object]], warm_up: Sequence[object], questions: Sequence[object], budget: float
) -> dict[str, Times]:
    """Ask everybody each question in turn; who begins changes.

    The warm-up, mostly the same questions, is asked first and not counted: each engine has then read what it needs, and
    kept of it what it keeps. Whoever has used up `budget` seconds in a round is asked no more in it, so its figures
    stand on fewer questions.
    """
    _round(askers, warm_up, budget)
    return _round(askers, questions, budget)


def _round(askers: Mapping[str, Callable[..., object]], questions: Sequence[object], budget: float) -> dict[str, Times]:
    times = {name: Times() for name in askers}
    used = dict.fromkeys(askers, 0.0)
    names = list(askers)
    for number, question in enumerate(questions):
        begin = number % len(names)
        for name in (*names[begin:], *names[:begin]):
            if used[name] > budget:
                continue
            seconds = timed(partial(askers[name], question))
            used[name] += seconds
            times[name].seconds.append(seconds)
    return times
