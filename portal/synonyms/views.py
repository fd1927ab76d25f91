"""Pages of this domain, for the portal administration: the list with its history, add, change, delete."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import ensure
from portal.errors import Invalid, NotFound
from portal.orm import LARGEST_ID
from portal.synonyms import access, queries, service
from portal.synonyms.history import events
from portal.synonyms.models import DIRECTION_LABELS, Direction, Synonym
from portal.synonyms.schemas import SynonymSchema
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("synonyms", __name__)

_CHANGES_SHOWN = 20
_ONE = f"/synonyme/<int(max={LARGEST_ID}):synonym_id>"

Answer = str | tuple[str, int] | Response
Errors = Mapping[str, Sequence[str]]


@blueprint.get("/synonyme")
@signed_in
def listing() -> str:
    """List the synonyms and their latest changes."""
    ensure(current_actor(), access.MANAGE, None)
    with reading() as session:
        return render_template(
            "synonyms/list.html",
            synonyms=queries.listed(session),
            both_ways=Direction.BOTH_WAYS,
            events=events(queries.history(session, _CHANGES_SHOWN)),
        )


@blueprint.get("/synonyme/neu")
@signed_in
def new() -> str:
    """Ask for a synonym."""
    ensure(current_actor(), access.MANAGE, None)
    return _new_page({"direction": Direction.BOTH_WAYS.value})


@blueprint.post("/synonyme/neu")
@signed_in
def add() -> Answer:
    """Add it."""
    ensure(current_actor(), access.MANAGE, None)
    raw = _form().read(request.form)
    try:
        wanted = _wanted(raw)
        with unit_of_work() as session:
            added = service.add(session, current_actor(), wanted)
    except Invalid as error:
        return _new_page(raw, error.errors), 422
    return _done(_("„%(term)s“ ist eingetragen. Die Suche beachtet das ab sofort.", term=added.term))


@blueprint.get(f"{_ONE}/bearbeiten")
@signed_in
def edit(synonym_id: int) -> str:
    """Show a synonym in the form."""
    ensure(current_actor(), access.MANAGE, None)
    with reading() as session:
        synonym = _find(session, synonym_id)
        return _edit_page(synonym, _form().dump(vars(synonym)))


@blueprint.post(f"{_ONE}/bearbeiten")
@signed_in
def change(synonym_id: int) -> Answer:
    """Change it; nothing typed is lost when somebody else was first."""
    ensure(current_actor(), access.MANAGE, None)
    raw, seen = _form().read(request.form), request.form.get("version", "")
    try:
        wanted = _wanted(raw)
        with unit_of_work() as session:
            synonym = _find(session, synonym_id)
            service.change(session, current_actor(), synonym, wanted, seen=seen)
    except Invalid as error:
        with reading() as session:
            return _edit_page(_find(session, synonym_id), raw, error.errors, seen=seen), 422
    except service.Overtaken:
        with reading() as session:
            return _edit_page(_find(session, synonym_id), raw, overtaken=True), 409
    return _done(_("„%(term)s“ ist geändert. Die Suche beachtet das ab sofort.", term=wanted.term))


@blueprint.get(f"{_ONE}/loeschen")
@signed_in
def deletion(synonym_id: int) -> str:
    """Ask whether it shall really go."""
    ensure(current_actor(), access.MANAGE, None)
    with reading() as session:
        return render_template("synonyms/delete.html", synonym=_find(session, synonym_id), overtaken=False)


@blueprint.post(f"{_ONE}/loeschen")
@signed_in
def delete(synonym_id: int) -> Answer:
    """Delete it."""
    ensure(current_actor(), access.MANAGE, None)
    try:
        with unit_of_work() as session:
            synonym = _find(session, synonym_id)
            service.delete(session, current_actor(), synonym, seen=request.form.get("version", ""))
    except service.Overtaken:
        with reading() as session:
            return render_template("synonyms/delete.html", synonym=_find(session, synonym_id), overtaken=True), 409
    return _done(_("„%(term)s“ ist gelöscht.", term=synonym.term))


def _form() -> Form:
    return Form(SynonymSchema(), labels=DIRECTION_LABELS)


def _wanted(raw: Mapping[str, Any]) -> service.Wanted:
    given = _form().load(raw)
    return service.Wanted(given["term"], tuple(given["others"]), given["direction"], given["note"])


def _find(session: Session, synonym_id: int) -> Synonym:
    found = queries.by_id(session, synonym_id)
    if found is None:
        raise NotFound
    return found


def _new_page(raw: Mapping[str, Any], errors: Errors | None = None) -> str:
    form = _form().view(raw, errors)
    return render_template("synonyms/new.html", form=form, has_errors=form.has_errors)


def _edit_page(
    synonym: Synonym,
    raw: Mapping[str, Any],
    errors: Errors | None = None,
    *,
    seen: str | None = None,
    overtaken: bool = False,
) -> str:
    form = _form().view(raw, errors)
    return render_template(
        "synonyms/edit.html",
        synonym=synonym,
        form=form,
        has_errors=form.has_errors,
        version=synonym.version if seen is None else seen,
        overtaken=overtaken,
    )


def _done(message: str) -> Response:
    flash(message, "success")
    return redirect(url_for("synonyms.listing"), 303)
