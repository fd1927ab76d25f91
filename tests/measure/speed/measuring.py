"""One run over one size: every engine is built, opened afresh, asked, written to."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from search import Document
from tests.measure.speed.building import Built, build, copied
from tests.measure.speed.corpus import document
from tests.measure.speed.engines import Engine, engine_class
from tests.measure.speed.engines.postgresql import PostgreSQL
from tests.measure.speed.fresh import Fresh, ask_fresh
from tests.measure.speed.queries import Asked, beginnings, misspelt, questions, some_keys
from tests.measure.speed.timing import Times, in_turn
from tests.support.postgres import Server

FULL_PAGE = "full page"
COMPLETION = "completion"
UPDATE = "update until visible"
PATIENT_UP_TO = 10_000  # documents
_WARM_UPDATES = 3


@dataclass(frozen=True)
class Amounts:
    """How much is asked. `budget` is in seconds, for each engine and task; six times that for the largest corpora."""

    questions: int = 210
    similar: int = 60
    updates: int = 30
    openings: int = 5
    budget: float = 30.0

    def for_size(self, size: int) -> "Amounts":
        """Return the same with the patience that so many documents need."""
        return replace(self, budget=self.budget * 6) if size > PATIENT_UP_TO else self


@dataclass
class Figures:
    """What was measured of one size: times by task and engine, and by engine what opening, memory and disk took."""

    size: int
    built: dict[str, Built] = field(default_factory=dict)
    times: dict[str, dict[str, Times]] = field(default_factory=dict)
    opening: dict[str, Times] = field(default_factory=dict)
    memory: dict[str, Fresh] = field(default_factory=dict)
    postgresql: str = ""


def measure(
    size: int,
    names: Sequence[str],
    server: Server | None,
    amounts: Amounts,
    say: Callable[[str], None],
    *,
    afresh: bool = False,
) -> Figures:
    """Return the figures of these engines over `size` documents; `say` is told what is under way."""
    amounts, figures = amounts.for_size(size), Figures(size)
    for name in names:
        say(f"{size} documents: {name} indexes")
        figures.built[name] = build(name, size, server, afresh=afresh)
    for name, built in figures.built.items():
        if engine_class(name).kept:
            say(f"{size} documents: {name} opens in a new process")
            _open_afresh(figures, built, amounts)
    engines = {name: built.opened() for name, built in figures.built.items()}
    try:
        for engine in engines.values():
            if isinstance(engine, PostgreSQL):
                engine.build_words()
                figures.postgresql = engine.server_version()
        for task, method, warm_up, asked in _tasks(amounts, size):
            say(f"{size} documents: {task}")
            askers = {name: getattr(engine, method) for name, engine in engines.items() if hasattr(engine, method)}
            figures.times[task] = in_turn(askers, warm_up, asked, amounts.budget)
    finally:
        for engine in engines.values():
            engine.close()
    say(f"{size} documents: {UPDATE}")
    figures.times[UPDATE] = _update(figures.built, amounts)
    return figures


def _tasks(amounts: Amounts, size: int) -> Iterator[tuple[str, str, Sequence[object], Sequence[object]]]:
    """Name, method of the engine, what it is asked to warm up, and what it is asked then.

    Every task has other words, and where an engine keeps whole answers for long, so has its warm-up: nobody is asked
    what he has just answered.
    """
    count = amounts.questions
    pages = questions(3 * count, "pages")
    for number, (task, method) in enumerate(
        (
            (FULL_PAGE, "full_page"),
            ("page with 5 facets", "page_with_five_facets"),
            ("page without facets", "page_without_facets"),
        )
    ):
        asked = pages[number * count : (number + 1) * count]
        yield task, method, asked, asked
    similar = min(amounts.similar, size // 2)
    for task, method, several in (
        (COMPLETION, "complete", beginnings(2 * count)),
        ("spelling", "propose", misspelt(2 * count)),
        ("similar entries", "similar", some_keys(2 * similar)),
    ):
        half = len(several) // 2
        yield task, method, several[:half], several[half:]


def _open_afresh(figures: Figures, built: Built, amounts: Amounts) -> None:
    asked = questions(amounts.questions, "opening")
    firsts = [[question] for question in asked[1 : amounts.openings]]
    answers = [ask_fresh(built.engine, built.where, several, amounts.budget) for several in (asked, *firsts)]
    figures.memory[built.engine] = answers[0]
    figures.opening[built.engine] = Times([answer.seconds for answer in answers])


def _update(built: Mapping[str, Built], amounts: Amounts) -> dict[str, Times]:
    """Replace documents one by one: each is found by a word that only its new version has."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        copies = {name: copied(each, Path(folder) / name) for name, each in built.items()}
        engines = {name: each.opened() for name, each in copies.items()}
        changed = [_changed(number) for number in range(amounts.updates + _WARM_UPDATES)]
        try:
            askers = {name: _writer(engine) for name, engine in engines.items()}
            return in_turn(askers, changed[:_WARM_UPDATES], changed[_WARM_UPDATES:], amounts.budget)
        finally:
            for engine in engines.values():
                engine.close()


def _writer(engine: Engine) -> Callable[[tuple[str, Document]], None]:
    def write(change: tuple[str, Document]) -> None:
        word, new = change
        engine.put(new)
        found = engine.page_without_facets(Asked(word, {}))
        assert found.keys[0] == new.key, f"{engine.name} does not find what it was just given"

    return write


def _changed(number: int) -> tuple[str, Document]:
    word = f"Zyxwort{'abcdefghij'[number // 10]}{'abcdefghij'[number % 10]}"
    old = document(number)
    return word, replace(old, values={**old.values, "title": f"{word} {old.values['title']}"})
