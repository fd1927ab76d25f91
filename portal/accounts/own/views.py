"""The page "Mein Konto": what there is of the account, and the way to each of its parts."""

from flask import Blueprint, render_template
from flask_babel import gettext as _

from portal.access import PORTAL_ROLE_LABELS, ROLE_LABELS
from portal.accounts import queries
from portal.web.guards import current_actor, signed_in
from portal.web.own_pages import own_pages
from portal.work import reading

blueprint = Blueprint("own", __name__)


@blueprint.get("/konto")
@signed_in
def overview() -> str:
    """Show the account and the parts of "Mein Konto"."""
    actor = current_actor()
    with reading() as db:
        account = queries.by_actor(db, actor)
        pages = [(page, page.state(db, actor)) for page in own_pages()]
        roles = [_(PORTAL_ROLE_LABELS[account.portal_role])] if account.portal_role else []
        roles += [
            _("%(organisation)s: %(role)s", organisation=each.organisation.name, role=_(ROLE_LABELS[each.role]))
            for each in queries.memberships_of(account)
        ]
        return render_template("accounts/own/overview.html", account=account, roles=roles, pages=pages)
