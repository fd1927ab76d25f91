import pytest
from sqlalchemy import select

from portal.projects.models import Project
from portal.projects.sections.table import SECTIONS
from portal.projects.vocabulary import BudgetBand, LessonKind, Phase, Visibility
from tests import factories
from tests.portal.projects.conftest import browser_of


def section(project, slug):
    return f"/projekte/{project.slug}/bearbeiten/{slug}"


class TestNewProject:
    def test_a_title_is_enough_to_begin(self, herne, database):
        tasks = herne.page("/meine-kommune/projekte/neu").submit(title="Digitaler Hundesteuerbescheid")

        assert tasks.path == "/projekte/digitaler-hundesteuerbescheid/bearbeiten"
        assert "Der Entwurf ist angelegt." in tasks.text
        assert "Entwurf" in tasks.texts(".label")

    def test_without_a_title_the_form_says_what_to_do(self, herne):
        form = herne.page("/meine-kommune/projekte/neu").submit(title="  ", status=422)

        assert form.texts(".error-summary a") == ["Wie heißt das Projekt? Bitte füllen Sie dieses Feld aus."]
        assert form.texts("title")[0].startswith("Fehler:")

    def test_only_for_the_own_organisation(self, herne, world):
        form = herne.page("/meine-kommune/projekte/neu")

        assert form.submit(title="Fremdes", organisation=world.bochum.slug, status=403)
        assert form.submit(title="Fremdes", organisation="gibt-es-nicht", status=422)

    def test_the_administration_starts_no_entries(self, administration):
        administration.page("/meine-kommune/projekte/neu", status=403)

    def test_who_edits_for_several_chooses(self, app, database, world):
        with database.unit_of_work() as session:
            account = factories.account(session, world.herne)
            factories.join(session, account, world.bochum)
        form = browser_of(app, account).page("/meine-kommune/projekte/neu")
        assert form.texts("fieldset label") == ["Bochum", "Herne"]
        form.submit(title="Gemeinsames", organisation="bochum")
        with database.reading() as session:
            keeper = session.execute(select(Project.keeper_id).where(Project.title == "Gemeinsames")).scalar_one()
        assert keeper == world.bochum.id


class TestTaskList:
    def test_it_shows_each_section_with_its_state(self, herne, world, make):
        project = make(factories.draft, world.herne, summary=None, phase=Phase.PILOT)
        tasks = herne.page(f"/projekte/{project.slug}/bearbeiten")

        assert tasks.texts(".tasks a") == [part.title for part in SECTIONS]
        states = dict(zip(tasks.texts(".tasks a"), tasks.texts(".tasks .label"), strict=True))
        assert states["Grunddaten"] == "Noch nötig"
        assert states["Einordnung"] == "Fertig"
        assert states["Beteiligte"] == "Angefangen"
        assert states["Stand und Zeitplan"] == "Fertig"
        assert states["Technik"] == "Leer"

    def test_an_archived_entry_can_only_be_restored(self, herne, world, make):
        project = make(factories.archived, world.herne)
        tasks = herne.page(f"/projekte/{project.slug}/bearbeiten")

        assert "Doppelt eingetragen" in tasks.text
        assert not tasks.all(".tasks")
        assert herne.page(section(project, "grunddaten")).path == f"/projekte/{project.slug}/bearbeiten"

    def test_a_former_address_leads_to_the_entry(self, herne, world, make):
        project = make(factories.draft, world.herne, title="Alter Name")
        herne.page(section(project, "grunddaten")).submit(title="Neuer Name")

        assert herne.page("/projekte/alter-name/bearbeiten").title == "Neuer Name"


