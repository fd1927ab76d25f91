"""The first time: make an account, or join the one that the address has already."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.access import ROLE_LABELS
from portal.accounts import queries as accounts
from portal.accounts.own.confirming import recently_confirmed
from portal.sso import pending, roles, service
from portal.sso.doors import client_of, sign_in, source
from portal.sso.person import Person
from portal.text import fold_address
from portal.web.guards import current_actor, public, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("sso_first", __name__, url_prefix=pending.PATH)


@blueprint.get("/<provider>/konto")
@public
def ask(provider: str) -> str | Response:
    """Show what the account will hold, with a button that makes it."""
    label = client_of(provider).provider.label
    found = pending.person(provider)
    if found is None:
        return _begin_anew(provider)
    return render_template(
        "sso/new_account.html", provider=provider, label=label, person=found[0], roles=_told(found[0])
    )


@blueprint.post("/<provider>/konto")
@public
def make(provider: str) -> Response:
    """Make the account and sign in. Raises Closed and NoMember for one that is known by now."""
    client_of(provider)
    found = pending.person(provider)
    if found is None:
        return _begin_anew(provider)
    person, back = found
    with unit_of_work() as db:
        account = service.make_account(db, source(provider), person)
    pending.forget_person()
    # As everybody who comes back: the form may be an old one, of an account that has a second step or is closed by now.
    answer = sign_in(account, person, back)
    if current_user.is_authenticated:
        flash(_("Ihr Konto ist angelegt."), "success")
    return answer


@blueprint.get("/<provider>/verbinden")
@public
def ask_to_link(provider: str) -> str | Response:
    """Ask for a sign-in as before, and then whether both belong together."""
    label = client_of(provider).provider.label
    found = pending.person(provider)
    if found is None:
        return _begin_anew(provider)
    return render_template(
        "sso/link.html", provider=provider, label=label, person=found[0], is_own=_is_own(found[0]), here=request.path
    )


@blueprint.post("/<provider>/verbinden")
@signed_in
@recently_confirmed
def link(provider: str) -> Response:
    """Join both; who has just signed in as before owns the account."""
    label = client_of(provider).provider.label
    found = pending.person(provider)
    if found is None:
        return _begin_anew(provider)
    person, back = found
    with unit_of_work() as db:
        service.link(db, current_actor(), source(provider), person)
    pending.forget_person()
    flash(_("Von nun an können Sie sich auch über %(provider)s anmelden.", provider=label), "success")
    return redirect(back or url_for("projects.mine"), 303)


def _begin_anew(provider: str) -> Response:
    flash(_("Das hat zu lange gedauert. Bitte melden Sie sich noch einmal an."), "info")
    return redirect(url_for("accounts.sign_in"), 303)


def _is_own(person: Person) -> bool:
    """Return whether the browser is signed in with the account of this address."""
    if not current_user.is_authenticated:
        return False
    with reading() as db:
        return accounts.by_actor(db, current_actor()).email_folded == fold_address(person.email)


def _told(person: Person) -> list[str]:
    """Return the roles in words."""
    with reading() as db:
        meant = roles.meant(db, person.roles)
    return [
        _("%(organisation)s: %(role)s", organisation=each.name, role=_(ROLE_LABELS[role]))
        for each, role in sorted(meant.items(), key=lambda item: item[0].name_sort)
    ]
