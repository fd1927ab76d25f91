"""From the packages and our lists to the file of the lexicon."""

import gc
from pathlib import Path

from search.analysis.compiling import curated, sources
from search.analysis.compiling.compounds import Rules, learn
from search.analysis.compiling.deriving import Keys
from search.analysis.compiling.entries import entries
from search.analysis.compiling.packing import write
from search.analysis.compiling.readings import read


def build(path: Path, stamp: str) -> None:
    """Write the lexicon to `path`; half a minute of work. The stamp is the end of the file."""
    zipfs = sources.zipfs()
    lemmas = curated.lemmas()
    readings = read(sources.forms(), zipfs, lemmas)
    rules = Rules(
        no_modifiers=frozenset(curated.words("no_modifiers")),
        no_heads=frozenset(curated.words("no_heads")),
        modifiers=curated.pairs("modifiers"),
        heads=frozenset(curated.words("heads")),
        whole=frozenset((*curated.words("whole"), *curated.words("places"), *curated.pairs("persons").values())),
    )
    keys = Keys(readings, {lemma: lemma for lemma in lemmas.values()} | curated.pairs("keys"))
    write(entries(readings, zipfs, keys, learn(readings, rules), rules), stamp, path)


def main(path: str, stamp: str) -> None:
    """Run in a process of its own, which lives shortly: collecting garbage would double its time."""
    gc.disable()
    build(Path(path), stamp)
