"""The figures of a run as tables."""

from collections.abc import Iterator, Mapping, Sequence

from tests.measure import report
from tests.measure.speed.engines import engine_class
from tests.measure.speed.goals import MEGABYTE, goal_of_saves, goals
from tests.measure.speed.measuring import Amounts, Figures
from tests.measure.speed.saving import Saves
from tests.measure.speed.timing import Times
from tests.measure.tables import table

NOTHING = "-"


def of_size(sizes: Mapping[int, Figures], size: int, amounts: Amounts) -> str:
    """Return everything about one size."""
    figures = sizes[size]
    names = list(figures.built)
    return "\n\n".join(
        [
            report.provenance(**({"PostgreSQL": figures.postgresql} if figures.postgresql else {})),
            f"{size:,} documents. Milliseconds, p50 / p95:",
            table(("", *_titles(names)), _times(figures, names, amounts)),
            table(("", *_titles(names)), _others(figures, names)),
            "Ours beside each peer, p50 / p95 (below 1: ours is faster):",
            table(("", *_titles(names[1:])), _ratios(figures, names[1:])),
            table(("Goal", "measured", "at most", ""), [goal.row() for goal in goals(sizes, size)], text=(0, 3)),
        ]
    )


def of_saves(saves: Saves) -> str:
    """Return what a save costs."""
    rows = [
        ("a save without an index", _pair(saves.plain)),
        ("with one more inserted row", _pair(saves.with_row)),
        ("with its index order", _pair(saves.with_order)),
        ("what the row adds", _milliseconds(saves.row)),
        ("what the order adds", _milliseconds(saves.order)),
        ("from the save until it is found", _pair(saves.visible)),
    ]
    goal = table(("Goal", "measured", "at most", ""), [goal_of_saves(saves).row()], text=(0, 3))
    return f"{report.provenance()}\n\n{table(('Milliseconds', 'p50 / p95'), rows)}\n\n{goal}"


def _titles(names: Sequence[str]) -> list[str]:
    return [engine_class(name).name for name in names]


def _times(figures: Figures, names: Sequence[str], amounts: Amounts) -> Iterator[tuple[str, ...]]:
    for task, times in figures.times.items():
        most = max(len(each.seconds) for each in times.values())
        yield (
            f"{task} ({most})",
            *(_pair(times[name], fewer_than=most) if name in times else NOTHING for name in names),
        )
    yield (
        f"opening until the first answer ({amounts.openings})",
        *(f"{figures.opening[name].p50:.0f}" if name in figures.opening else NOTHING for name in names),
    )


def _others(figures: Figures, names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    built = [figures.built[name] for name in names]
    yield (
        "bulk indexing, documents a second",
        *(f"{figures.size / each.seconds:,.0f}{'' if each.now else ' (earlier)'}" for each in built),
    )
    yield "disk, MB", *(f"{each.size_bytes / MEGABYTE:,.1f}" for each in built)
    for title, which in (("memory of a process, MB", "resident"), ("of that no copy of a file, MB", "anonymous")):
        yield (
            title,
            *(
                f"{getattr(figures.memory[name], which) / MEGABYTE:,.0f}" if name in figures.memory else NOTHING
                for name in names
            ),
        )


def _ratios(figures: Figures, peers: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for task, times in figures.times.items():
        if "ours" in times:
            ours = times["ours"]
            yield (
                task,
                *(
                    f"{ours.p50 / times[peer].p50:.2f} / {ours.p95 / times[peer].p95:.2f}" if peer in times else NOTHING
                    for peer in peers
                ),
            )
    opening = figures.opening
    yield (
        "opening",
        *(f"{opening['ours'].p50 / opening[peer].p50:.2f}" if peer in opening else NOTHING for peer in peers),
    )
    seconds = {name: built.seconds for name, built in figures.built.items()}
    yield "bulk indexing", *(f"{seconds['ours'] / seconds[peer]:.2f}" for peer in peers)


def _pair(times: Times, fewer_than: int = 0) -> str:
    fewer = f" (n={len(times.seconds)})" if len(times.seconds) < fewer_than else ""
    return f"{_milliseconds(times.p50)} / {_milliseconds(times.p95)}{fewer}"


def _milliseconds(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
