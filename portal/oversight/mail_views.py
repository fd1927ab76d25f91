"""Pages of the portal administration: how the mail goes."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from portal.access import ensure
from portal.mail.composing import Letters
from portal.orm import LARGEST_ID, utcnow
from portal.oversight import access, queries, service
from portal.oversight.schemas import SEND, HeldSchema
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("oversight_mails", __name__)


@blueprint.get("/verwaltung/mails")
@signed_in
def listing() -> str:
    """Show the mails that were not delivered, and whether mail goes out at all."""
    ensure(current_actor(), access.MAILS, None)
    letters: Letters = current_app.extensions["letters"]
    with reading() as session:
        traffic = queries.mail_traffic(session, utcnow())
    return render_template(
        "oversight/mails.html",
        traffic=traffic,
        listed=queries.LISTED,
        labels={name: kind.label for name, kind in letters.kinds.items()},
        is_set_up=current_app.extensions["delivery"].transport is not None,
    )


@blueprint.post(f"/verwaltung/mails/<int(max={LARGEST_ID}):mail_id>/erneut-senden")
@signed_in
def send_again(mail_id: int) -> Response:
    """Order a mail anew that was given up."""
    with unit_of_work() as session:
        mail = service.send_again(session, current_actor(), mail_id)
        flash(_("Die Mail an %(address)s wird jetzt noch einmal gesendet.", address=mail.to_address), "success")
    return redirect(url_for("oversight_mails.listing"), 303)


@blueprint.post("/verwaltung/mails/angehalten")
@signed_in
def decide_held() -> Response:
    """Let held mails go out, or not: one, or all of them."""
    form = Form(HeldSchema())
    with unit_of_work() as session:
        ensure(current_actor(), access.MAILS, None)
        given = form.load(form.read(request.form))
        send, number = given["decision"] == SEND, given.get("mail")
        letters: Letters = current_app.extensions["letters"]
        count = service.decide_held(
            session,
            current_actor(),
            int(number) if number else None,
            send=send,
            without_trace=letters.without_trace,
        )
    if send:
        flash(ngettext("Eine Mail wird jetzt gesendet.", "%(num)d Mails werden jetzt gesendet.", count), "success")
    else:
        flash(ngettext("Eine Mail ist verworfen.", "%(num)d Mails sind verworfen.", count), "success")
    return redirect(url_for("oversight_mails.listing"), 303)


@blueprint.post("/verwaltung/mails/testmail")
@signed_in
def send_test() -> Response:
    """Order a test mail to the own address."""
    with unit_of_work() as session:
        address = service.send_test(session, current_actor())
        flash(_("Eine Testmail an %(address)s ist bestellt. Sie sollte gleich da sein.", address=address), "success")
    return redirect(url_for("oversight_mails.listing"), 303)
