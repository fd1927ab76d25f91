"""What others did in somebody's cases since that person looked last: which cases, and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import ngettext
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.partnerships.lists import queries as lists
from portal.partnerships.lists.unseen import something_new
from portal.partnerships.models import Case
from portal.partnerships.stepping import Acting
from portal.partnerships.talking import seen
from portal.partnerships.talking.seen import News, Shown
from portal.partnerships.wording import told

CASES = 50  # that are told of at once; who marks them as seen reads of the others

_STEPS = 3  # of one case that are told in words


@dataclass(frozen=True)
class Told:
    """A case with what is new in it, in words, and up to where it is told."""

    case: Case
    texts: tuple[str, ...]
    shown: Shown


def new_to(session: Session, actor: Actor, condition: ColumnElement[bool], since: datetime | None = None) -> list[Told]:
    """Return the actor's cases under a condition in which something is new, the latest first; three queries.

    `since`: only what happened after that moment.
    """
    found = lists.lines(lists.own(actor) & condition & something_new(actor, since))
    cases = session.execute(found.order_by(Case.acted_at.desc(), Case.id.desc()).limit(CASES)).scalars().unique().all()
    new = seen.new_in(session, actor, cases)
    return [told_of(each, new[each.id]) for each in cases if new[each.id]]


def mark(session: Session, acting: Acting, shown: Mapping[int, Shown]) -> None:
    """Keep that the actor has seen these cases so far; what the actor may not see (any more) is left out."""
    own = lists.own(acting.actor) & Case.id.in_(shown)
    visible = session.execute(select(Case.id).where(own)).scalars().all()
    seen.mark_all(session, acting, {case_id: shown[case_id] for case_id in visible})


def told_of(case: Case, news: News) -> Told:
    """Return what is new in a case in words: what was written, then the latest steps."""
    return Told(
        case,
        (*_written(news), *(f"{told(case, step)}." for step in news.steps[-_STEPS:])),
        Shown(case.version, max((0, *news.messages, *news.notes))),
    )


def _written(news: News) -> Sequence[str]:
    counts = (
        (len(news.messages), ngettext("%(num)d neue Nachricht.", "%(num)d neue Nachrichten.", len(news.messages))),
        (len(news.notes), ngettext("%(num)d neue Notiz.", "%(num)d neue Notizen.", len(news.notes))),
    )
    return [str(text) for number, text in counts if number]
