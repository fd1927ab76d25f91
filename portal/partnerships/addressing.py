"""Whom a request can go to: an organisation as such, for one of its entries, or as an answer to its Gesuch."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.errors import Invalid
from portal.organisations.models import Organisation
from portal.partnerships import queries
from portal.partnerships.models import Wanted
from portal.partnerships.vocabulary import Kind
from portal.projects import queries as projects
from portal.projects.models import Project
from portal.projects.vocabulary import Cooperation, Publication
from portal.text import N_

NOT_OPEN = N_("Dieses Gesuch ist nicht mehr offen. Es nimmt keine Angebote an.")


@dataclass(frozen=True)
class Addressee:
    """Whom a request goes to, and what it is about: an entry, a Gesuch, or neither."""

    organisation_id: int
    project_id: int | None = None
    wanted_id: int | None = None

    def about(self, kind: Kind) -> str:
        """Return in one word what is asked for: the same thing is not asked for twice at once."""
        if self.wanted_id is not None:
            return f"wanted={self.wanted_id}"  # one offer at a time, of whatever kind
        return f"{kind.value} project={self.project_id or ''} wanted="


def hold(session: Session, addressees: Iterable[Addressee]) -> None:
    """Keep what is asked about as it is until the transaction ends, so that nobody asks about what just goes.

    It comes before the turn of the sender and before any case, as where entries are merged: else two would wait for
    each other.
    """
    several = list(addressees)
    if entries := {each.project_id for each in several if each.project_id is not None}:
        projects.hold(session, entries)
    if wanted := {each.wanted_id for each in several if each.wanted_id is not None}:
        queries.hold_wanted(session, wanted)


def ensure_can_be_asked(session: Session, sender_id: int, addressee: Addressee) -> Organisation:
    """Return the organisation that is asked. Raises Invalid with the reason why it cannot be."""
    organisation = session.get(Organisation, addressee.organisation_id)
    if organisation is None or not organisation.can_have_members:
        raise _refused(N_("Bitte wählen Sie eine Kommune, einen Kreis oder den Regionalverband."))
    if organisation.id == sender_id:
        raise _refused(N_("Eine Anfrage an die eigene Organisation ist nicht möglich."))
    if addressee.project_id is not None:
        _ensure_takes_requests(projects.by_id(session, addressee.project_id), organisation)
    if addressee.wanted_id is not None:
        wanted = queries.wanted_by_id(session, addressee.wanted_id)
        reason = why_no_offer(wanted)
        if wanted is None or reason is not None or wanted.organisation_id != organisation.id:
            raise _refused(reason or NOT_OPEN)
    return organisation


def could_be_asked(project: Project) -> list[Organisation]:
    """Return whom a request about an entry can go to: who keeps or leads it, then who takes part or is spoken of."""
    named = [project.keeper, *project.involved, project.viewpoint]
    return list(dict.fromkeys(each for each in named if each is not None and each.can_have_members))


def askable_about(session: Session, project_id: int | None, organisation: Organisation) -> Project | None:
    """Return the entry if the organisation can be asked about it."""
    project = projects.by_id(session, project_id) if project_id is not None else None
    if project is None or why_not(project) is not None or organisation not in could_be_asked(project):
        return None
    return project


def why_not(project: Project | None) -> str | None:
    """Return in German why an entry takes no requests; None where it does."""
    if project is None or project.publication is not Publication.PUBLISHED:
        return N_("Dieser Eintrag ist archiviert oder nicht veröffentlicht. Er nimmt keine Anfragen an.")
    if Cooperation.NO_REQUESTS in {each.value for each in project.cooperation}:
        return N_("Zu diesem Eintrag werden derzeit keine Anfragen angenommen.")
    return None


def why_no_offer(wanted: Wanted | None) -> str | None:
    """Return in German why a Gesuch takes no offers; None where it does."""
    return None if wanted is not None and wanted.is_open else NOT_OPEN


def _ensure_takes_requests(project: Project | None, organisation: Organisation) -> None:
    reason = why_not(project)
    if project is None or reason is not None:
        raise _refused(reason or "")
    if organisation not in could_be_asked(project):
        raise _refused(N_("Diese Organisation ist an dem Eintrag nicht beteiligt."))


def _refused(message: str) -> Invalid:
    return Invalid({"addressees": [message]})
