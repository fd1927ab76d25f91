"""The life of an entry: check and publish, confirm, archive, restore, delete."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.errors import Invalid
from portal.projects import access, service, values, wording
from portal.projects.action_schemas import ArchiveSchema
from portal.projects.confirmation import confirmation_of
from portal.projects.doors import address, blueprint, find, seen_version
from portal.projects.models import Project
from portal.projects.sections import table as sections
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work


@blueprint.get("/projekte/<slug>/pruefen")
@signed_in
def check(slug: str) -> str:
    """Show all answers with a way to change each."""
    return _answers(slug)


@blueprint.post("/projekte/<slug>/pruefen")
@signed_in
def publish(slug: str) -> Response | tuple[str, int]:
    """Publish the draft as it was just checked."""
    try:
        with unit_of_work() as session:
            project = find(session, slug, access.PUBLISH, for_update=True)
            service.publish(session, current_actor(), project, seen_version())
    except service.Stale:
        return _answers(slug, stale=True), 409
    except Invalid:
        return _answers(slug), 422
    return redirect(url_for("projects.published", slug=project.slug))


@blueprint.get("/projekte/<slug>/veroeffentlicht")
@signed_in
def published(slug: str) -> str | Response:
    """Say that it worked and what happens next."""
    with reading() as session:
        project = find(session, slug, access.EDIT)
        if project.published_at is None:
            return redirect(url_for("projects.edit", slug=project.slug))
        return render_template("projects/published.html", project=project)


@blueprint.post("/projekte/<slug>/bestaetigen")
@signed_in
def confirm(slug: str) -> Response | tuple[str, int]:
    """Say that the entry is right as it stands."""
    try:
        with unit_of_work() as session:
            project = find(session, slug, access.CONFIRM, for_update=True)
            service.confirm(session, current_actor(), project, seen_version())
    except service.Stale:
        return _answers(slug, stale=True), 409
    flash(_("Danke! „%(title)s“ ist mit dem heutigen Tag bestätigt.", title=project.title), "success")
    return redirect(url_for("projects.mine"))


@blueprint.get("/projekte/<slug>/archivieren")
@signed_in
def archive(slug: str) -> str:
    """Ask for the reason before the entry leaves the register."""
    return _archive_page(slug, Form(ArchiveSchema()), {})


@blueprint.post("/projekte/<slug>/archivieren")
@signed_in
def archiving(slug: str) -> Response | tuple[str, int]:
    """Take the entry off the register."""
    form = Form(ArchiveSchema())
    raw = form.read(request.form)
    try:
        with unit_of_work() as session:
            project = find(session, slug, access.ARCHIVE, for_update=True)
            service.archive(session, current_actor(), project, seen_version(), **form.load(raw))
    except service.Stale:
        return _archive_page(slug, form, raw, stale=True), 409
    except Invalid as error:
        return _archive_page(slug, form, raw, errors=error.errors), 422
    flash(_("„%(title)s“ ist archiviert.", title=project.title), "success")
    return redirect(url_for("projects.mine"))


@blueprint.post("/projekte/<slug>/wiederherstellen")
@signed_in
def restore(slug: str) -> Response | tuple[str, int]:
    """Put an archived entry back on the register."""
    try:
        with unit_of_work() as session:
            project = find(session, slug, access.ARCHIVE, for_update=True)
            service.restore(session, current_actor(), project, seen_version())
    except service.Stale:
        return _answers(slug, stale=True), 409
    flash(_("„%(title)s“ ist wieder für alle sichtbar.", title=project.title), "success")
    return redirect(address(project))


@blueprint.get("/projekte/<slug>/loeschen")
@signed_in
def delete(slug: str) -> str:
    """Ask once more before a draft is gone for good."""
    return _delete_page(slug)


@blueprint.post("/projekte/<slug>/loeschen")
@signed_in
def deleting(slug: str) -> Response | tuple[str, int]:
    """Delete the draft."""
    try:
        with unit_of_work() as session:
            project = find(session, slug, access.DELETE, for_update=True)
            service.delete_draft(session, current_actor(), project, seen_version())
    except service.Stale:
        return _delete_page(slug, stale=True), 409
    flash(_("Der Entwurf „%(title)s“ ist gelöscht.", title=project.title), "success")
    return redirect(url_for("projects.mine"))


def _answers(slug: str, *, stale: bool = False) -> str:
    with reading() as session:
        project = find(session, slug, access.EDIT)
        stated = {name: values.plain(value) for name, value in values.read(project).items()}
        names = wording.names(session, wording.slugs_in(stated))
        return render_template(
            "projects/check.html",
            project=project,
            stale=stale,
            confirmation=confirmation_of(project),
            missing=[(name, wording.label(name)) for name in service.missing_for_publication(project)],
            change_url=_change_url,
            chapters=[
                (section, [_answer(project, name, stated, names) for name in sections.fields_of(section, project)])
                for section in sections.SECTIONS
            ],
        )


def _answer(project: Project, name: str, stated: dict[str, object], names: wording.Names) -> tuple[str, str, str, str]:
    """Return a field as the list of answers shows it: label, text, address to change it, and what the link changes."""
    label = wording.label(name)
    return label, wording.text(name, stated[name], names), _change_url(project, name), label


def _change_url(project: Project, name: str) -> str:
    section = sections.of_field(name)
    return url_for("projects.section", slug=project.slug, section=section.slug, zurueck="pruefen", _anchor=name)


def _archive_page(
    slug: str,
    form: Form,
    raw: dict[str, str],
    *,
    errors: dict[str, list[str]] | None = None,
    stale: bool = False,
) -> str:
    with reading() as session:
        project = find(session, slug, access.ARCHIVE)
        view = form.view(raw, errors)
        return render_template(
            "projects/archive.html", project=project, form=view, has_errors=view.has_errors, stale=stale
        )


def _delete_page(slug: str, *, stale: bool = False) -> str:
    with reading() as session:
        project = find(session, slug, access.DELETE)
        return render_template("projects/delete.html", project=project, stale=stale)
