"""What of an entry is searched, and what never is."""

import pytest

from portal.partial_date import PartialDate
from portal.projects import queries, service
from portal.projects.document import document
from portal.projects.models import FundingProgramme
from portal.projects.vocabulary import Cooperation, LessonKind, LinkKind, Phase, Visibility
from tests import factories


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def herne(session):
    return factories.organisation(session, "Herne")


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_what_is_not_published_has_none(session, herne, state):
    assert document(getattr(factories, state)(session, herne)) is None


def everything(found):
    return "\n".join(str(value) for value in found.values.values())


def test_what_is_not_for_everybody_is_not_in_it(session, herne):
    project = factories.published(
        session,
        herne,
        lessons=[
            {"kind": LessonKind.WORKED, "text": "Wort-oeffentlich", "visibility": Visibility.PUBLIC},
            {"kind": LessonKind.FAILED, "text": "Wort-beschaeftigte", "visibility": Visibility.STAFF},
            {"kind": LessonKind.DIFFERENTLY, "text": "Wort-intern", "visibility": Visibility.ORGANISATION},
        ],
        editorial_note="Wort-anmerkung",
        contact_mailbox="wort-postfach@herne.example",
        grant_reference="Wort-kennzeichen",
        links=[{"label": "Seite", "url": "https://wort-link.example", "kind": LinkKind.WEBSITE}],
    )

    for searched in (everything(document(project)).casefold(), project.search_folded):
        assert "wort-oeffentlich" in searched
        for hidden in ("beschaeftigte", "intern", "anmerkung", "postfach"):
            assert f"wort-{hidden}" not in searched


def test_all_that_everybody_reads_is_in_it(session, herne):
    session.add(FundingProgramme(name="Smart Cities", slug="smart-cities", abbreviation="MPSC"))
    session.flush()
    words = {
        "summary": "Wortkurz", "description": "Wortbeschreibung", "problem": "Wortproblem", "goal": "Wortziel",
        "results": "Wortergebnis", "next_step": "Wortschritt", "products": "Wortprodukt", "standards": "Wortstandard",
        "offers": "Wortangebot", "seeks": "Wortsuche", "department": "Wortamt", "it_provider": "Wortrechenzentrum",
        "funding_note": "Wortsumme",
    }  # fmt: skip
    project = factories.published(
        session,
        herne,
        title="Worttitel",
        tags=["Wortschlag"],
        technologies=["Worttechnik"],
        partners=[{"name": "Wortpartner", "role": None}],
        ozg_topics=["Bauen & Wohnen"],
        funding_programme="Smart Cities",
        **words,
    )

    found = everything(document(project))
    for word in (*words.values(), "Worttitel", "Wortschlag", "Worttechnik", "Wortpartner", "Herne", "MPSC"):
        assert word in found, word
        assert word.lower() in project.search_folded, word


def test_its_facets(session, herne):
    district = factories.organisation(session, "Kreis Unna", kind=factories.OrganisationKind.DISTRICT)
    factories.organisation(session, "Unna", district=district)
    factories.organisation(session, "Beispiel GmbH", kind=factories.OrganisationKind.COMPANY)
    project = factories.published(
        session,
        herne,
        participants=["unna", "beispiel-gmbh", "herne"],
        phase=Phase.PILOT,
        start=PartialDate(2024, 5),
        cooperation=[Cooperation.SEEK_PARTNERS, Cooperation.OFFER_REUSE],
        technologies=["LoRaWAN"],
        funding_programme="Eigenes",
    )

    found = document(project)

    facets = {
        "action_field": ("administration",),
        "phase": ("pilot",),
        "municipality": ("herne", "unna"),
        "district": ("kreisfrei", "kreis-unna"),
        "cooperation": ("seek-partners", "offer-reuse"),
        "technology": ("lorawan",),
        "funding": ("other",),
        "start_year": ("2024",),
        "confirmation": ("confirmed",),
    }
    assert {name: found.pieces(name) for name in facets} == facets
    assert "Kreis Unna" in found.values["places"]


def test_what_is_not_stated_has_no_facet(session):
    project = factories.from_public_source(session, lead=None)
    found = document(project)

    for name in ("phase", "municipality", "district", "cooperation", "technology", "funding", "start_year"):
        assert found.pieces(name) == ()
    assert found.pieces("confirmation") == ("unconfirmed",)


def test_newest_is_never_the_time_of_import(session, herne):
    undated = factories.from_public_source(session, lead="herne")
    dated = factories.from_public_source(session, lead="herne", status_as_of=PartialDate(2023, 4))
    of_source = factories.from_public_source(
        session,
        lead="herne",
        sources=[
            {"url": "https://a.example", "date": PartialDate(2021)},
            {"url": "https://b.example", "date": PartialDate(2022, 3, 1)},
        ],
    )
    own = factories.published(session, herne)

    newest = [document(project).values["sort_newest"] for project in (undated, dated, of_source, own)]
    assert newest == ["", "2023-04", "2022-03-01", own.published_at.date().isoformat()]


def test_the_same_rows_make_the_same_document(session, herne):
    project = factories.published(session, herne, tags=["b", "a"], technologies=["X", "A"])
    first = document(project).digest
    session.flush()
    session.expire_all()

    assert document(queries.by_id(session, project.id)).digest == first
    project = queries.by_id(session, project.id)
    service.update(session, factories.actor(session, project.keeper), project, project.version, {"tags": ["a"]})
    assert document(project).digest != first
