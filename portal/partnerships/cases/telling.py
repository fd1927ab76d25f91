"""How a case stands, in words for whoever looks at it: what is to do now, for whom, until when; and its timeline."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.organisations import queries as organisations
from portal.partnerships import naming, queries
from portal.partnerships import transitions as table
from portal.partnerships.calendar import Calendar, day_of, end_after_days, last_day
from portal.partnerships.fields import Form
from portal.partnerships.models import Case, Step
from portal.partnerships.offers import said
from portal.partnerships.stepping import Acting
from portal.partnerships.transition import Transition
from portal.partnerships.vocabulary import BOTH, OVER, PARTNERSHIP, Side, State
from portal.partnerships.wording import details, ids_in, told
from portal.settings import Duties
from portal.text import N_
from portal.web.presentation import german_date, german_day, german_moment

TONES = {
    **dict.fromkeys((State.SENT, State.CLARIFYING), "info"),
    **dict.fromkeys(PARTNERSHIP, "success"),
    **dict.fromkeys((State.DRAFT, State.LAPSED, State.ABORTED), "warning"),
}
ICONS = {
    State.DRAFT: "edit",
    **dict.fromkeys((State.SENT, State.CLARIFYING), "clock"),
    **dict.fromkeys(PARTNERSHIP, "people"),
    State.ENDED: "check",
    **dict.fromkeys((State.ABORTED, State.DECLINED, State.WITHDRAWN, State.LAPSED), "archive"),
}

# What the other side has asked that has no deadline: each answer with that by which one refuses it, where there is one.
_ASKED = ((table.CONFIRM_REUSE, None), (table.SHOW, table.WITHHOLD))
# What one would do next, the first that can be done; all other steps stand below it.
_FORWARD = (
    table.AGREE,
    table.REDIRECT,
    table.TAKE_UP,
    table.ACCEPT,
    table.INTEND,
    table.CONCLUDE,
    table.START,
)


@dataclass(frozen=True)
class Situation:
    """What is to do now: a short German title and the sentences below it. `mine`: by whoever reads it."""

    title: str
    sentences: tuple[str, ...]
    mine: bool = False
    late: bool = False


@dataclass(frozen=True)
class Event:
    """One line of the timeline, as the macro shows it, with what was given as (label, text)."""

    title: str
    when: str
    when_iso: str
    given: Sequence[tuple[str, str]]
    who: str = ""
    new: bool = False  # to the reader


def forward(case: Case, sides: Sequence[Side], open_steps: Sequence[Transition]) -> Transition | None:
    """Return the one step that leads on, where it is up to who reads; None where others are to act."""
    for step, refusal in _ASKED:
        if (refusal or step) in open_steps:
            return step
    if case.turn is not None and case.turn not in sides:
        return None
    return next((step for step in _FORWARD if step in open_steps), None)


def refusal(first: Transition | None, open_steps: Sequence[Transition]) -> Transition | None:
    """Return by which step one says no where the first says yes; it stands beside it."""
    found = dict(_ASKED).get(first) if first else None
    return found if found in open_steps else None


def situation(case: Case, sides: Sequence[Side], now: datetime, calendar: Calendar) -> Situation:
    """Return what is to do now."""
    if case.state in OVER:
        told = (_shown(case, sides),) if sides and case.state is State.ENDED else ()
        return Situation(_over(case), told)
    if case.state in PARTNERSHIP:
        return _together(case, sides)
    mine = case.turn in sides
    name = case.sender.name if case.turn is Side.SENDER else case.addressee.name
    due = case.answer_due_at if case.state is State.SENT else case.decision_due_at
    late = due is not None and due <= now
    if case.state is State.SENT:
        title = _("Ihre Antwort fehlt noch") if mine else _("%(name)s hat noch nicht geantwortet", name=name)
    elif case.proposed_by is not None:
        title = (
            _("Sie haben einen Gegenvorschlag bekommen") if mine else _("%(name)s prüft den Gegenvorschlag", name=name)
        )
    else:
        title = (
            _("Ihre Entscheidung fehlt noch")
            if mine
            else said(case, N_("%(name)s kümmert sich um die Anfrage"), name=name)
        )
    sentences = [deadline(case, now, calendar)] if due is not None else []
    if case.state is State.SENT and mine:
        sentences.append(_("„Ich kümmere mich“ genügt als erste Antwort. Entscheiden können Sie später."))
    if case.found_nobody and case.state is State.SENT:
        sentences.append(_("Von %(name)s ist noch niemand im Portal. Die Moderation kümmert sich darum.", name=name))
    return Situation(title, tuple(sentences), mine=mine, late=late)


def deadline(case: Case, now: datetime, calendar: Calendar) -> str:
    """Return in words until when an answer is due, or since when it has been; empty where none is."""
    if case.state is State.SENT and case.answer_due_at is not None:
        end, what = case.answer_due_at, _("Antwort")
    elif case.state is State.CLARIFYING and case.decision_due_at is not None:
        end, what = case.decision_due_at, _("Entscheidung")
    else:
        return ""
    day = german_day(last_day(end))
    if end <= now:
        return str(_("Überfällig: Die %(what)s war bis %(day)s fällig.", what=what, day=day))
    left = calendar.workdays_left(now, end)
    if last_day(end) == day_of(now):
        return str(_("%(what)s bis heute, %(day)s.", what=what, day=day))
    if left == 0:
        return str(_("%(what)s bis %(day)s.", what=what, day=day))
    days = ngettext("noch %(num)s Arbeitstag", "noch %(num)s Arbeitstage", left)
    return str(_("%(what)s bis %(day)s (%(days)s).", what=what, day=day, days=days))


def standing(case: Case, now: Acting, asked: str = "") -> tuple[Case, str, str]:
    """Return a case with the tone of its state and what is to do: what is `asked` of the reader, else what is due."""
    return case, TONES.get(case.state, ""), asked or deadline(case, now.at, now.calendar)


def moderation(session: Session, case: Case, duties: Duties) -> str:
    """Return whether the moderation can read the case at the moment, and until when: the same for both sides.

    Where a side has nobody it stays, see `due.moderation_ends`: no last day is promised.
    """
    since = case.moderation_since
    if since is None:
        return str(_("liest nicht mit"))
    day = german_date(since)
    if case.state in PARTNERSHIP and all(queries.at_home(session, case, side) for side in BOTH):
        last = german_date(last_day(end_after_days(since, duties.moderation_days)))
        return str(_("liest mit seit %(day)s, bis es weitergeht, längstens bis %(last)s", day=day, last=last))
    return str(_("liest mit seit %(day)s, bis es weitergeht", day=day))


def proposal(session: Session, case: Case, steps: Sequence[Step]) -> Sequence[tuple[str, str]]:
    """Return the proposal that waits for an answer, as (label, text), with the words it was made with."""
    made = [step for step in steps if step.transition == table.PROPOSE.name]
    return events(session, case, made[-1:])[0].given if made and case.proposed_by is not None else ()


def reuse(session: Session, case: Case) -> Sequence[tuple[str, str]]:
    """Return what was stated last of a reuse, as (label, text)."""
    stated = [step for step in queries.timeline(session, case.id) if step.transition == table.STATE_REUSE.name]
    return events(session, case, stated[-1:])[0].given if stated else ()


def events(session: Session, case: Case, steps: Sequence[Step], new: Collection[int] = ()) -> list[Event]:
    """Return steps in words, the latest first: the same for both sides, so that no person is named.

    `new`: the numbers of those that the reader has not seen.
    """
    names = organisations.names(session, {each for step in steps for each in ids_in(step, Form.ORGANISATION)})
    return [
        Event(
            title=told(case, step),
            when=german_moment(step.at),
            when_iso=step.at.isoformat(),
            given=[(label, text) for label, text in details(step, dict(names), {}) if text],
            new=step.number in new,
        )
        for step in reversed(steps)
    ]


def since(session: Session, case: Case, version: int) -> list[Event]:
    """Return what has happened in a case since its version was seen."""
    return events(session, case, [step for step in queries.timeline(session, case.id) if step.number > version])


def state_label(case: Case) -> str:
    """Return how far it has come, in a word or two, for pages and files."""
    return naming.of_state(case, _)


def _over(case: Case) -> str:
    day = german_date(case.ended_at)
    texts = {
        State.ENDED: _("Die Zusammenarbeit ist seit %(day)s beendet", day=day),
        State.ABORTED: _("Die Zusammenarbeit wurde am %(day)s abgebrochen", day=day),
        State.DECLINED: said(case, N_("Die Anfrage wurde am %(day)s abgelehnt"), day=day),
        State.WITHDRAWN: said(case, N_("Die Anfrage wurde am %(day)s zurückgezogen"), day=day),
        State.LAPSED: said(case, N_("Die Moderation hat die Anfrage am %(day)s geschlossen"), day=day)
        if case.closed
        else said(case, N_("Die Anfrage ist am %(day)s verfallen"), day=day),
    }
    return str(texts[case.state])


def _together(case: Case, sides: Sequence[Side]) -> Situation:
    titles = {
        State.ACCEPTED: _("Beide Seiten wollen zusammenarbeiten"),
        State.INTENT: _("Die Absichtserklärung steht"),
        State.AGREED: _("Die Vereinbarung steht"),
        State.RUNNING: _("Die Zusammenarbeit läuft"),
    }
    sentences = [_shown(case, sides)] if sides else []
    if case.state is not State.RUNNING:
        sentences.insert(0, _("Sprechen Sie sich ab. Halten Sie dann hier fest, wie weit Sie sind."))
    return Situation(titles[case.state], tuple(sentences))


def _shown(case: Case, sides: Sequence[Side]) -> str:
    agreed, own = case.sides_that_show, frozenset(sides)
    if agreed == frozenset(BOTH):
        return str(_("Die Partnerschaft ist öffentlich zu sehen."))
    if own <= case.sides_that_withhold:
        return str(_("Ihre Seite möchte die Partnerschaft nicht öffentlich zeigen. Sie können das jederzeit ändern."))
    if case.sides_that_withhold - own:
        return str(_("Die andere Seite möchte die Partnerschaft nicht öffentlich zeigen."))
    if agreed & own:
        return str(_("Öffentlich zu sehen ist sie, sobald auch die andere Seite einverstanden ist."))
    if agreed:
        return str(_("Die andere Seite möchte die Partnerschaft öffentlich zeigen. Sind Sie einverstanden?"))
    return str(_("Öffentlich ist davon nichts, bis beide Seiten einverstanden sind."))
