"""Where readers ask for a partnership: from the page of a project or of a Kommune."""

from collections.abc import Sequence

from flask import url_for

from portal.access import Actor
from portal.organisations.models import Organisation
from portal.partnerships.addressing import could_be_asked, why_not
from portal.projects.models import Project


def about_project(actor: Actor, project: Project) -> str:
    """Return the address; empty where the entry takes no requests or the reader has nobody to ask."""
    if why_not(project) is not None or not _asks(actor, could_be_asked(project)):
        return ""
    return url_for("partnership_requests.new", projekt=project.slug)


def of_organisation(actor: Actor, organisation: Organisation) -> str:
    """Return the address; empty for the reader's own organisation."""
    return url_for("partnership_requests.new", kommune=organisation.slug) if _asks(actor, [organisation]) else ""


def _asks(actor: Actor, others: Sequence[Organisation]) -> bool:
    # Whoever is not signed in is led to the sign-in first.
    own = actor.organisation_ids
    return (bool(own) or not actor.signed_in) and any(one.id not in own for one in others)
