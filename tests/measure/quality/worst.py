"""Where our search does worst, for whoever tunes it."""

from collections.abc import Iterator, Mapping

from search import Document
from tests.measure.quality.scoring import Answered, Score

SHOWN = 10


def worst(found: Score, count: int, documents: Mapping[str, Document]) -> Iterator[str]:
    """Yield lines on the `count` queries with the lowest nDCG: what came (grade, key, title) and what was missed."""
    for each in sorted(found.fitting, key=lambda each: each.ndcg)[:count]:
        yield from _about(each, documents)
    for each in found.unfitting:
        if each.ranking.strict:
            yield f'\nnothing fits "{each.query.words}" (n {each.query.number}), yet {each.ranking.strict} strict hits'
            yield from (_line("-", key, documents) for key in each.ranking.keys[:3])


def _about(each: Answered, documents: Mapping[str, Document]) -> Iterator[str]:
    query, keys = each.query, each.ranking.keys
    yield (
        f"\n{each.ndcg:.2f}  {query.words}   (n {query.number}, {query.kind}; {each.ranking.strict} strict, "
        f"{len(keys)} listed)"
    )
    for number, key in enumerate(keys[:SHOWN], start=1):
        after = "" if number <= each.ranking.strict else " ~"
        yield _line(f"{number}{after}", key, documents, query.relevant.get(key, 0))
    for key, grade in query.relevant.items():
        if key not in keys[:SHOWN]:
            place = f"{list(keys).index(key) + 1}" if key in keys else "missed"
            yield _line(place, key, documents, grade)


def _line(place: str, key: str, documents: Mapping[str, Document], grade: int = 0) -> str:
    return f"  {place:>6} {'+' * grade:2} {key:<28} {documents[key].values['title']}"
