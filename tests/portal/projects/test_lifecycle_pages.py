import pytest

from portal.projects.vocabulary import Publication
from tests import factories


class TestCheckAndPublish:
    def test_all_answers_stand_there_with_a_way_to_change_each(self, herne, world, make):
        project = make(factories.draft, world.herne, **factories.everything())
        check = herne.page(f"/projekte/{project.slug}/pruefen")

        assert "unter 50.000 €" in check.text
        assert "Reifegradmodell 2.0" in check.text
        links = {link.get("href") for link in check.all(".answers__change a")}
        assert f"/projekte/{project.slug}/bearbeiten/kosten?zurueck=pruefen#budget_band" in links

    def test_publishing_leads_to_what_happens_next(self, herne, world, make, saved):
        project = make(factories.draft, world.herne)
        done = herne.page(f"/projekte/{project.slug}/pruefen").submit()

        assert done.title == "Ihr Eintrag ist veröffentlicht"
        assert f"Eintrag Nummer {project.id}" in done.text
        assert done.all(f"a[href='/projekte/{project.slug}']")
        now = saved(project)
        assert now.publication is Publication.PUBLISHED
        assert now.confirmed

    def test_what_is_missing_is_named_and_nothing_is_published(self, herne, world, make, saved):
        project = make(factories.draft, world.herne, summary=None, action_field=None)
        check = herne.page(f"/projekte/{project.slug}/pruefen")
        assert check.texts(".kern-alert a") == ["Kurzbeschreibung", "Handlungsfeld"]
        assert not check.all("main form")

        version = {"version": str(project.version), "csrf_token": check.one("[name=csrf_token]").get("value")}
        assert herne.post(f"/projekte/{project.slug}/pruefen", data=version).status_code == 422
        assert saved(project).publication is Publication.DRAFT

    def test_the_page_after_publishing_is_none_before(self, herne, world, make):
        project = make(factories.draft, world.herne)
        assert herne.page(f"/projekte/{project.slug}/veroeffentlicht").path.endswith("/bearbeiten")

    def test_pressing_twice_publishes_once(self, herne, world, make):
        project = make(factories.draft, world.herne)
        check = herne.page(f"/projekte/{project.slug}/pruefen")
        check.submit()

        assert "inzwischen geändert" in check.submit(status=409).text


class TestConfirm:
    def test_one_press_at_the_desk_confirms(self, herne, world, make, saved, database):
        project = make(factories.published, world.herne)
        make(lambda session: factories.long_ago(session.merge(project), 400))

        desk = herne.page("/meine-kommune").submit("section:has(#pruefen-herne) form")

        assert "mit dem heutigen Tag bestätigt" in desk.text
        assert "überfällig" not in desk.text

    def test_a_draft_cannot_be_confirmed(self, herne, world, make):
        project = make(factories.draft, world.herne)
        check = herne.page(f"/projekte/{project.slug}/pruefen")
        data = dict(check.fields("main form"))

        assert herne.post(f"/projekte/{project.slug}/bestaetigen", data=data).status_code == 409


class TestArchive:
    def test_with_a_reason_it_leaves_the_register(self, herne, world, make, saved):
        project = make(factories.published, world.herne)
        desk = herne.page(f"/projekte/{project.slug}/archivieren").submit(reason="Eingestellt")

        assert "ist archiviert" in desk.text
        assert "Grund: Eingestellt" in desk.text
        now = saved(project)
        assert (now.publication, now.archive_reason) == (Publication.ARCHIVED, "Eingestellt")

    @pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
    def test_without_a_reason_it_stays(self, herne, world, make, saved, reason):
        project = make(factories.published, world.herne)
        form = herne.page(f"/projekte/{project.slug}/archivieren").submit(reason=reason, status=422)

        assert form.texts("#reason-error")
        assert saved(project).publication is Publication.PUBLISHED

    def test_a_change_in_between_asks_again_and_keeps_the_reason(self, herne, world, make, saved):
        project = make(factories.published, world.herne)
        form = herne.page(f"/projekte/{project.slug}/archivieren")
        herne.page(f"/projekte/{project.slug}/bearbeiten/stand").submit(next_step="Ausschreibung")

        again = form.submit(reason="Eingestellt", status=409)
        assert "inzwischen geändert" in again.text
        again.submit()
        assert saved(project).archive_reason == "Eingestellt"

    def test_it_can_be_restored_at_the_desk(self, herne, world, make, saved):
        project = make(factories.archived, world.herne)
        page = herne.page("/meine-kommune")
        [form] = page.all("section:has(#archiviert-herne) form")

        answer = herne.post(form.get("action"), data=dict(page.fields("section:has(#archiviert-herne) form")))
        assert answer.location == f"/projekte/{project.slug}"
        assert saved(project).publication is Publication.PUBLISHED


class TestDelete:
    def test_a_draft_is_asked_about_and_then_gone(self, herne, world, make, saved):
        project = make(factories.draft, world.herne)
        form = herne.page(f"/projekte/{project.slug}/loeschen")
        assert saved(project)

        assert "ist gelöscht" in form.submit().text
        assert saved(project) is None
        herne.page(f"/projekte/{project.slug}/bearbeiten", status=404)

    def test_what_was_published_is_never_deleted(self, herne, world, make, saved):
        project = make(factories.published, world.herne)
        herne.page(f"/projekte/{project.slug}/loeschen").submit(status=409)
        assert saved(project)

    def test_a_draft_somebody_wrote_on_is_asked_about_again(self, herne, world, make, saved):
        project = make(factories.draft, world.herne)
        form = herne.page(f"/projekte/{project.slug}/loeschen")
        herne.page(f"/projekte/{project.slug}/bearbeiten/stand").submit(next_step="Ausschreibung")

        form.submit(status=409)
        assert saved(project)
