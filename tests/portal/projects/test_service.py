"""The life of an entry: who may take which step from which state, and what each step leaves behind."""

import pytest

from portal.access import ANYONE
from portal.errors import Conflict, Forbidden, Invalid
from portal.organisations.models import OrganisationKind
from portal.partial_date import PartialDate
from portal.projects import queries, service, texts
from portal.projects.models import Project
from portal.projects.vocabulary import Phase, Publication
from tests import factories


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def herne(session):
    return factories.organisation(session, "Herne")


@pytest.fixture
def editor(session, herne):
    return factories.actor(session, herne)


def step(verb):
    """A verb with everything but session, actor and entry filled in."""
    return {
        "update": lambda s, a, p: service.update(s, a, p, p.version, {"phase": Phase.PILOT}),
        "publish": lambda s, a, p: service.publish(s, a, p, p.version),
        "confirm": lambda s, a, p: service.confirm(s, a, p, p.version),
        "archive": lambda s, a, p: service.archive(s, a, p, p.version, "Doppelt"),
        "restore": lambda s, a, p: service.restore(s, a, p, p.version),
        "delete": lambda s, a, p: service.delete_draft(s, a, p, p.version),
    }[verb]


ALLOWED = {
    "draft": {"update", "publish", "delete"},
    "published": {"update", "confirm", "archive"},
    "archived": {"restore"},
}
VERBS = ("update", "publish", "confirm", "archive", "restore", "delete")


def snapshot(project):
    return {column.key: getattr(project, column.key) for column in Project.__table__.columns}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", ALLOWED)
def test_each_step_is_possible_from_its_state_only(session, herne, editor, state, verb):
    project = getattr(factories, state)(session, herne)
    before, told = snapshot(project), len(queries.history(session, project.id))

    if verb in ALLOWED[state]:
        step(verb)(session, editor, project)
        if verb != "delete":
            assert project.version == before["version"] + 1
            assert queries.history(session, project.id)[0].action == verb
    else:
        with pytest.raises(Conflict):
            step(verb)(session, editor, project)
        session.flush()
        assert snapshot(project) == before
        assert len(queries.history(session, project.id)) == told


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", ALLOWED)
def test_nobody_else_takes_any_step(session, herne, state, verb):
    project = getattr(factories, state)(session, herne)
    elsewhere = factories.organisation(session, "Bochum")
    before = snapshot(project)

    for actor in (ANYONE, factories.actor(session, elsewhere), factories.actor(session, administration=True)):
        with pytest.raises(Forbidden):
            step(verb)(session, actor, project)
    session.flush()
    assert snapshot(project) == before


@pytest.mark.parametrize("verb", VERBS)
def test_who_saw_an_older_version_is_told_and_changes_nothing(session, herne, editor, verb):
    state = next(state for state, verbs in ALLOWED.items() if verb in verbs)
    project = getattr(factories, state)(session, herne)
    before = snapshot(project)
    seen_before = {
        "update": lambda version: service.update(session, editor, project, version, {"title": "Anders"}),
        "publish": lambda version: service.publish(session, editor, project, version),
        "confirm": lambda version: service.confirm(session, editor, project, version),
        "archive": lambda version: service.archive(session, editor, project, version, "Doppelt"),
        "restore": lambda version: service.restore(session, editor, project, version),
        "delete": lambda version: service.delete_draft(session, editor, project, version),
    }[verb]

    for version in (project.version - 1, project.version + 1, 0, -1):
        with pytest.raises(service.Stale) as stale:
            seen_before(version)
        assert stale.value.project is project
    session.flush()
    assert snapshot(project) == before


class TestCreate:
    """A draft belongs to the organisation it was started for."""

    def test_the_organisation_keeps_and_leads_it(self, session, herne, editor):
        project = service.create(session, editor, herne, factories.complete())

        assert (project.publication, project.version) == (Publication.DRAFT, 1)
        assert project.keeper is project.lead is herne
        assert project.created_by_id == editor.account_id
        assert not project.confirmed
        assert [change.action for change in queries.history(session, project.id)] == ["create"]

    def test_only_for_an_organisation_of_ones_own(self, session, editor):
        with pytest.raises(Forbidden):
            service.create(session, editor, factories.organisation(session, "Bochum"), factories.complete())

    def test_not_for_an_organisation_that_cannot_have_members(self, session):
        company = factories.organisation(session, "Beispiel GmbH", OrganisationKind.COMPANY)
        with pytest.raises(Forbidden):
            service.create(session, factories.actor(session, company), company, factories.complete())

    def test_the_administration_creates_none_for_others(self, session, herne):
        with pytest.raises(Forbidden):
            service.create(session, factories.actor(session, administration=True), herne, factories.complete())


