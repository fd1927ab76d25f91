"""A person's own data: the file with everything, and the end of the account."""

from collections.abc import Iterable, Sequence

import structlog
from flask import Blueprint, Response, current_app, flash, jsonify, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import logout_user
from werkzeug.wrappers import Response as BaseResponse

from portal import running
from portal.accounts.own.confirming import recently_confirmed
from portal.errors import Conflict
from portal.orm import utcnow
from portal.personal import Consequence, Holding
from portal.privacy import service
from portal.privacy.erasures import Erasures
from portal.text import N_
from portal.web.guards import current_actor, signed_in
from portal.web.own_pages import OwnPage
from portal.work import reading, unit_of_work

blueprint = Blueprint("own_data", __name__)

_log = structlog.get_logger()

OWN_PAGE = OwnPage(
    N_("Meine Daten"), "own_data.overview", "download", lambda _db, _actor: str(_("Herunterladen oder Konto löschen"))
)


@blueprint.get("/konto/daten")
@signed_in
def overview() -> str:
    """Say what one can get and what one can have erased."""
    return render_template("privacy/own_data.html")


@blueprint.get("/konto/daten.json")
@signed_in
@recently_confirmed
def file() -> Response:
    """Give everything the portal keeps about the person."""
    with reading() as db:
        answer = jsonify(service.data_of(db, current_actor(), holdings(), utcnow()))
    answer.headers["Content-Disposition"] = 'attachment; filename="meine-daten.json"'
    return answer


@blueprint.get("/konto/loeschen")
@signed_in
@recently_confirmed
def deletion() -> str:
    """Ask whether it shall really go, and say what goes and what stays."""
    with reading() as db:
        actor, kept = current_actor(), holdings()
        found = service.hindrances(db, actor, kept)
        return _deletion_page(found, () if found else service.consequences(db, actor, kept))


@blueprint.post("/konto/loeschen")
@signed_in
@recently_confirmed
def delete() -> BaseResponse | tuple[str, int]:
    """Erase the account."""
    try:
        with unit_of_work() as db:
            service.erase(db, current_actor(), holdings(), utcnow())
    except service.NotYet as error:
        return _deletion_page(error.hindrances), 409
    except Conflict as error:
        return _deletion_page([error]), 409
    list_erasure()
    logout_user()
    session.clear()
    flash(_("Ihr Konto ist gelöscht. Vielen Dank, dass Sie dabei waren."), "success")
    return redirect(url_for("discovery.start"), 303)


def list_erasure() -> None:
    """List the account outside the database at once; if that fails the worker does it within the hour."""
    erasures: Erasures = current_app.extensions["erasures"]
    try:
        with reading() as db:
            erasures.keep(db)
    except OSError as error:
        _log.error("erasure.not_listed", reason=error.strerror)


def holdings() -> tuple[Holding, ...]:
    """Return what the domains keep about people."""
    found: tuple[Holding, ...] = current_app.extensions["holdings"]
    return found


def _deletion_page(hindrances: Sequence[Conflict], consequences: Sequence[Consequence] = ()) -> str:
    return render_template(
        "privacy/deletion.html",
        hindrances=in_words(hindrances),
        consequences=in_words(consequences),
        backup_days=running.settings().retention.backups,
    )


def in_words(said: Iterable[Conflict | Consequence]) -> list[str]:
    """Return the sentences in the reader's language."""
    return [_(each.message).format(**each.values) for each in said]
