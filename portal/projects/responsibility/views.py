"""Pages: who looks after an entry, and what one has consented to oneself."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import Actor
from portal.errors import Invalid, NotFound
from portal.projects import access
from portal.projects.doors import find, load, seen_version
from portal.projects.models import Project
from portal.projects.responsibility import queries, service
from portal.projects.responsibility.schemas import ResponsibilitySchema
from portal.projects.service import Stale
from portal.text import N_
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.web.own_pages import OwnPage
from portal.work import reading, unit_of_work

blueprint = Blueprint("responsibility", __name__)


@blueprint.get("/projekte/<slug>/zustaendig")
@signed_in
def people(slug: str) -> str:
    """Show who looks after the entry and who is its contact person, as a form."""
    return _people_page(slug)


@blueprint.post("/projekte/<slug>/zustaendig")
@signed_in
def assign(slug: str) -> Response | tuple[str, int]:
    """Enter both."""
    form = Form(ResponsibilitySchema(), choices={"colleagues": [], "contact_persons": []})
    raw = form.read(request.form)
    try:
        with unit_of_work() as session:
            project = find(session, slug, access.ASSIGN, for_update=True)
            given = form.load(raw)
            contact = given["contact_person"]
            changed = service.assign(
                session,
                current_actor(),
                project,
                seen_version(),
                responsible_ids=[int(each) for each in given["responsibles"]],
                contact_id=int(contact) if contact else None,
            )
    except Stale:
        return _people_page(slug, raw, stale=True), 409
    except Invalid as error:
        return _people_page(slug, raw, error.errors), 422
    flash(_("Gespeichert.") if changed else _("Es gab nichts zu ändern."), "success")
    return redirect(url_for("projects.edit", slug=project.slug), 303)


@blueprint.get("/konto/ansprechperson")
@signed_in
def own() -> str:
    """List the entries for which one is, or shall be, the contact person."""
    with reading() as session:
        found = queries.contacts_of(session, current_actor().account_id)
        return render_template(
            "projects/own_contacts.html",
            asked=[project for project, contact in found if contact.consented_at is None],
            agreed=[(project, contact) for project, contact in found if contact.consented_at is not None],
        )


@blueprint.post("/projekte/<slug>/ansprechperson")
@signed_in
def answer(slug: str) -> Response:
    """Consent to being the contact person, or say no, or no longer."""
    agrees = request.form.get("agrees")
    if agrees not in {"ja", "nein"}:
        raise Invalid({"agrees": [_("Bitte wählen Sie, ob Sie einverstanden sind.")]})
    with unit_of_work() as session:
        # Whoever is asked need not be able to read the entry: a draft, an archived or a hidden one names people too.
        project = load(session, slug, for_update=True)
        if project is None:
            raise NotFound
        act = service.consent if agrees == "ja" else service.withdraw
        act(session, current_actor(), project)
    if agrees == "ja":
        flash(_("Danke! Sie stehen jetzt als Ansprechperson bei „%(title)s“.", title=project.title), "success")
    else:
        flash(_("Sie stehen nicht als Ansprechperson bei „%(title)s“.", title=project.title), "success")
    return redirect(url_for("responsibility.own"), 303)


def _people_page(
    slug: str,
    raw: dict[str, Any] | None = None,
    errors: dict[str, list[str]] | None = None,
    *,
    stale: bool = False,
) -> str:
    with reading() as session:
        project = find(session, slug, access.ASSIGN)
        colleagues = [(str(each.id), each.display_name) for each in queries.colleagues(session, project.keeper_id)]
        form = Form(
            ResponsibilitySchema(),
            choices={"colleagues": colleagues, "contact_persons": [("", _("Niemand")), *colleagues]},
            needed=["responsibles", "contact_person"],
        )
        view = form.view(_saved(project) if raw is None else raw, errors)
        return render_template(
            "projects/people.html",
            project=project,
            form=view,
            has_errors=view.has_errors,
            stale=stale,
            waits=project.contact is not None and project.contact.consented_at is None,
            contact=dict(colleagues).get(str(project.contact.account_id)) if project.contact else None,
        )


def _saved(project: Project) -> dict[str, Any]:
    return {
        "responsibles": [str(each) for each in sorted(project.responsible_ids)],
        "contact_person": str(project.contact.account_id) if project.contact else "",
    }


def _state(session: Session, actor: Actor) -> str:
    found = queries.contacts_of(session, actor.account_id)
    asked = sum(contact.consented_at is None for _project, contact in found)
    if asked:
        return str(
            ngettext("Eine Anfrage wartet auf Ihre Antwort.", "%(num)d Anfragen warten auf Ihre Antwort.", asked)
        )
    if not found:
        return str(_("Bei keinem Eintrag genannt."))
    return str(ngettext("Bei einem Eintrag genannt.", "Bei %(num)d Einträgen genannt.", len(found)))


OWN_PAGE = OwnPage(N_("Als Ansprechperson genannt"), "responsibility.own", "people", _state)
