"""Explains a query to whoever tunes the search: python -m search DIR "wort"."""

import argparse
import sys
from pathlib import Path

from search import Hit, Index, Query, Unavailable
from search.meaning.encoder import installed_encoder
from search.planning.plans import Alternative


def main(arguments: list[str] | None = None) -> int:
    """Print keys, alternatives and hits with scores; 1 if there is no usable index."""
    parser = argparse.ArgumentParser(prog="python -m search", description="Explain a query.")
    parser.add_argument("directory", type=Path, help="folder of the index")
    parser.add_argument("words", help="the query as a user would type it")
    parser.add_argument("--limit", type=int, default=10, help="how many hits to show")
    chosen = parser.parse_args(arguments)
    try:
        lines = explain(_index(chosen.directory), chosen.words, chosen.limit)
    except Unavailable as error:
        sys.stderr.write(f"{error.reason}\n")
        return 1
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _index(directory: Path) -> Index:
    """The index, with the encoder if it was made with one."""
    index = Index(directory, installed_encoder())
    return index if index.status().usable else Index(directory)


def explain(index: Index, words: str, limit: int) -> list[str]:
    """The explanation, line by line."""
    query = Query(words=words, limit=limit)
    plan = index.plan(query)
    lines = []
    for wanted in () if plan is None else plan.wanted:
        lines.append(f"word {wanted.word}{'' if wanted.required else ' (not required)'}")
        lines += [f"  {_told(each)}" for each in wanted.alternatives]
        lines += [f"  ({_told(each)})" for each in wanted.widened]
    results = index.search(query)
    if results.corrected is not None:
        lines.append(f"nothing as typed, instead: {results.corrected}")
    lines.append(f"{results.total} hits")
    lines += [line for hit in results.hits for line in _hit(hit)]
    lines.append(f"{results.tail_total} in the tail")
    lines += [line for hit in results.tail for line in _hit(hit)]
    if results.related:
        lines.append(f"{len(results.related)} near by their meaning")
        lines += [f"{hit.score:8.3f}  {hit.key}" for hit in results.related]
    if results.proposal is not None:
        lines.append(f"did you mean: {results.proposal}")
    return lines


def _told(alternative: Alternative) -> str:
    together = (
        f" within {alternative.window}" if alternative.window is not None else " in a row" * bool(alternative.offsets)
    )
    return f"{alternative.weight:.2f}  {alternative.how.value:9}  {' + '.join(alternative.keys)}{together}"


def _hit(hit: Hit) -> list[str]:
    reasons = (f"{reason.word} {reason.how.value}: {', '.join(reason.found)}" for reason in hit.reasons)
    return [f"{hit.score:8.3f}  {hit.key}  {'; '.join(reasons)}"]


if __name__ == "__main__":
    sys.exit(main())
