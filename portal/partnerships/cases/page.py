"""The page of a case as a whole: how it stands, what is to do, what was written, said and done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access import allowed
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.orm import utcnow
from portal.partnerships import access, queries, service
from portal.partnerships.cases import telling
from portal.partnerships.cases.explaining import left_to_editors
from portal.partnerships.doors import acting, current_actor
from portal.partnerships.duties import absence
from portal.partnerships.duties.alternatives import alternatives
from portal.partnerships.models import Case, Message, Sending, Step
from portal.partnerships.offers import said
from portal.partnerships.talking import meetings, seen, templates
from portal.partnerships.talking import service as talking
from portal.partnerships.talking import telling as dates
from portal.partnerships.transition import Transition
from portal.partnerships.transitions import AGREE, BY_NAME, CONFIRM_REUSE, SEND, SHOW
from portal.partnerships.typed import form_of, side_field
from portal.partnerships.vocabulary import BOTH, LABELS, MeetingState, Side
from portal.partnerships.wording import entry_title, subject, wanted_title
from portal.text import slugify

# Each step that people take, by the part of the address that is made from the words on its button.
STEPS: Mapping[str, Transition] = {
    slugify(BY_NAME[name].label): BY_NAME[name] for name in access.STEPS if name != SEND.name
}
ADDRESSES: Mapping[str, str] = {transition.name: address for address, transition in STEPS.items()}


@dataclass(frozen=True)
class Overtaken:
    """Others were faster: what they did, and whether the step can be taken all the same."""

    meanwhile: Sequence[telling.Event]
    possible: bool


@dataclass(frozen=True)
class Typed:
    """What somebody typed below the messages that could not be kept, and why."""

    raw: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Line:
    """One message: who wrote it, where the reader may know; what it does with a proposal of dates; that one if made."""

    message: Message
    name: str
    does: str
    proposed: dates.Proposed | None


def case_page(session: Session, case: Case, *, overtaken: Overtaken | None = None, typed: Typed | None = None) -> str:
    """Return the page as the reader sees it."""
    now, actor = acting(), current_actor()
    sides = access.own_sides(actor, case)
    open_steps = service.open_to(now, case)
    steps = queries.timeline(session, case.id)
    first = telling.forward(case, sides, open_steps)
    refusal = telling.refusal(first, open_steps)
    news = seen.new_in(session, actor, [case])[case.id]
    return render_template(
        "partnerships/case.html",
        case=case,
        subject=subject(case),
        entry_title=entry_title,
        wanted_title=wanted_title,
        templates=templates.fitting(case),
        situation=telling.situation(case, sides, now.at, now.calendar),
        moderation=telling.moderation(session, case, now.duties),
        tone=telling.TONES.get(case.state, ""),
        icon_name=telling.ICONS[case.state],
        labels=LABELS,
        state_label=telling.state_label(case),
        at_first=_at_first(case, steps),
        said=said,
        proposal=telling.proposal(session, case, steps),
        first=first,
        first_on_page=first is not None and bool(first.fields or first in (CONFIRM_REUSE, SHOW)),
        refusal=refusal,
        others=[step for step in open_steps if step not in (first, refusal)],
        addresses=ADDRESSES,
        events=telling.events(session, case, steps, {step.number for step in news.steps}),
        news=news,
        in_charge=_in_charge(session, case, sides),
        left_to_editors=left_to_editors(session, now, case),
        alternatives=alternatives(session, case) if Side.SENDER in sides else [],
        siblings=_siblings(session, case) if Side.SENDER in sides else 0,
        overtaken=overtaken,
        has_errors=typed is not None,
        **_talk(session, case, sides, typed or Typed()),
    )


def _at_first(case: Case, steps: Sequence[Step]) -> Sending | None:
    """Return what was written, where both have agreed to something else since.

    Not where another was to be asked instead: what is asked for there is not what was written.
    """
    agreed = any(step.transition == AGREE.name for step in steps)
    return case.sending if agreed and case.sent_at == case.sending.sent_at else None


def _talk(session: Session, case: Case, own: Sequence[Side], typed: Typed) -> dict[str, Any]:
    """Return the messages, with the own side's notes, and the forms for more."""
    actor, now = current_actor(), acting()
    written = queries.messages(session, case.id, own)
    names = accounts.names(session, {each.account_id for each in written if each.side in own})
    may_talk = allowed(actor, access.TALK, case)
    speakers = talking.speakers(actor, case) if may_talk else []
    sides = {"message": side_field(case, speakers, "message_side"), "note": side_field(case, own, "note_side")}
    return {
        "unread": seen.unread(session, case, own, written),
        "last_message": written[-1].id if written else 0,
        "messages": [
            _Line(
                each,
                names[each.account_id].name if each.account_id and each.account_id in names else "",
                dates.line(each),
                dates.proposed(now, case, each.move.meeting)
                if each.move and each.move.became is MeetingState.OPEN
                else None,
            )
            for each in written
        ],
        "may_meet": meetings.may_propose(now, case, (each.move.meeting for each in written if each.move)),
        "answer_form": form_of(meetings.ANSWER, {}).view(typed.raw, _of(typed, "answer", "")),
        "may_talk": bool(speakers),
        **{
            f"{name}_side": form.view(typed.raw, _of(typed, f"{name}_side")) if form else None
            for name, form in sides.items()
        },
        "may_note": allowed(actor, access.NOTE, case),
        "message_form": form_of(talking.MESSAGE, {}).view(typed.raw, _of(typed, "message")),
        "note_form": form_of(talking.NOTE, {}).view(typed.raw, _of(typed, "note")),
    }


def _of(typed: Typed, *names: str) -> dict[str, Sequence[str]]:
    return {name: typed.errors[name] for name in names if name in typed.errors}


def _in_charge(session: Session, case: Case, sides: Sequence[Side]) -> list[tuple[str, str]]:
    """Return who looks after it, by side: the own people by name, of the others only that there is somebody."""
    names = accounts.names(session, {each for side in sides for each in case.people(side)})
    lines = []
    for side in BOTH:
        organisation = case.sender if side is Side.SENDER else case.addressee
        if side in sides:
            people = case.people(side)
            deputies = absence.deputies(session, case.sides[side], people, utcnow())
            text = ", ".join(_named(names[each].name, deputies.get(each)) for each in sorted(people) if each in names)
            lines.append((organisation.name, text or _("die Koordination")))
        elif queries.at_home(session, case, side):
            lines.append((organisation.name, _("jemand ist zuständig")))
        else:
            lines.append((organisation.name, _("noch niemand im Portal")))
    return lines


def _named(name: str, deputy: Account | None) -> str:
    return str(_("%(name)s (vertreten durch %(deputy)s)", name=name, deputy=deputy.display_name)) if deputy else name


def _siblings(session: Session, case: Case) -> int:
    """Return to how many others the same was written, as far as the reader may see those."""
    written = queries.sending_by_id(session, case.sending_id)
    others = [each for each in written.cases if each.id != case.id] if written else []
    return sum(allowed(current_actor(), access.VIEW, each) for each in others)
