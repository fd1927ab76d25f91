"""The page of one Gesuch: what everybody reads, the offers to it, and what the own people can do."""

from collections.abc import Sequence

from flask import render_template
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.access import Actor, allowed
from portal.accounts import queries as accounts
from portal.partnerships import access
from portal.partnerships.cases import telling
from portal.partnerships.doors import acting, current_actor
from portal.partnerships.models import Case, Wanted
from portal.partnerships.seeking import queries
from portal.partnerships.seeking.doors import TONES
from portal.partnerships.vocabulary import LABELS, UNDER_WAY, State, WantedState
from portal.projects.vocabulary import LABELS as PROJECT_LABELS

_ALIVE = (WantedState.DRAFT, WantedState.OPEN)


def wanted_page(session: Session, wanted: Wanted, *, overtaken: bool = False) -> str:
    """Return the page as the reader sees it."""
    actor = current_actor()
    own = wanted.organisation_id in actor.organisation_ids
    offers = queries.offers(session, actor, wanted.id) if actor.signed_in else ()
    return render_template(
        "partnerships/seeking/wanted.html",
        wanted=wanted,
        own=own,
        labels=LABELS,
        state_label=telling.state_label,
        field_label=PROJECT_LABELS[wanted.action_field] if wanted.action_field else "",
        tone=TONES.get(wanted.state, ""),
        offers=_lines(offers),
        overtaken=overtaken,
        is_open=wanted.is_open,
        person=_person(session, wanted) if own else "",
        may_keep=not wanted.hidden and wanted.state in _ALIVE and allowed(actor, access.KEEP, wanted),
        may_hide=wanted.state is not WantedState.DRAFT and allowed(actor, access.HIDE, wanted),
        may_publish=allowed(actor, access.PUBLISH, wanted),
        may_offer=wanted.is_open and can_offer(actor, wanted, offers),
    )


def can_offer(actor: Actor, wanted: Wanted, offers: Sequence[Case]) -> bool:
    """Return whether the actor has an organisation that can offer and has no offer under way."""
    busy = {each.sender_id for each in offers if each.state in (*UNDER_WAY, State.DRAFT)}
    own = current_user.organisations if actor.signed_in else ()
    return any(
        one.id != wanted.organisation_id and one.id not in busy and allowed(actor, access.WRITE, one) for one in own
    )


def _person(session: Session, wanted: Wanted) -> str:
    person = accounts.names(session, [wanted.person_id]).get(wanted.person_id or 0)
    return person.name if person else ""


def _lines(offers: Sequence[Case]) -> list[tuple[Case, str, str]]:
    """Return offers, each with the tone of its state and what is due."""
    now = acting()
    return [telling.standing(case, now) for case in offers]
