"""Checking and sending what was written; and what has become of it, of all addressees together."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import allowed
from portal.accounts import queries as accounts
from portal.errors import Invalid, Throttled
from portal.orm import LARGEST_ID
from portal.partnerships import access, queries, sending
from portal.partnerships import transitions as table
from portal.partnerships.cases import telling
from portal.partnerships.doors import (
    acting,
    blueprint,
    current_actor,
    find_sending,
    first_of,
    please_wait,
    to_change,
    visible,
)
from portal.partnerships.models import Sending
from portal.partnerships.vocabulary import LABELS, Side
from portal.partnerships.wording import entry_title, subject, wanted_title
from portal.partnerships.writing.drafting import fields
from portal.projects.doors import seen_version
from portal.web.guards import signed_in
from portal.work import reading, unit_of_work

_ONE = f"/anfragen/<int(max={LARGEST_ID}):sending_id>"

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response


@blueprint.get(_ONE)
@signed_in
def show(sending_id: int) -> str:
    """Show a draft to be checked and sent, or what has become of what was sent."""
    with reading() as session:
        return _sending_page(session, find_sending(session, sending_id))


@blueprint.post(f"{_ONE}/senden")
@signed_in
def send(sending_id: int) -> Answer:
    """Send the draft to all it is for."""
    try:
        with unit_of_work() as session:
            cases = sending.send(session, acting(), sending_id, seen_version())
            offer = any(case.wanted for case in cases)
            nobody = [case.addressee.name for case in cases if case.found_nobody]
    except Invalid as error:
        return _not_sent(sending_id, 422, [_(each) for messages in error.errors.values() for each in messages])
    except sending.AlreadyAsked as error:
        return _not_sent(sending_id, 409, [], first=error)
    except sending.Changed:
        return _not_sent(sending_id, 409, [], overtaken=True)
    except Throttled as error:
        page, status = _not_sent(sending_id, 429, [please_wait(error)])
        return page, status, {"Retry-After": str(error.retry_after)}
    asked = ngettext("Ihre Anfrage ist gesendet.", "Ihre %(num)d Anfragen sind gesendet.", len(cases))
    flash(_("Ihr Angebot ist gesendet.") if offer else asked, "success")
    if nobody:
        flash(
            _("Noch niemand im Portal: %(names)s. Die Moderation kümmert sich darum.", names=", ".join(nobody)), "info"
        )
    return redirect(url_for("partnership_requests.show", sending_id=sending_id), 303)


@blueprint.get(f"{_ONE}/verwerfen")
@signed_in
def ask_discard(sending_id: int) -> Answer:
    """Ask once more before the draft is gone."""
    with reading() as session:
        written = to_change(session, sending_id)
        if written.sent_at is not None:
            return redirect(url_for("partnership_requests.show", sending_id=sending_id))
        return render_template("partnerships/discard.html", sending=written)


@blueprint.post(f"{_ONE}/verwerfen")
@signed_in
def discard(sending_id: int) -> Answer:
    """Throw the draft away."""
    try:
        with unit_of_work() as session:
            sending.discard(session, acting(), sending_id, seen_version())
    except sending.Changed:
        return _not_sent(sending_id, 409, [], overtaken=True)
    flash(_("Der Entwurf ist verworfen."), "success")
    return redirect(url_for("partnership_requests.listing"), 303)


def _not_sent(
    sending_id: int,
    status: int,
    wrong: Sequence[str],
    *,
    first: sending.AlreadyAsked | None = None,
    overtaken: bool = False,
) -> tuple[str, int]:
    with reading() as session:
        written = find_sending(session, sending_id)
        return (
            _sending_page(session, written, wrong=wrong, first=first_of(session, first), overtaken=overtaken),
            status,
        )


def _sending_page(
    session: Session,
    written: Sending,
    *,
    wrong: Sequence[str] = (),
    first: Mapping[str, Any] | None = None,
    overtaken: bool = False,
) -> str:
    cases, now = visible(written), acting()
    person = accounts.names(session, [written.person_id]).get(written.person_id or 0)
    draft = written.sent_at is None
    return render_template(
        "partnerships/check.html" if draft else "partnerships/sent.html",
        sending=written,
        cases=cases,
        subject=subject(cases[0]),
        entry_title=entry_title,
        wanted_title=wanted_title,
        labels=LABELS,
        state_label=telling.state_label,
        words={field.name: field.label for field in fields(offer=cases[0].wanted is not None)},
        person=person.name if person else "",
        wrong=wrong,
        first=first,
        overtaken=overtaken,
        may_change=allowed(current_actor(), access.EDIT, written),
        may_send=all(allowed(current_actor(), access.STEPS[table.SEND.name], case) for case in written.cases),
        nobody=[each.addressee.name for each in cases if not queries.at_home(session, each, Side.ADDRESSEE)]
        if draft
        else [],
        duties=now.duties,
        lines=[telling.standing(case, now) for case in cases],
    )
