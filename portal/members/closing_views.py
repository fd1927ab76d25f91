"""For the portal administration: close the account of somebody who is simply gone."""

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import ensure
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.accounts.own.confirming import recently_confirmed
from portal.errors import NotFound
from portal.members import access, closing
from portal.orm import LARGEST_ID
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("closing", __name__)

_ONE = f"/verwaltung/konten/<int(max={LARGEST_ID}):account_id>/schliessen"


@blueprint.get(_ONE)
@signed_in
@recently_confirmed
def ask(account_id: int) -> str:
    """Ask whether it shall really be closed."""
    with reading() as session:
        account = _find(session, account_id)
        return render_template(
            "members/closing.html", account=account, organisations=accounts.organisations_of(account)
        )


@blueprint.post(_ONE)
@signed_in
@recently_confirmed
def close(account_id: int) -> Response:
    """Close it."""
    with unit_of_work() as session:
        name = _find(session, account_id).display_name
        closing.close(session, current_actor(), account_id)
    flash(_("Das Konto von %(name)s ist geschlossen.", name=name), "success")
    return redirect("/verwaltung/konten", 303)


def _find(session: Session, account_id: int) -> Account:
    ensure(current_actor(), access.CLOSE, None)
    found = accounts.by_id(session, account_id)
    if found is None or not found.active or account_id == current_actor().account_id:
        raise NotFound
    return found
