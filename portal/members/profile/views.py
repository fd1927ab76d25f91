"""The page on which an organisation says who it is and how to reach it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import allowed, ensure
from portal.errors import Invalid, NotFound
from portal.members.profile import service
from portal.organisations import access
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation
from portal.organisations.schemas import DetailsSchema, VerifiedDetailsSchema
from portal.organisations.service import FIELDS, Overtaken
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("profile", __name__)

_PAGE = "/organisationen/<slug>/angaben"

Errors = Mapping[str, Sequence[str]]


@blueprint.get(_PAGE)
@signed_in
def edit(slug: str) -> str:
    """Show what the organisation says about itself in a form."""
    return _page(slug)


@blueprint.post(_PAGE)
@signed_in
def change(slug: str) -> Response | tuple[str, int]:
    """Write it anew; nothing typed is lost when somebody else was first."""
    seen, raw = request.form.get("version", ""), dict[str, Any]()
    try:
        with unit_of_work() as session:
            organisation = _find(session, slug)
            form = _form(organisation)
            raw = form.read(request.form)
            service.change(session, current_actor(), organisation, form.load(raw), seen=seen)
    except Invalid as error:
        return _page(slug, raw, error.errors, seen=seen), 422
    except Overtaken:
        return _page(slug, raw, overtaken=True), 409
    flash(_("Die Angaben sind gespeichert."), "success")
    if organisation.is_municipality:
        return redirect(url_for("discovery.municipality", slug=slug), 303)
    return redirect(url_for("members.listing", slug=slug), 303)


def _find(session: Session, slug: str) -> Organisation:
    found = organisations.by_slug(session, slug)
    if found is None or not found.can_have_members:
        raise NotFound
    ensure(current_actor(), access.CHANGE, found)
    return found


def _form(organisation: Organisation) -> Form:
    renames = allowed(current_actor(), access.RENAME, organisation)
    schema = VerifiedDetailsSchema() if current_actor().administers else DetailsSchema()
    return Form(schema, [name for name in FIELDS if renames or name != "name"])


def _page(
    slug: str,
    raw: Mapping[str, Any] | None = None,
    errors: Errors | None = None,
    *,
    seen: str | None = None,
    overtaken: bool = False,
) -> str:
    with reading() as session:
        organisation = _find(session, slug)
        form = _form(organisation)
        present = form.dump({name: getattr(organisation, name) for name in FIELDS})
        view = form.view(present if raw is None else raw, errors)
        return render_template(
            "members/profile.html",
            organisation=organisation,
            form=view,
            has_errors=view.has_errors,
            version=organisation.version if seen is None else seen,
            present=[(field.label, present[field.name]) for field in view.fields] if overtaken else [],
        )
