"""The secret address on "Mein Konto", and the file behind it."""

from datetime import timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from portal import running, throttle
from portal.access import Actor
from portal.accounts.own.confirming import recently_confirmed
from portal.errors import NotFound
from portal.orm import utcnow
from portal.partnerships.calendar_feeds import queries, service
from portal.partnerships.calendar_feeds.deadlines import calendar_of
from portal.text import N_
from portal.web.guards import current_actor, public, signed_in
from portal.web.own_pages import OwnPage
from portal.web.presentation import german_date
from portal.work import reading, unit_of_work

blueprint = Blueprint("calendar_feed", __name__)

READS_PER_HOUR = 120  # of one address: several devices that look each few minutes
_HOUR = timedelta(hours=1)


@blueprint.get("/konto/kalender")
@signed_in
def own() -> str:
    """Say whether there is an address and what it is for."""
    with reading() as session:
        return render_template("partnerships/feed.html", feed=queries.of_account(session, _account_id(current_actor())))


@blueprint.post("/konto/kalender")
@signed_in
@recently_confirmed
def renew() -> str:
    """Make an address, or another; it is shown in this answer and never again."""
    with unit_of_work() as session:
        token = service.renew(session, current_actor(), utcnow())
    address = running.links().url(url_for("calendar_feed.file", token=token))
    return render_template("partnerships/new_feed.html", address=address)


@blueprint.post("/konto/kalender/abschalten")
@signed_in
def end() -> BaseResponse:
    """Let the address lead nowhere."""
    with unit_of_work() as session:
        service.end(session, current_actor())
    flash(_("Die Kalender-Adresse ist abgeschaltet."), "success")
    return redirect(url_for("calendar_feed.own"), 303)


@blueprint.get("/kalender/<token>.ics")
@public
def file(token: str) -> Response:
    """Give the deadlines of whoever made the address, to calendars, which cannot sign in. Raises Throttled."""
    with reading() as session:
        actor = queries.reader_of(session, token, utcnow())
        if actor is None:
            raise NotFound
        cases = queries.under_way(session, actor)
        data = calendar_of(cases, queries.accepted(session, cases), actor, running.links())
    with unit_of_work() as session:
        bucket = throttle.bucket("calendar of", str(actor.account_id))
        throttle.count_within(session, bucket, READS_PER_HOUR, _HOUR)
    answer = Response(data, mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-cache"  # kept by its reader, who asks whether it still holds
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _account_id(actor: Actor) -> int:
    if actor.account_id is None:
        raise NotFound
    return actor.account_id


def _state(session: Session, actor: Actor) -> str:
    feed = queries.of_account(session, _account_id(actor))
    if feed is None:
        return str(_("Sie haben keine Kalender-Adresse."))
    return str(_("Sie haben eine Kalender-Adresse seit %(day)s.", day=german_date(feed.created_at)))


OWN_PAGE = OwnPage(N_("Fristen im Kalender"), "calendar_feed.own", "clock", _state)
