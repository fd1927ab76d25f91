"""The moderation hides an entry with a reason, and only the moderation shows it again."""

from functools import partial

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.audit import AuditEntry
from portal.errors import Conflict, Forbidden, Gone, Invalid
from portal.mail.models import Mail
from portal.projects import access, document, queries
from portal.projects import service as projects
from portal.projects.models import NOTE_MAX
from portal.projects.moderation import letters, service
from portal.projects.vocabulary import Publication
from tests import factories

REASON = "Werbung für ein Produkt"


@pytest.fixture
def town(scratch):
    return factories.organisation(scratch, "Herne")


@pytest.fixture
def entry(scratch, town):
    return factories.published(scratch, town)


def hide(session, actor, project, reason=REASON):
    service.hide(session, actor, project, project.version, reason)


class TestHide:
    def test_it_is_off_the_register_for_everybody_with_the_reason(self, scratch, acting, entry, town):
        hide(scratch, acting, entry)

        assert entry.publication is Publication.ARCHIVED
        assert document.document(entry) is None
        with pytest.raises(Gone) as told:
            access.ensure_readable(factories.actor(scratch), entry)
        assert told.value.told.format(reason=told.value.reason) == f"Von der Moderation ausgeblendet: {REASON}"
        assert queries.cards(scratch, [entry.id], factories.actor(scratch)) == []

    def test_its_keeper_and_the_moderation_still_read_it(self, scratch, acting, entry, town):
        hide(scratch, acting, entry)

        for reader in (acting, factories.actor(scratch, town)):
            access.ensure_readable(reader, entry)
            assert queries.cards(scratch, [entry.id], reader) == [entry]

    def test_the_keeper_can_neither_restore_nor_change_it(self, scratch, acting, entry, town):
        hide(scratch, acting, entry)
        editor = factories.actor(scratch, town, role=Role.COORDINATOR)

        with pytest.raises(Conflict, match="Nur sie kann"):
            projects.restore(scratch, editor, entry, entry.version)
        with pytest.raises(Conflict):
            projects.update(scratch, editor, entry, entry.version, {"title": "Anders"})
        with pytest.raises(Forbidden):
            service.show(scratch, editor, entry, entry.version)
        assert entry.hidden

    def test_the_reason_stands_in_the_history_and_not_in_the_log(self, scratch, acting, entry, town):
        hide(scratch, acting, entry)

        line = queries.history(scratch, entry.id)[0]
        assert (line.action, line.account_id) == ("hide", acting.account_id)
        assert line.changes == {"archive_reason": [None, REASON]}
        logged = scratch.execute(select(AuditEntry).order_by(AuditEntry.id.desc())).scalars().first()
        assert (logged.event, logged.about_id, logged.organisation_id) == ("project.hidden", entry.id, town.id)
        assert REASON not in str(logged.changes)

    def test_only_who_still_looks_after_it_reads_that(self, app, scratch, acting, entry, town):
        account = factories.account(scratch, town, role=Role.CONTRIBUTOR)
        entry.responsibles = []
        scratch.flush()
        factories.be_responsible(scratch, factories.accounts.actor_of(account), entry)
        hide(scratch, acting, entry)
        concerned = partial(app.extensions["letters"].still_concerns, scratch)

        for kind in (letters.HIDDEN, letters.SHOWN):
            assert concerned(kind.name, {"project_id": entry.id}, account.id)
        entry.responsibles = []
        scratch.flush()
        for kind in (letters.HIDDEN, letters.SHOWN):
            assert not concerned(kind.name, {"project_id": entry.id}, account.id)

    def test_who_looks_after_it_is_told(self, scratch, acting, entry, town, ordered):
        responsible = factories.account(scratch, town, role=Role.CONTRIBUTOR)
        factories.account(scratch, town, role=Role.COORDINATOR)
        entry.responsibles = []
        scratch.flush()
        factories.be_responsible(scratch, factories.accounts.actor_of(responsible), entry)
        hide(scratch, acting, entry)

        assert ordered() == [(letters.HIDDEN.name, responsible.email)]

    def test_else_the_coordination(self, scratch, acting, entry, town, ordered):
        coordinator = factories.account(scratch, town, role=Role.COORDINATOR)
        entry.responsibles = []
        scratch.flush()
        hide(scratch, acting, entry)

        assert ordered() == [(letters.HIDDEN.name, coordinator.email)]

    def test_an_entry_nobody_keeps_goes_without_a_mail(self, scratch, acting, ordered):
        hide(scratch, acting, factories.from_public_source(scratch))
        assert ordered() == []

    @pytest.mark.parametrize("reason", ["", "  ", "x" * (NOTE_MAX + 1)])
    def test_not_without_a_reason_that_fits(self, scratch, acting, entry, reason):
        with pytest.raises(Invalid):
            hide(scratch, acting, entry, reason)
        assert entry.publication is Publication.PUBLISHED

    @pytest.mark.parametrize("make", [factories.draft, factories.archived])
    def test_only_what_is_published(self, scratch, acting, town, make):
        with pytest.raises(Conflict):
            hide(scratch, acting, make(scratch, town))

    def test_not_by_others_and_not_when_somebody_saved_since(self, scratch, acting, entry, town):
        with pytest.raises(Forbidden):
            hide(scratch, factories.actor(scratch, town, role=Role.COORDINATOR), entry)
        with pytest.raises(projects.Stale):
            service.hide(scratch, acting, entry, entry.version + 1, REASON)