class TestMailbox:
    """Everybody reads it, so it is nobody's own address."""

    @pytest.fixture
    def typed(self, session, herne):
        factories.account(session, herne, email="anna@herne.example")
        return factories.complete(contact_mailbox="ANNA@herne.example")

    def test_of_a_new_entry(self, session, herne, editor, typed):
        with pytest.raises(Invalid) as refused:
            service.create(session, editor, herne, typed)
        assert list(refused.value.errors) == ["contact_mailbox"]

    def test_of_one_that_is_there(self, session, herne, editor, typed):
        entry = factories.draft(session, herne)
        with pytest.raises(Invalid) as refused:
            service.update(session, editor, entry, entry.version, typed)
        assert list(refused.value.errors) == ["contact_mailbox"]


class TestPublish:
    """What everybody can read must say what it is."""

    @pytest.mark.parametrize("missing", ["summary", "action_field"])
    def test_what_is_needed_is_named(self, session, herne, editor, missing):
        project = service.create(session, editor, herne, factories.complete(**{missing: None}))

        assert service.missing_for_publication(project) == (missing,)
        with pytest.raises(Invalid) as refused:
            service.publish(session, editor, project, project.version)
        assert list(refused.value.errors) == [missing]
        assert project.publication is Publication.DRAFT

    def test_a_published_entry_keeps_what_it_needs(self, session, herne, editor):
        project = factories.published(session, herne)

        with pytest.raises(Invalid) as refused:
            service.update(session, editor, project, project.version, {"summary": None, "phase": Phase.PILOT})
        assert list(refused.value.errors) == ["summary"]

    def test_publishing_confirms(self, session, herne, editor):
        project = factories.draft(session, herne)

        service.publish(session, editor, project, project.version)

        assert project.published_at == project.confirmed_at
        assert project.confirmed_by_id == editor.account_id

    def test_an_end_that_has_passed_changes_no_phase(self, session, herne, editor):
        project = factories.published(session, herne, phase=Phase.IMPLEMENTATION)

        service.update(session, editor, project, project.version, {"end": PartialDate(2001)})

        assert project.phase is Phase.IMPLEMENTATION


class TestArchive:
    """An archived entry says why, and can come back as it was."""

    @pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
    def test_it_needs_a_reason(self, session, herne, editor, reason):
        project = factories.published(session, herne)

        with pytest.raises(Invalid) as refused:
            service.archive(session, editor, project, project.version, reason)
        assert list(refused.value.errors) == ["reason"]
        assert project.publication is Publication.PUBLISHED

    def test_it_comes_back_as_it_was(self, session, herne, editor):
        project = factories.published(session, herne)
        before = snapshot(project)

        service.archive(session, editor, project, project.version, "Doppelt")
        assert (project.publication, project.archive_reason) == (Publication.ARCHIVED, "Doppelt")
        assert project.archived_at is not None
        service.restore(session, editor, project, project.version)

        changed = {name for name, value in snapshot(project).items() if value != before[name]}
        assert changed == {"version", "updated_at"}
        told = [change.changes for change in queries.history(session, project.id)][:2]
        assert told == [{"archive_reason": ["Doppelt", None]}, {"archive_reason": [None, "Doppelt"]}]


def test_a_deleted_draft_leaves_nothing_but_its_address(session, herne, editor):
    other = factories.draft(session, herne, tags=["bleibt"])
    project = factories.draft(session, herne, tags=["weg"], technologies=["Drohne"], participants=["herne"])
    project_id = project.id

    service.delete_draft(session, editor, project, project.version)

    session.expire_all()
    assert queries.by_id(session, project_id) is None
    assert queries.history(session, project_id) == []
    assert texts.tags(queries.by_id(session, other.id)) == ("bleibt",)


def test_ids_are_never_given_again(session, herne, editor):
    project = factories.draft(session, herne)
    last = project.id
    service.delete_draft(session, editor, project, project.version)

    assert factories.draft(session, herne).id > last
