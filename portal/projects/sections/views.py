"""Filling in an entry: its task list, its sections, and what happens when two people save at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import allowed
from portal.errors import Conflict, Invalid, NotFound
from portal.projects import access, service, values
from portal.projects.confirmation import confirmation_of
from portal.projects.doors import blueprint, find, seen_version
from portal.projects.models import Project
from portal.projects.sections import forms as section_forms
from portal.projects.sections import table as sections
from portal.projects.sections.table import Section
from portal.projects.vocabulary import Publication
from portal.web.forms import visible
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work


@blueprint.get("/projekte/<slug>/bearbeiten")
@signed_in
def edit(slug: str) -> str:
    """Show the sections of an entry, how far each is, and what can be done next."""
    with reading() as session:
        project = find(session, slug, access.EDIT)
        stated = values.read(project)
        return render_template(
            "projects/edit.html",
            project=project,
            confirmation=confirmation_of(project),
            tasks=[_task(section, project, stated) for section in sections.SECTIONS],
            missing=service.missing_for_publication(project),
            may_assign=allowed(current_actor(), access.ASSIGN, project),
            may_move=allowed(current_actor(), access.MOVE, project),
        )


@blueprint.get("/projekte/<slug>/bearbeiten/<section>")
@signed_in
def section(slug: str, section: str) -> str | Response:
    """Show one section as a form."""
    with reading() as session:
        project = find(session, slug, access.EDIT)
        if project.publication is Publication.ARCHIVED:
            return redirect(url_for("projects.edit", slug=project.slug))
    return _page(slug, _section(section))[0]


@blueprint.post("/projekte/<slug>/bearbeiten/<section>")
@signed_in
def save_section(slug: str, section: str) -> Response | tuple[str, int]:
    """Save one section and go on; nothing typed is lost when that is not possible."""
    chapter = _section(section)
    if "add_row" in request.form:
        return _page(slug, chapter, typed=True, extra_row=request.form["add_row"])
    try:
        with unit_of_work() as session:
            project = find(session, slug, access.EDIT, for_update=True)
            after = section_forms.section_form(chapter, project).load(_raw(chapter, project))
            changed = service.update(session, current_actor(), project, seen_version(), after)
    except service.Stale:
        return _conflict(slug, chapter)
    except Conflict as error:
        return _page(slug, chapter, typed=True, errors={"": [error.message]}, status=409)
    except Invalid as error:
        return _page(slug, chapter, typed=True, errors=error.errors, status=422)
    flash(_saved(project) if changed else _("Es gab nichts zu ändern."), "success")
    return redirect(_onwards(project, chapter))


def _section(slug: str) -> Section:
    found = sections.by_slug(slug)
    if found is None:
        raise NotFound
    return found


def _task(section: Section, project: Project, stated: Mapping[str, Any]) -> dict[str, str]:
    state = sections.state(section, stated)
    needed = sections.missing(section, stated)
    tone = "warning" if needed else {sections.DONE: "success", sections.BEGUN: "info"}.get(state, "")
    return {
        "title": _(section.title),
        "url": url_for("projects.section", slug=project.slug, section=section.slug),
        "hint": _(section.hint),
        "state": _("Noch nötig") if needed else _(state),
        "tone": tone,
    }


def _raw(section: Section, project: Project) -> dict[str, Any]:
    """Return what was typed; on the way out of a conflict with the saved text where that was chosen."""
    form = section_forms.section_form(section, project)
    raw = form.read(request.form)
    saved = form.dump(values.read(project))
    return {
        name: saved[name] if request.form.get(f"keep-{name}") == section_forms.SAVED else value
        for name, value in raw.items()
    }


def _page(
    slug: str,
    section: Section,
    *,
    typed: bool = False,
    errors: Mapping[str, Sequence[str]] | None = None,
    extra_row: str | None = None,
    status: int = 200,
) -> tuple[str, int]:
    """Show a section as it is saved, or as it was typed."""
    with reading() as session:
        project = find(session, slug, access.EDIT)
        form = section_forms.section_form(section, project, section_forms.choices_for(session, section))
        raw = _raw(section, project) if typed else form.dump(values.read(project))
        view = form.view(raw, errors, extra_row=extra_row)
        page = render_template(
            "projects/section.html",
            project=project,
            section=section,
            number=sections.SECTIONS.index(section) + 1,
            total=len(sections.SECTIONS),
            following=sections.after(section),
            form=view,
            has_errors=view.has_errors,
            version=seen_version() if typed else project.version,
            back=request.values.get("zurueck", ""),
        )
    return page, status


def _conflict(slug: str, section: Section) -> tuple[str, int]:
    """Show both texts of each field that differs; what was typed travels along in the form."""
    with reading() as session:
        project = find(session, slug, access.EDIT)
        names = sections.fields_of(section, project)
        page = render_template(
            "projects/conflict.html",
            project=project,
            section=section,
            differences=section_forms.differences(session, section, project, _raw(section, project), seen_version()),
            typed=[
                (key, visible(value))
                for key, value in request.form.items(multi=True)
                if key.partition("-")[0] in names and key.isprintable()
            ],
            back=request.form.get("zurueck", ""),
        )
    return page, 409


def _saved(project: Project) -> str:
    if project.publication is Publication.PUBLISHED:
        return str(_("Gespeichert. Die Änderung ist jetzt für alle sichtbar."))
    return str(_("Gespeichert."))


def _onwards(project: Project, section: Section) -> str:
    following = sections.after(section)
    if request.form.get("zurueck") == "pruefen":
        return url_for("projects.check", slug=project.slug)
    if request.form.get("then") == "next" and following:
        return url_for("projects.section", slug=project.slug, section=following.slug)
    return url_for("projects.edit", slug=project.slug)
