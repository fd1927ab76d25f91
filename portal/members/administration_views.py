"""For the portal administration: who has a role for the whole portal."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import PORTAL_ROLE_LABELS, PORTAL_ROLE_MEANINGS, PortalRole, ensure
from portal.accounts import queries as accounts
from portal.accounts.own.carrying import carried
from portal.accounts.own.confirming import recently_confirmed, recently_confirmed_keeping
from portal.errors import Invalid, NotFound
from portal.members import access, queries, service
from portal.members.schemas import PortalRoleSchema
from portal.orm import LARGEST_ID
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("members_administration", __name__)

_ONE = f"/verwaltung/rollen/<int(max={LARGEST_ID}):account_id>"

Answer = str | tuple[str, int] | Response
Errors = Mapping[str, Sequence[str]]


@blueprint.get("/verwaltung/rollen")
@signed_in
@recently_confirmed
def portal_roles() -> str:
    """Show who has a role for the whole portal."""
    ensure(current_actor(), access.PORTAL_ROLES, None)
    typed = carried()
    return _page(_form().read(typed) if typed else {"role": PortalRole.MODERATION.value})


@blueprint.post("/verwaltung/rollen")
@signed_in
@recently_confirmed_keeping("email", "role")
def give() -> Answer:
    """Give an account a role for the whole portal."""
    ensure(current_actor(), access.PORTAL_ROLES, None)
    form = _form()
    raw = form.read(request.form)
    try:
        wanted = form.load(raw)
        with unit_of_work() as session:
            account = accounts.by_email(session, wanted["email"])
            if account is None:
                raise Invalid(
                    {"email": [_("Zu dieser Adresse gibt es kein Konto. Bitte prüfen Sie die Schreibweise.")]}
                )
            service.give_portal_role(session, current_actor(), account.id, wanted["role"])
    except Invalid as error:
        return _page(raw, error.errors), 422
    flash(
        _(
            "%(name)s hat jetzt die Rolle %(role)s.",
            name=account.display_name,
            role=_(PORTAL_ROLE_LABELS[wanted["role"]]),
        ),
        "success",
    )
    return redirect(url_for("members_administration.portal_roles"), 303)


@blueprint.post(f"{_ONE}/entziehen")
@signed_in
@recently_confirmed
def take(account_id: int) -> Answer:
    """Take the role away."""
    with unit_of_work() as session:
        service.give_portal_role(session, current_actor(), account_id, None)
        account = accounts.by_id(session, account_id)
        if account is None:
            raise NotFound
    flash(_("%(name)s hat keine portalweite Rolle mehr.", name=account.display_name), "success")
    own = account_id == current_actor().account_id
    return redirect(url_for("own.overview" if own else "members_administration.portal_roles"), 303)


def _form() -> Form:
    roles = [(role.value, f"{_(PORTAL_ROLE_LABELS[role])}: {_(PORTAL_ROLE_MEANINGS[role])}") for role in PortalRole]
    return Form(PortalRoleSchema(), choices={"roles": roles})


def _page(raw: Mapping[str, str], errors: Errors | None = None) -> str:
    with reading() as session:
        form = _form().view(raw, errors)
        return render_template(
            "members/portal_roles.html",
            people=queries.with_portal_role(session),
            administrators=[one.id for one in queries.administrators(session)],
            labels=PORTAL_ROLE_LABELS,
            own_id=current_actor().account_id,
            form=form,
            has_errors=form.has_errors,
        )
