"""Who may do what with an entry, as one table."""

from portal.access import Actor, Permission, allowed
from portal.accounts.access import edits_for, is_administration
from portal.errors import Gone, NotFound
from portal.organisations.models import Organisation
from portal.projects.models import Participation, Project
from portal.projects.vocabulary import Provenance, Publication, Visibility
from portal.text import N_


def edits_for_organisation(actor: Actor, organisation: Organisation) -> bool:
    """Hold for editors of the organisation."""
    return organisation.can_have_members and edits_for(actor, organisation.id)


def edits_for_keeper(actor: Actor, project: Project) -> bool:
    """Hold for editors of the organisation that keeps the entry."""
    return edits_for(actor, project.keeper_id)


def administers_unkept(actor: Actor, project: Project) -> bool:
    """Hold for the administration while nobody keeps the entry."""
    return project.keeper_id is None and is_administration(actor, project)


def is_published(actor: Actor, project: Project) -> bool:
    """Hold for everybody once the entry is published."""
    return project.publication is Publication.PUBLISHED


def edits_for_involved_of_unkept(actor: Actor, project: Project) -> bool:
    """Hold for editors of the lead or a participant while a source entry has no keeper."""
    unkept = project.keeper_id is None and project.provenance is Provenance.PUBLIC_SOURCE
    return unkept and any(edits_for_organisation(actor, organisation) for organisation in project.involved)


def edits_for_participant(actor: Actor, participation: Participation) -> bool:
    """Hold for editors of the participating organisation."""
    return edits_for(actor, participation.organisation_id)


KEEPER = (edits_for_keeper, administers_unkept)

CREATE = Permission("project.create", N_("Einen Eintrag anlegen"), (edits_for_organisation,))
VIEW = Permission("project.view", N_("Einen Eintrag lesen"), (is_published, *KEEPER))
EDIT = Permission("project.edit", N_("Einen Eintrag bearbeiten"), KEEPER)
PUBLISH = Permission("project.publish", N_("Einen Entwurf veröffentlichen"), KEEPER)
CONFIRM = Permission("project.confirm", N_("Einen Eintrag bestätigen"), KEEPER)
ARCHIVE = Permission("project.archive", N_("Einen Eintrag archivieren und wiederherstellen"), KEEPER)
DELETE = Permission("project.delete", N_("Einen Entwurf löschen"), KEEPER)
HISTORY = Permission("project.history", N_("Den Verlauf eines Eintrags sehen"), KEEPER)
TAKE_OVER = Permission(
    "project.take-over", N_("Einen Eintrag aus öffentlicher Quelle übernehmen"), (edits_for_involved_of_unkept,)
)
MOVE = Permission("project.move", N_("Die Pflege eines Eintrags übertragen"), (is_administration,))
PARTICIPATE = Permission(
    "participation.edit", N_("Die eigene Beteiligung bestätigen, verneinen und beschreiben"), (edits_for_participant,)
)

PERMISSIONS: tuple[Permission[Project], ...] = (
    VIEW,
    EDIT,
    PUBLISH,
    CONFIRM,
    ARCHIVE,
    DELETE,
    HISTORY,
    TAKE_OVER,
    MOVE,
)


def ensure_readable(actor: Actor, project: Project) -> None:
    """Raise Gone for an archived entry and NotFound for a draft that the actor may not read."""
    if allowed(actor, VIEW, project):
        return
    if project.publication is Publication.ARCHIVED:
        raise Gone(project.title, project.archive_reason)
    raise NotFound


def visible_lessons(actor: Actor, project: Project) -> frozenset[Visibility]:
    """Return which lessons of the entry the actor may read."""
    visible = {Visibility.PUBLIC}
    if actor.signed_in:
        visible.add(Visibility.STAFF)
    if allowed(actor, EDIT, project):
        visible.add(Visibility.ORGANISATION)
    return frozenset(visible)
