"""Pages: write to whoever looks after an entry, and confirm it. Nothing here tells who that is."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import running
from portal.access import allowed
from portal.accounts import queries as accounts
from portal.contact import access, queries, service, tokens
from portal.contact.models import ContactMessage
from portal.contact.schemas import MessageSchema
from portal.errors import Forbidden, Invalid, NotFound, Throttled
from portal.projects.access import ensure_readable
from portal.projects.doors import address, load
from portal.projects.models import Project
from portal.text import N_
from portal.web.forms import Form
from portal.web.guards import current_actor, public
from portal.work import reading, unit_of_work

blueprint = Blueprint("contact", __name__)

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response


class Done(NotFound):
    """The link was genuine, and its message is delivered or was deleted."""

    heading = N_("Diese Nachricht gibt es nicht mehr")
    message = N_("Sie ist schon zugestellt, oder sie wurde gelöscht, weil sie nicht rechtzeitig bestätigt wurde.")


@blueprint.get("/projekte/<slug>/kontakt")
@public
def write(slug: str) -> Answer:
    """Ask for the message; where the entry names a mailbox, lead there."""
    with reading() as session:
        project = _readable(session, slug)
        if not allowed(current_actor(), access.WRITE, project):
            return redirect(f"{address(project)}#kontakt")
        known = _known_of_writer(session)
    return _write_page(slug, known)


@blueprint.post("/projekte/<slug>/kontakt")
@public
def writing(slug: str) -> Answer:
    """Take the message and ask by mail for confirmation."""
    form = Form(MessageSchema())
    raw = form.read(request.form)
    try:
        with unit_of_work() as session:
            project = _readable(session, slug)
            given = form.load(raw)
            service.write(session, current_actor(), project, address=request.remote_addr or "", **given)
    except Forbidden:
        flash(_("Dieser Eintrag nennt inzwischen ein Postfach. Bitte schreiben Sie dorthin."), "info")
        return redirect(f"/projekte/{slug}#kontakt", 303)
    except Invalid as error:
        return _write_page(slug, raw, error.errors), 422
    except Throttled as error:
        wait = _("Es kamen zu viele Nachrichten. Bitte versuchen Sie es später noch einmal.")
        return _write_page(slug, raw, {"": [wait]}), 429, {"Retry-After": str(error.retry_after)}
    return redirect(url_for("contact.written", slug=project.slug), 303)


@blueprint.get("/projekte/<slug>/kontakt/bestaetigen")
@public
def written(slug: str) -> str:
    """Say what is still to do."""
    with reading() as session:
        return render_template("contact/written.html", project=_readable(session, slug))


@blueprint.get("/kontakt/<token>")
@public
def confirm(token: str) -> str:
    """Show the message with the button; what opens links by itself sends nothing."""
    with reading() as session:
        message = _message(session, token)
        page = "contact/confirm.html" if message.confirmed_at is None else "contact/sent.html"
        return render_template(page, message=message, project=message.project, token=token)


@blueprint.post("/kontakt/<token>")
@public
def confirming(token: str) -> Response:
    """Forward the message; a second press changes nothing."""
    with unit_of_work() as session:
        service.confirm(session, _message(session, token, for_update=True))
    return redirect(url_for("contact.confirm", token=token), 303)


def _readable(session: Session, slug: str) -> Project:
    project = load(session, slug)
    if project is None:
        raise NotFound
    ensure_readable(current_actor(), project)
    return project


def _message(session: Session, token: str, *, for_update: bool = False) -> ContactMessage:
    message = queries.by_id(session, tokens.read(running.links(), token), for_update=for_update)
    if message is None:
        raise Done
    return message


def _known_of_writer(session: Session) -> dict[str, str]:
    """Return what whoever is signed in need not type."""
    actor = current_actor()
    if not actor.signed_in:
        return {}
    account = accounts.by_actor(session, actor)
    return {"name": account.display_name, "email": account.email}


def _write_page(slug: str, raw: Mapping[str, str], errors: Mapping[str, Sequence[str]] | None = None) -> str:
    view = Form(MessageSchema()).view(raw, errors)
    with reading() as session:
        project = _readable(session, slug)
        return render_template("contact/write.html", project=project, form=view, has_errors=view.has_errors)
