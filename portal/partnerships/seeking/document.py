"""From a Gesuch to its document in the index, or to none."""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.indexing import Source
from portal.organisations.models import Organisation, OrganisationKind
from portal.partnerships.models import Wanted
from portal.partnerships.seeking import queries
from portal.partnerships.vocabulary import LABELS
from portal.projects.document import NO_DISTRICT
from portal.text import sort_key
from search import DOES_NOT_APPLY, Document

KIND = "wanted"
# What only projects have: a Gesuch says nothing there, not even that nothing is stated.
_OF_PROJECTS = ("phase", "cooperation", "technology", "funding", "start_year")


def document(wanted: Wanted) -> Document | None:
    """Return what is searched of the Gesuch; None when it must not be found. Needs organisation and Kreis loaded."""
    if not wanted.is_open or wanted.published_at is None:
        return None
    return Document(
        key=f"{KIND}:{wanted.id}", values={**_values(wanted), **dict.fromkeys(_OF_PROJECTS, DOES_NOT_APPLY)}
    )


def _values(wanted: Wanted) -> dict[str, str | tuple[str, ...]]:
    organisation = wanted.organisation
    district = organisation.district
    is_district = organisation.kind is OrganisationKind.DISTRICT
    around = organisation.slug if is_district else district.slug if district else NO_DISTRICT
    of_place = organisation.is_municipality or is_district
    return {
        "title": wanted.title,
        "text": "\n\n".join(part for part in (wanted.need, wanted.gives, LABELS[wanted.kind]) if part),
        "places": ", ".join([organisation.name, *([district.name] if district else [])]),
        "kind": (KIND,),
        "action_field": (wanted.action_field.value,) if wanted.action_field else (),
        "municipality": (organisation.slug,) if organisation.is_municipality else DOES_NOT_APPLY,
        "district": (around,) if of_place else DOES_NOT_APPLY,
        "partnership": (wanted.kind.value,),
        "sort_title": sort_key(wanted.title),
        "sort_newest": wanted.published_at.date().isoformat() if wanted.published_at else "",
    }


def documents(session: Session, ids: Sequence[int]) -> Iterable[Document]:
    """Build the documents of those Gesuche that may be found."""
    built = (document(wanted) for wanted in queries.open_ones(session, ids))
    return [each for each in built if each is not None]


def _of_wanted(_session: Session, wanted: Wanted) -> Iterable[int]:
    return (wanted.id,)


def _of_organisation(session: Session, organisation: Organisation) -> Iterable[int]:
    # The name of a Kreis stands in the documents of its Kommunen.
    own = or_(Organisation.id == organisation.id, Organisation.district_id == organisation.id)
    statement = select(Wanted.id).where(Wanted.organisation_id.in_(select(Organisation.id).where(own)))
    return session.execute(statement).scalars().all()


SOURCE = Source(
    kind=KIND,
    watched={Wanted: _of_wanted, Organisation: _of_organisation},
    documents=documents,
    findable_ids=queries.open_ids,
)
