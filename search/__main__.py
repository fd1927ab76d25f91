"""Explains a query to whoever tunes the search: python -m search DIR "wort"."""

import argparse
import sys
from pathlib import Path

from search import Index, Query, Unavailable


def main(arguments: list[str] | None = None) -> int:
    """Print keys, alternatives and hits with scores; 1 if there is no usable index."""
    parser = argparse.ArgumentParser(prog="python -m search", description="Explain a query.")
    parser.add_argument("directory", type=Path, help="folder of the index")
    parser.add_argument("words", help="the query as a user would type it")
    parser.add_argument("--limit", type=int, default=10, help="how many hits to show")
    chosen = parser.parse_args(arguments)
    try:
        lines = explain(Index(chosen.directory), chosen.words, chosen.limit)
    except Unavailable as error:
        sys.stderr.write(f"{error.reason}\n")
        return 1
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def explain(index: Index, words: str, limit: int) -> list[str]:
    """The explanation, line by line."""
    plan = index.plan(words)
    lines = []
    for wanted in () if plan is None else plan.wanted:
        lines.append(f"word {wanted.word}")
        lines += [f"  {each.weight:.2f}  {' + '.join(each.keys)}" for each in wanted.alternatives]
    results = index.search(Query(words=words, limit=limit))
    lines.append(f"{results.total} hits")
    for hit in results.hits:
        lines.append(f"{hit.score:8.3f}  {hit.key}")
        for name, fragments in hit.highlights.items():
            marked = dict.fromkeys(fragment.text for fragment in fragments if fragment.marked)
            lines.append(f"          {name}: {', '.join(marked)}")
    proposal = index.suggest(words)
    if proposal is not None:
        lines.append(f"did you mean: {proposal}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
