"""Pages of the mail domains, for the portal administration: confirm what the websites propose, add, change, remove."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import ensure
from portal.accounts.own.carrying import carried
from portal.accounts.own.confirming import recently_confirmed, recently_confirmed_keeping
from portal.errors import Invalid, NotFound
from portal.members import access
from portal.members.domains import queries, service
from portal.members.models import MailDomain
from portal.members.schemas import DomainSchema
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation
from portal.orm import LARGEST_ID
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("domains", __name__)

_ONE = f"/verwaltung/domains/<int(max={LARGEST_ID}):domain_id>"

_FIELDS = ("domain", "organisations")

Answer = str | tuple[str, int] | Response
Errors = Mapping[str, Sequence[str]]


@blueprint.get("/verwaltung/domains")
@signed_in
def listing() -> str:
    """List the confirmed domains and those that the websites propose."""
    ensure(current_actor(), access.DOMAINS, None)
    with reading() as session:
        return render_template(
            "members/domains.html", domains=queries.listed(session), proposed=queries.proposed(session)
        )


@blueprint.get("/verwaltung/domains/neu")
@signed_in
@recently_confirmed
def new() -> str:
    """Ask for a domain."""
    ensure(current_actor(), access.DOMAINS, None)
    return _form_page(_carried({}))


@blueprint.post("/verwaltung/domains/neu")
@signed_in
@recently_confirmed_keeping(*_FIELDS)
def confirm() -> Answer:
    """Confirm a domain, proposed or typed."""
    ensure(current_actor(), access.DOMAINS, None)
    raw = _typed()
    try:
        wanted = _form([]).load(raw)
        with unit_of_work() as session:
            chosen = _chosen(session, wanted["organisations"])
            domain = service.confirm(session, current_actor(), wanted["domain"], chosen).domain
    except Invalid as error:
        return _form_page(raw, error.errors), 422
    return _done(_("%(domain)s ist bestätigt.", domain=domain))


@blueprint.get(f"{_ONE}/bearbeiten")
@signed_in
@recently_confirmed
def edit(domain_id: int) -> str:
    """Show a domain in the form."""
    ensure(current_actor(), access.DOMAINS, None)
    with reading() as session:
        domain = _find(session, domain_id)
        raw = {"domain": domain.domain, "organisations": [one.slug for one in domain.organisations]}
    return _form_page(_carried(raw), domain_id=domain_id)


@blueprint.post(f"{_ONE}/bearbeiten")
@signed_in
@recently_confirmed_keeping(*_FIELDS)
def change(domain_id: int) -> Answer:
    """Write it anew."""
    ensure(current_actor(), access.DOMAINS, None)
    raw = _typed()
    try:
        wanted = _form([]).load(raw)
        with unit_of_work() as session:
            chosen = _chosen(session, wanted["organisations"])
            domain = service.change(session, current_actor(), domain_id, wanted["domain"], chosen).domain
    except Invalid as error:
        return _form_page(raw, error.errors, domain_id=domain_id), 422
    return _done(_("%(domain)s ist geändert.", domain=domain))


@blueprint.post(f"{_ONE}/entfernen")
@signed_in
@recently_confirmed
def remove(domain_id: int) -> Response:
    """Let it propose nothing any more."""
    with unit_of_work() as session:
        domain = service.remove(session, current_actor(), domain_id)
    return _done(_("%(domain)s ist entfernt. Wer schon Mitglied ist, bleibt es.", domain=domain))


def _carried(otherwise: dict[str, Any]) -> dict[str, Any]:
    typed = carried()
    return _form([]).read(typed) if typed else otherwise


def _typed() -> dict[str, Any]:
    return _form([]).read(request.form)


def _form(choices: Sequence[Organisation]) -> Form:
    return Form(DomainSchema(), choices={"organisations": [(one.slug, one.name) for one in choices]})


def _chosen(session: Session, slugs: Sequence[str]) -> list[Organisation]:
    found = organisations.by_slugs(session, slugs)
    if any(slug not in found for slug in slugs):
        raise Invalid({"organisations": [_("Bitte wählen Sie aus der Liste.")]})
    return [found[slug] for slug in slugs]


def _find(session: Session, domain_id: int) -> MailDomain:
    found = queries.by_id(session, domain_id)
    if found is None:
        raise NotFound
    return found


def _form_page(raw: Mapping[str, Any], errors: Errors | None = None, *, domain_id: int | None = None) -> str:
    with reading() as session:
        form = _form(organisations.with_members(session)).view(raw, errors)
        return render_template("members/domain.html", form=form, has_errors=form.has_errors, domain_id=domain_id)


def _done(message: str) -> Response:
    flash(message, "success")
    return redirect(url_for("domains.listing"), 303)
