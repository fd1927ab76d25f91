"""Invite, renew and withdraw; and the page an invitation leads to."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import running
from portal.access import ROLE_LABELS, ROLE_MEANINGS, Role
from portal.accounts import passwords
from portal.accounts import queries as accounts
from portal.accounts.login import enter
from portal.accounts.own.carrying import carried
from portal.accounts.own.confirming import recently_confirmed, recently_confirmed_keeping
from portal.accounts.sessions.models import SignInMethod
from portal.accounts.wording import please_wait, waiting_header
from portal.errors import Conflict, Invalid, Throttled
from portal.members import access
from portal.members import queries as members
from portal.members.doors import explained_roles, find, hooks
from portal.members.invitations import queries, service
from portal.members.invitations.links import Key, read
from portal.members.models import Invitation
from portal.members.schemas import InviteSchema, NewAccountSchema
from portal.orm import LARGEST_ID
from portal.web.forms import Form
from portal.web.guards import current_actor, public, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("invitations", __name__)

_ONE = f"/organisationen/<slug>/einladungen/<int(max={LARGEST_ID}):invitation_id>"

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response
Errors = Mapping[str, Sequence[str]]


@blueprint.get("/organisationen/<slug>/einladen")
@signed_in
@recently_confirmed
def new(slug: str) -> str:
    """Ask whom to invite."""
    typed = carried()
    return _new_page(slug, _form().read(typed) if typed else None)


@blueprint.post("/organisationen/<slug>/einladen")
@signed_in
@recently_confirmed_keeping("email", "role")
def invite(slug: str) -> Answer:
    """Invite somebody."""
    form = _form()
    raw = form.read(request.form)
    try:
        wanted = form.load(raw)
        with unit_of_work() as session:
            organisation, _team = find(session, slug, access.INVITE)
            service.invite(session, current_actor(), organisation, wanted["email"], wanted["role"])
    except Invalid as error:
        return _new_page(slug, raw, error.errors), 422
    except Throttled as error:
        return _new_page(slug, raw, {"": [please_wait(error)]}), 429, waiting_header(error)
    flash(_("Die Einladung an %(email)s ist unterwegs. Sie gilt 7 Tage.", email=wanted["email"]), "success")
    return _back(slug)


@blueprint.post(f"{_ONE}/erneuern")
@signed_in
@recently_confirmed
def renew(slug: str, invitation_id: int) -> Response:
    """Send the invitation again."""
    try:
        with unit_of_work() as session:
            organisation, _team = find(session, slug, access.INVITE)
            invitation = service.renew(session, current_actor(), organisation, invitation_id)
    except Invalid as error:
        flash(" ".join(_(message) for messages in error.errors.values() for message in messages), "info")
        return _back(slug)
    flash(_("%(email)s bekommt noch eine Mail. Die Einladung gilt wieder 7 Tage.", email=invitation.email), "success")
    return _back(slug)


@blueprint.post(f"{_ONE}/zurueckziehen")
@signed_in
def withdraw(slug: str, invitation_id: int) -> Response:
    """Take the invitation back."""
    with unit_of_work() as session:
        organisation, _team = find(session, slug, access.INVITE)
        invitation = service.withdraw(session, current_actor(), organisation, invitation_id)
    flash(_("Die Einladung an %(email)s ist zurückgezogen.", email=invitation.email), "success")
    return _back(slug)


@blueprint.get("/einladung/<token>")
@public
def show(token: str) -> Answer:
    """Show the invitation with what can be done about it; opening it changes nothing."""
    return _page(token)


@blueprint.post("/einladung/<token>")
@public
def accept(token: str) -> Answer:
    """Make whoever is invited a member, with a new account where there is none."""
    key = _read(token)
    if current_user.is_authenticated:
        try:
            with unit_of_work() as session:
                invitation = service.accept(session, current_actor(), hooks(), key)
        except service.Ended:
            return _page(token)
        return _welcome(invitation)
    form = Form(NewAccountSchema())
    raw = form.read(request.form)
    try:
        given = form.load(raw)
        with unit_of_work() as session:
            account = service.accept_as_new(session, hooks(), key, **given)
            joined = queries.by_id(session, key.invitation_id)
    except Invalid as error:
        return _page(token, raw, error.errors)
    except Conflict:  # it has ended, or there is an account by now: the page says which
        return _page(token)
    enter(account, SignInMethod.PASSWORD)
    assert joined is not None
    return _welcome(joined)


@blueprint.post("/einladung/<token>/ablehnen")
@public
def decline(token: str) -> Answer:
    """Say no."""
    try:
        with unit_of_work() as session:
            service.decline(session, _read(token))
    except service.Ended:
        return _page(token)
    return redirect(url_for("invitations.show", token=token), 303)


def _read(token: str) -> Key:
    return read(token, running.links())


def _back(slug: str) -> Response:
    return redirect(url_for("members.listing", slug=slug), 303)


def _welcome(invitation: Invitation) -> Response:
    flash(_("Willkommen! Sie gehören jetzt zu %(organisation)s.", organisation=invitation.organisation.name), "success")
    return redirect(url_for("projects.mine"), 303)


def _form() -> Form:
    return Form(InviteSchema(), choices={"roles": explained_roles()})


def _new_page(slug: str, raw: Mapping[str, str] | None = None, errors: Errors | None = None) -> str:
    with reading() as session:
        organisation, team = find(session, slug, access.INVITE)
        preset = Role.CONTRIBUTOR if team.coordinated else Role.COORDINATOR
        form = _form().view({"role": preset.value} if raw is None else raw, errors)
        return render_template("members/invite.html", organisation=organisation, form=form, has_errors=form.has_errors)


def _page(token: str, raw: Mapping[str, str] | None = None, errors: Errors | None = None) -> Answer:
    """Return the page of an invitation as things stand for whoever opens it."""
    key = _read(token)
    with reading() as session:
        invitation = queries.by_id(session, key.invitation_id)
        if invitation is None:  # long over, and removed
            return render_template("members/invitation_ended.html", invitation=None, belongs=False), 410
        situation = _situation(session, invitation, key)
        if situation == "ended":
            belongs = invitation.organisation_id in current_actor().organisation_ids
            page = render_template("members/invitation_ended.html", invitation=invitation, belongs=belongs)
            return page, 200 if belongs else 410
        form = Form(NewAccountSchema()).view(raw or {}, errors)
        page = render_template(
            "members/invitation.html",
            invitation=invitation,
            token=token,
            situation=situation,
            operator=running.settings().operator,
            role=_(ROLE_LABELS[invitation.role]),
            role_meaning=_(ROLE_MEANINGS[invitation.role]),
            form=form,
            least=passwords.LEAST,
            has_errors=form.has_errors,
        )
        return page, 422 if form.has_errors else 200


def _situation(session: Session, invitation: Invitation, key: Key) -> str:
    """Return "ended", "member", "mine", "other" (signed in as somebody else), "known" (not signed in), "closed" or
    "new"."""
    try:
        service.ensure_waiting(invitation, key)
    except service.Ended:
        return "ended"
    invited = accounts.by_email(session, invitation.email)
    if current_user.is_authenticated:
        if invited is None or invited.id != current_user.actor.account_id:
            return "other"
        member = members.membership(session, invitation.organisation_id, invited.id)
        return "member" if member else "mine"
    if invited is None:
        return "new"
    return "known" if invited.active else "closed"
