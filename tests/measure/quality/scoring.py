"""What an engine reaches on a judged set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

from tests.measure.quality.engines import Engine, Ranking
from tests.measure.quality.figures import ndcg, recall
from tests.measure.quality.judged import JudgedQuery


@dataclass(frozen=True)
class Answered:
    """A judged query and what an engine found for it."""

    query: JudgedQuery
    ranking: Ranking

    @cached_property
    def ndcg(self) -> float:
        return ndcg(self.ranking.keys, self.query.relevant)

    @cached_property
    def recall(self) -> float:
        return recall(self.ranking.keys, self.query.relevant)


@dataclass(frozen=True)
class Score:
    """The figures over a set. Queries that nothing answers count only for `strict_where_nothing_fits`."""

    fitting: Sequence[Answered]
    unfitting: Sequence[Answered]

    @property
    def ndcg(self) -> float:
        return fmean(each.ndcg for each in self.fitting)

    @property
    def recall(self) -> float:
        return fmean(each.recall for each in self.fitting)

    @property
    def empty(self) -> float:
        """The share of queries that something answers and that found nothing at all."""
        return fmean(not each.ranking.keys for each in self.fitting)

    @property
    def strict_where_nothing_fits(self) -> int:
        """How many queries that nothing answers found something strictly."""
        return sum(each.ranking.strict > 0 for each in self.unfitting)

    def by_kind(self) -> Mapping[str, float]:
        """Return nDCG by kind of query, in the order in which the set names them."""
        kinds: dict[str, list[float]] = {}
        for each in self.fitting:
            kinds.setdefault(each.query.kind, []).append(each.ndcg)
        return {kind: fmean(values) for kind, values in kinds.items()}


def score(engine: Engine, queries: Sequence[JudgedQuery]) -> Score:
    """Ask everything once."""
    answered = [Answered(query, engine.ranked(query.words)) for query in queries]
    return Score(
        [each for each in answered if each.query.relevant], [each for each in answered if not each.query.relevant]
    )
