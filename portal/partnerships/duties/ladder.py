"""What the portal writes by itself while nobody acts, as ONE table: what, when, to whom.

`reminding.py` goes by it and the table in docs/partnerships.md is made from it.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass

from portal.partnerships.vocabulary import Notice, State
from portal.settings import Duties
from portal.text import N_


class To(enum.Enum):
    """Who is written to; where that is nobody, the moderation is brought in."""

    PEOPLE = "people"  # who answers for the side that is to act
    COORDINATION = "coordination"  # of that side, or who else may answer for it
    MODERATION = "moderation"
    BOTH = "both"  # who answers for each side


TO_LABELS: dict[enum.Enum, str] = {
    To.PEOPLE: N_("wer für die Seite zuständig ist, die am Zug ist"),
    To.COORDINATION: N_("Koordination dieser Seite"),
    To.MODERATION: N_("Moderation"),
    To.BOTH: N_("wer auf beiden Seiten zuständig ist"),
}


@dataclass(frozen=True)
class Rung:
    """One notice: in which states it comes, to whom, and in German words when that is with these settings."""

    notice: Notice
    states: tuple[State, ...]
    to: To
    label: str
    when: Callable[[Duties], str]


_SENT, _CLARIFYING = (State.SENT,), (State.CLARIFYING,)

# From the lowest to the highest for each deadline: of those that are due only the highest is sent.
LADDER: tuple[Rung, ...] = (
    Rung(
        Notice.ANSWER_SOON,
        _SENT,
        To.PEOPLE,
        N_("Die erste Antwort ist bald fällig"),
        lambda duties: f"{duties.answer_reminder_workdays} Arbeitstage vor dem letzten Tag der Frist",
    ),
    Rung(
        Notice.ANSWER_LATE,
        _SENT,
        To.COORDINATION,
        N_("Die erste Antwort ist überfällig"),
        lambda duties: f"nach der Frist von {duties.answer_workdays} Arbeitstagen",
    ),
    Rung(
        Notice.ANSWER_OVERDUE,
        _SENT,
        To.MODERATION,
        N_("Die erste Antwort bleibt aus"),
        lambda duties: f"nach {duties.overdue_workdays} weiteren Arbeitstagen",
    ),
    Rung(
        Notice.DECISION_SOON,
        _CLARIFYING,
        To.PEOPLE,
        N_("Die Entscheidung ist bald fällig"),
        lambda duties: f"{duties.decision_reminder_workdays} Arbeitstage vor dem letzten Tag der Frist",
    ),
    Rung(
        Notice.DECISION_LATE,
        _CLARIFYING,
        To.COORDINATION,
        N_("Die Entscheidung ist überfällig"),
        lambda duties: f"nach der Frist von {duties.decision_workdays} Arbeitstagen",
    ),
    Rung(
        Notice.DECISION_OVERDUE,
        _CLARIFYING,
        To.MODERATION,
        N_("Die Entscheidung bleibt aus"),
        lambda duties: f"nach {duties.overdue_workdays} weiteren Arbeitstagen",
    ),
    Rung(
        Notice.QUIET,
        _CLARIFYING,
        To.MODERATION,
        N_("Niemand tut etwas"),
        lambda duties: f"nach {duties.quiet_days} Tagen ohne Schritt oder Nachricht",
    ),
    Rung(
        Notice.LAPSE_SOON,
        (*_SENT, *_CLARIFYING),
        To.BOTH,
        N_("Die Anfrage verfällt bald"),
        lambda duties: f"{duties.lapse_warning_days} Tage, bevor sie verfällt",
    ),
)
BY_NOTICE = {rung.notice: rung for rung in LADDER}