class TestShow:
    def test_it_is_as_before_and_its_keeper_is_told(self, scratch, acting, entry, ordered):
        before = document.document(entry)
        hide(scratch, acting, entry)
        service.show(scratch, acting, entry, entry.version)

        assert (entry.publication, entry.hidden, entry.archive_reason) == (Publication.PUBLISHED, False, None)
        assert document.document(entry) == before
        kinds = {kind for kind, _ in ordered()}
        assert kinds == {letters.HIDDEN.name, letters.SHOWN.name}
        assert queries.history(scratch, entry.id)[0].action == "show"

    def test_what_the_keeper_archived_is_not_the_moderations_to_show(self, scratch, acting, town):
        project = factories.archived(scratch, town)
        with pytest.raises(Conflict):
            service.show(scratch, acting, project, project.version)


class TestPages:
    def test_a_moderator_hides_it_from_its_page_and_shows_it_again(
        self, moderation, client, app, world, make, saved, database
    ):
        project = make(factories.published, world.herne)
        [link] = moderation.page(f"/projekte/{project.slug}").all("#aufgaben ~ ul a[href$='/ausblenden']")
        form = moderation.page(link.get("href"))
        assert form.title == "Diesen Eintrag ausblenden?"
        hidden = form.submit(reason=REASON)

        assert "Von der Moderation ausgeblendet am" in hidden.text
        assert saved(project).hidden
        gone = client.page(f"/projekte/{project.slug}", status=410)
        assert f"Von der Moderation ausgeblendet: {REASON}" in gone.text
        assert gone.title == "Dieser Eintrag ist ausgeblendet"
        assert project.title not in gone.text  # it may be what was to be hidden
        problem = client.get(f"/api/v1/projects/{project.id}")
        assert (problem.status_code, problem.json["reason"]) == (410, REASON)
        assert problem.json["detail"] == "Dieser Eintrag ist ausgeblendet."
        while app.extensions["indexer"].drain():
            pass
        assert project.title not in client.page("/suche").text

        shown = hidden.submit("form[action$='/wieder-zeigen']")
        assert "wieder für alle sichtbar" in shown.text
        while app.extensions["indexer"].drain():
            pass
        assert project.title in client.page("/suche").text

    def test_the_keeper_reads_why_and_finds_no_way_back(self, moderation, herne, world, make):
        project = make(factories.published, world.herne)
        moderation.page(f"/projekte/{project.slug}/ausblenden").submit(reason=REASON)

        for path in (f"/projekte/{project.slug}/bearbeiten", f"/projekte/{project.slug}/pruefen", "/meine-kommune"):
            page = herne.page(path)
            assert REASON in page.text
            assert "Wiederherstellen" not in page.text
        version = {"version": str(project.version + 1)}
        token = herne.page(f"/projekte/{project.slug}").one("[name=csrf_token]").get("value")
        answer = herne.post(f"/projekte/{project.slug}/wiederherstellen", data=version | {"csrf_token": token})
        assert answer.status_code == 409
        assert "Ausgeblendet" in herne.page(f"/projekte/{project.slug}/verlauf").text
        assert "Moderation" in herne.page(f"/projekte/{project.slug}/verlauf").texts(".timeline__meta")[0]

    def test_once_it_is_hidden_the_page_says_so(self, moderation, world, make):
        project = make(factories.published, world.herne)
        form = moderation.page(f"/projekte/{project.slug}/ausblenden")
        form.submit(reason=REASON)
        assert moderation.get(f"/projekte/{project.slug}/ausblenden").status_code == 409
        assert form.submit(reason=REASON, status=409)

    def test_without_a_reason_nothing_happens(self, moderation, world, make, saved):
        project = make(factories.published, world.herne)
        form = moderation.page(f"/projekte/{project.slug}/ausblenden").submit(reason="", status=422)
        assert form.texts("#reason-error")
        assert not saved(project).hidden

    def test_who_looks_at_an_old_state_is_told(self, moderation, world, make, saved, database):
        project = make(factories.published, world.herne)
        form = moderation.page(f"/projekte/{project.slug}/ausblenden")
        with database.unit_of_work() as session:
            found = queries.by_id(session, project.id)
            editor = factories.actor(session, found.keeper)
            projects.update(session, editor, found, found.version, {"tags": ["neu"]})
        answer = form.submit(reason=REASON, status=409)
        assert "inzwischen geändert" in answer.text
        assert REASON in answer.text
        assert not saved(project).hidden

    def test_what_is_hidden_stands_in_a_list_from_where_it_is_shown_again(self, moderation, herne, world, make, saved):
        assert "Nichts ist ausgeblendet" in moderation.page("/verwaltung/ausgeblendet").text
        project, other = (make(factories.published, world.herne) for _ in range(2))
        make(factories.archived, world.herne)
        moderation.page(f"/projekte/{project.slug}/ausblenden").submit(reason=REASON)
        desk = moderation.page("/verwaltung")
        assert desk.all("a[href='/verwaltung/ausgeblendet']")
        listed = moderation.page("/verwaltung/ausgeblendet")
        assert listed.texts(".entry__title") == [project.title]
        assert REASON in listed.text
        assert herne.get("/verwaltung/ausgeblendet").status_code == 403

        listed.submit(".entry form")
        assert not saved(project).hidden
        assert not saved(other).hidden

    def test_only_the_moderation_sees_the_button(self, herne, client, administration, world, make):
        project = make(factories.published, world.herne)
        for browser, sees in ((herne, False), (client, False), (administration, True)):
            found = browser.page(f"/projekte/{project.slug}").all(f"a[href='/projekte/{project.slug}/ausblenden']")
            assert bool(found) is sees
        assert herne.get(f"/projekte/{project.slug}/ausblenden").status_code == 403


def test_the_letter_says_why_and_whom_to_answer(app, moderation, world, make, database):
    project = make(factories.published, world.herne)
    moderation.page(f"/projekte/{project.slug}/ausblenden").submit(reason=REASON)

    with database.reading() as session, app.app_context():
        mail = session.execute(select(Mail)).scalars().first()
        compose = app.extensions["letters"].compose
        letter = compose(session, mail.kind, mail.params, app.extensions["links"])
        assert project.title in letter.subject
        text = str(letter.blocks)
        assert REASON in text
        assert "antworten Sie auf diese Mail" in text
        assert letter.reply_to is None  # answers go to the operator
