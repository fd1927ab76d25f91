"""The 209 entries as the loaded register holds them, and what a later load may do to them."""

import pytest
from sqlalchemy import event, select

from portal.errors import Invalid
from portal.organisations import queries as organisations
from portal.orm import utcnow
from portal.partial_date import PartialDate
from portal.projects import document, queries, service
from portal.projects.importing import Batch, Outcome
from portal.projects.joint import service as joint
from portal.projects.models import Project, ProjectChange
from portal.projects.vocabulary import ParticipationState, Phase, Provenance, Publication
from seeds import projects
from tests import factories

pytestmark = pytest.mark.seeded

ENTRIES = {entry["id"]: entry for entry in projects.entries()}


def whole(session, key):
    session.expire_all()
    return queries.by_source_keys(session, [key])[key]


def everything(session):
    return list(queries.by_source_keys(session, ENTRIES).values())


def test_all_entries_are_there_with_their_titles(session):
    found = {project.source_key: project for project in everything(session)}
    assert len(found) == 209
    assert {key: project.title for key, project in found.items()} == {
        key: entry["title"] for key, entry in ENTRIES.items()
    }


def test_all_entries_are_labelled_as_from_public_sources(session):
    for project in everything(session):
        assert project.publication is Publication.PUBLISHED
        assert project.provenance is Provenance.PUBLIC_SOURCE
        assert not project.confirmed
        assert project.keeper is None
        assert project.sources
        assert project.version == 1


def test_118_entries_have_no_date_at_all(session):
    undated = [project for project in everything(session) if not document.newest(project)]
    assert len(undated) == 118
    assert all(p.status_as_of is None and not any(s.date for s in p.sources) for p in undated)


def test_what_belongs_to_the_regionalverband_shows_on_no_municipality(session):
    connected = whole(session, "rvr-connected")
    assert connected.lead.name == "Regionalverband Ruhr"
    assert connected.viewpoint is None
    assert connected.municipalities == []
    digital = whole(session, "ruhr-digital")
    assert digital.lead is None
    assert digital.viewpoint.name == "Regionalverband Ruhr"
    assert digital.involved == []


def test_a_viewpoint_stands_only_where_the_lead_is_not_known(session):
    assert all((project.lead is None) == (project.viewpoint is not None) for project in everything(session))


def test_one_entry_in_full(session):
    project = whole(session, "axs-glasfaser")
    assert project.lead.name == "Kreis Wesel"
    assert project.lead_note == "Koordination"
    assert [municipality.name for municipality in project.municipalities] == ["Alpen", "Sonsbeck", "Xanten"]
    assert {p.state for p in project.participations} == {ParticipationState.NAMED}
    assert project.funding_programme.name == "Bundesförderung Breitband"
    assert project.funding_note.startswith("16,6 Mio. Euro")


def test_every_funding_programme_is_in_the_vocabulary(session):
    assert [p.funding_programme_other for p in everything(session) if p.funding_programme_other] == []


def test_loading_again_leaves_an_entry_as_it_is(session):
    outcomes = projects.load(session, list(ENTRIES.values())[:20])
    assert outcomes == {Outcome.UNCHANGED: 20}
    assert not any(session.is_modified(row) for row in session)


def test_loading_again_asks_the_database_little(session):
    statements = []
    event.listen(session, "do_orm_execute", statements.append)
    projects.load(session, list(ENTRIES.values()))
    assert len(statements) < 20


def test_a_correction_of_the_data_arrives_with_its_history(session):
    before = whole(session, "herne-digitalstrategie")
    former = before.slug
    corrected = ENTRIES["herne-digitalstrategie"] | {"title": "Strategie der Stadt", "status": "abgeschlossen"}
    del corrected["source_more"]
    assert projects.load(session, [corrected]) == {Outcome.CHANGED: 1}
    project = whole(session, "herne-digitalstrategie")
    assert (project.title, project.phase, project.version) == ("Strategie der Stadt", Phase.COMPLETED, 2)
    assert len(project.sources) == 1
    assert queries.present_slug(session, former) == project.slug == "strategie-der-stadt"
    change = queries.history(session, project.id)[0]
    assert (change.action, change.account_id) == ("import", None)
    assert change.changes["phase"] == ["decided", "completed"]


