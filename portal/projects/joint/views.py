"""Joint entries: take one over, speak for the own part, hand the keeping on."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import ensure
from portal.errors import Invalid, NotFound
from portal.organisations import queries as organisations
from portal.projects import access, queries, service, wording
from portal.projects.confirmation import confirmation_of
from portal.projects.doors import find, load, seen_version
from portal.projects.joint import service as joint
from portal.projects.joint.schemas import KeeperSchema, TakeOverSchema
from portal.projects.models import Participation, Project
from portal.projects.schemas import ParticipationSchema
from portal.projects.vocabulary import LABELS
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("participation", __name__)


@blueprint.get("/projekte/<slug>/uebernehmen")
@signed_in
def take_over(slug: str) -> str:
    """Explain what taking over means and offer the button, or say who was first."""
    return _take_over_page(slug)


@blueprint.post("/projekte/<slug>/uebernehmen")
@signed_in
def taking_over(slug: str) -> Response | tuple[str, int]:
    """Make the person's organisation the keeper."""
    form = Form(TakeOverSchema(), choices={"organisations": []})
    try:
        with unit_of_work() as session:
            project = find(session, slug, access.VIEW, for_update=True)
            organisation = organisations.by_slug(session, form.load(form.read(request.form))["organisation"])
            if organisation is None:
                raise NotFound
            joint.take_over(session, current_actor(), project, organisation)
    except joint.AlreadyKept:
        return _take_over_page(slug), 409
    except Invalid as error:
        return _take_over_page(slug, error.errors), 422
    flash(
        _(
            "%(organisation)s pflegt diesen Eintrag jetzt. Bitte prüfen Sie die Angaben.",
            organisation=organisation.name,
        ),
        "success",
    )
    return redirect(url_for("projects.check", slug=project.slug))


@blueprint.get("/projekte/<slug>/beteiligung/<organisation>")
@signed_in
def own_part(slug: str, organisation: str) -> str:
    """Show the organisation's own part: confirm or deny it, describe it."""
    return _own_part_page(slug, organisation)


@blueprint.post("/projekte/<slug>/beteiligung/<organisation>")
@signed_in
def describe(slug: str, organisation: str) -> Response | tuple[str, int]:
    """Save the organisation's own part."""
    form = Form(ParticipationSchema())
    raw = form.read(request.form)
    try:
        with unit_of_work() as session:
            project, part = _part(session, slug, organisation, for_update=True)
            joint.describe(session, current_actor(), part, project, request.form.get("seen", ""), form.load(raw))
    except service.Stale:
        return _own_part_page(slug, organisation, raw, stale=True), 409
    except Invalid as error:
        return _own_part_page(slug, organisation, raw, error.errors), 422
    flash(_("Ihr Beitrag ist gespeichert."), "success")
    return redirect(url_for("participation.own_part", slug=project.slug, organisation=organisation))


@blueprint.post("/projekte/<slug>/beteiligung/<organisation>/entscheidung")
@signed_in
def decide(slug: str, organisation: str) -> Response:
    """Confirm or deny that the organisation takes part."""
    decision = request.form.get("takes_part")
    if decision not in {"ja", "nein"}:
        raise Invalid({"takes_part": [_("Bitte wählen Sie, ob Ihre Organisation beteiligt ist.")]})
    with unit_of_work() as session:
        project, part = _part(session, slug, organisation, for_update=True)
        joint.decide(session, current_actor(), part, project, takes_part=decision == "ja")
    if decision == "ja":
        flash(
            _("Danke! Die Beteiligung ist bestätigt. Beschreiben Sie jetzt Ihren Beitrag, wenn Sie möchten."), "success"
        )
    else:
        flash(_("Ihre Organisation steht ab sofort nicht mehr bei „%(title)s“.", title=project.title), "success")
    return redirect(url_for("participation.own_part", slug=project.slug, organisation=organisation))


@blueprint.get("/projekte/<slug>/pflege")
@signed_in
def keeping(slug: str) -> str:
    """Show who keeps the entry and let the administration choose another."""
    return _keeping_page(slug)


