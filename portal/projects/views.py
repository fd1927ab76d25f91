"""The desk of an organisation, a new entry, and the history of one."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import Role, allowed
from portal.errors import Forbidden, Invalid
from portal.members.joining import queries as joining
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation
from portal.projects import access, history, queries, service, wording
from portal.projects import lifecycle_views as _lifecycle_views  # noqa: F401 - adds its pages to the blueprint
from portal.projects.action_schemas import NewProjectSchema
from portal.projects.confirmation import confirmation_of, is_overdue
from portal.projects.doors import blueprint as blueprint
from portal.projects.doors import find
from portal.projects.lists import desk
from portal.projects.models import Project
from portal.projects.responsibility.queries import contacts_of
from portal.projects.sections import views as _section_views  # noqa: F401 - likewise
from portal.text import N_
from portal.web.desk_notices import desk_notices
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.web.listing import asked_page
from portal.work import reading, unit_of_work

UNKEPT_PER_PAGE = 25


@blueprint.get("/meine-kommune")
@signed_in
def mine() -> str | Response:
    """Show what waits for the person, what to do first on top; who belongs nowhere yet reads how it goes on."""
    actor = current_actor()
    if not current_user.organisations and not actor.administers:
        return redirect("/verwaltung" if actor.moderates else url_for("joining.own"))
    with reading() as session:
        administration = actor.administers
        return render_template(
            "projects/mine.html",
            desks=desk.desks(session, actor, current_user.organisations, _needs_check),
            administration=administration,
            asked=[each for each, contact in contacts_of(session, actor.account_id) if not contact.consented_at],
            notices=desk_notices(session, actor),
            joining=joining.count_waiting(session, actor.organisations_as(Role.COORDINATOR)),
            unkept=_unkept(session) if administration else None,
            confirmation_of=confirmation_of,
        )


@blueprint.get("/meine-kommune/projekte/neu")
@signed_in
def new() -> str:
    """Ask for what a draft needs to begin with."""
    own = _own_organisations()
    return _new_page(_new_form(own), {"organisation": own[0].slug})


@blueprint.post("/meine-kommune/projekte/neu")
@signed_in
def create() -> Response | tuple[str, int]:
    """Start the draft and go on to its task list."""
    form = _new_form(_own_organisations())
    raw = form.read(request.form)
    try:
        with unit_of_work() as session:
            typed = form.load(raw)
            organisation = organisations.by_slug(session, typed["organisation"])
            if organisation is None:
                raise Invalid({"organisation": [_("Bitte wählen Sie eine Organisation aus der Liste.")]})
            project = service.create(session, current_actor(), organisation, {"title": typed["title"]})
    except Invalid as error:
        return _new_page(form, raw, error.errors), 422
    flash(_("Der Entwurf ist angelegt. Sie können jederzeit unterbrechen und später weitermachen."), "success")
    return redirect(url_for("projects.edit", slug=project.slug))


@blueprint.get("/projekte/<slug>/verlauf")
@signed_in
def changes(slug: str) -> str:
    """Show what was changed, when and for which organisation."""
    with reading() as session:
        project = find(session, slug, access.HISTORY)
        told = queries.history(session, project.id)
        names = wording.names(session, history.slugs_in(told))
        return render_template("projects/history.html", project=project, events=history.events(told, names))


def _needs_check(project: Project) -> bool:
    return is_overdue(project) or not project.confirmed


def _own_organisations() -> list[Organisation]:
    """Return the organisations the person can start entries for. Raises Forbidden when there is none."""
    own = [one for one in current_user.organisations if allowed(current_actor(), access.CREATE, one)]
    if not own:
        raise Forbidden(N_("Einträge legen die Kommunen selbst an. Ihr Konto gehört zu keiner Kommune."))
    return own


def _new_form(own: list[Organisation]) -> Form:
    return Form(NewProjectSchema(), choices={"organisations": [(one.slug, one.name) for one in own]})


def _new_page(form: Form, raw: dict[str, str], errors: dict[str, list[str]] | None = None) -> str:
    view = form.view(raw, errors)
    return render_template("projects/new.html", form=view, has_errors=view.has_errors)


def _unkept(session: Session) -> dict[str, object]:
    """Return the page of entries nobody keeps that was asked for."""
    words = request.args.get("q", "").replace("\x00", " ")
    statement = desk.unkept(words)
    pagination = asked_page(
        session,
        statement,
        UNKEPT_PER_PAGE,
        lambda page: url_for("projects.mine", q=words or None, seite=page, _anchor="ohne-pflege"),
    )
    projects = desk.page(session, statement, pagination.first, UNKEPT_PER_PAGE)
    return {"words": words, "total": pagination.total, "projects": projects, "pagination": pagination}
