"""`make bench`: print how fast our search is beside its peers. `python -m tests.measure.speed --help` says more."""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack

from tests.measure import report
from tests.measure.speed import presenting
from tests.measure.speed.engines import ENGINES
from tests.measure.speed.measuring import Amounts, Figures, measure
from tests.measure.speed.saving import measure_saves
from tests.support import postgres, prepare

SERVER = {  # what PostgreSQL's documentation advises for a machine with memory to spare
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "random_page_cost": "1.1",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write where that was asked for; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.measure.speed", description="Measure the speed.")
    parser.add_argument("--sizes", type=_sizes, default=(1000, 10_000), metavar="N,N", help="numbers of documents")
    parser.add_argument("--engines", type=_engines, default=tuple(ENGINES), metavar="A,B", help=", ".join(ENGINES))
    parser.add_argument("--questions", type=int, default=Amounts.questions, help="for each task")
    parser.add_argument("--budget", type=float, default=Amounts.budget, help="seconds for each engine and task")
    parser.add_argument("--afresh", action="store_true", help="index anew what is kept from earlier runs")
    parser.add_argument("--no-saves", action="store_true", help="leave out what a save costs")
    parser.add_argument("--write", action="store_true", help="replace the tables in docs/benchmarks.md")
    chosen = parser.parse_args(arguments)
    amounts = Amounts(questions=chosen.questions, budget=chosen.budget)
    names = ("ours", *(name for name in chosen.engines if name != "ours"))
    sizes: dict[int, Figures] = {}
    with ExitStack() as stack:
        server = None
        if "postgresql" in names:
            prepare.ensure_server()
            server = stack.enter_context(postgres.running_server(SERVER))
        for size in chosen.sizes:
            sizes[size] = measure(size, names, server, amounts, progress, afresh=chosen.afresh)
    sections = {f"speed {size}": presenting.of_size(sizes, size, amounts) for size in chosen.sizes}
    if not chosen.no_saves:
        progress("saving entries")
        sections["saves"] = presenting.of_saves(measure_saves())
    for section, text in sections.items():
        sys.stdout.write(f"\n{text}\n")
        if chosen.write and not report.write(section, text):
            progress(f"{report.PAGE.name} keeps no figures of {section}")
    return 0


def progress(what: str) -> None:
    """Say what is under way, with the time of day."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {what}\n")


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def _engines(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    unknown = set(names) - set(ENGINES)
    if unknown:
        raise argparse.ArgumentTypeError(f"no such engine: {', '.join(sorted(unknown))}")
    return names


if __name__ == "__main__":
    sys.exit(main())
