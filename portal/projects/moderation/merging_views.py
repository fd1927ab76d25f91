"""Pages of the moderation: find the entry that stays, see both side by side, merge."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.errors import Conflict, Gone, NotFound
from portal.projects import access, wording
from portal.projects.confirmation import confirmation_of
from portal.projects.doors import address, find, seen_version
from portal.projects.models import Project
from portal.projects.moderation import merging
from portal.projects.service import Stale, ensure_published
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("merging", __name__)

_WORDS_MAX = 500


@blueprint.get("/projekte/<slug>/zusammenfuehren")
@signed_in
def merge(slug: str) -> str:
    """Find the entry that stays, then show both side by side with what will be taken over."""
    with reading() as session:
        duplicate = find(session, slug, access.MERGE)
        ensure_published(duplicate)
        words = request.args.get("q", "").replace("\x00", " ").strip()[:_WORDS_MAX]
        chosen = request.args.get("bleibt") or _slug_in(words)
        stays, problem = _stays(session, duplicate, chosen) if chosen else (None, "")
        if stays is not None:
            return _side_by_side(duplicate, stays)
        found = merging.candidates(session, duplicate, words) if words and not chosen else []
        return render_template(
            "projects/moderation/choose.html",
            project=duplicate,
            words=words,
            problem=problem,
            found=found,
            most=merging.CANDIDATES_MAX,
            searched=bool(words) and not chosen,
            confirmation_of=confirmation_of,
        )


@blueprint.post("/projekte/<slug>/zusammenfuehren")
@signed_in
def merging_both(slug: str) -> Response | tuple[str, int]:
    """Merge both as they were just seen."""
    try:
        with unit_of_work() as session:
            found = find(session, slug, access.MERGE)
            other = find(session, request.form.get("bleibt", ""), access.MERGE)
            duplicate, stays = merging.lock(session, found.id, other.id)
            seen = (seen_version(), seen_version("version_stays"))
            followers = current_app.extensions["entry_followers"]
            merging.merge(session, current_actor(), duplicate, stays, seen, followers)
    except Stale:
        with reading() as session:
            duplicate = find(session, slug, access.MERGE)
            stays = find(session, request.form.get("bleibt", ""), access.MERGE)
            return _side_by_side(duplicate, stays, stale=True), 409
    flash(
        _("„%(title)s“ ist zusammengeführt. Alle Adressen führen jetzt hierher.", title=duplicate.title),
        "success",
    )
    return redirect(address(stays), 303)


def _slug_in(words: str) -> str:
    """Return the last part of an address that was typed into the search field; empty when it is none."""
    try:
        path = urlsplit(words).path
    except ValueError:
        return ""
    before, mark, slug = path.rpartition("/projekte/")
    return slug.strip("/").partition("/")[0] if mark and " " not in before else ""


def _stays(session: Session, duplicate: Project, slug: str) -> tuple[Project | None, str]:
    """Return the entry that was chosen to stay, or why it cannot."""
    try:
        chosen = find(session, slug, access.MERGE)
        merging.ensure_mergeable(duplicate, chosen)
    except Conflict as error:
        return None, _(error.message)
    except (NotFound, Gone):
        return None, _("Unter dieser Adresse gibt es keinen veröffentlichten Eintrag.")
    return chosen, ""


def _side_by_side(duplicate: Project, stays: Project, *, stale: bool = False) -> str:
    plan = merging.plan(duplicate, stays)
    taken: list[tuple[str, merging.Taken, Callable[[Any], str]]] = [
        (wording.label("participants"), plan.participants, lambda each: each.name),
        (wording.label("tags"), plan.tags, str),
        (wording.label("links"), plan.links, lambda each: each["label"]),
        (wording.label("sources"), plan.sources, lambda each: each["url"]),
    ]
    return render_template(
        "projects/moderation/merge.html",
        project=duplicate,
        stays=stays,
        stale=stale,
        rows=[
            [_("Titel"), stays.title, duplicate.title],
            [_("Kurzbeschreibung"), stays.summary or _("keine Angabe"), duplicate.summary or _("keine Angabe")],
            [_("Federführung"), *(each.lead.name if each.lead else _("nicht bekannt") for each in (stays, duplicate))],
            [_("gepflegt von"), *(_keeper(each) for each in (stays, duplicate))],
            [_("Stand"), *(confirmation_of(each).text for each in (stays, duplicate))],
        ],
        taken=[(label, [name(each) for each in part.items]) for label, part, name in taken if part.items],
        left=[(label, [name(each) for each in part.left]) for label, part, name in taken if part.left],
    )


def _keeper(project: Project) -> str:
    return project.keeper.name if project.keeper else str(_("Portalverwaltung"))
