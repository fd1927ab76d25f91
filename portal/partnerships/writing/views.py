"""Writing to others: a new request, and changing its draft."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import running
from portal.access import allowed
from portal.errors import Forbidden, Gone, Invalid, NotFound
from portal.organisations.models import Organisation
from portal.orm import LARGEST_ID
from portal.partnerships import access, queries, sending
from portal.partnerships.doors import acting, blueprint, current_actor, find_sending, first_of, to_change
from portal.partnerships.models import Sending, Wanted
from portal.partnerships.seeking import doors as seeking
from portal.partnerships.talking.templates import first_message
from portal.partnerships.wording import wanted_title
from portal.partnerships.writing.drafting import Paper, stored, words
from portal.projects import doors as projects
from portal.projects import queries as project_queries
from portal.projects.access import ensure_readable
from portal.projects.doors import seen_version
from portal.projects.models import Project
from portal.text import N_
from portal.web.guards import signed_in
from portal.work import reading, unit_of_work

_ONE = f"/anfragen/<int(max={LARGEST_ID}):sending_id>"
_TEMPLATE = "vorlage"  # the button that asks for words to begin with

_NUMBER_LENGTH = 19  # of an id, at most

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response
Errors = Mapping[str, Sequence[str]]


@blueprint.get("/anfragen/neu")
@signed_in
def new() -> Answer:
    """Ask what to write to whom; who belongs to several organisations says first for which."""
    own = _own_organisations()
    if len(own) > 1 and request.args.get("gesuch"):
        with reading() as session:
            own = _others(own, _wanted(session, request.args["gesuch"]))
    if len(own) > 1 and request.args.get("fuer") not in {one.slug for one in own}:
        return render_template("partnerships/for_whom.html", own=own, asked=request.args.to_dict(flat=False))
    with reading() as session:
        paper = _paper(session, own)
        paper.ensure_somebody_can_be_asked(session)
        raw = paper.begin(session, request.args.getlist("kommune")) | _as_before(session, paper)
        return _write_page(session, paper, raw, first=first_of(session, paper.under_way(session)))


@blueprint.post("/anfragen/neu")
@signed_in
def create() -> Answer:
    """Keep the draft and go on to checking it."""
    own = _own_organisations()
    with reading() as session:
        paper = _paper(session, own)
        form = paper.form(session)
        raw = form.read(request.form)
        if _TEMPLATE in request.form:
            return _write_page(session, paper, _with_template(paper, raw))
    try:
        draft = paper.draft(form.load(raw))
        with unit_of_work() as session:
            written = sending.write(session, acting(), session.get_one(Organisation, paper.organisation.id), draft)
            sending_id = written.id
    except Invalid as error:
        return _refused(paper, raw, 422, errors=error.errors)
    except sending.AlreadyAsked as error:
        return _refused(paper, raw, 409, first=error)
    return redirect(url_for("partnership_requests.show", sending_id=sending_id), 303)


@blueprint.get(f"{_ONE}/aendern")
@signed_in
def edit(sending_id: int) -> Answer:
    """Show the draft in its form."""
    with reading() as session:
        written = to_change(session, sending_id)
        if written.sent_at is not None:
            return redirect(url_for("partnership_requests.show", sending_id=sending_id))
        return _write_page(session, _paper_of(session, written), stored(written), written=written)


@blueprint.post(f"{_ONE}/aendern")
@signed_in
def change(sending_id: int) -> Answer:
    """Keep the changed draft; where somebody else was faster nothing typed is lost."""
    with reading() as session:
        written = find_sending(session, sending_id)
        paper = _paper_of(session, written)
        form = paper.form(session)
        raw = form.read(request.form)
        if _TEMPLATE in request.form:
            return _write_page(session, paper, _with_template(paper, raw), written=written)
    try:
        draft = paper.draft(form.load(raw))
        with unit_of_work() as session:
            sending.rewrite(session, acting(), sending_id, seen_version(), draft)
    except Invalid as error:
        return _refused(paper, raw, 422, errors=error.errors, written=written)
    except sending.AlreadyAsked as error:
        return _refused(paper, raw, 409, first=error, written=written)
    except sending.Changed:
        with reading() as session:
            return _write_page(session, paper, raw, written=find_sending(session, sending_id), overtaken=True), 409
    return redirect(url_for("partnership_requests.show", sending_id=sending_id), 303)


def _with_template(paper: Paper, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed with words to begin with, where there are none."""
    if paper.wanted is not None or str(raw["wants"]).strip():
        return dict(raw)
    return {**raw, "wants": first_message(paper.organisation, paper.project)}


