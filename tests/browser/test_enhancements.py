"""What a script adds to pages that work without: filters at once, a combobox, more rows, a counter."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.in_browser import OpenTab
from tests.support.live import LivePortal
from tests.support.steps import main, sign_in, start_project

ALL = re.compile(r"^2\d\d Projekte( und \d Gesuche)?$")  # 209 and those that other tests look at
ALIVE = "window.stillHere = true"  # a page that was loaded anew has forgotten it


class TestFiltersAtOnce:
    @pytest.fixture
    def results(self, tab: Page, portal: LivePortal) -> Page:
        tab.goto(f"{portal.url}/suche")
        tab.evaluate(ALIVE)
        return tab

    def test_a_choice_shows_its_results_without_a_visit(self, results: Page, portal: LivePortal) -> None:
        mobility = results.get_by_role("checkbox", name="Mobilität")
        mobility.check()
        expect(results.locator("#treffer")).to_have_text("23 Projekte")
        expect(results).to_have_url(f"{portal.url}/suche?handlungsfeld=mobilitaet")
        expect(mobility).to_be_focused()
        expect(results.locator("[data-announcer]")).to_have_text("23 Projekte")
        expect(main(results).get_by_role("link", name="Filter entfernen: Handlungsfeld: Mobilität")).to_be_visible()
        expect(main(results).get_by_role("button", name="Filter anwenden")).to_be_hidden()
        assert results.evaluate("window.stillHere")

    def test_back_and_forward_show_what_was_there(self, results: Page) -> None:
        count, words = results.locator("#treffer"), results.get_by_label("Projekte suchen")
        results.get_by_role("checkbox", name="Mobilität").check()
        expect(count).to_have_text("23 Projekte")
        words.fill("Parken")
        words.press("Enter")
        expect(count).to_contain_text("zu „Parken“")
        results.go_back()
        expect(count).to_have_text("23 Projekte")
        expect(words).to_have_value("")
        expect(results.get_by_role("checkbox", name="Mobilität")).to_be_checked()
        results.go_back()
        expect(count).to_have_text(ALL)
        expect(results.get_by_role("checkbox", name="Mobilität")).not_to_be_checked()
        results.go_forward()
        expect(count).to_have_text("23 Projekte")
        assert results.evaluate("window.stillHere")

    def test_chips_and_pages_lead_to_where_the_results_begin(self, results: Page) -> None:
        results.get_by_role("link", name="Weiter").click()
        expect(main(results)).to_contain_text("Einträge 21 bis 40 von 2")
        expect(results.locator("#treffer")).to_be_focused()
        results.get_by_role("checkbox", name="Mobilität").check()
        expect(main(results)).to_contain_text("Einträge 1 bis 20 von 23")
        main(results).get_by_role("link", name=re.compile("Filter entfernen")).click()
        expect(results.locator("#treffer")).to_have_text(ALL)
        expect(results.locator("#treffer")).to_be_focused()
        expect(results.get_by_role("checkbox", name="Mobilität")).not_to_be_checked()
        assert results.evaluate("window.stillHere")

    def test_sorting_keeps_words_and_filters(self, results: Page) -> None:
        results.get_by_role("checkbox", name="Mobilität").check()
        expect(results.locator("#treffer")).to_have_text("23 Projekte")
        results.get_by_label("Sortieren nach").select_option(label="Titel von A bis Z")
        expect(results).to_have_url(re.compile(r"\?handlungsfeld=mobilitaet&sortierung=titel$"))
        titles = main(results).get_by_role("article").get_by_role("heading").all_inner_texts()
        assert titles == sorted(titles, key=str.casefold)

    def test_a_long_group_can_be_narrowed_however_umlauts_are_typed(self, results: Page) -> None:
        results.locator("#facet-kommune > summary").click()
        narrowing = results.get_by_label("Kommune eingrenzen")
        choices = results.locator("#facet-kommune li:visible")
        for typed in ("mülh", "muelh", "MULH"):
            narrowing.fill(typed)
            expect(choices).to_have_count(1)
            expect(choices).to_contain_text("Mülheim an der Ruhr")
        expect(results.locator("[data-announcer]")).to_have_text("Passende Einträge: 1")
        choices.get_by_role("checkbox").check()
        expect(results).to_have_url(re.compile("kommune=muelheim-an-der-ruhr"))
        expect(narrowing).to_have_value("MULH")
        expect(choices).to_have_count(1)

    def test_an_area_takes_its_reach_and_its_kommune_in_any_order(self, results: Page) -> None:
        results.locator("#facet-umkreis > summary").click()
        reach = results.get_by_role("radio", name="bis 10 km")
        reach.check()
        expect(results.get_by_text("Bitte wählen Sie noch eine Kommune.")).to_be_visible()
        expect(reach).to_be_focused()
        around = results.get_by_role("combobox", name="Rund um die Kommune")
        around.fill("wett")
        around.press("Enter")
        expect(results).to_have_url(re.compile(r"\?um=wetter-ruhr&umkreis=10$"))
        expect(around).to_be_focused()
        expect(around).to_have_value("Wetter (Ruhr)")
        expect(reach).to_be_checked()
        chip = main(results).get_by_role("link", name="Filter entfernen: Umkreis: bis 10 km um Wetter (Ruhr)")
        chip.click()
        expect(results.locator("#treffer")).to_have_text(ALL)
        expect(results.get_by_role("radio", name="ganzes Verbandsgebiet")).to_be_checked()
        assert results.evaluate("window.stillHere")

    def test_years_narrow_at_once(self, results: Page) -> None:
        results.locator("#facet-beginn > summary").click()
        first = results.get_by_label("von", exact=True)
        first.focus()
        first.select_option("2020")
        expect(results).to_have_url(re.compile(r"\?beginn_von=2020$"))
        expect(first).to_be_focused()
        expect(first).to_have_value("2020")
        expect(main(results).get_by_role("link", name="Filter entfernen: Beginn: ab 2020")).to_be_visible()

    def test_a_reason_opens_without_leaving_the_page(self, tab: Page, portal: LivePortal) -> None:
        tab.goto(f"{portal.url}/suche?q=B%C3%BCcherei")
        reasons = main(tab).get_by_text("Warum dieser Treffer?").first
        reasons.click()
        expect(main(tab).get_by_text("„Bücherei“: steht").first).to_be_visible()
        expect(tab).to_have_url(re.compile(r"/suche\?q="))

    def test_a_failure_of_the_server_ends_in_an_ordinary_visit(self, results: Page) -> None:
        results.route("**/suche?*", lambda route: route.abort(), times=1)
        results.get_by_role("checkbox", name="Mobilität").check()
        results.wait_for_function("!window.stillHere")
        expect(results.locator("#treffer")).to_have_text("23 Projekte")


class TestCombobox:
    @pytest.fixture
    def field(self, tab: Page, portal: LivePortal) -> Page:
        sign_in(tab, portal, "herne")
        slug = start_project(tab, portal, "Auswahl mit Vorschlägen")
        tab.goto(f"{portal.url}/projekte/{slug}/bearbeiten/beteiligte")
        return tab

    def test_it_finds_takes_and_keeps(self, field: Page) -> None:
        lead = field.get_by_role("combobox", name="Federführung")
        options = field.get_by_role("option")
        chosen = field.locator("select[name=lead]")
        expect(lead).to_have_value("Herne")

        for typed in ("mülh", "muelh", "MULH"):
            lead.fill(typed)
            expect(options).to_have_text(["Mülheim an der Ruhr"])
        lead.fill("her")
        expect(lead).to_have_attribute("aria-expanded", "true")
        names = options.all_inner_texts()
        begins = [name.startswith("Her") for name in names]
        assert begins == sorted(begins, reverse=True), f"what begins with it comes first: {names}"
        assert any(begins)
        expect(options.first).to_have_attribute("aria-selected", "true")

        lead.press("Escape")
        expect(lead).to_have_attribute("aria-expanded", "false")
        lead.press("Tab")
        expect(lead).to_have_value("Herne")

        lead.fill("mulheim")
        lead.press("Enter")
        expect(lead).to_have_value("Mülheim an der Ruhr")
        expect(chosen).to_have_value("muelheim-an-der-ruhr")
        expect(field).to_have_url(re.compile("/beteiligte$"))  # the enter key took the name, it did not send the form

        lead.fill("gibt es nicht")
        expect(options).to_have_count(0)
        expect(field.get_by_text("Keine Auswahl passt dazu.")).to_be_attached()
        lead.press("Tab")
        expect(lead).to_have_value("Mülheim an der Ruhr")

        lead.fill("her")
        lead.press("ArrowDown")
        lead.press("ArrowUp")
        expect(options.first).to_have_attribute("aria-selected", "true")
        lead.fill("")
        lead.press("Tab")
        expect(chosen).to_have_value("")

        lead.fill("wetter")
        field.get_by_role("option", name="Wetter (Ruhr)").click()
        main(field).get_by_role("button", name="Speichern und zur Übersicht").click()
        field.go_back()
        field.reload()
        expect(field.get_by_role("combobox", name="Federführung")).to_have_value("Wetter (Ruhr)")


def proposals(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Vorschläge").get_by_role("option")


class TestSuggestions:
    @pytest.fixture(params=["/", "/suche"])
    def start(self, tab: Page, portal: LivePortal, request: pytest.FixtureRequest) -> Page:
        tab.goto(f"{portal.url}{request.param}")
        return tab

    def test_the_arrow_keys_choose_and_enter_searches(self, start: Page) -> None:
        words, options = start.get_by_role("combobox", name="Projekte suchen"), proposals(start)
        words.press_sequentially("muelh")
        expect(options.first).to_have_text("Mülheim an der Ruhr Kommune")
        expect(words).to_have_attribute("aria-expanded", "true")
        expect(options.first).to_have_attribute("aria-selected", "false")
        expect(words).not_to_have_attribute("aria-activedescendant", re.compile("."))
        words.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        chosen = options.first.get_attribute("id")
        expect(words).to_have_attribute("aria-activedescendant", chosen or "missing")
        expect(words).to_be_focused()
        words.press("Enter")
        expect(start).to_have_url(re.compile(r"/suche\?q=M%C3%BClheim\+an\+der\+Ruhr$"))
        expect(start.get_by_label("Projekte suchen")).to_have_value("Mülheim an der Ruhr")
        expect(options).to_have_count(0)

    def test_enter_alone_searches_for_what_was_typed(self, start: Page) -> None:
        words = start.get_by_role("combobox", name="Projekte suchen")
        words.press_sequentially("glasf")
        expect(proposals(start).first).to_be_visible()
        words.press("Enter")
        expect(start).to_have_url(re.compile(r"/suche\?q=glasf$"))
        expect(proposals(start)).to_have_count(0)

    def test_escape_closes_and_a_click_searches(self, start: Page) -> None:
        words, options = start.get_by_role("combobox", name="Projekte suchen"), proposals(start)
        words.press_sequentially("glasf")
        expect(start.get_by_text(re.compile(r"^\d+ Vorschläge$"))).to_be_attached()
        words.press("Escape")
        expect(options).to_have_count(0)
        expect(words).to_have_value("glasf")
        words.press("ArrowDown")
        options.filter(has_text=re.compile("^Glasfaser Schlagwort$")).click()
        expect(start).to_have_url(re.compile(r"/suche\?q=Glasfaser$"))
        expect(start.locator("#treffer")).to_contain_text("zu „Glasfaser“")

    def test_leaving_the_field_closes_the_list(self, start: Page) -> None:
        words = start.get_by_role("combobox", name="Projekte suchen")
        words.press_sequentially("glasf")
        expect(proposals(start).first).to_be_visible()
        words.press("Tab")
        expect(proposals(start)).to_have_count(0)
        expect(words).to_have_value("glasf")

    def test_a_failure_of_the_server_is_no_failure_of_the_field(self, start: Page) -> None:
        start.route("**/suche/vorschlaege?*", lambda route: route.abort())
        words = start.get_by_role("combobox", name="Projekte suchen")
        with start.expect_request("**/suche/vorschlaege?*"):
            words.press_sequentially("glasf")
        words.press("Enter")
        expect(start).to_have_url(re.compile(r"/suche\?q=glasf$"))

    def test_without_script_it_is_a_plain_field(self, open_tab: OpenTab, portal: LivePortal) -> None:
        page = open_tab(java_script_enabled=False)
        page.goto(f"{portal.url}/")
        words = page.get_by_role("searchbox", name="Projekte suchen")
        words.fill("Glasfaser")
        words.press("Enter")
        expect(page.locator("#treffer")).to_contain_text("zu „Glasfaser“")


class TestForms:
    @pytest.fixture
    def draft(self, tab: Page, portal: LivePortal) -> str:
        sign_in(tab, portal, "herne")
        return f"{portal.url}/projekte/{start_project(tab, portal, 'Formularhilfen')}/bearbeiten"

    def test_one_more_row_without_a_visit(self, tab: Page, draft: str) -> None:
        tab.goto(f"{draft}/kontakt")
        tab.evaluate(ALIVE)
        rows = tab.get_by_role("group", name=re.compile(r"^Link \d"))
        before = rows.count()
        rows.last.get_by_label("Bezeichnung").fill("Seite des Projekts")
        rows.last.get_by_label("Adresse").fill("https://www.herne.example/projekt")
        rows.last.get_by_label("Art").select_option(label="Website")
        tab.get_by_role("button", name="Link hinzufügen").click()
        expect(rows).to_have_count(before + 1)
        added = tab.get_by_role("group", name=f"Link {before + 1}")
        expect(added.get_by_label("Bezeichnung")).to_be_focused()
        expect(added.get_by_label("Bezeichnung")).to_have_value("")
        assert tab.evaluate("window.stillHere")

        added.get_by_label("Bezeichnung").fill("Ratsvorlage")
        added.get_by_label("Adresse").fill("https://www.herne.example/rat")
        added.get_by_label("Art").select_option(label="Ratsvorlage")
        main(tab).get_by_role("button", name="Speichern und zur Übersicht").click()
        expect(main(tab)).to_contain_text("Gespeichert.")
        tab.goto(f"{draft}/kontakt")
        for number, label in ((before, "Seite des Projekts"), (before + 1, "Ratsvorlage")):
            saved = tab.get_by_role("group", name=f"Link {number}", exact=True)
            expect(saved.get_by_label("Bezeichnung")).to_have_value(label)

    def test_the_counter_tells_what_is_left(self, tab: Page, draft: str) -> None:
        tab.goto(f"{draft}/grunddaten")
        summary, counter = tab.get_by_label("Kurzbeschreibung"), tab.locator("#summary-count")
        expect(counter).to_contain_text("Noch 300 Zeichen.")
        summary.fill("😀" * 10)  # a character is a character, as for the server
        expect(counter).to_contain_text("Noch 290 Zeichen.")
        summary.fill("x" * 301)
        expect(counter).to_contain_text("1 Zeichen zu viel.")
        expect(counter).to_have_class(re.compile("counter--over"))
        spoken = tab.locator("#summary-count + [role=status]")
        expect(spoken).to_have_text("1 Zeichen zu viel.")
        summary.fill("x" * 300)
        expect(counter).to_contain_text("Noch 0 Zeichen.")
        expect(counter).not_to_have_class(re.compile("counter--over"))
