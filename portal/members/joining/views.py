"""Register with a service address, ask to join, and decide about those who ask."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import running
from portal.access import ROLE_LABELS, ROLE_MEANINGS, Actor, ensure
from portal.accounts import passwords
from portal.accounts import queries as accounts
from portal.accounts.login import enter
from portal.accounts.own.confirming import recently_confirmed
from portal.accounts.sessions.models import SignInMethod
from portal.accounts.wording import please_wait, waiting_header
from portal.errors import Conflict, Invalid, NotFound, Throttled
from portal.links import LinkBroken, LinkExpired
from portal.members import access
from portal.members import queries as members
from portal.members.domains.queries import likeliest, served
from portal.members.doors import hooks, short_roles
from portal.members.joining import queries, registration, requests
from portal.members.models import MembershipRequest, RequestState
from portal.members.schemas import AcceptSchema, AddressSchema, AskSchema, DeclineSchema, RegistrationSchema
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation
from portal.orm import LARGEST_ID
from portal.text import N_
from portal.web.forms import Choices, Form
from portal.web.guards import current_actor, public, signed_in
from portal.web.own_pages import OwnPage
from portal.work import reading, unit_of_work

blueprint = Blueprint("joining", __name__)

_ONE = f"/aufnahme/<int(max={LARGEST_ID}):request_id>"
_NOT_LISTED = "keine"  # no organisation is called so

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response
Errors = Mapping[str, Sequence[str]]


@blueprint.get("/registrieren")
@public
def register() -> str:
    """Ask for the service address."""
    return _address_page({})


@blueprint.post("/registrieren")
@public
def order_mail() -> Answer:
    """Send the link; the answer is the same whether there is an account or not."""
    form = Form(AddressSchema())
    raw = form.read(request.form)
    try:
        with unit_of_work() as session:
            registration.order_mail(session, form.load(raw)["email"], request.remote_addr or "")
    except Invalid as error:
        return _address_page(raw, error.errors), 422
    except Throttled as error:
        return _address_page(raw, {"": [please_wait(error)]}), 429, waiting_header(error)
    return redirect(url_for("joining.ordered"), 303)


@blueprint.get("/registrieren/unterwegs")
@public
def ordered() -> str:
    """Say that the mail is on its way."""
    return render_template("members/registration_ordered.html")


@blueprint.get("/registrieren/<token>")
@public
def registration_form(token: str) -> Answer:
    """Ask for name, password and organisation; opening it changes nothing."""
    return _registration_page(token)


@blueprint.post("/registrieren/<token>")
@public
def create(token: str) -> Answer:
    """Make the account, ask to join, and sign in."""
    email = _read(token)
    form = _registration_form([])
    raw = form.read(request.form)
    try:
        given = form.load(raw)
        given["organisation"] = None if given["organisation"] == _NOT_LISTED else given["organisation"]
        with unit_of_work() as session:
            account = registration.register(session, link=token, email=email, **given)
    except Invalid as error:
        return _registration_page(token, raw, error.errors)
    except Conflict:  # there is an account by now: the page says so
        return _registration_page(token)
    enter(account, SignInMethod.PASSWORD)
    return redirect(url_for("joining.own"), 303)


@blueprint.get("/konto/organisationen")
@signed_in
def own() -> str:
    """Show where the person belongs, what waits, and how to join another organisation."""
    return _own_page({})


@blueprint.post("/konto/organisationen")
@signed_in
def ask() -> Answer:
    """Ask to join another organisation."""
    form = _ask_form([])
    raw = form.read(request.form)
    try:
        wanted = form.load(raw)
        with unit_of_work() as session:
            organisation = organisations.by_slug(session, wanted["organisation"])
            if organisation is None:
                raise Invalid({"organisation": [_("Bitte wählen Sie eine Organisation aus der Liste.")]})
            requests.ask(session, current_actor(), organisation, wanted["note"])
    except Invalid as error:
        return _own_page(raw, error.errors), 422
    except Throttled as error:
        return _own_page(raw, {"": [please_wait(error)]}), 429, waiting_header(error)
    flash(_("Ihre Anfrage an %(organisation)s ist unterwegs.", organisation=organisation.name), "success")
    return redirect(url_for("joining.own"), 303)


@blueprint.post(f"{_ONE}/zurueckziehen")
@signed_in
def withdraw(request_id: int) -> Response:
    """Take the own request back."""
    with unit_of_work() as session:
        requests.withdraw(session, current_actor(), request_id)
    flash(_("Ihre Anfrage ist zurückgezogen."), "success")
    return redirect(url_for("joining.own"), 303)


@blueprint.post(f"{_ONE}/aufnehmen")
@signed_in
@recently_confirmed
def accept(request_id: int) -> Answer:
    """Take somebody in."""
    form = Form(AcceptSchema(), choices={"roles": short_roles()})
    wanted = form.load(form.read(request.form))
    with unit_of_work() as session:
        found = _find(session, request_id)
        back = _back_to(found)
        accepted = requests.accept(session, current_actor(), hooks(), request_id, wanted["role"])
        name = accepted.account.display_name
    flash(_("%(name)s gehört jetzt dazu und bekommt eine Mail.", name=name), "success")
    return redirect(back, 303)


@blueprint.get(f"{_ONE}/ablehnen")
@signed_in
def refusal(request_id: int) -> str:
    """Ask for the reason."""
    return _refusal_page(request_id, {})


@blueprint.post(f"{_ONE}/ablehnen")
@signed_in
def decline(request_id: int) -> Answer:
    """Refuse to take somebody in."""
    form = Form(DeclineSchema())
    raw = form.read(request.form)
    try:
        reason = form.load(raw)["reason"]
        with unit_of_work() as session:
            declined = requests.decline(session, current_actor(), request_id, reason)
            back, name = _back_to(declined), declined.account.display_name
    except Invalid as error:
        return _refusal_page(request_id, raw, error.errors), 422
    flash(_("Die Anfrage von %(name)s ist abgelehnt. Der Grund geht per Mail hinaus.", name=name), "success")
    return redirect(back, 303)


def _read(token: str) -> str:
    links = running.links()
    payload = links.read(registration.LINK_PURPOSE, token, registration.LINK_LASTS)
    if not isinstance(payload, str):
        raise LinkBroken
    return payload


def _address_page(raw: Mapping[str, str], errors: Errors | None = None) -> str:
    form = Form(AddressSchema()).view(raw, errors)
    return render_template("members/register.html", form=form, has_errors=form.has_errors)


def _registration_form(proposed: Sequence[Organisation]) -> Form:
    choices = [*_named(proposed), (_NOT_LISTED, _("Meine Organisation steht nicht dabei"))]
    return Form(RegistrationSchema(), choices={"organisations": choices})


def _registration_page(token: str, raw: Mapping[str, str] | None = None, errors: Errors | None = None) -> Answer:
    email = _read(token)
    with reading() as session:
        known = accounts.by_email(session, email)
        if known is not None:
            return render_template(
                "members/registration_known.html",
                email=email,
                closed=not known.active,
                operator=running.settings().operator,
            )
        if registration.is_used(session, token):
            raise LinkExpired
        proposed = served(session, email)
        likely = likeliest(email, proposed)
        preset = {"organisation": likely.slug if likely else "" if proposed else _NOT_LISTED}
        form = _registration_form(proposed).view(raw if raw is not None else preset, errors)
        page = render_template(
            "members/registration.html",
            token=token,
            email=email,
            proposed=proposed,
            form=form,
            least=passwords.LEAST,
            has_errors=form.has_errors,
        )
    return page, 422 if form.has_errors else 200


def _ask_form(choices: Sequence[Organisation]) -> Form:
    return Form(AskSchema(), choices={"organisations": _named(choices)})


def _own_page(raw: Mapping[str, str], errors: Errors | None = None) -> str:
    with reading() as session:
        account = accounts.by_actor(session, current_actor())
        held = accounts.memberships_of(account)
        asked = queries.of_account(session, account.id)
        waiting = [(each, _who_decides(session, each)) for each in asked if each.state is RequestState.WAITING]
        belongs = {each.organisation_id for each in held}
        form = _ask_form([one for one in organisations.with_members(session) if one.id not in belongs]).view(
            raw, errors
        )
        return render_template(
            "members/own.html",
            account=account,
            memberships=held,
            waiting=waiting,
            declined=[each for each in asked if each.state is RequestState.DECLINED],
            role_labels=ROLE_LABELS,
            role_meanings=ROLE_MEANINGS,
            form=form,
            has_errors=form.has_errors,
        )


def _who_decides(session: Session, asked: MembershipRequest) -> str:
    if asked.organisation is not None and members.team(session, asked.organisation).coordinated:
        return str(_("der Koordination von %(organisation)s", organisation=asked.organisation.name))
    return str(_("der Portalverwaltung"))


def _refusal_page(request_id: int, raw: Mapping[str, str], errors: Errors | None = None) -> str:
    with reading() as session:
        found = _find(session, request_id)
        if found.state is not RequestState.WAITING:
            raise requests.Decided
        form = Form(DeclineSchema()).view(raw, errors)
        return render_template(
            "members/decline.html", asked=found, back=_back_to(found), form=form, has_errors=form.has_errors
        )


def _find(session: Session, request_id: int) -> MembershipRequest:
    """Return a request the actor may decide about. Raises NotFound, Forbidden."""
    found = queries.by_id(session, request_id)
    if found is None:
        raise NotFound
    ensure(current_actor(), access.DECIDE, members.team(session, found.organisation))
    return found


def _back_to(found: MembershipRequest) -> str:
    if found.organisation is None:
        return url_for("requests.listing")
    return url_for("members.listing", slug=found.organisation.slug)


def _named(choices: Sequence[Organisation]) -> Choices:
    return [(one.slug, one.name) for one in choices]


def _state(session: Session, actor: Actor) -> str:
    account = accounts.by_actor(session, actor)
    names = [one.name for one in accounts.organisations_of(account)]
    return ", ".join(names) or str(_("Sie gehören noch zu keiner Organisation."))


OWN_PAGE = OwnPage(N_("Meine Organisationen"), "joining.own", "people", _state)