def _own_organisations() -> Sequence[Organisation]:
    """Return for whom the person can write. Raises Forbidden where there is nobody."""
    own = [one for one in current_user.organisations if allowed(current_actor(), access.WRITE, one)]
    if not own:
        raise Forbidden(N_("Anfragen schreiben Beschäftigte der Kommunen. Ihr Konto gehört zu keiner Kommune."))
    return own


def _paper(session: Session, own: Sequence[Organisation]) -> Paper:
    """Return what the request is written on, as the address or the form says it."""
    slug, about, number = (request.values.get(name) for name in ("fuer", "projekt", "gesuch"))
    wanted = _wanted(session, number) if number else None
    own = _others(own, wanted) if wanted else own
    organisation = next((one for one in own if one.slug == slug), own[0])
    if wanted is not None:
        return Paper(current_actor(), organisation, wanted=wanted)
    return Paper(current_actor(), organisation, _project(session, about) if about else None)


def _wanted(session: Session, number: str) -> Wanted:
    """Return the Gesuch of a number, as far as the reader may know of it. Raises NotFound, Gone."""
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise NotFound
    try:
        return seeking.find(session, int(number))
    except Gone:
        wanted = queries.wanted_by_id(session, int(number))
        typed = any(request.form.get(name, "").strip() for name in ("wants", "offers"))
        if not typed or wanted is None or wanted.hidden:
            raise
        return wanted  # closed while somebody was writing: the form says so, and what was typed stays


def _others(own: Sequence[Organisation], wanted: Wanted) -> Sequence[Organisation]:
    """Return for which of the own organisations an offer can be written; all where there is none, to be told why."""
    return [one for one in own if one.id != wanted.organisation_id] or own


def _as_before(session: Session, paper: Paper) -> dict[str, Any]:
    """Return what the organisation wrote in another request that the address names, as far as the person may see it."""
    number = request.args.get("wie", "")
    known = number.isascii() and number.isdecimal() and len(number) < _NUMBER_LENGTH
    case = queries.by_id(session, int(number)) if known else None
    if case is None or case.sender_id != paper.organisation.id or not allowed(current_actor(), access.VIEW, case):
        return {}
    return words(case.sending)


def _project(session: Session, slug: str) -> Project:
    project = projects.load(session, slug)
    if project is None:
        raise NotFound
    try:
        ensure_readable(current_actor(), project)
    except Gone as gone:
        if request.method == "GET" or gone.title is None:
            raise
        # Archived while somebody was writing: the form says so, and what was typed stays.
    return project


def _paper_of(session: Session, written: Sending) -> Paper:
    wanted = next((case.wanted for case in written.cases if case.wanted), None)
    about = next((case.project_id for case in written.cases if case.project_id), None)
    project = project_queries.by_id(session, about) if about else None
    return Paper(current_actor(), written.sender, project, wanted)


def _refused(
    paper: Paper,
    raw: Mapping[str, Any],
    status: int,
    *,
    errors: Errors | None = None,
    first: sending.AlreadyAsked | None = None,
    written: Sending | None = None,
) -> tuple[str, int]:
    with reading() as session:
        page = _write_page(session, paper, raw, errors, first=first_of(session, first), written=written)
        return page, status


def _write_page(
    session: Session,
    paper: Paper,
    raw: Mapping[str, Any],
    errors: Errors | None = None,
    *,
    first: Mapping[str, Any] | None = None,
    written: Sending | None = None,
    overtaken: bool = False,
) -> str:
    again = request.method == "POST" and not overtaken  # then what was seen counts, else what is stored now
    view = paper.form(session).view(raw, errors)
    return render_template(
        "partnerships/write.html",
        paper=paper,
        wanted_title=wanted_title,
        form=view,
        has_errors=view.has_errors,
        first=first,
        sending=written,
        version=seen_version() if again or written is None else written.version,
        overtaken=overtaken,
        duties=running.settings().duties,
    )
