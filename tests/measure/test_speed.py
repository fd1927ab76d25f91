"""Both commands' inner workings at a small size: every engine answers every task; no time is asserted."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from search import Document
from tests.conftest import SERVER
from tests.measure.speed import presenting
from tests.measure.speed.building import build
from tests.measure.speed.corpus import corpus, document
from tests.measure.speed.engines import ENGINES, engine_class
from tests.measure.speed.engines.base import GROUPS, PAGE, TEXTS, Counts, Filters, values
from tests.measure.speed.measuring import Amounts, measure
from tests.measure.speed.queries import Asked, questions
from tests.measure.speed.saving import measure_saves

SIZE = 200
FEW = Amounts(questions=2, similar=2, updates=1, openings=1, budget=0.5)


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp() / "measure-cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))


@pytest.fixture(scope="module")
def names(pytestconfig: pytest.Config) -> list[str]:
    """All engines; PostgreSQL where the tests have a server of it."""
    return [name for name in ENGINES if engine_class(name).kept or pytestconfig.stash[SERVER]]


def test_every_engine_is_measured_and_shown(names: list[str], pytestconfig: pytest.Config) -> None:
    figures = measure(SIZE, names, pytestconfig.stash[SERVER], FEW, lambda _: None)
    assert set(figures.times["full page"]) == set(names)
    assert all(times.seconds for task in figures.times.values() for times in task.values())
    assert set(figures.opening) == {name for name in names if engine_class(name).kept}
    shown = presenting.of_size({SIZE: figures}, SIZE, FEW)
    assert all(engine_class(name).name in shown for name in names)


def test_every_engine_counts_what_a_plain_loop_counts(names: list[str], pytestconfig: pytest.Config) -> None:
    documents = {each.key: each for each in corpus(SIZE)}
    for name in names:
        engine = build(name, SIZE, pytestconfig.stash[SERVER]).opened()
        compared = 0
        for asked in questions(60, "counts"):
            found = engine.full_page(Asked(asked.words, {}))
            if not (asked.filters and 2 <= found.total <= PAGE):
                continue  # all of the hits are needed to count them
            hits = [documents[key] for key in found.keys[: found.total]]
            page = engine.full_page(asked)
            assert page.total == sum(_passes(hit, asked.filters) for hit in hits)
            # Some name a chosen value of which nothing is left.
            counts = {group: {v: n for v, n in counted.items() if n} for group, counted in page.counts.items()}
            assert counts == _counts(hits, asked.filters), name
            compared += 1
        engine.close()
        assert compared >= 3, name


def test_saves_are_found(tmp_path: Path) -> None:
    saves = measure_saves(count=3, visible=1)
    assert len(saves.with_order.seconds) == len(saves.plain.seconds) == 3
    assert "index order" in presenting.of_saves(saves)


def test_documents_and_questions_are_the_same_each_time() -> None:
    assert document(7) == document(7) != document(8)
    assert questions(20, "a") == questions(20, "a")
    assert len({question.words for question in questions(210, "a")}) == 210


def test_documents_have_the_intended_size() -> None:
    sizes = [sum(len(str(document(number).values[name]).encode()) for name in TEXTS) for number in range(60)]
    assert 2600 < sum(sizes) / len(sizes) < 3200


def _counts(hits: Iterable[Document], filters: Filters) -> Counts:
    """What each value has under the filters of all other groups."""
    return {
        group: dict(
            Counter(
                value
                for hit in hits
                if _passes(hit, {other: chosen for other, chosen in filters.items() if other != group})
                for value in values(hit, group)
            )
        )
        for group in GROUPS
    }


def _passes(hit: Document, filters: Filters) -> bool:
    return all(set(chosen) & set(values(hit, group)) for group, chosen in filters.items())
