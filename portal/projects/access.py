"""Who may do what with an entry, as one table."""

from collections.abc import Iterable

from portal.access import Actor, Grant, Permission, Role, administration, allowed, anyone, members, moderation, staff
from portal.errors import Gone, NotFound
from portal.organisations.models import Organisation
from portal.projects.models import Participation, Project
from portal.projects.vocabulary import Provenance, Publication, Visibility
from portal.text import N_


def _keeper(project: Project) -> Iterable[int | None]:
    # A merged entry is nobody's any more: it is read where it went.
    return () if project.merged_into_id else (project.keeper_id,)


def _itself(organisation: Organisation) -> Iterable[int]:
    return (organisation.id,) if organisation.can_have_members else ()


def _involved_while_unkept(project: Project) -> Iterable[int]:
    unkept = project.keeper_id is None and project.provenance is Provenance.PUBLIC_SOURCE
    return [one.id for one in project.involved if one.can_have_members] if unkept else []


def _is_responsible(actor: Actor, project: Project) -> bool:
    return actor.account_id in project.responsible_ids


def _is_unkept(project: Project) -> bool:
    return project.keeper_id is None and project.merged_into_id is None


def _is_published(project: Project) -> bool:
    return project.publication is Publication.PUBLISHED


def _is_hidden(project: Project) -> bool:
    return bool(project.hidden)


_OWN: Grant[Project] = members(Role.CONTRIBUTOR, _keeper, N_("wo man zuständig ist"), _is_responsible)
_OF_ORGANISATION: Grant[Project] = members(Role.EDITOR, _keeper, N_("in der eigenen Organisation"))
_UNKEPT: Grant[Project] = administration(N_("wo niemand pflegt"), _is_unkept)
KEEPER = (_OWN, _OF_ORGANISATION, _UNKEPT)

CREATE: Permission[Organisation] = Permission(
    "project.create",
    N_("Einen Eintrag anlegen"),
    (members(Role.CONTRIBUTOR, _itself, N_("für die eigene Organisation")),),
)
VIEW = Permission(
    "project.view",
    N_("Einen Eintrag lesen"),
    (
        anyone(N_("sobald er veröffentlicht ist"), _is_published),
        *KEEPER,
        moderation(N_("wenn die Moderation ihn ausgeblendet hat"), _is_hidden),
    ),
)
EDIT = Permission("project.edit", N_("Einen Eintrag bearbeiten"), KEEPER)
PUBLISH = Permission("project.publish", N_("Einen Entwurf veröffentlichen"), KEEPER)
CONFIRM = Permission("project.confirm", N_("Einen Eintrag bestätigen"), KEEPER)
ARCHIVE = Permission("project.archive", N_("Einen Eintrag archivieren und wiederherstellen"), KEEPER)
DELETE = Permission("project.delete", N_("Einen Entwurf löschen"), KEEPER)
HISTORY = Permission("project.history", N_("Den Verlauf eines Eintrags sehen"), KEEPER)
ASSIGN = Permission("project.assign", N_("Festlegen, wer für einen Eintrag zuständig ist"), (_OF_ORGANISATION,))
SEE_CONTACT: Permission[Project] = Permission(
    "project.contact",
    N_("Die Ansprechperson eines Eintrags sehen, solange sie einverstanden ist"),
    (staff(N_("in jeder Organisation")), moderation()),
)
TAKE_OVER: Permission[Project] = Permission(
    "project.take-over",
    N_("Einen Eintrag aus öffentlicher Quelle übernehmen"),
    (members(Role.EDITOR, _involved_while_unkept, N_("wenn die eigene Organisation beteiligt ist")),),
)
HIDE: Permission[Project] = Permission(
    "project.hide", N_("Einen Eintrag mit Begründung ausblenden und wieder zeigen"), (moderation(),)
)
MERGE: Permission[Project] = Permission("project.merge", N_("Doppelte Einträge zusammenführen"), (moderation(),))
MOVE: Permission[Project] = Permission("project.move", N_("Die Pflege eines Eintrags übertragen"), (administration(),))
PARTICIPATE: Permission[Participation] = Permission(
    "participation.edit",
    N_("Die Beteiligung bestätigen, verneinen und beschreiben"),
    (members(Role.EDITOR, lambda part: (part.organisation_id,), N_("für die eigene Organisation")),),
)

PERMISSIONS: tuple[Permission[Project], ...] = (
    VIEW,
    EDIT,
    PUBLISH,
    CONFIRM,
    ARCHIVE,
    DELETE,
    HISTORY,
    ASSIGN,
    SEE_CONTACT,
    TAKE_OVER,
    HIDE,
    MERGE,
    MOVE,
)


def speaks_for(actor: Actor, organisation: Organisation) -> bool:
    """Return whether the actor may act in the organisation's name: take entries over, answer for its part."""
    return organisation.can_have_members and actor.holds(Role.EDITOR, organisation.id)


def ensure_readable(actor: Actor, project: Project) -> None:
    """Raise Gone for an archived entry and NotFound for a draft that the actor may not read."""
    if allowed(actor, VIEW, project):
        return
    if project.publication is Publication.ARCHIVED:
        raise gone(project)
    raise NotFound


def gone(project: Project) -> Gone:
    """Return what readers are told of an entry that is off the register."""
    if project.merged_into_id:
        merged = N_("Dieser Eintrag ist mit einem anderen zusammengeführt.")
        return Gone(
            project.title, message=merged, told=N_("Seine Adresse führt jetzt zu dem Eintrag, der geblieben ist.")
        )
    if project.hidden:
        # Without the title: it may be what was to be hidden.
        hidden = N_("Dieser Eintrag ist ausgeblendet.")
        return Gone(None, project.archive_reason, message=hidden, told=N_("Von der Moderation ausgeblendet: {reason}"))
    return Gone(project.title, project.archive_reason)


def visible_lessons(actor: Actor, project: Project) -> frozenset[Visibility]:
    """Return which lessons of the entry the actor may read."""
    visible = {Visibility.PUBLIC}
    if actor.is_staff:
        visible.add(Visibility.STAFF)
    if allowed(actor, EDIT, project):
        visible.add(Visibility.ORGANISATION)
    return frozenset(visible)
