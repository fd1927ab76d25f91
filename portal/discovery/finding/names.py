"""What the facets of the database's own lists are called."""

from collections.abc import Mapping

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from portal.discovery.finding.facets import Names
from portal.organisations.models import Organisation, OrganisationKind
from portal.projects.models import FundingProgramme, Technology

_ORGANISATIONS = {"municipality": OrganisationKind.MUNICIPALITY, "district": OrganisationKind.DISTRICT}
_VOCABULARIES: Mapping[str, type[Technology] | type[FundingProgramme]] = {
    "technology": Technology,
    "funding": FundingProgramme,
}


def load_names(session: Session) -> Names:
    """Return what the facets of the database's own lists are called, in one query; each list by name."""
    lists = [
        select(literal(field), Organisation.slug, Organisation.name, Organisation.name_sort).where(
            Organisation.kind == kind
        )
        for field, kind in _ORGANISATIONS.items()
    ]
    lists += [select(literal(field), table.slug, table.name, table.name_sort) for field, table in _VOCABULARIES.items()]
    found: dict[str, dict[str, str]] = {field: {} for field in (*_ORGANISATIONS, *_VOCABULARIES)}
    for field, slug, name, _ in sorted(session.execute(union_all(*lists)), key=lambda row: (row[3], row[1])):
        found[field][slug] = name
    return found
