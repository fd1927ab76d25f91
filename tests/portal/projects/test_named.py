"""Whoever others name, as lead or as participant, answers for itself; nobody else takes its answer away."""

import pytest

from portal.errors import Invalid
from portal.organisations.models import OrganisationKind
from portal.projects import document, queries, service, texts, values
from portal.projects.joint import service as joint
from portal.projects.vocabulary import ParticipationState
from tests import factories


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def herne(session):
    return factories.organisation(session, "Herne")


@pytest.fixture
def bochum(session):
    return factories.organisation(session, "Bochum")


@pytest.fixture
def kept(session, herne, bochum):
    """Herne's own, published, with Bochum named."""
    return factories.published(session, herne, participants=["bochum"])


def part_of(session, project, organisation):
    return queries.participation(session, project.id, organisation.id)


def decide(session, project, organisation, *, takes_part):
    part = part_of(session, project, organisation)
    joint.decide(session, factories.actor(session, organisation), part, project, takes_part=takes_part)


def update(session, project, **after):
    service.update(session, factories.actor(session, project.keeper), project, project.version, after)


def test_who_denied_is_not_made_lead(session, kept, bochum):
    decide(session, kept, bochum, takes_part=False)

    with pytest.raises(Invalid) as refused:
        update(session, kept, lead="bochum")

    assert refused.value.errors == {"lead": ["Bochum hat die Beteiligung verneint."]}


def test_a_lead_that_others_name_can_confirm(session, herne, bochum):
    project = factories.published(session, herne, lead="bochum")
    assert part_of(session, project, bochum).state is ParticipationState.NAMED
    assert part_of(session, project, bochum).named_by is herne

    decide(session, project, bochum, takes_part=True)

    assert project.lead is bochum
    assert [each.name for each in project.involved] == ["Bochum"]


def test_a_lead_that_denies_is_taken_off_at_once(session, herne, bochum):
    project = factories.published(session, herne, lead="bochum")

    decide(session, project, bochum, takes_part=False)

    assert project.lead is None
    assert project.involved == []
    assert document.document(project).values["municipality"] == ()
    assert "bochum" not in project.search_folded
    latest = queries.history(session, project.id)[0]
    assert latest.changes["lead"] == ["bochum", None]


def test_the_lead_does_not_count_as_participant_too(session, herne, bochum):
    project = factories.published(session, herne, lead="bochum")

    assert values.read(project)["participants"] == []

    update(session, project, lead="herne", participants=["bochum"])

    assert values.read(project)["participants"] == ["bochum"]
    assert values.read(project)["lead"] == "herne"
    assert len(project.participations) == 1


def test_a_lead_named_by_mistake_leaves_nothing_behind(session, herne, bochum):
    project = factories.published(session, herne, lead="bochum")

    update(session, project, lead="herne")

    assert project.participations == []


def test_a_participant_that_confirmed_stays(session, kept, bochum):
    decide(session, kept, bochum, takes_part=True)

    with pytest.raises(Invalid) as refused:
        update(session, kept, participants=[])

    message = "Bochum hat sich selbst dazu geäußert. Nur Bochum kann die Beteiligung verneinen."
    assert refused.value.errors == {"participants": [message]}


def test_what_a_participant_offers_stays_and_is_searched(session, kept, bochum):
    part = part_of(session, kept, bochum)
    after = {"offers": "Leihgeräte für Schulungen"}
    joint.describe(session, factories.actor(session, bochum), part, kept, joint.fingerprint(part), after)

    assert "Leihgeräte" in texts.body(kept)
    assert "leihgeraete" in kept.search_folded
    with pytest.raises(Invalid):
        update(session, kept, participants=[])


def test_a_participant_that_only_was_named_can_be_taken_off(session, kept):
    update(session, kept, participants=[])

    assert kept.participations == []


def test_taking_over_confirms_the_own_part_and_lets_the_lead_answer(session, herne, bochum):
    project = factories.from_public_source(session, herne, lead="herne", participants=["bochum"])
    assert part_of(session, project, bochum).named_by is None

    joint.take_over(session, factories.actor(session, bochum), project, bochum)

    assert part_of(session, project, bochum).state is ParticipationState.CONFIRMED
    assert part_of(session, project, herne).state is ParticipationState.NAMED
    assert values.read(project)["participants"] == ["bochum"]


def test_a_company_that_leads_is_not_asked(session, herne):
    factories.organisation(session, "Regionale Netze GmbH", OrganisationKind.COMPANY)

    project = factories.published(session, herne, lead="regionale-netze-gmbh")

    assert project.participations == []


def test_an_entry_of_a_kreis_is_found_under_the_kreis(session):
    kreis = factories.organisation(session, "Kreis Unna", OrganisationKind.DISTRICT)

    project = factories.published(session, kreis)

    assert document.document(project).values["district"] == ("kreis-unna",)
