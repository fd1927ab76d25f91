"""What stands below a project: entries like it, and others of the Kommunen it involves."""

from dataclasses import dataclass, field

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

import search
from portal.access import Actor
from portal.discovery.cards import Card, card
from portal.projects import queries
from portal.projects.document import KIND
from portal.projects.lists import published as listing
from portal.projects.models import Project

_SHOWN = 4  # of each list


@dataclass(frozen=True)
class Neighbouring:
    """Cards of entries like a project, each with what they share, and of others of the same Kommunen."""

    similar: list[Card] = field(default_factory=list)
    related: list[Card] = field(default_factory=list)


def neighbouring(session: Session, actor: Actor, project: Project) -> Neighbouring:
    """Return both lists, loaded together; no entry is in both, and without the index nothing is similar."""
    shared = _similar(project)
    related = [each for each in listing.related(session, project, 2 * _SHOWN) if each not in shared][:_SHOWN]
    found = {each.id: each for each in queries.cards(session, [*shared, *related], actor)}
    return Neighbouring(
        similar=[
            card(found[each], also=[_("Gemeinsam: %(words)s", words=", ".join(words))])
            for each, words in shared.items()
            if each in found
        ],
        related=[card(found[each]) for each in related if each in found],
    )


def _similar(project: Project) -> dict[int, tuple[str, ...]]:
    """Return the ids of entries like this one, the most alike first, with the words they share."""
    try:
        found = current_app.extensions["indexer"].index.similar(f"{KIND}:{project.id}", 2 * _SHOWN)
    except search.Unavailable:
        return {}
    like = [each for each in found if each.key.startswith(f"{KIND}:")][:_SHOWN]  # Gesuche are no entries
    return {int(each.key.partition(":")[2]): each.shared for each in like}
