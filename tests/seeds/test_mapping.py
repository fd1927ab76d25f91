"""The rules by which collected entries become entries of the register."""

import pytest

from portal.partial_date import PartialDate
from portal.projects.schemas import ProjectSchema
from portal.projects.vocabulary import LABELS, Phase
from seeds import mapping, projects
from seeds.mapping import Lead

SLUGS = projects.slugs()
ENTRIES = {entry["id"]: entry for entry in projects.entries()}

# Every status word of the collected entries and what the register says instead.
PHASE_LABELS = {
    "geplant": "Idee oder Planung",
    "angekündigt": "Idee oder Planung",
    "beantragt": "Idee oder Planung",
    "in Prüfung": "Idee oder Planung",
    "Konzept": "Konzept",
    "in Vorbereitung": "Konzept",
    "Pilot in Vorbereitung": "Konzept",
    "beschlossen": "Beschlossen",
    "bewilligt": "Beschlossen",
    "vereinbart": "Beschlossen",
    "Pilot": "Pilot",
    "in Entwicklung": "Umsetzung",
    "in Umsetzung": "Umsetzung",
    "in Betrieb": "Betrieb",
    "abgeschlossen": "Abgeschlossen",
    "durchgeführt": "Abgeschlossen",
    "Förderphase beendet": None,
}
# Every lead that is named.
LEADS = {
    "Ennepe-Ruhr-Kreis": Lead("ennepe-ruhr-kreis"),
    "Kreis Recklinghausen": Lead("kreis-recklinghausen"),
    "Kreis Unna / Projektleitstelle Schwerte": Lead("kreis-unna", note="Projektleitstelle Schwerte"),
    "Kreis Wesel": Lead("kreis-wesel"),
    "Kreis Wesel (Koordination)": Lead("kreis-wesel", note="Koordination"),
    "Stadt Bottrop": Lead("bottrop"),
    "Stadt Dortmund": Lead("dortmund"),
    "Stadt Lünen": Lead("luenen"),
    "Stadt Witten": Lead("witten"),
    "WiN Emscher-Lippe GmbH": Lead("win-emscher-lippe-gmbh"),
    "Business Metropole Ruhr GmbH": Lead("business-metropole-ruhr-gmbh"),
    "Bauministerium NRW": Lead("bauministerium-nrw"),
    "Regionalverband Ruhr": Lead("regionalverband-ruhr"),
}


def loaded(entry):
    """What the schema makes of an entry."""
    return ProjectSchema().load(mapping.fields(entry, mapping.lead(entry, SLUGS), SLUGS))


def entry(**values):
    """A made-up entry as it would be collected."""
    return {
        "id": "muster",
        "title": "Muster",
        "city": "Herne",
        "cities": ["Herne"],
        "scope": "kommunal",
        "area": "Verwaltung",
        "summary": "Ein Muster.",
        "tags": [],
        "source": "https://www.herne.de/muster",
    } | values


def test_the_tables_name_every_word_that_occurs():
    assert {entry["status"] for entry in ENTRIES.values() if "status" in entry} == PHASE_LABELS.keys()
    assert {entry["lead"] for entry in ENTRIES.values() if "lead" in entry} == LEADS.keys()


@pytest.mark.parametrize(("word", "label"), PHASE_LABELS.items())
def test_a_status_word_becomes_a_phase_and_is_kept(word, label):
    values = loaded(entry(status=word))
    assert (LABELS[values["phase"]] if values["phase"] else None) == label
    assert values["phase_source_word"] == word


def test_without_a_status_word_no_phase_is_stated():
    values = loaded(entry())
    assert values["phase"] is None
    assert values["phase_source_word"] is None


def test_a_past_end_does_not_make_a_phase():
    assert loaded(entry(status="in Umsetzung", end="2021"))["phase"] is Phase.IMPLEMENTATION


@pytest.mark.parametrize(("named", "expected"), LEADS.items())
def test_a_named_lead_is_found(named, expected):
    assert mapping.lead(entry(lead=named, scope="interkommunal"), SLUGS) == expected


def test_a_lead_that_is_not_known_is_refused():
    with pytest.raises(KeyError):
        mapping.lead(entry(lead="Stadt Köln"), SLUGS)


def test_a_municipal_entry_is_led_by_its_municipality():
    assert mapping.lead(entry(), SLUGS) == Lead("herne")
    assert loaded(entry())["participants"] == []


def test_a_joint_entry_without_a_lead_is_told_from_a_viewpoint():
    joint = entry(scope="interkommunal", cities=["Herne", "Bochum"])
    assert mapping.lead(joint, SLUGS) == Lead(viewpoint="herne")
    assert loaded(joint)["participants"] == ["bochum", "herne"]


def test_the_lead_is_no_participant():
    joint = entry(scope="interkommunal", cities=["Lünen", "Holzwickede"], lead="Stadt Lünen")
    assert loaded(joint)["participants"] == ["holzwickede"]


def test_society_bears_its_newer_name():
    assert LABELS[loaded(entry(area="Gesellschaft"))["action_field"]] == "Gesellschaft und Bildung"


def test_every_source_comes_once_and_the_first_with_its_date():
    values = loaded(
        entry(
            source_date="2022-11-10",
            source_more=["https://herne.digital", "https://www.herne.de/muster", "https://herne.digital"],
        )
    )
    assert values["sources"] == [
        {"url": "https://www.herne.de/muster", "date": PartialDate(2022, 11, 10)},
        {"url": "https://herne.digital", "date": None},
    ]


@pytest.mark.parametrize("key", ENTRIES)
def test_every_entry_goes_through_the_schema_as_given(key):
    entry = ENTRIES[key]
    values = loaded(entry)
    assert values["title"] == entry["title"]
    assert values["summary"] == entry["summary"]
    assert values["editorial_note"] == entry.get("note")
    assert [str(values[name]) for name in ("start", "end", "status_as_of") if values[name]] == [
        entry[name] for name in ("start", "end", "status_as_of") if name in entry
    ]
    assert [source["url"] for source in values["sources"]] == [entry["source"], *entry.get("source_more", [])]
    assert [partner["name"] for partner in values["partners"]] == entry.get("partners", [])
    assert values["tags"] == entry["tags"]
    assert values["technologies"] == entry.get("technologies", [])
