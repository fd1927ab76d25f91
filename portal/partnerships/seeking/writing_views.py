"""Writing a Gesuch: a new one, changing it, making it known, closing it, throwing a draft away."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import allowed
from portal.errors import Forbidden, Invalid
from portal.organisations.models import Organisation
from portal.partnerships import access
from portal.partnerships.doors import acting
from portal.partnerships.models import Wanted
from portal.partnerships.seeking import drafting, queries, service
from portal.partnerships.seeking.doors import ONE, blueprint, find, to_keep, to_rewrite
from portal.partnerships.seeking.page import wanted_page
from portal.partnerships.seeking.service import Changed
from portal.partnerships.vocabulary import WantedState
from portal.projects.doors import seen_version
from portal.text import N_
from portal.web.fields import OneOf, PortalSchema
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work

Answer = str | tuple[str, int] | Response
Errors = Mapping[str, Sequence[str]]

_MET, _GIVEN_UP = "erfuellt", "aufgegeben"


class ClosingSchema(PortalSchema):
    """How a Gesuch ends."""

    ende = OneOf(
        (_MET, _GIVEN_UP),
        required=True,
        error_messages={"required": N_("Bitte wählen Sie, wie das Gesuch ausging.")},
        metadata={"label": N_("Wie ist es ausgegangen?"), "kind": "radio", "choices": "ends"},
    )


@blueprint.get("/gesuche/neu")
@signed_in
def new() -> Answer:
    """Ask what is looked for; who belongs to several organisations says first for which."""
    own = _own_organisations()
    if len(own) > 1 and request.args.get("fuer") not in {one.slug for one in own}:
        return render_template("partnerships/seeking/for_whom.html", own=own)
    with reading() as session:
        return _write_page(session, _chosen(own), {"person": str(current_actor().account_id)})


@blueprint.post("/gesuche/neu")
@signed_in
def create() -> Answer:
    """Keep the draft and go on to checking it."""
    organisation = _chosen(_own_organisations())
    with reading() as session:
        form = drafting.form(session, current_actor(), organisation.id)
    raw = form.read(request.form)
    try:
        need = drafting.need(form.load(raw))
        with unit_of_work() as session:
            wanted = service.write(session, acting(), session.get_one(Organisation, organisation.id), need)
            wanted_id = wanted.id
    except Invalid as error:
        with reading() as session:
            return _write_page(session, organisation, raw, error.errors), 422
    return redirect(url_for("wanted.show", wanted_id=wanted_id), 303)


@blueprint.get(f"{ONE}/aendern")
@signed_in
def edit(wanted_id: int) -> Answer:
    """Show the Gesuch in its form."""
    with reading() as session:
        wanted = to_rewrite(session, wanted_id)
        if wanted.hidden or wanted.closed_at is not None:
            return redirect(url_for("wanted.show", wanted_id=wanted_id))
        return _write_page(session, wanted.organisation, drafting.stored(wanted), wanted=wanted)


@blueprint.post(f"{ONE}/aendern")
@signed_in
def change(wanted_id: int) -> Answer:
    """Keep the changed Gesuch; where somebody else was faster nothing typed is lost."""
    with reading() as session:
        organisation = to_rewrite(session, wanted_id).organisation
        form = drafting.form(session, current_actor(), organisation.id)
    raw = form.read(request.form)
    errors, overtaken = None, False
    try:
        need = drafting.need(form.load(raw))
        with unit_of_work() as session:
            service.rewrite(session, acting(), wanted_id, seen_version(), need)
    except Invalid as error:
        errors = error.errors
    except Changed:
        overtaken = True
    if errors is not None or overtaken:
        with reading() as session:
            wanted = to_rewrite(session, wanted_id)
            page = _write_page(session, organisation, raw, errors, wanted=wanted, overtaken=overtaken)
            return page, 409 if overtaken else 422
    flash(_("Das Gesuch ist gespeichert."), "success")
    return redirect(url_for("wanted.show", wanted_id=wanted_id), 303)


@blueprint.post(f"{ONE}/veroeffentlichen")
@signed_in
def publish(wanted_id: int) -> Answer:
    """Make the Gesuch known."""
    with unit_of_work() as session:
        service.publish(session, acting(), wanted_id, seen_version())
    flash(_("Ihr Gesuch ist veröffentlicht. Alle können es jetzt finden und Hilfe anbieten."), "success")
    return redirect(url_for("wanted.show", wanted_id=wanted_id), 303)


@blueprint.get(f"{ONE}/noch-aktuell")
@signed_in
def ask_confirm(wanted_id: int) -> Answer:
    """Ask whether it still holds."""
    with reading() as session:
        wanted = to_keep(session, wanted_id)
        if not wanted.is_open:
            return redirect(url_for("wanted.show", wanted_id=wanted_id))
        may_rewrite = allowed(current_actor(), access.PUBLISH, wanted)
        return render_template("partnerships/seeking/confirm.html", wanted=wanted, may_rewrite=may_rewrite)


@blueprint.post(f"{ONE}/noch-aktuell")
@signed_in
def confirm(wanted_id: int) -> Answer:
    """Keep it open."""
    with unit_of_work() as session:
        service.confirm(session, acting(), wanted_id, seen_version())
    flash(_("Danke! Das Gesuch bleibt offen."), "success")
    return redirect(url_for("wanted.show", wanted_id=wanted_id), 303)


@blueprint.get(f"{ONE}/schliessen")
@signed_in
def ask_close(wanted_id: int) -> Answer:
    """Ask how it ended."""
    with reading() as session:
        wanted = to_keep(session, wanted_id)
        if not wanted.is_open:
            return redirect(url_for("wanted.show", wanted_id=wanted_id))
        return _close_page(session, wanted, {})


@blueprint.post(f"{ONE}/schliessen")
@signed_in
def closing(wanted_id: int) -> Answer:
    """Close it."""
    form = _closing_form()
    raw = form.read(request.form)
    try:
        met = form.load(raw)["ende"] == _MET
        with unit_of_work() as session:
            service.close(session, acting(), wanted_id, seen_version(), met=met)
    except Invalid as error:
        with reading() as session:
            return _close_page(session, to_keep(session, wanted_id), raw, error.errors), 422
    flash(_("Das Gesuch ist geschlossen."), "success")
    return redirect(url_for("wanted.show", wanted_id=wanted_id), 303)


@blueprint.get(f"{ONE}/verwerfen")
@signed_in
def ask_discard(wanted_id: int) -> Answer:
    """Ask once more before the draft is gone."""
    with reading() as session:
        wanted = to_keep(session, wanted_id)
        if wanted.state is not WantedState.DRAFT:
            return redirect(url_for("wanted.show", wanted_id=wanted_id))
        return render_template("partnerships/seeking/discard.html", wanted=wanted)


@blueprint.post(f"{ONE}/verwerfen")
@signed_in
def discard(wanted_id: int) -> Answer:
    """Throw the draft away."""
    with unit_of_work() as session:
        service.discard(session, acting(), wanted_id, seen_version())
    flash(_("Der Entwurf ist verworfen."), "success")
    return redirect(url_for("wanted.own"), 303)


def _own_organisations() -> list[Organisation]:
    """Return for whom the person can write. Raises Forbidden where there is nobody."""
    own = [one for one in current_user.organisations if allowed(current_actor(), access.POST, one)]
    if not own:
        raise Forbidden(N_("Gesuche schreiben Beschäftigte der Kommunen. Ihr Konto gehört zu keiner Kommune."))
    return own


def _chosen(own: Sequence[Organisation]) -> Organisation:
    return next((one for one in own if one.slug == request.values.get("fuer")), own[0])


@blueprint.errorhandler(Changed)
def _overtaken(_error: Changed) -> tuple[str, int]:
    """Show what has become of a Gesuch that somebody else has changed meanwhile; a page with typed text keeps that."""
    with reading() as session:
        return wanted_page(session, find(session, (request.view_args or {})["wanted_id"]), overtaken=True), 409


def _closing_form() -> Form:
    ends = [
        (_MET, _("Erfüllt: Wir haben gefunden, was wir suchten.")),
        (_GIVEN_UP, _("Aufgegeben: Wir suchen nicht mehr.")),
    ]
    return Form(ClosingSchema(), choices={"ends": ends})


def _close_page(session: Session, wanted: Wanted, raw: Mapping[str, Any], errors: Errors | None = None) -> str:
    view = _closing_form().view(raw, errors)
    return render_template(
        "partnerships/seeking/close.html",
        wanted=wanted,
        form=view,
        has_errors=view.has_errors,
        version=seen_version() if request.method == "POST" else wanted.version,
        waiting=queries.waiting_offers(session, wanted.id),
    )


def _write_page(
    session: Session,
    organisation: Organisation,
    raw: Mapping[str, Any],
    errors: Errors | None = None,
    *,
    wanted: Wanted | None = None,
    overtaken: bool = False,
) -> str:
    again = request.method == "POST" and not overtaken  # then what was seen counts, else what is stored now
    view = drafting.form(session, current_actor(), organisation.id).view(raw, errors)
    return render_template(
        "partnerships/seeking/write.html",
        organisation=organisation,
        wanted=wanted,
        form=view,
        has_errors=view.has_errors,
        version=seen_version() if again or wanted is None else wanted.version,
        overtaken=overtaken,
    )
