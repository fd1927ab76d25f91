"""From a project to its document in the index, or to none."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.indexing import Source
from portal.organisations.models import Organisation, OrganisationKind
from portal.projects import queries, texts
from portal.projects.models import (
    FundingProgramme,
    Participation,
    Project,
    ProjectTechnology,
    Technology,
)
from portal.projects.parts import (
    ProjectCooperation,
    ProjectLesson,
    ProjectPartner,
    ProjectSource,
    ProjectTag,
)
from portal.projects.provenance import as_of
from portal.projects.vocabulary import Provenance, Publication
from search import Document

KIND = "project"
# What was confirmed counts as overdue, to searches, on the day after its review period.
CONFIRMED, OVERDUE, UNCONFIRMED = "confirmed", "overdue", "unconfirmed"
NO_DISTRICT = "kreisfrei"
OTHER_FUNDING = "other"


def document(project: Project) -> Document | None:
    """Return what is searched of the entry; None when it must not be found."""
    if project.publication is not Publication.PUBLISHED:
        return None
    return Document(
        key=f"{KIND}:{project.id}",
        values={
            "title": project.title,
            "tags": texts.tags(project),
            "summary": project.summary or "",
            "text": texts.body(project),
            "places": texts.places(project),
            "technologies_text": texts.technologies(project),
            "partners": texts.partners(project),
            "funding_text": texts.funding(project),
            "kind": (KIND,),
            "action_field": (project.action_field.value,) if project.action_field else (),
            "phase": (project.phase.value,) if project.phase else (),
            "municipality": tuple(organisation.slug for organisation in project.municipalities),
            "district": districts(project),
            "cooperation": tuple(row.value.value for row in project.cooperation),
            "technology": tuple(technology.slug for technology in project.technologies),
            "funding": funding(project),
            "start_year": (str(project.start.year),) if project.start else (),
            "confirmation": (CONFIRMED if project.confirmed else UNCONFIRMED,),
            "sort_title": project.title_sort,
            "sort_newest": newest(project),
            "sort_confirmed": project.confirmed_at.isoformat() if project.confirmed_at else "",
        },
    )


def districts(project: Project) -> tuple[str, ...]:
    """Return the involved Kreise and those of the involved Kommunen, "kreisfrei" for those without; each once."""
    involved = (o.slug for o in project.involved if o.kind is OrganisationKind.DISTRICT)
    around = (o.district.slug if o.district else NO_DISTRICT for o in project.municipalities)
    return tuple(dict.fromkeys((*involved, *around)))


def funding(project: Project) -> tuple[str, ...]:
    """Return the programme; "other" for one that is not in the vocabulary."""
    if project.funding_programme:
        return (project.funding_programme.slug,)
    return (OTHER_FUNDING,) if project.funding_programme_other else ()


def newest(project: Project) -> str:
    """Return when the news became known, as an ISO date or its beginning: never the time of import.

    For an own entry that is its publication; for one from a public source its status date, else the latest source's.
    """
    if project.provenance is Provenance.OWN:
        return project.published_at.date().isoformat() if project.published_at else ""
    date = as_of(project)
    return str(date) if date else ""


def documents(session: Session, ids: Sequence[int]) -> Iterable[Document]:
    """Build the documents of those entries that may be found."""
    for project in queries.whole(session, ids):
        built = document(project)
        if built is not None:
            yield built


def _of_project(_session: Session, project: Project) -> Iterable[int]:
    return (project.id,)


def _of_child(
    _session: Session,
    child: Participation
    | ProjectTechnology
    | ProjectTag
    | ProjectPartner
    | ProjectCooperation
    | ProjectLesson
    | ProjectSource,
) -> Iterable[int]:
    return (child.project_id,)


def _of_organisation(session: Session, organisation: Organisation) -> Iterable[int]:
    # The name of a Kreis stands in the documents of its Kommunen.
    statement = select(Organisation.id).where(Organisation.district_id == organisation.id)
    names = (organisation.id, *session.execute(statement).scalars())
    return session.execute(select(Project.id).where(queries.involving(*names))).scalars().all()


def _of_technology(session: Session, technology: Technology) -> Iterable[int]:
    statement = select(ProjectTechnology.project_id).where(ProjectTechnology.technology_id == technology.id)
    return session.execute(statement).scalars().all()


def _of_funding_programme(session: Session, programme: FundingProgramme) -> Iterable[int]:
    return session.execute(select(Project.id).where(Project.funding_programme_id == programme.id)).scalars().all()


SOURCE = Source(
    kind=KIND,
    watched={
        Project: _of_project,
        Participation: _of_child,
        ProjectTechnology: _of_child,
        ProjectTag: _of_child,
        ProjectPartner: _of_child,
        ProjectCooperation: _of_child,
        ProjectLesson: _of_child,
        ProjectSource: _of_child,
        Organisation: _of_organisation,
        Technology: _of_technology,
        FundingProgramme: _of_funding_programme,
    },
    documents=documents,
    findable_ids=queries.published_ids,
)
