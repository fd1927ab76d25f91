"""One row of the table in `transitions.py`: what a step is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from portal.access import Role
from portal.partnerships.conditions import Condition
from portal.partnerships.fields import Field, Rule
from portal.partnerships.models import Case
from portal.partnerships.vocabulary import WAITING, Side, State


@dataclass(frozen=True)
class Transition:
    """One step.

    `name` is kept on timelines for good. `label` stands on the button; `told` is the line on the timeline, with the
    place {who} for who did it. `after` None: the state stays. `by` may take it: who has `role` or a higher one in the
    organisation of that side and, where `person`, whoever looks after the case there in any role. `turn` says who is
    to act next; `answers`: it is a first answer; `tells` the other side by mail; `decision`: noted in the log too.
    `only_where`: fields, by name, that are asked for only where a condition holds.
    """

    name: str
    label: str
    told: str
    before: tuple[State, ...]
    after: State | None
    by: tuple[Side, ...]
    fields: tuple[Field, ...] = ()
    rules: tuple[Rule, ...] = ()
    only_where: Mapping[str, Condition] = field(default_factory=dict, hash=False)
    needs: Condition | None = None
    role: Role = Role.EDITOR
    person: bool = True
    turn: Callable[[Side], Side | None] | None = None  # None: as before
    answers: bool = False
    tells: bool = False
    decision: bool = False

    def asks(self, case: Case, side: Side) -> tuple[Field, ...]:
        """Return the fields that a side is asked for in a case."""
        left_out = {name for name, condition in self.only_where.items() if not condition.holds(case, side)}
        return tuple(each for each in self.fields if each.name not in left_out)

    @property
    def tells_at_once(self) -> bool:
        """Whether the other side gets a letter of its own: it waits for this step, is to answer it, or is left by it.

        Once both want to work together nobody waits any more: such a step stands in the digest of who has one.
        """
        return self.tells and (set(self.before) <= set(WAITING) or self.after is State.ABORTED)