@blueprint.post("/projekte/<slug>/pflege")
@signed_in
def move(slug: str) -> Response | tuple[str, int]:
    """Hand the keeping to the chosen organisation."""
    form = Form(KeeperSchema(), choices={"keepers": []})
    raw = form.read(request.form)
    try:
        with unit_of_work() as session:
            project = find(session, slug, access.MOVE, for_update=True)
            chosen = form.load(raw)["keeper"]
            keeper = organisations.by_slug(session, chosen) if chosen else None
            if chosen and keeper is None:
                raise Invalid({"keeper": [_("Diese Organisation ist nicht bekannt. Bitte wählen Sie aus der Liste.")]})
            joint.move(session, current_actor(), project, seen_version(), keeper)
    except service.Stale:
        return _keeping_page(slug, raw, stale=True), 409
    except Invalid as error:
        return _keeping_page(slug, raw, error.errors), 422
    flash(
        _("Diesen Eintrag pflegt jetzt: %(keeper)s", keeper=keeper.name if keeper else _("Portalverwaltung")), "success"
    )
    return redirect(url_for("projects.mine"))


def _take_over_page(slug: str, errors: dict[str, list[str]] | None = None) -> str:
    with reading() as session:
        project = find(session, slug, access.VIEW)
        candidates = joint.organisations_that_may_take_over(current_actor(), project)
        if project.keeper is None:
            ensure(current_actor(), access.TAKE_OVER, project)
        form = Form(TakeOverSchema(), choices={"organisations": [(one.slug, one.name) for one in candidates]})
        view = form.view({"organisation": candidates[0].slug if candidates else ""}, errors)
        return render_template(
            "projects/take_over.html",
            project=project,
            confirmation=confirmation_of(project),
            candidates=candidates,
            form=view,
            has_errors=view.has_errors,
        )


def _part(session: Session, slug: str, organisation: str, *, for_update: bool = False) -> tuple[Project, Participation]:
    """Return an entry and how the organisation takes part in it. Raises NotFound, Gone, Forbidden."""
    project = load(session, slug, for_update=for_update)
    if project is None:
        raise NotFound
    access.ensure_readable(current_actor(), project)
    found = organisations.by_slug(session, organisation)
    part = queries.participation(session, project.id, found.id) if found else None
    if part is None:
        raise NotFound
    ensure(current_actor(), access.PARTICIPATE, part)
    return project, part


def _own_part_page(
    slug: str,
    organisation: str,
    raw: dict[str, str] | None = None,
    errors: dict[str, list[str]] | None = None,
    *,
    stale: bool = False,
) -> str:
    """Show an own part as it is saved or was typed; beside it what is saved, when somebody else saved first."""
    with reading() as session:
        project, part = _part(session, slug, organisation)
        form = Form(ParticipationSchema())
        saved = joint.own_part(part)
        view = form.view(form.dump(saved) if raw is None else raw, errors)
        return render_template(
            "projects/own_part.html",
            project=project,
            part=part,
            state=_(LABELS[part.state]),
            form=view,
            has_errors=view.has_errors,
            seen=request.form.get("seen", "") if errors else joint.fingerprint(part),
            others=[(wording.label(name), text or "", "") for name, text in saved.items()] if stale else None,
        )


def _keeping_page(
    slug: str,
    raw: dict[str, str] | None = None,
    errors: dict[str, list[str]] | None = None,
    *,
    stale: bool = False,
) -> str:
    with reading() as session:
        project = find(session, slug, access.MOVE)
        keepers = [(one.slug, one.name) for one in organisations.with_members(session)]
        form = Form(KeeperSchema(), choices={"keepers": [("", _("Portalverwaltung")), *keepers]}, needed=["keeper"])
        view = form.view(raw or {"keeper": project.keeper.slug if project.keeper else ""}, errors)
        return render_template(
            "projects/keeping.html", project=project, form=view, has_errors=view.has_errors, stale=stale
        )
