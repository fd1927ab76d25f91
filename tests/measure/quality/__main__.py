"""`make eval`: print how good our search is beside its peers. `python -m tests.measure.quality --help` says more."""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.measure import report
from tests.measure.quality.engines import Engine, Ours
from tests.measure.quality.judged import foreign, judged
from tests.measure.quality.peers import BEST, peers
from tests.measure.quality.scoring import Score, score
from tests.measure.quality.worst import worst
from tests.measure.register import register
from tests.measure.tables import table

SETS = {"given": "The given set", "blind": "The blind set"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, and write them where that was asked for; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.measure.quality", description="Measure the answers.")
    parser.add_argument("--set", choices=tuple(SETS), action="append", help="only this set (default: both)")
    parser.add_argument("--ours", action="store_true", help="without the peers")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="only ours, with its N worst queries")
    parser.add_argument("--write", action="store_true", help="replace the tables in docs/benchmarks.md")
    chosen = parser.parse_args(arguments)
    documents, places = register()
    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(Path(folder), documents, places)
        engines: list[Engine] = [ours]
        if not (chosen.ours or chosen.worst):
            engines += peers(documents)
        sets = [name for name in chosen.set or SETS if judged(name)]
        scores = {name: [score(engine, judged(name)) for engine in engines] for name in sets}
        text = "\n\n".join([report.provenance(), *_tables(engines, scores), _foreign(engines)])
    say(text)
    for name in sets if chosen.worst else ():
        say(f"\n{SETS[name]}: the {chosen.worst} worst")
        by_key = {document.key: document for document in documents}
        say("\n".join(worst(scores[name][0], chosen.worst, by_key)))
    if chosen.write:
        report.write("quality", text)
    return 0


def _tables(engines: Sequence[Engine], scores: dict[str, list[Score]]) -> Iterator[str]:
    for name, found in scores.items():
        fitting, unfitting = len(found[0].fitting), len(found[0].unfitting)
        yield f"{SETS[name]}: {fitting} queries that something answers" + (
            f", {unfitting} that nothing answers" if unfitting else ""
        )
        yield table(
            ("", "nDCG@10", "recall@20", "empty", "strict where nothing fits"),
            [
                (
                    engine.name,
                    f"{each.ndcg:.3f}",
                    f"{each.recall:.3f}",
                    f"{each.empty:.1%}",
                    f"{each.strict_where_nothing_fits} of {unfitting}" if unfitting else "-",
                )
                for engine, each in zip(engines, found, strict=True)
            ],
        )
        kinds = [each.by_kind() for each in found[: 1 + BEST]]
        sizes = {kind: sum(each.query.kind == kind for each in found[0].fitting) for kind in kinds[0]}
        yield table(
            ("nDCG@10 by kind", *(engine.name for engine in engines[: 1 + BEST])),
            [(f"{kind} ({sizes[kind]})", *(f"{each[kind]:.2f}" for each in kinds)) for kind in kinds[0]],
        )


def _foreign(engines: Sequence[Engine]) -> str:
    words = foreign()
    rows = []
    for engine in engines:
        hits = {each: engine.ranked(each).strict for each in words}
        found = [each for each in words if hits[each]]
        rows.append((engine.name, f"{len(found)} of {len(words)}", str(sum(hits.values())), ", ".join(found) or "-"))
    return table(("Out of the field", "queries with strict hits", "strict hits", "which"), rows, text=(0, 3))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
