"""Pages of this domain: report a mistake or a barrier, read the answer; the administration's list and its answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import running
from portal.access import ANYONE, allowed, ensure
from portal.errors import Forbidden, Invalid, NotFound, Throttled
from portal.feedback import access, queries, service
from portal.feedback.models import KIND_LABELS, PAGE_MAX, Report
from portal.feedback.schemas import BESIDES, FIELD_LABELS, AnswerSchema, BarrierSchema, MistakeSchema
from portal.orm import LARGEST_ID
from portal.projects import queries as projects
from portal.projects import values
from portal.projects.access import ensure_readable
from portal.projects.models import Project
from portal.web.forms import Form
from portal.web.guards import current_actor, public, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("feedback", __name__)

WAITING_SHOWN, ANSWERED_SHOWN = 200, 50

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response
Errors = Mapping[str, Sequence[str]]


@blueprint.get("/projekte/<slug>/fehler-melden")
@public
def mistake(slug: str) -> Answer:
    """Ask which field of an unconfirmed entry is wrong."""
    with reading() as session:
        project = _published(session, slug)
        if project is None:
            return _moved(session, slug)
        if not allowed(current_actor(), access.REPORT_MISTAKE, project):
            return render_template("feedback/confirmed.html", project=project, typed="")
        return _mistake_page(project, {})


@blueprint.post("/projekte/<slug>/fehler-melden")
@public
def report_mistake(slug: str) -> Answer:
    """Take the report and lead to its private page."""
    with reading() as session:
        project = _published(session, slug)
        if project is None:
            return _moved(session, slug)
        form = _mistake_form(project)
        raw = form.read(request.form)
        try:
            token = _reported_mistake(slug, form.load(raw))
        except Forbidden:
            return render_template("feedback/confirmed.html", project=project, typed=raw["message"]), 409
        except Invalid as error:
            return _mistake_page(project, raw, error.errors), 422
        except Throttled as error:
            return _mistake_page(project, raw, {"": [_wait(error)]}), 429, {"Retry-After": str(error.retry_after)}
    return redirect(url_for("feedback.status", token=token), 303)


@blueprint.get("/barriere-melden")
@public
def barrier() -> Answer:
    """Ask what kept somebody from using a page."""
    return _barrier_page({"page": _came_from()})


@blueprint.post("/barriere-melden")
@public
def report_barrier() -> Answer:
    """Take the report and lead to its private page."""
    form = Form(BarrierSchema())
    raw = form.read(request.form)
    try:
        given = form.load(raw)
        with unit_of_work() as session:
            report = service.report_barrier(session, current_actor(), address=request.remote_addr or "", **given)
            token = report.token
    except Invalid as error:
        return _barrier_page(raw, error.errors), 422
    except Throttled as error:
        return _barrier_page(raw, {"": [_wait(error)]}), 429, {"Retry-After": str(error.retry_after)}
    _thank()
    return redirect(url_for("feedback.status", token=token), 303)


@blueprint.get("/meldungen/<token>")
@public
def status(token: str) -> str:
    """Show a report and its answer to whoever knows the private address."""
    with reading() as session:
        report = queries.by_token(session, token)
        if report is None:
            raise NotFound
        settings = running.settings()
        return render_template(
            "feedback/status.html",
            report=report,
            subject=_subject(report),
            address=settings.base_url + url_for("feedback.status", token=token),
            enforcement_body=settings.operator.enforcement_body,
        )


@blueprint.get("/meldungen")
@signed_in
def reports() -> str:
    """List the reports, those that wait for an answer first."""
    ensure(current_actor(), access.ANSWER, None)
    with reading() as session:
        return render_template(
            "feedback/reports.html",
            waiting=[(report, _subject(report)) for report in queries.waiting(session, WAITING_SHOWN)],
            answered=[(report, _subject(report)) for report in queries.answered(session, ANSWERED_SHOWN)],
            count_waiting=queries.count_waiting(session),
            kinds=KIND_LABELS,
        )


@blueprint.get(f"/meldungen/<int(max={LARGEST_ID}):report_id>/antworten")
@signed_in
def answer(report_id: int) -> Answer:
    """Show a report with the form for its answer."""
    ensure(current_actor(), access.ANSWER, None)
    with reading() as session:
        report = _report(session, report_id)
        return _answer_page(report, {"answer": report.answer or ""})


@blueprint.post(f"/meldungen/<int(max={LARGEST_ID}):report_id>/antworten")
@signed_in
def write_answer(report_id: int) -> Answer:
    """Write the answer; nothing typed is lost when somebody else answered first."""
    ensure(current_actor(), access.ANSWER, None)  # before anything: a refused form shows the report again
    form = Form(AnswerSchema())
    raw, seen = form.read(request.form), request.form.get("seen", "")
    try:
        with unit_of_work() as session:
            report = _report(session, report_id, for_update=True)
            text = form.load(raw)["answer"]
            service.answer(session, current_actor(), report, text, seen=seen)
    except Invalid as error:
        with reading() as session:
            return _answer_page(_report(session, report_id), raw, error.errors, seen=seen), 422
    except service.Answered:
        with reading() as session:
            return _answer_page(_report(session, report_id), raw, overtaken=True), 409
    flash(_("Die Antwort auf Meldung %(number)s ist gespeichert.", number=report_id), "success")
    return redirect(url_for("feedback.reports"), 303)


def _published(session: Session, slug: str) -> Project | None:
    """Return the published entry, None when there is none of this address. Raises NotFound, Gone."""
    project = projects.by_slug(session, slug)
    if project is not None:
        ensure_readable(ANYONE, project)
    return project


def _moved(session: Session, slug: str) -> Response:
    present = projects.present_slug(session, slug)
    if present is None:
        raise NotFound
    return redirect(url_for("feedback.mistake", slug=present), 301 if request.method == "GET" else 308)


def _reported_mistake(slug: str, given: dict[str, Any]) -> str:
    with unit_of_work() as session:
        project = _published(session, slug)
        if project is None:
            raise NotFound
        report = service.report_mistake(session, current_actor(), project, address=request.remote_addr or "", **given)
        token = report.token
    _thank()
    return token


def _mistake_form(project: Project) -> Form:
    """Return the form with the fields that the entry states, and what else can be wrong."""
    stated = [name for name, value in values.read(project).items() if value]
    names = [name for name in FIELD_LABELS if name in stated or name in BESIDES]
    return Form(MistakeSchema(), choices={"fields": [(name, _(FIELD_LABELS[name])) for name in names]})


def _mistake_page(project: Project, raw: Mapping[str, str], errors: Errors | None = None) -> str:
    form = _mistake_form(project).view(raw, errors)
    return render_template("feedback/mistake.html", project=project, form=form, has_errors=form.has_errors)


def _barrier_page(raw: Mapping[str, str], errors: Errors | None = None) -> str:
    form = Form(BarrierSchema()).view(raw, errors)
    operator = running.settings().operator
    return render_template("feedback/barrier.html", form=form, has_errors=form.has_errors, operator=operator)


def _answer_page(
    report: Report,
    raw: Mapping[str, str],
    errors: Errors | None = None,
    *,
    seen: str | None = None,
    overtaken: bool = False,
) -> str:
    form = Form(AnswerSchema()).view(raw, errors)
    return render_template(
        "feedback/answer.html",
        report=report,
        subject=_subject(report),
        kind=KIND_LABELS[report.kind],
        form=form,
        has_errors=form.has_errors,
        seen=report.answer_mark if seen is None else seen,
        overtaken=overtaken,
    )


def _report(session: Session, report_id: int, *, for_update: bool = False) -> Report:
    report = queries.by_id(session, report_id, for_update=for_update)
    if report is None:
        raise NotFound
    return report


def _subject(report: Report) -> str:
    """Return in German which field or page a report is about; empty when it was not said."""
    return _(FIELD_LABELS.get(report.field, report.field)) if report.field else report.page or ""


def _came_from() -> str:
    """Return the page of this portal that led here, without its query: people see it in the form."""
    address = request.referrer or ""
    if not address.startswith(request.host_url):
        return ""
    return "/" + address.removeprefix(request.host_url).partition("?")[0][: PAGE_MAX - 1]


def _wait(error: Throttled) -> str:
    minutes = -(-error.retry_after // 60)
    return str(
        _("Von Ihrem Anschluss kamen zu viele Meldungen. Bitte warten Sie %(minutes)s Minuten.", minutes=minutes)
    )


def _thank() -> None:
    flash(_("Vielen Dank. Ihre Meldung ist angekommen."), "success")
