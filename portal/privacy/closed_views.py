"""Closed accounts, whose owners can no longer sign in to have them erased: the portal administration does it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import running
from portal.access import PORTAL_ROLE_LABELS, ensure
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.accounts.own.confirming import recently_confirmed
from portal.errors import NotFound
from portal.orm import LARGEST_ID, utcnow
from portal.privacy import access, service, unused
from portal.privacy.own_views import holdings, list_erasure
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("closed_accounts", __name__)

_ONE = f"/verwaltung/konten/<int(max={LARGEST_ID}):account_id>/loeschen"


@blueprint.get("/verwaltung/konten")
@signed_in
def listing() -> str:
    """List the closed accounts, and the open ones that belong to no organisation: nobody else sees to these."""
    ensure(current_actor(), access.ERASE_CLOSED, None)
    with reading() as session:
        found = [(each, accounts.organisations_of(each)) for each in accounts.closed(session)]
        return render_template(
            "privacy/closed_accounts.html",
            closed=found,
            not_warned=unused.not_warned(session),
            retention_days=running.settings().retention.accounts,
            nowhere=[
                (each, _(PORTAL_ROLE_LABELS[each.portal_role]) if each.portal_role else "")
                for each in accounts.belonging_nowhere(session)
                if each.id != current_actor().account_id
            ],
        )


@blueprint.get(_ONE)
@signed_in
@recently_confirmed
def deletion(account_id: int) -> str:
    """Ask whether it shall really go."""
    with reading() as session:
        account = _find(session, account_id)
        return render_template(
            "privacy/closed_deletion.html", account=account, organisations=accounts.organisations_of(account)
        )


@blueprint.post(_ONE)
@signed_in
@recently_confirmed
def delete(account_id: int) -> Response:
    """Erase it."""
    with unit_of_work() as session:
        name = _find(session, account_id).display_name
        service.erase_closed(session, current_actor(), account_id, holdings(), utcnow())
    list_erasure()
    flash(_("Das Konto von %(name)s ist gelöscht.", name=name), "success")
    return redirect(url_for("closed_accounts.listing"), 303)


def _find(session: Session, account_id: int) -> Account:
    ensure(current_actor(), access.ERASE_CLOSED, None)
    found = accounts.by_id(session, account_id)
    if found is None or not found.closed:
        raise NotFound
    return found
