"""The lists: a person's requests and partnerships, as a file too; for the moderation what is late anywhere."""

import re
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from portal.access import allowed, ensure
from portal.errors import Invalid
from portal.orm import LARGEST_ID
from portal.partnerships import access
from portal.partnerships.cases import telling
from portal.partnerships.charge import in_charge
from portal.partnerships.doors import acting, blueprint, current_actor
from portal.partnerships.lists import files, news, tasks
from portal.partnerships.lists import queries as lists
from portal.partnerships.lists.files import Format, case_file
from portal.partnerships.lists.queries import Asked, Group, Order
from portal.partnerships.talking.seen import Shown
from portal.partnerships.vocabulary import LABELS, State
from portal.partnerships.wording import subject
from portal.text import N_
from portal.web.fields import Choice, PortalSchema
from portal.web.forms import Form
from portal.web.guards import signed_in
from portal.web.listing import asked_page
from portal.work import reading, unit_of_work

PER_PAGE = 25

_SHOWN = re.compile(r"([0-9]{1,18})-([0-9]{1,18})-([0-9]{1,18})")


class ListSchema(PortalSchema):
    """What people choose to find cases; the names stand in the address."""

    stand = Choice(State, metadata={"label": N_("Stand"), "kind": "select", "choices": "states"})
    sortiert = Choice(Order, metadata={"label": N_("Sortiert nach"), "kind": "select", "choices": "orders"})


@blueprint.get("/anfragen")
@signed_in
def listing() -> str:
    """Show what needs an answer, what waits for others, what is under way together, what is over."""
    actor, now = current_actor(), acting()
    with reading() as session:
        counts = lists.counts(session, actor).groups
        group = _group(counts)
        asked = _asked(group)
        found = lists.statement(actor, asked)
        pagination = asked_page(session, found, PER_PAGE, lambda page: _address(asked, page))
        cases = lists.page(session, found, pagination.first, PER_PAGE)
        asked_for = {} if group is Group.THEIRS else tasks.in_words(session, actor, cases, now.at, now.calendar)
        new = news.new_to(session, actor, in_charge(actor))
        return render_template(
            "partnerships/list.html",
            news=[(each, subject(each.case)) for each in new],
            new_ids={each.case.id for each in new},
            drafts=[(each, subject(each.cases[0])) for each in lists.drafts(session, actor) if each.cases],
            groups=[(each, _(lists.LABELS[each]), counts[each], _address(Asked(each))) for each in Group],
            group=group,
            form=_form(group).view(_chosen(asked)),
            lines=[(subject(case), *telling.standing(case, now, asked_for.get(case.id, ""))) for case in cases],
            pagination=pagination,
            file_url=_address(asked, file=True),
            filtered=asked.state is not None,
            all_url=_address(Asked(group)),
            state_label=telling.state_label,
            may_survey=any(allowed(actor, access.SURVEY, one) for one in current_user.organisations),
            may_write=any(allowed(actor, access.WRITE, one) for one in current_user.organisations),
        )


@blueprint.post("/anfragen/gesehen")
@signed_in
def mark_seen() -> BaseResponse:
    """Keep that the reader has seen what stood on the page; what came meanwhile stays new."""
    shown = dict(filter(None, map(_shown, request.form.getlist("gesehen")[: news.CASES])))
    with unit_of_work() as session:
        news.mark(session, acting(), shown)
    flash(_("Alles als gesehen markiert."), "success")
    return redirect(url_for("partnership_requests.listing"), 303)


@blueprint.get("/anfragen.csv")
@signed_in
def file() -> Response:
    """Give the same list as a file; no person stands in it."""
    actor = current_actor()
    with reading() as session:
        asked = _asked(_group(lists.counts(session, actor).groups))
    return case_file(Format.CSV, "anfragen", files.OWN, lists.statement(actor, asked))


@blueprint.get("/verwaltung/partnerschaften")
@signed_in
def overdue() -> str:
    """Show the moderation what is late anywhere; what was written it reads only where it is called to."""
    actor, now = current_actor(), acting()
    ensure(actor, access.OVERSEE, None)
    with reading() as session:
        found = lists.overdue(now.at)
        pagination = asked_page(
            session, found, PER_PAGE, lambda page: url_for("partnership_requests.overdue", seite=page)
        )
        return render_template(
            "partnerships/overdue.html",
            lines=[
                (*telling.standing(case, now), allowed(actor, access.VIEW, case))
                for case in lists.page(session, found, pagination.first, PER_PAGE)
            ],
            pagination=pagination,
            labels=LABELS,
            state_label=telling.state_label,
        )


@blueprint.get("/verwaltung/partnerschaften.csv")
@signed_in
def overdue_csv() -> Response:
    """Give the moderation the same list as a file."""
    return _overdue_file(Format.CSV)


@blueprint.get("/verwaltung/partnerschaften.xlsx")
@signed_in
def overdue_xlsx() -> Response:
    """Give the moderation the same list as an Excel file."""
    return _overdue_file(Format.XLSX)


def _overdue_file(form: Format) -> Response:
    ensure(current_actor(), access.OVERSEE, None)
    return case_file(form, "ueberfaellige-anfragen", files.OVERSEEN, lists.overdue(acting().at))


def _shown(typed: str) -> tuple[int, Shown] | None:
    """Return of which case how much was shown, as the form sends it; None for what somebody made up."""
    found = _SHOWN.fullmatch(typed)
    if found is None:
        return None
    case_id, step, message = (min(int(each), LARGEST_ID) for each in found.groups())
    return case_id, Shown(step, message)


def _group(counts: dict[Group, int]) -> Group:
    """Return the group that was asked for, else the first with something in it."""
    asked = next((group for group in Group if group.value == request.args.get("liste")), None)
    return asked or next((group for group in Group if counts[group]), Group.OURS)


def _form(group: Group) -> Form:
    states = [("", _("Alle")), *((state.value, _(lists.STATE_LABELS[state])) for state in lists.STATES[group])]
    return Form(
        ListSchema(),
        choices={"states": states, "orders": [(each.value, _(lists.LABELS[each])) for each in Order]},
        needed=("stand", "sortiert"),
    )


def _asked(group: Group) -> Asked:
    usual = Order.DUE if group in (Group.MINE, Group.OURS, Group.THEIRS) else Order.LATEST
    form = _form(group)
    try:
        chosen = form.load(form.read(request.args))
    except Invalid:  # an address somebody made up: the whole list
        return Asked(group, None, usual)
    state = chosen.get("stand")
    return Asked(group, state if state in lists.STATES[group] else None, chosen.get("sortiert") or usual)


def _chosen(asked: Asked) -> dict[str, Any]:
    return {"stand": asked.state.value if asked.state else "", "sortiert": asked.order.value}


def _address(asked: Asked, page: int | None = None, *, file: bool = False) -> str:
    chosen = {name: value for name, value in _chosen(asked).items() if value}
    endpoint = "partnership_requests.file" if file else "partnership_requests.listing"
    return url_for(endpoint, liste=asked.group.value, seite=page, **chosen)
