"""The page of a project."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import Actor, allowed
from portal.discovery import asking
from portal.discovery.neighbouring import neighbouring
from portal.discovery.project_facts import at_a_glance, money, technology
from portal.errors import NotFound
from portal.partnerships.cases import showing
from portal.projects import access, queries
from portal.projects.confirmation import confirmation_of
from portal.projects.models import Participation, Project
from portal.projects.responsibility.queries import contact
from portal.projects.vocabulary import ParticipationState, Reuse
from portal.web.guards import current_actor, public
from portal.work import reading


@public
def project(slug: str) -> str | Response:
    """Show an entry, lead former addresses to the present one, and say what has become of an archived one."""
    actor = current_actor()
    with reading() as session:
        found = queries.by_slug(session, slug)
        moved = found is None
        if moved:
            present = queries.present_slug(session, slug)
            found = queries.by_slug(session, present) if present else None
        if found is None:
            raise NotFound
        access.ensure_readable(actor, found)
        if moved:
            return redirect(url_for("discovery.project", slug=found.slug), 301)
        return render_template("discovery/project.html", **_view(session, actor, found))


def _view(session: Session, actor: Actor, found: Project) -> dict[str, Any]:
    lessons = access.visible_lessons(actor, found)
    return {
        "project": found,
        "confirmation": confirmation_of(found),
        "glance": at_a_glance(found),
        "technology": technology(found),
        "money": money(found),
        "lessons": [lesson for lesson in found.lessons if lesson.visibility in lessons],
        "reuse": [Reuse(value) for value in found.reuse],
        "taking_part": _taking_part(found),
        "own_parts": [each for each in found.participations if allowed(actor, access.PARTICIPATE, each)],
        "contact_person": contact(session, found) if allowed(actor, access.SEE_CONTACT, found) else None,
        "may": _may(actor, found),
        "partnerships": showing.about_project(session, found.id),
        "ask_url": asking.about_project(actor, found),
        "neighbouring": neighbouring(session, actor, found),
    }


def _taking_part(found: Project) -> list[tuple[str, list[Participation]]]:
    """Return the participants under what is known of their part; who denied is not shown."""
    groups: dict[str, list[Participation]] = {}
    for each in sorted(found.participations, key=lambda each: (each.state.value, each.organisation.name_sort)):
        if each.state is not ParticipationState.DENIED:
            groups.setdefault(_standing(each), []).append(each)
    return list(groups.items())


def _standing(participation: Participation) -> str:
    if participation.state is ParticipationState.CONFIRMED:
        return str(_("Beteiligung bestätigt"))
    if participation.named_by is None:
        return str(_("In der Quelle genannt, noch nicht bestätigt"))
    return str(_("Von %(name)s genannt, noch nicht bestätigt", name=participation.named_by.name))


def _may(actor: Actor, found: Project) -> set[str]:
    """Return the short names of what the actor may do with the entry."""
    permissions = {
        "edit": access.EDIT,
        "confirm": access.CONFIRM,
        "history": access.HISTORY,
        "take_over": access.TAKE_OVER,
        "hide": access.HIDE,
    }
    return {name for name, permission in permissions.items() if allowed(actor, permission, found)}
