"""Under "Mein Konto": by which providers somebody signs in, and how to let go of one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import Actor
from portal.accounts.own.confirming import recently_confirmed
from portal.errors import Invalid
from portal.sso import queries, service
from portal.sso.doors import label_of
from portal.text import N_
from portal.web.guards import current_actor, signed_in
from portal.web.own_pages import OwnPage
from portal.web.presentation import german_moment
from portal.work import reading, unit_of_work

blueprint = Blueprint("own_identities", __name__)


def _state(session: Session, actor: Actor) -> str:
    count = len(queries.identities(session, actor.account_id or 0))
    if not count:
        return str(_("Keine Verbindung"))
    return str(ngettext("Eine Verbindung", "%(num)d Verbindungen", count))


OWN_PAGE = OwnPage(N_("Anmeldung über die Verwaltung"), "own_identities.show", "administration", _state)


@blueprint.get("/konto/verbindungen")
@signed_in
def show() -> str:
    """List the providers that are linked with the own account."""
    with reading() as db:
        found = queries.identities(db, current_actor().account_id or 0)
    linked = [
        {"id": each.id, "label": label_of(each.issuer), "since": german_moment(each.created_at)} for each in found
    ]
    return render_template("sso/own.html", linked=linked)


@blueprint.post("/konto/verbindungen/<int:identity_id>/loesen")
@signed_in
@recently_confirmed
def let_go(identity_id: int) -> Response:
    """End the link with a provider."""
    try:
        with unit_of_work() as db:
            service.unlink(db, current_actor(), identity_id)
    except Invalid as error:
        flash(" ".join(_(message) for messages in error.errors.values() for message in messages), "warning")
    else:
        flash(_("Die Verbindung ist gelöst."), "success")
    return redirect(url_for("own_identities.show"), 303)
