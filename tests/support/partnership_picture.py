"""Write docs/partnerships.md from the table of steps: `python -m tests.support.partnership_picture`."""

import sys
from collections.abc import Iterator

from hatch_build import ROOT
from portal.access import ROLE_LABELS
from portal.partnerships.duties.ladder import LADDER, TO_LABELS
from portal.partnerships.fields import Field
from portal.partnerships.transition import Transition
from portal.partnerships.transitions import TRANSITIONS
from portal.partnerships.vocabulary import LABELS, Side, State
from portal.settings import Duties

FILE = ROOT / "docs" / "partnerships.md"
START, END = "<!-- made from portal/partnerships/transitions.py -->", "<!-- end -->"
LADDER_START = "<!-- made from portal/partnerships/duties/ladder.py -->"


def made() -> str:
    """Return the picture and the table."""
    return "\n".join((START, "", *_picture(), "", *_table(), "", END))


def document(text: str) -> str:
    """Return the page with what is between the marks made anew."""
    return _replaced(_replaced(text, START, made()), LADDER_START, ladder())


def ladder() -> str:
    """Return the table of what the portal writes by itself, with the settings as they are without a word."""
    return "\n".join((LADDER_START, "", *_ladder(), "", END))


def _replaced(text: str, start: str, anew: str) -> str:
    before, rest = text.split(start)
    return before + anew + rest.split(END, 1)[1]


def _picture() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in State:
        yield f"    {_id(state)} : {LABELS[state]}"
    yield f"    [*] --> {_id(State.DRAFT)}"
    for before in State:
        for transition in TRANSITIONS:
            if transition.after and before in transition.before:
                yield f"    {_id(before)} --> {_id(transition.after)} : {transition.label}"
    for state in State:
        if not any(state in each.before and each.after for each in TRANSITIONS):
            yield f"    {_id(state)} --> [*]"
    yield "```"


def _table() -> Iterator[str]:
    yield "| Schritt | Von | Nach | Wer | Was dazugehört | Mail an die andere Seite |"
    yield "|---|---|---|---|---|---|"
    for each in TRANSITIONS:
        after = LABELS[each.after] if each.after else "bleibt"
        before = ", ".join(LABELS[state] for state in each.before)
        asked = ", ".join(map(_field, each.fields)) or "–"
        at_once = each.tells_at_once or each.name == "send"
        tells = "ja" if at_once else "im Überblick" if each.tells else "–"
        yield f"| {each.label} | {before} | {after} | {_who(each)} | {asked} | {tells} |"


def _ladder() -> Iterator[str]:
    yield "| Anlass | Solange | Wann | An wen |"
    yield "|---|---|---|---|"
    for rung in LADDER:
        states = ", ".join(LABELS[state] for state in rung.states)
        yield f"| {rung.label} | {states} | {rung.when(Duties())} | {TO_LABELS[rung.to]} |"


def _who(transition: Transition) -> str:
    sides = " oder ".join(LABELS[side] for side in transition.by)
    if Side.SYSTEM in transition.by or Side.MODERATION in transition.by:
        return sides
    person = " oder wer zuständig ist" if transition.person else ""
    return f"{sides}: ab {ROLE_LABELS[transition.role]}{person}"


def _field(field: Field) -> str:
    return f"**{field.label}**" if field.required else field.label


def _id(state: State) -> str:
    return state.value.replace("-", "_")


if __name__ == "__main__":
    FILE.write_text(document(FILE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{FILE.relative_to(ROOT)}\n")
