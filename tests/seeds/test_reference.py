"""The organisations, vocabularies and sources as the loaded register holds them."""

from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.organisations import importing, queries
from portal.organisations.importing import OrganisationRecord
from portal.organisations.models import Fact, FactKind, Organisation, OrganisationKind
from portal.projects import queries as projects
from portal.projects.vocabulary import OZG_TOPICS
from seeds import reference
from seeds.reading import read

pytestmark = pytest.mark.seeded


def municipality(session, slug):
    found = queries.municipality_by_slug(session, slug)
    assert found is not None
    return found


def test_the_organisations_by_kind(session):
    assert Counter(session.execute(select(Organisation.kind)).scalars()) == {
        OrganisationKind.MUNICIPALITY: 53,
        OrganisationKind.DISTRICT: 4,
        OrganisationKind.REGIONAL_ASSOCIATION: 1,
        OrganisationKind.STATE: 1,
        OrganisationKind.COMPANY: 2,
    }


def test_a_municipality_is_whole(session):
    herne = municipality(session, "herne")
    assert (herne.name, herne.ags, herne.designation, herne.district) == ("Herne", "05916000", "Stadt", None)
    assert herne.website == "https://www.herne.de/"
    assert [neighbour.name for neighbour in herne.neighbours] == [
        "Bochum",
        "Castrop-Rauxel",
        "Gelsenkirchen",
        "Herten",
        "Recklinghausen",
    ]
    assert herne.shape is not None


@pytest.mark.parametrize(
    ("slug", "name", "district"),
    [
        ("muelheim-an-der-ruhr", "Mülheim an der Ruhr", None),
        ("wetter-ruhr", "Wetter (Ruhr)", "Ennepe-Ruhr-Kreis"),
        ("froendenberg-ruhr", "Fröndenberg/Ruhr", "Kreis Unna"),
        ("voerde-niederrhein", "Voerde (Niederrhein)", "Kreis Wesel"),
        ("oer-erkenschwick", "Oer-Erkenschwick", "Kreis Recklinghausen"),
    ],
)
def test_addresses_and_districts(session, slug, name, district):
    found = municipality(session, slug)
    assert found.name == name
    assert (found.district.name if found.district else None) == district


def test_the_key_of_a_district_begins_those_of_its_municipalities(session):
    members = Counter(found.district.slug for found in queries.municipalities(session) if found.district and found.ags)
    assert members == {
        "kreis-wesel": 13,
        "kreis-recklinghausen": 10,
        "kreis-unna": 10,
        "ennepe-ruhr-kreis": 9,
    }
    for found in queries.municipalities(session):
        if found.district:
            assert found.ags[:5] == found.district.ags


def test_neighbourhood_goes_both_ways(session):
    statement = select(Organisation).options(selectinload(Organisation.neighbours))
    found = session.execute(statement).scalars().all()
    pairs = {(one.slug, other.slug) for one in found for other in one.neighbours}
    assert pairs == {(other, one) for one, other in pairs}
    assert all(one != other for one, other in pairs)
    assert {one for one, _ in pairs} == {m.slug for m in queries.municipalities(session)}


def test_facts_have_source_and_date(session):
    facts = session.execute(select(Fact).options(joinedload(Fact.source))).scalars().all()
    assert len(facts) == 53 * len(FactKind)
    assert {(fact.kind, fact.source.key, fact.as_of.isoformat()) for fact in facts} == {
        (FactKind.POPULATION, "zensus-2022", "2022-05-15"),
        (FactKind.AREA, "destatis-gv", "2020-01-30"),
        (FactKind.LATITUDE, "destatis-gv", "2020-01-30"),
        (FactKind.LONGITUDE, "destatis-gv", "2020-01-30"),
    }
    population = sum(fact.value for fact in facts if fact.kind is FactKind.POPULATION)
    assert population == 5_093_721
    note = next(fact.source.note for fact in facts if fact.kind is FactKind.POPULATION)
    assert "5.093.721" in note


def test_the_sources_say_what_has_to_be_said(session):
    sources = {source.key: source for source in queries.data_sources(session)}
    assert sources["bkg-vg250"].attribution == "© GeoBasis-DE / BKG 2016 (Daten verändert)"
    assert "www.govdata.de/dl-de/by-2-0" in sources["zensus-2022"].licence
    verified = sum(found.website_verified for found in queries.municipalities(session))
    assert f"{verified} der 53" in sources["websites"].note
    assert f"anderen {53 - verified} " in sources["websites"].note
    entries = len(projects.published_ids(session))
    assert f"den {entries} Projekten" in sources["projects"].title
    assert f"bei 118 der {entries} Einträge" in sources["projects"].note
    assert all(source.title and source.publisher and source.licence for source in sources.values())


def test_the_vocabularies(session):
    assert len(projects.technologies(session)) == 27 + 11
    assert len(projects.funding_programmes(session)) == 13
    (lora,) = projects.technologies(session, ["lorawan"])
    assert lora.name == "LoRaWAN"
    assert "lora" in lora.aliases
    assert lora.description
    assert projects.funding_programme(session, "modellprojekte smart cities").abbreviation == "MPSC"


def test_the_ozg_topics_are_those_of_the_source():
    assert list(OZG_TOPICS) == read("vocabularies.json")["ozg_topics"]["names"]


def test_a_correction_of_the_data_arrives(session):
    herne = next(record for record in reference.organisations() if record.slug == "herne")
    changed = OrganisationRecord(
        slug="herne",
        kind=herne.kind,
        name="Stadt Herne",
        ags=herne.ags,
        district="kreis-unna",
        neighbours=["bochum", "hamm"],
        facts=herne.facts[:1],
    )
    importing.load_organisations(session, [changed])
    session.expire_all()
    found = municipality(session, "herne")
    assert (found.name, found.name_folded, found.website, found.shape) == ("Stadt Herne", "stadt herne", None, None)
    assert found.district.slug == "kreis-unna"
    assert [neighbour.slug for neighbour in found.neighbours] == ["bochum", "hamm"]
    assert "herne" in [neighbour.slug for neighbour in municipality(session, "hamm").neighbours]
    assert "herne" not in [neighbour.slug for neighbour in municipality(session, "herten").neighbours]
