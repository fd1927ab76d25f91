"""Requests that wait anywhere: a list for the moderation, and for the administration the way to hand them on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import allowed, ensure
from portal.accounts.free_mail import domain_of
from portal.errors import Invalid, NotFound
from portal.members import access
from portal.members import queries as members
from portal.members.domains.queries import served
from portal.members.joining import queries, requests
from portal.members.models import MembershipRequest, RequestState
from portal.members.schemas import DirectSchema
from portal.organisations import queries as organisations
from portal.orm import LARGEST_ID, utcnow
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("requests", __name__)

_ONE = f"/aufnahme/<int(max={LARGEST_ID}):request_id>/zuordnen"
_LATE = 7  # days without an answer

Errors = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Line:
    """A request as the moderation sees it: where it waits and since when, not whose it is."""

    request_id: int
    organisation: str
    mailbox: str | None
    coordinated: bool
    since: datetime
    days: int

    @property
    def late(self) -> bool:
        """Whether somebody should be asked about it."""
        return self.days >= _LATE


@blueprint.get("/verwaltung/anfragen")
@signed_in
def listing() -> str:
    """Show which requests wait where; the administration sees those that wait for it in full."""
    actor = current_actor()
    ensure(actor, access.SEE_WAITING, None)
    directs = allowed(actor, access.DIRECT, None)
    with reading() as session:
        asked, coordinated, now = queries.waiting(session), members.coordinated(session), utcnow()
        return render_template(
            "members/waiting.html",
            lines=[_line(each, coordinated, now) for each in asked if each.organisation or not directs],
            stray=[each for each in asked if each.organisation is None] if directs else [],
            directs=directs,
        )


@blueprint.get(_ONE)
@signed_in
def choose(request_id: int) -> str:
    """Ask which organisation a request concerns."""
    return _page(request_id, None)


@blueprint.post(_ONE)
@signed_in
def direct(request_id: int) -> Response | tuple[str, int]:
    """Hand it there."""
    form = Form(DirectSchema(), choices={"organisations": []})
    raw = form.read(request.form)
    try:
        with unit_of_work() as session:
            _find(session, request_id)
            wanted = organisations.by_slug(session, form.load(raw)["organisation"])
            if wanted is None:
                raise Invalid({"organisation": [_("Bitte wählen Sie eine Organisation aus der Liste.")]})
            requests.direct(session, current_actor(), request_id, wanted)
            coordinated = members.team(session, wanted).coordinated
    except Invalid as error:
        return _page(request_id, raw, error.errors), 422
    if coordinated:
        flash(_("Die Anfrage liegt jetzt bei der Koordination von %(name)s.", name=wanted.name), "success")
        return redirect(url_for("requests.listing"), 303)
    flash(_("%(name)s hat noch keine Koordination. Bitte entscheiden Sie hier.", name=wanted.name), "info")
    return redirect(url_for("members.listing", slug=wanted.slug), 303)


def _line(asked: MembershipRequest, coordinated: frozenset[int], now: datetime) -> Line:
    place = asked.organisation
    return Line(
        request_id=asked.id,
        organisation=place.name if place else str(_("Noch nicht zugeordnet")),
        mailbox=place.mailbox if place else None,
        coordinated=asked.organisation_id in coordinated,
        since=asked.created_at,
        days=(now - asked.created_at).days,
    )


def _find(session: Session, request_id: int) -> MembershipRequest:
    ensure(current_actor(), access.DIRECT, members.team(session, None))
    found = queries.by_id(session, request_id)
    if found is None:
        raise NotFound
    if found.state is not RequestState.WAITING:
        raise requests.Decided
    return found


def _page(request_id: int, raw: Mapping[str, str] | None, errors: Errors | None = None) -> str:
    with reading() as session:
        asked = _find(session, request_id)
        likely = [each for each in served(session, asked.account.email) if each.id != asked.organisation_id]
        others = [each for each in organisations.with_members(session) if each.id != asked.organisation_id]
        choices = [(each.slug, each.name) for each in (*likely, *(each for each in others if each not in likely))]
        preset = {"organisation": likely[0].slug if likely else ""}
        form = Form(DirectSchema(), choices={"organisations": choices}).view(preset if raw is None else raw, errors)
        return render_template(
            "members/direct.html",
            asked=asked,
            domain=domain_of(asked.account.email),
            decides=not members.team(session, asked.organisation).coordinated,
            form=form,
            has_errors=form.has_errors,
        )