def test_a_new_viewpoint_arrives(session):
    moved = ENTRIES["linie302"] | {"city": "Gelsenkirchen"}
    assert projects.load(session, [moved]) == {Outcome.CHANGED: 1}
    project = whole(session, "linie302")
    assert project.viewpoint.slug == "gelsenkirchen"
    assert queries.history(session, project.id)[0].changes == {"viewpoint": ["bochum", "gelsenkirchen"]}


def taken_over(session, project):
    herne = organisations.by_slug(session, "herne")
    joint.take_over(session, factories.actor(session, herne), project, herne)


def handed_back(session, project):
    taken_over(session, project)
    joint.move(session, factories.actor(session, administration=True), project, project.version, None)


def corrected(session, project):
    administration = factories.actor(session, administration=True)
    service.update(session, administration, project, project.version, {"summary": "Berichtigt."})


def archived(session, project):
    administration = factories.actor(session, administration=True)
    service.archive(session, administration, project, project.version, "Doppelt eingetragen")


def restored(session, project):
    archived(session, project)
    service.restore(session, factories.actor(session, administration=True), project, project.version)


def confirmed(session, project):
    taken_over(session, project)
    herne = organisations.by_slug(session, "herne")
    service.confirm(session, factories.actor(session, herne), project, project.version)


@pytest.mark.parametrize("act", [taken_over, handed_back, corrected, archived, restored, confirmed])
def test_what_people_made_of_an_entry_stays(session, act):
    act(session, whole(session, "herne-digitalstrategie"))
    before = whole(session, "herne-digitalstrategie")
    version, summary = before.version, before.summary
    changed = ENTRIES["herne-digitalstrategie"] | {"title": "Anders", "summary": "Ganz anders."}
    assert projects.load(session, [changed]) == {Outcome.KEPT: 1}
    after = whole(session, "herne-digitalstrategie")
    assert after.title == ENTRIES["herne-digitalstrategie"]["title"]
    assert (after.version, after.summary) == (version, summary)


@pytest.mark.parametrize("takes_part", [True, False])
def test_what_a_participant_said_stays_while_corrections_arrive(session, takes_part):
    project = whole(session, "linie302")
    (participation,) = (p for p in project.participations if p.organisation.slug == "bochum")
    actor = factories.actor(session, participation.organisation)
    joint.decide(session, actor, participation, project, takes_part=takes_part)
    assert projects.load(session, [ENTRIES["linie302"]]) == {Outcome.UNCHANGED: 1}
    corrected = ENTRIES["linie302"] | {"summary": "Berichtigt."}
    assert projects.load(session, [corrected]) == {Outcome.CHANGED: 1}
    project = whole(session, "linie302")
    assert project.summary == "Berichtigt."
    assert [m.slug for m in project.municipalities] == (["bochum"] if takes_part else []) + ["gelsenkirchen"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"title": "x" * 151}, "title"),
        ({"start": "bald"}, "start"),
        ({"start": "2024", "end": "2020"}, "end"),
        ({"source": "ftp://herne.de"}, "sources"),
        ({"summary": ""}, "summary"),
        ({"status": "vielleicht"}, "vielleicht"),
        ({"cities": ["Köln"]}, "Köln"),
    ],
)
def test_an_entry_that_breaks_the_rules_is_named(session, wrong, reason):
    with pytest.raises(projects.RefusedError) as refusal:
        projects.load(session, [ENTRIES["herne-digitalstrategie"] | wrong])
    assert "herne-digitalstrategie" in str(refusal.value)
    assert reason in str(refusal.value)


def test_a_viewpoint_that_does_not_exist_is_refused(session):
    with pytest.raises(Invalid) as refusal:
        Batch(session, []).load("neu", "entenhausen", factories.complete())
    assert refusal.value.errors.keys() == {"viewpoint"}


def test_import_writes_one_line_of_history_for_each_entry(session):
    changes = session.execute(select(ProjectChange.action, ProjectChange.version)).all()
    assert changes == [("import", 1)] * 209
    moments = session.execute(select(Project.published_at)).scalars().all()
    assert all(moment <= utcnow() for moment in moments)


def test_partial_dates_keep_their_precision(session):
    starts = {str(project.start) for project in everything(session) if project.start}
    assert {"2019", "2022-08"} <= starts
    assert whole(session, "herne-digitalstrategie").start == PartialDate(2022)
