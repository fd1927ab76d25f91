"""The members of an organisation: the list, another role, and leaving with what is handed over."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.access import ROLE_LABELS, allowed, ensure
from portal.accounts.models import Account, Membership
from portal.accounts.own.carrying import carried
from portal.accounts.own.confirming import recently_confirmed, recently_confirmed_keeping
from portal.errors import Invalid, NotFound
from portal.members import access, queries, service
from portal.members.doors import explained_roles, find, hooks, roles_in_words, short_roles
from portal.members.invitations import queries as invitations
from portal.members.joining import queries as requests
from portal.members.schemas import AcceptSchema, DepartSchema, RoleSchema
from portal.organisations import access as organisation_access
from portal.organisations.events import CHANGED
from portal.organisations.models import Organisation
from portal.orm import LARGEST_ID
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("members", __name__)

_ALL = "/organisationen/<slug>/mitglieder"
_ONE = f"{_ALL}/<int(max={LARGEST_ID}):account_id>"

Errors = Mapping[str, Sequence[str]]


@blueprint.get(_ALL)
@signed_in
def listing(slug: str) -> str:
    """Show who belongs to the organisation, and to its coordination whoever wants or is wanted to."""
    actor = current_actor()
    with reading() as session:
        organisation, team = find(session, slug, access.VIEW)
        manages = allowed(actor, access.INVITE, team)
        return render_template(
            "members/list.html",
            organisation=organisation,
            coordinated=team.coordinated,
            members=queries.members(session, organisation.id),
            manages=manages,
            belongs=organisation.id in actor.organisation_ids,
            own_id=actor.account_id,
            closes=allowed(actor, access.CLOSE, None),
            invitations=invitations.shown(session, organisation.id) if manages else [],
            coordination=[one.id for one in queries.coordinators(session, organisation.id)],
            requests=requests.waiting_for(session, organisation.id) if manages else [],
            accepting=Form(AcceptSchema(), ["role"], choices={"roles": short_roles()}).view({"role": "contributor"}),
            role_labels=ROLE_LABELS,
            roles=roles_in_words(),
            details=_details(organisation),
            may_change=allowed(actor, organisation_access.CHANGE, organisation),
        )


@blueprint.get(f"{_ONE}/rolle")
@signed_in
@recently_confirmed
def role(slug: str, account_id: int) -> str:
    """Ask which role somebody shall have."""
    return _role_page(slug, account_id)


@blueprint.post(f"{_ONE}/rolle")
@signed_in
@recently_confirmed_keeping("role")
def change_role(slug: str, account_id: int) -> Response | tuple[str, int]:
    """Give somebody another role."""
    form = _role_form()
    try:
        wanted = form.load(form.read(request.form))["role"]
    except Invalid as error:
        return _role_page(slug, account_id, error.errors), 422
    with unit_of_work() as session:
        organisation, _team = find(session, slug, access.CHANGE_ROLE)
        service.change_role(session, current_actor(), hooks(), organisation, account_id, wanted)
        person = _member(session, organisation, account_id).account
    flash(_("%(name)s hat jetzt die Rolle %(role)s.", name=person.display_name, role=_(ROLE_LABELS[wanted])), "success")
    return _back(slug)


@blueprint.get(f"{_ONE}/entfernen")
@signed_in
@recently_confirmed
def departure(slug: str, account_id: int) -> str:
    """Say what is handed over, and ask to whom."""
    return _departure_page(slug, account_id)


@blueprint.post(f"{_ONE}/entfernen")
@signed_in
@recently_confirmed_keeping("successor")
def depart(slug: str, account_id: int) -> Response | tuple[str, int]:
    """End a membership."""
    actor = current_actor()
    leaves = account_id == actor.account_id
    try:
        with unit_of_work() as session:
            organisation, _team = find(session, slug, access.LEAVE if leaves else access.REMOVE)
            person = _member(session, organisation, account_id).account
            chosen = request.form.get("successor", "")
            colleagues = queries.colleagues(session, organisation.id, account_id)
            successor = next((one.id for one in colleagues if str(one.id) == chosen), None)
            service.depart(session, actor, hooks(), organisation, account_id, successor)
    except Invalid as error:
        return _departure_page(slug, account_id, error.errors), 422
    if leaves:
        flash(_("Sie gehören nicht mehr zu %(organisation)s.", organisation=organisation.name), "success")
        return redirect(url_for("joining.own"), 303)
    flash(
        _("%(name)s gehört nicht mehr zu %(organisation)s.", name=person.display_name, organisation=organisation.name),
        "success",
    )
    return _back(slug)


def _back(slug: str) -> Response:
    return redirect(url_for("members.listing", slug=slug), 303)


def _member(session: Session, organisation: Organisation, account_id: int) -> Membership:
    found = queries.membership(session, organisation.id, account_id)
    if found is None:
        raise NotFound
    return found


def _role_form() -> Form:
    return Form(RoleSchema(), choices={"roles": explained_roles()})


def _role_page(slug: str, account_id: int, errors: Errors | None = None) -> str:
    with reading() as session:
        organisation, _team = find(session, slug, access.CHANGE_ROLE)
        held = _member(session, organisation, account_id)
        typed = carried()
        form = _role_form()
        view = form.view(form.read(typed) if typed else {"role": held.role.value}, errors)
        return render_template(
            "members/role.html",
            organisation=organisation,
            person=held.account,
            form=view,
            has_errors=view.has_errors,
            last=queries.is_only_coordinator(session, organisation.id, account_id),
        )


def _departure_page(slug: str, account_id: int, errors: Errors | None = None) -> str:
    actor = current_actor()
    leaves = account_id == actor.account_id
    with reading() as session:
        organisation, team = find(session, slug, access.VIEW)
        ensure(actor, access.LEAVE if leaves else access.REMOVE, team)
        person = _member(session, organisation, account_id).account
        colleagues = queries.colleagues(session, organisation.id, account_id)
        usual = {"successor": str(_usual(session, organisation, colleagues, actor.account_id))}
        form = Form(
            DepartSchema(),
            choices={"successors": [(str(one.id), one.display_name) for one in colleagues]},
            needed=["successor"],
        ).view(usual | (carried() or MultiDict()).to_dict(), errors)
        return render_template(
            "members/depart.html",
            organisation=organisation,
            person=person,
            leaves=leaves,
            last=queries.leaves_others_alone(session, organisation.id, account_id),
            handed=_counted(session, organisation, account_id, inherited=True),
            ending=_counted(session, organisation, account_id, inherited=False),
            withdrawn=0 if leaves else len(invitations.sent_by(session, organisation.id, account_id)),
            colleagues=colleagues,
            form=form,
            has_errors=form.has_errors,
        )


def _usual(
    session: Session, organisation: Organisation, colleagues: Sequence[Account], acting_id: int | None
) -> int | None:
    """Return who takes over if nobody else is chosen: the acting coordination, else one that stays."""
    staying = [one.id for one in colleagues]
    coordinate = {one.id for one in queries.coordinators(session, organisation.id)}
    first = [acting_id, *(each for each in staying if each in coordinate)]
    return next((each for each in first if each in staying), None)


def _details(organisation: Organisation) -> list[tuple[str, str]]:
    stated = {name: getattr(organisation, name) for name in CHANGED.fields if name != "name"}
    return [(_(CHANGED.fields[name]), value) for name, value in stated.items() if value]


def _counted(
    session: Session, organisation: Organisation, account_id: int, *, inherited: bool
) -> list[tuple[str, int]]:
    belongings = [each for each in hooks().belongings if each.inherited is inherited]
    counted = [(_(each.label), each.count(session, organisation.id, account_id)) for each in belongings]
    return [(label, count) for label, count in counted if count]
