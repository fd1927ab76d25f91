"""Entries from public sources load again and again, and never over what people have made of them."""

import pytest

from portal.errors import Invalid
from portal.projects import importing, queries, service
from portal.projects.importing import Outcome
from portal.projects.joint import service as joint
from portal.projects.vocabulary import Phase, Provenance, Publication
from tests import factories

KEY = "quelle-1"


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def herne(session):
    factories.organisation(session, "Bochum")
    return factories.organisation(session, "Herne")


@pytest.fixture
def load(session, herne):
    """Loads one entry and gives the outcome."""

    def load(key=KEY, viewpoint="herne", **values):
        standard = {
            "title": "Straßenbäume",
            "lead": "herne",
            "participants": ["bochum"],
            "technologies": ["LoRaWAN"],
            "partners": [{"name": "Stadtwerke", "role": None}],
            "sources": [{"url": "https://www.example.org", "date": None}],
        }
        after = factories.complete(**standard | values)
        return importing.Batch(session, [key]).load(key, viewpoint, after)

    return load


def entry(session, key=KEY):
    return queries.by_source_keys(session, [key])[key]


def test_a_new_one_is_published_and_nobodys(session, load):
    assert load() is Outcome.ADDED

    project = entry(session)
    assert (project.publication, project.provenance) == (Publication.PUBLISHED, Provenance.PUBLIC_SOURCE)
    assert (project.keeper, project.confirmed, project.version) == (None, False, 1)
    assert project.viewpoint.slug == "herne"


def test_the_same_again_changes_nothing(session, load):
    load()
    version = entry(session).version

    for _ in range(2):
        assert load() is Outcome.UNCHANGED
        session.flush()
    assert not session.dirty
    assert entry(session).version == version
    assert len(queries.history(session, entry(session).id)) == 1


@pytest.mark.parametrize(
    "change",
    [{"title": "Stadtbäume"}, {"phase": Phase.PILOT}, {"participants": []}, {"technologies": []}, {"viewpoint": None}],
)
def test_a_changed_source_changes_the_entry(session, load, change):
    load()

    assert load(**change) is Outcome.CHANGED
    assert entry(session).version == 2
    assert load(**change) is Outcome.UNCHANGED


def test_two_keys_are_two_entries(session, load):
    assert load() is load("quelle-2") is Outcome.ADDED
    assert entry(session).slug != entry(session, "quelle-2").slug


class TestKept:
    """What people have made of an entry stays."""

    def assert_stays(self, session, load):
        version, title = entry(session).version, entry(session).title
        assert load(title="Von der Quelle überschrieben") is Outcome.KEPT
        assert (entry(session).version, entry(session).title) == (version, title)

    def test_when_an_organisation_keeps_it(self, session, load, herne):
        load()
        joint.take_over(session, factories.actor(session, herne), entry(session), herne)
        self.assert_stays(session, load)

    @pytest.fixture
    def administration(self, session):
        return factories.actor(session, administration=True)

    def test_when_it_was_confirmed(self, session, load, administration):
        load()
        service.confirm(session, administration, entry(session), 1)
        self.assert_stays(session, load)

    def test_when_it_was_archived(self, session, load, administration):
        load()
        service.archive(session, administration, entry(session), 1, "Doppelt")
        self.assert_stays(session, load)
        assert entry(session).publication is Publication.ARCHIVED

    def test_when_it_was_corrected(self, session, load, administration):
        load()
        service.update(session, administration, entry(session), 1, {"title": "Berichtigt"})
        self.assert_stays(session, load)


def test_a_denied_participant_is_not_named_again(session, load):
    load()
    project = entry(session)
    part = next(part for part in project.participations if part.organisation.slug == "bochum")
    joint.decide(session, factories.actor(session, part.organisation), part, project, takes_part=False)

    assert load() is Outcome.UNCHANGED
    assert load(title="Stadtbäume") is Outcome.CHANGED
    assert [organisation.slug for organisation in entry(session).involved] == ["herne"]


def test_values_without_participants_leave_them(session, load):
    load()
    values = {"title": "Stadtbäume"}
    assert importing.Batch(session, [KEY]).load(KEY, "herne", values) is Outcome.CHANGED
    assert [organisation.slug for organisation in entry(session).involved] == ["herne", "bochum"]


@pytest.mark.parametrize(
    ("values", "named"),
    [({"lead": "atlantis"}, "lead"), ({"summary": None}, "summary"), ({"viewpoint": "atlantis"}, "viewpoint")],
)
def test_what_cannot_be_is_refused(load, values, named):
    with pytest.raises(Invalid) as refused:
        load(**values)
    assert list(refused.value.errors) == [named]
