"""Pages: the link "Stimmt noch" of the monthly mail, and the list of what is out of date."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import running
from portal.access import Actor, allowed, ensure
from portal.accounts import marks
from portal.accounts import queries as accounts
from portal.errors import NotFound
from portal.freshness import access, queries, tokens
from portal.orm import utcnow
from portal.projects import access as project_access
from portal.projects import queries as projects
from portal.projects import service, values, wording
from portal.projects.confirmation import confirmation_of
from portal.projects.doors import seen_version
from portal.projects.models import Project
from portal.projects.vocabulary import Publication
from portal.text import N_
from portal.web.guards import current_actor, public, signed_in
from portal.web.listing import asked_page
from portal.work import reading, unit_of_work

blueprint = Blueprint("freshness", __name__)

PER_PAGE = 25
# What can change within a year and what others decide by.
MAIN_FACTS = (
    "summary",
    "lead",
    "participants",
    "department",
    "phase",
    "start",
    "end",
    "next_step",
    "cooperation",
    "contact_mailbox",
)


class NoLonger(NotFound):
    """The link was genuine, and its reader may not confirm the entry any more, or reads a former mailbox."""

    heading = N_("Dieser Link gilt nicht mehr")
    message = N_(
        "Sie sind für diesen Eintrag nicht mehr zuständig, er ist nicht mehr veröffentlicht, oder Ihr Konto hat "
        "inzwischen eine andere E-Mail-Adresse."
    )


@blueprint.get("/bestaetigen/<token>")
@public
def confirm(token: str) -> str:
    """Show the main facts of the entry with the button; what opens links by itself confirms nothing."""
    return _page(token)


@blueprint.post("/bestaetigen/<token>")
@public
def confirming(token: str) -> Response | tuple[str, int]:
    """Confirm the entry in the name of whoever the link was sent to; a second press changes nothing."""
    try:
        with unit_of_work() as session:
            claim, project, actor = _claimed(session, token, for_update=True)
            if claim.confirmed == tokens.confirmation(project):
                service.confirm(session, actor, project, seen_version())
                flash(_("Danke! Der Eintrag ist bestätigt."), "success")
    except service.Stale:
        return _page(token, stale=True), 409
    return redirect(url_for("freshness.confirm", token=token), 303)


@blueprint.get("/verwaltung/veraltet")
@signed_in
def overdue() -> str:
    """List all entries whose review is overdue, with their keeper and how often it was reminded."""
    actor = current_actor()
    ensure(actor, access.SEE_OVERDUE, None)
    with reading() as session:
        statement = queries.overdue(utcnow(), running.settings().review_period_days)
        pagination = asked_page(session, statement, PER_PAGE, lambda page: url_for("freshness.overdue", seite=page))
        rows = session.execute(statement.limit(PER_PAGE).offset(pagination.first - 1)).all()
        return render_template(
            "freshness/overdue.html",
            entries=[(project, times) for project, times in rows],
            total=pagination.total,
            pagination=pagination,
            confirmation_of=confirmation_of,
            may_move=lambda project: allowed(actor, project_access.MOVE, project),
        )


def _claimed(session: Session, token: str, *, for_update: bool = False) -> tuple[tokens.Claim, Project, Actor]:
    """Return what a link stands for, and in whose name it acts. Raises LinkBroken and NoLonger."""
    claim = tokens.read(running.links(), token)
    account = accounts.by_id(session, claim.account_id)
    project = projects.by_id(session, claim.project_id)
    if project is not None and for_update:
        project = projects.by_slug(session, project.slug, for_update=True)
    if project is None or account is None or not account.active or claim.mark != marks.of_address(account):
        raise NoLonger
    actor = accounts.actor_of(account)
    if not allowed(actor, project_access.CONFIRM, project) or project.publication is not Publication.PUBLISHED:
        raise NoLonger
    return claim, project, actor


def _page(token: str, *, stale: bool = False) -> str:
    with reading() as session:
        claim, project, _actor = _claimed(session, token)
        if claim.confirmed != tokens.confirmation(project):
            return render_template("freshness/confirmed.html", project=project)
        stated = values.read(project)
        plain = {name: values.plain(stated[name]) for name in MAIN_FACTS}
        names = wording.names(session, wording.slugs_in(plain))
        facts = [(wording.label(name), wording.text(name, value, names)) for name, value in plain.items()]
        return render_template(
            "freshness/confirm.html",
            project=project,
            token=token,
            stale=stale,
            confirmation=confirmation_of(project),
            facts=[fact for fact in facts if fact[1]],
        )
