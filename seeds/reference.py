"""Reads the reference data into records and hands them to the domains."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.organisations import importing
from portal.organisations.importing import FactRecord, OrganisationRecord, ShapeRecord, SourceRecord
from portal.organisations.models import FactKind, OrganisationKind
from portal.projects import terms
from portal.projects.terms import ProgrammeRecord, TechnologyRecord
from seeds.map import Projection
from seeds.reading import read


def load(session: Session) -> int:
    """Bring sources, organisations and vocabularies up to date; return how many rows that changed."""
    written = 0

    def count(_session: Session, _context: Any) -> None:
        nonlocal written
        written += len(session.new) + sum(session.is_modified(row) for row in session.dirty) + len(session.deleted)

    event.listen(session, "after_flush", count)
    importing.load_sources(session, sources())
    importing.load_organisations(session, organisations())
    terms.load_technologies(session, technologies())
    terms.load_programmes(session, programmes())
    event.remove(session, "after_flush", count)
    return written


def sources() -> list[SourceRecord]:
    """Return where the data comes from."""
    return [SourceRecord(**row) for row in read("data_sources.json")]


def organisations() -> list[OrganisationRecord]:
    """Return the 53 Kommunen with all that is known of them, the Kreise, and who else leads projects."""
    data, outlines = read("organisations.json"), shapes()
    return [_organisation(row, data["facts"], outlines) for row in data["organisations"]]


def shapes() -> dict[str, ShapeRecord]:
    """Return the map shapes by slug of the organisation."""
    features = read("outlines.geojson")["features"]
    projection = Projection(feature["geometry"]["coordinates"][0] for feature in features)
    return {
        feature["properties"]["organisation"]: projection.shape(
            feature["geometry"]["coordinates"][0], feature["properties"]["label"]
        )
        for feature in features
    }


def technologies() -> list[TechnologyRecord]:
    """Return the vocabulary of technologies."""
    return [
        TechnologyRecord(row["name"], row["description"], row["aliases"])
        for row in read("vocabularies.json")["technologies"]
    ]


def programmes() -> list[ProgrammeRecord]:
    """Return the vocabulary of funding programmes."""
    return [
        ProgrammeRecord(row["name"], row["abbreviation"], row["funder"], row["description"])
        for row in read("vocabularies.json")["funding_programmes"]
    ]


def _organisation(
    row: Mapping[str, Any], about_facts: Mapping[str, Any], outlines: Mapping[str, ShapeRecord]
) -> OrganisationRecord:
    return OrganisationRecord(
        slug=row["slug"],
        kind=OrganisationKind(row["kind"]),
        name=row["name"],
        ags=row.get("ags"),
        designation=row.get("designation"),
        district=row.get("district"),
        website=row.get("website"),
        website_verified=row.get("website_verified", False),
        neighbours=row.get("neighbours", ()),
        facts=[
            FactRecord(FactKind(kind), row[kind], date.fromisoformat(about["as_of"]), about["source"])
            for kind, about in about_facts.items()
            if kind in row
        ],
        shape=outlines.get(row["slug"]),
    )
