"""The log of decisions: of one organisation for its coordination, of the whole portal for the administration."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from portal.access import ensure
from portal.errors import Invalid, NotFound
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation
from portal.oversight import access, log, wording
from portal.oversight.events import EVENTS
from portal.oversight.schemas import LogSchema, asked
from portal.web.csv_files import csv_file
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.web.listing import asked_page
from portal.work import reading

blueprint = Blueprint("log", __name__)

PER_PAGE = 50


@blueprint.get("/verwaltung/protokoll")
@signed_in
def whole() -> tuple[str, int]:
    """Show the log of the whole portal."""
    ensure(current_actor(), access.READ_WHOLE_LOG, None)
    return _page(None)


@blueprint.get("/verwaltung/protokoll.csv")
@signed_in
def whole_file() -> Response:
    """Give the same entries as a file. It names no person: in a spreadsheet one could count what each one does."""
    ensure(current_actor(), access.READ_WHOLE_LOG, None)
    return _file(None)


@blueprint.get("/organisationen/<slug>/protokoll")
@signed_in
def of_organisation(slug: str) -> tuple[str, int]:
    """Show the log of one organisation."""
    return _page(_find(slug))


@blueprint.get("/organisationen/<slug>/protokoll.csv")
@signed_in
def of_organisation_file(slug: str) -> Response:
    """Give the same entries as a file."""
    return _file(_find(slug))


def _find(slug: str) -> Organisation:
    with reading() as session:
        found = organisations.by_slug(session, slug)
    if found is None:
        raise NotFound
    ensure(current_actor(), access.READ_LOG, found)
    return found


def _form() -> Form:
    events = [("", _("Alles")), *((name, _(event.label)) for name, event in EVENTS.items())]
    return Form(LogSchema(), choices={"events": events})


def _page(organisation: Organisation | None) -> tuple[str, int]:
    form = _form()
    raw = form.read(request.args)
    try:
        wanted, errors = _asked(form, organisation), None
    except Invalid as error:
        wanted, errors = log.Asked(organisation.id if organisation else None), error.errors
    chosen = {name: value for name, value in raw.items() if value}
    endpoint = "of_organisation" if organisation else "whole"

    def address(endpoint: str, **values: Any) -> str:
        return url_for(f"log.{endpoint}", slug=organisation.slug if organisation else None, **values)

    with reading() as session:
        pagination = asked_page(
            session, log.statement(wanted), PER_PAGE, lambda number: address(endpoint, **chosen, seite=number)
        )
        decisions = wording.decisions(session, log.page(session, wanted, pagination.first, PER_PAGE))
    view = form.view(raw, errors)
    answer = render_template(
        "oversight/log.html",
        organisation=organisation,
        form=view,
        has_errors=view.has_errors,
        total=pagination.total,
        decisions=decisions,
        pagination=pagination,
        filtered=bool(chosen),
        all_url=address(endpoint),
        file_url=address(f"{endpoint}_file", **({} if errors else chosen)),
    )
    return answer, 422 if errors else 200


def _asked(form: Form, organisation: Organisation | None) -> log.Asked:
    return asked(form.load(form.read(request.args)), organisation.id if organisation else None)


def _file(organisation: Organisation | None) -> Response:
    wanted = _asked(_form(), organisation)

    def rows() -> Iterator[list[str]]:
        yield [_("Zeitpunkt"), _("Ereignis"), _("Organisation"), _("Von welcher Seite"), _("Hinweis"), _("Änderung")]
        with reading() as session:
            for entries in log.every(session, wanted):
                yield from wording.rows(wording.decisions(session, entries, naming=False))

    return csv_file(f"protokoll-{organisation.slug}.csv" if organisation else "protokoll.csv", rows())