class TestSections:
    @pytest.mark.parametrize("slug", [part.slug for part in SECTIONS])
    def test_saving_a_section_as_it_stands_changes_nothing(self, herne, world, make, saved, slug):
        project = make(factories.draft, world.herne, **factories.everything())
        before = saved(project).version

        answer = herne.page(section(project, slug)).submit()

        assert "Es gab nichts zu ändern." in answer.text
        assert saved(project).version == before

    def test_what_is_typed_is_saved(self, herne, world, make, saved):
        project = make(factories.draft, world.herne)
        herne.page(section(project, "kosten")).submit(
            budget_band="under-50k", funding_programme="Digitale Modellregionen", funding_note="80 %"
        )

        now = saved(project)
        assert now.budget_band is BudgetBand.UNDER_50K
        assert now.funding_programme_other == "Digitale Modellregionen"
        assert now.funding_note == "80 %"

    def test_it_goes_on_to_the_next_section_or_back(self, herne, world, make):
        project = make(factories.draft, world.herne)
        form = herne.page(section(project, "grunddaten"))

        assert form.submit(then="next").path == section(project, "einordnung")
        assert form.submit(then="overview").path == f"/projekte/{project.slug}/bearbeiten"
        from_check = herne.page(section(project, "grunddaten"), zurueck="pruefen")
        assert from_check.submit().path == f"/projekte/{project.slug}/pruefen"

    def test_only_what_publication_needs_is_not_marked_as_optional(self, herne, world, make):
        project = make(factories.draft, world.herne)

        assert herne.page(section(project, "grunddaten")).texts("label") == [
            "Titel",
            "Kurzbeschreibung",
            "Beschreibung (freiwillig)",
        ]

    def test_refused_input_stays_in_the_form(self, herne, world, make, saved):
        project = make(factories.draft, world.herne)
        form = herne.page(section(project, "stand")).submit(
            start="vorgestern", end="2024", next_step="Ausschreibung", phase="pilot", status=422
        )

        assert form.one("#start").get("value") == "vorgestern"
        assert form.one("#next_step").get("value") == "Ausschreibung"
        assert form.texts("#phase option[selected]") == ["Pilot"]
        assert len(form.all(".error-summary a[href='#start']")) == 1
        assert saved(project).next_step is None
        form.submit(start="2023")
        assert saved(project).next_step == "Ausschreibung"

    def test_one_more_row_keeps_what_was_typed_and_saves_nothing(self, herne, world, make, saved):
        project = make(factories.draft, world.herne)
        form = herne.page(section(project, "kontakt")).submit(
            **{"links-0-label": "Projektseite", "links-0-url": "kaputt", "contact_mailbox": "noch nicht fertig"},
            add_row="links",
        )

        assert form.one("#links-0-label").get("value") == "Projektseite"
        assert form.one("#contact_mailbox").get("value") == "noch nicht fertig"
        assert form.one("#links-1-label").get("value") == ""
        assert saved(project).links == []

    def test_rows_are_saved_without_the_empty_ones(self, herne, world, make, saved):
        project = make(factories.draft, world.herne)
        form = herne.page(section(project, "kontakt")).submit(add_row="links")
        form.submit(
            **{"links-1-label": "Vorlage", "links-1-url": "https://rat.example.org/1", "links-1-kind": "council-paper"}
        )

        assert [link.label for link in saved(project).links] == ["Vorlage"]

    def test_half_a_row_is_refused_at_its_fields(self, herne, world, make):
        project = make(factories.draft, world.herne)
        form = herne.page(section(project, "kontakt")).submit(**{"links-0-label": "Vorlage"}, status=422)

        assert {link.get("href") for link in form.all(".error-summary a")} == {"#links-0-url", "#links-0-kind"}

    def test_the_three_questions_about_lessons_always_stand_there(self, herne, world, make, saved):
        project = make(factories.draft, world.herne)
        form = herne.page(section(project, "erfahrungen"))
        assert len(form.all("textarea")) == 3
        assert {option.get("value") for option in form.all("select option[selected]")} == {"organisation"}

        form.submit(**{"lessons-1-text": "Zu spät gefragt", "lessons-1-visibility": "public"})

        [lesson] = saved(project).lessons
        assert (lesson.kind, lesson.visibility) == (LessonKind.FAILED, Visibility.PUBLIC)
        again = herne.page(section(project, "erfahrungen"))
        assert again.texts("textarea")[1] == "Zu spät gefragt"

    def test_a_refused_answer_is_marked_at_its_question(self, herne, world, make):
        project = make(factories.draft, world.herne)
        form = herne.page(section(project, "erfahrungen")).submit(**{"lessons-2-text": "x" * 5001}, status=422)

        assert [link.get("href") for link in form.all(".error-summary a")] == ["#lessons-2-text"]

    def test_emptied_fields_are_emptied(self, herne, world, make, saved):
        project = make(factories.draft, world.herne, **factories.everything())
        herne.page(section(project, "einordnung")).submit(
            tags="",
            ozg_topics=None,
            **{"services-0-leika_key": "", "services-0-maturity_value": ""},
            **{"services-0-maturity_scale": "", "services-0-maturity_as_of": "", "services-1-leika_key": ""},
        )

        now = saved(project)
        assert (now.tags, now.ozg_topics, now.services) == ([], [], [])

    def test_sources_are_asked_for_only_where_there_are_any(self, herne, administration, world, make):
        own = make(factories.draft, world.herne)
        found = make(factories.from_public_source)

        assert not herne.page(section(own, "kontakt")).all("[name^=sources]")
        assert administration.page(section(found, "kontakt")).all("[name^=sources]")
        assert not herne.page(section(own, "stand")).all("#status_as_of")
        assert administration.page(section(found, "stand")).all("#status_as_of")

    def test_a_published_entry_keeps_what_it_needs(self, herne, world, make, saved):
        project = make(factories.published, world.herne)
        form = herne.page(section(project, "grunddaten")).submit(summary="", status=422)

        assert form.texts("#summary-error") == ["Diese Angabe braucht ein veröffentlichter Eintrag."]
        assert saved(project).summary

    def test_an_unknown_section_is_no_page(self, herne, world, make):
        project = make(factories.draft, world.herne)
        herne.page(section(project, "gibt-es-nicht"), status=404)

    def test_a_kommune_that_said_no_is_not_named_again(self, herne, bochum, world, make):
        project = make(factories.published, world.herne, participants=["bochum"])
        bochum.page("/meine-kommune").submit("section:has(#entscheiden-bochum) form:last-of-type")
        form = herne.page(section(project, "beteiligte"))
        assert not form.all("input[checked][value=bochum]")

        again = form.submit(participants=["bochum"], status=422)
        assert again.texts("#participants-error") == ["Bochum hat die Beteiligung verneint."]
