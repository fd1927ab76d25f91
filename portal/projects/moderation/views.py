"""Pages of the moderation: hide an entry with a reason, see what is hidden, show it again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import ensure
from portal.errors import Invalid
from portal.projects import access
from portal.projects.doors import address, find, seen_version
from portal.projects.lists import desk
from portal.projects.moderation import service
from portal.projects.moderation.access import SEE_HIDDEN
from portal.projects.moderation.schemas import HideSchema
from portal.projects.service import Stale, ensure_published
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.web.listing import asked_page
from portal.work import reading, unit_of_work

blueprint = Blueprint("moderation", __name__)

PER_PAGE = 25


@blueprint.get("/projekte/<slug>/ausblenden")
@signed_in
def hide(slug: str) -> str:
    """Say what hiding means and ask for the reason."""
    return _hide_page(slug, Form(HideSchema()), {})


@blueprint.post("/projekte/<slug>/ausblenden")
@signed_in
def hiding(slug: str) -> Response | tuple[str, int]:
    """Take the entry off the register."""
    form = Form(HideSchema())
    raw = form.read(request.form)
    try:
        with unit_of_work() as session:
            project = find(session, slug, access.HIDE, for_update=True)
            service.hide(session, current_actor(), project, seen_version(), **form.load(raw))
    except Stale:
        return _hide_page(slug, form, raw, stale=True), 409
    except Invalid as error:
        return _hide_page(slug, form, raw, errors=error.errors), 422
    flash(_("„%(title)s“ ist ausgeblendet.", title=project.title), "success")
    return redirect(address(project), 303)


@blueprint.post("/projekte/<slug>/wieder-zeigen")
@signed_in
def show(slug: str) -> Response:
    """Put a hidden entry back on the register."""
    with unit_of_work() as session:
        project = find(session, slug, access.HIDE, for_update=True)
        service.show(session, current_actor(), project, seen_version())
    flash(_("„%(title)s“ ist wieder für alle sichtbar.", title=project.title), "success")
    return redirect(address(project), 303)


@blueprint.get("/verwaltung/ausgeblendet")
@signed_in
def hidden() -> str:
    """List what is hidden, so that it can be shown again."""
    ensure(current_actor(), SEE_HIDDEN, None)
    with reading() as session:
        statement = desk.hidden()
        pagination = asked_page(session, statement, PER_PAGE, lambda page: url_for("moderation.hidden", seite=page))
        return render_template(
            "projects/moderation/hidden.html",
            entries=desk.page(session, statement, pagination.first, PER_PAGE),
            pagination=pagination,
        )


def _hide_page(
    slug: str,
    form: Form,
    raw: dict[str, str],
    *,
    errors: dict[str, list[str]] | None = None,
    stale: bool = False,
) -> str:
    with reading() as session:
        project = find(session, slug, access.HIDE)
        ensure_published(project)
        view = form.view(raw, errors)
        return render_template(
            "projects/moderation/hide.html", project=project, form=view, has_errors=view.has_errors, stale=stale
        )
