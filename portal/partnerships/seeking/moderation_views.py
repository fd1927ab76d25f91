"""Pages of the moderation: hide a Gesuch with a reason, see what is hidden, show it again."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import ensure
from portal.errors import Invalid
from portal.partnerships import access
from portal.partnerships.doors import acting
from portal.partnerships.seeking import moderating, queries
from portal.partnerships.seeking.doors import ONE, blueprint, to_hide
from portal.partnerships.seeking.moderating import REASON
from portal.partnerships.seeking.service import Changed
from portal.partnerships.typed import form_of
from portal.projects.doors import seen_version
from portal.web.guards import current_actor, signed_in
from portal.web.listing import asked_page
from portal.work import reading, unit_of_work

PER_PAGE = 25

Answer = str | tuple[str, int] | Response


@blueprint.get(f"{ONE}/ausblenden")
@signed_in
def ask_hide(wanted_id: int) -> Answer:
    """Say what hiding means and ask for the reason."""
    with reading() as session:
        if to_hide(session, wanted_id).hidden:
            return redirect(url_for("wanted.show", wanted_id=wanted_id))
    return _hide_page(wanted_id, {})


@blueprint.post(f"{ONE}/ausblenden")
@signed_in
def hide(wanted_id: int) -> Answer:
    """Hide it; where somebody else was faster the reason stays."""
    form = form_of(REASON, {})
    raw = form.read(request.form)
    try:
        with reading() as session:
            to_hide(session, wanted_id)  # before anything is said of what was typed
        reason = form.load(raw)["reason"]
        with unit_of_work() as session:
            moderating.hide(session, acting(), wanted_id, seen_version(), reason)
    except Invalid as error:
        return _hide_page(wanted_id, raw, error.errors), 422
    except Changed:
        return _hide_page(wanted_id, raw, overtaken=True), 409
    flash(_("Das Gesuch ist ausgeblendet."), "success")
    return redirect(url_for("wanted.show", wanted_id=wanted_id), 303)


@blueprint.post(f"{ONE}/wieder-zeigen")
@signed_in
def unhide(wanted_id: int) -> Answer:
    """Show it again."""
    with unit_of_work() as session:
        moderating.show(session, acting(), wanted_id, seen_version())
    flash(_("Das Gesuch ist wieder zu lesen wie vorher."), "success")
    return redirect(url_for("wanted.show", wanted_id=wanted_id), 303)


@blueprint.get("/verwaltung/ausgeblendete-gesuche")
@signed_in
def hidden() -> str:
    """List what is hidden, so that it can be shown again."""
    ensure(current_actor(), access.SEE_HIDDEN, None)
    with reading() as session:
        found = queries.hidden()
        pagination = asked_page(session, found, PER_PAGE, lambda page: url_for("wanted.hidden", seite=page))
        wanted = session.execute(found.limit(PER_PAGE).offset(pagination.first - 1)).scalars().all()
        return render_template("partnerships/seeking/hidden.html", lines=wanted, pagination=pagination)


def _hide_page(
    wanted_id: int,
    raw: Mapping[str, Any],
    errors: Mapping[str, Sequence[str]] | None = None,
    *,
    overtaken: bool = False,
) -> str:
    again = request.method == "POST" and not overtaken  # then what was seen counts, else what is stored now
    with reading() as session:
        wanted = to_hide(session, wanted_id)
        view = form_of(REASON, {}).view(raw, errors)
        return render_template(
            "partnerships/seeking/hide.html",
            wanted=wanted,
            form=view,
            has_errors=view.has_errors,
            version=seen_version() if again else wanted.version,
            overtaken=overtaken,
        )
