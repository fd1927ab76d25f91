"""The results page as somebody without script sees it."""

import pytest

from tests.support.statements import recorded

HOSTILE = [
    {"q": "\x00"},
    {"q": "a" * 50_000},
    {"q": "%' OR 1=1 --"},
    {"q": "<script>alert(1)</script>"},
    {"q": "100 % %s {0}"},
    {"phase": "\x00"},
    {"kommune": "x" * 5_000},
    {"kommune": ["herne"] * 1_000},
    {"beginn": ["²⁰²⁰", "0000", "2020-01"]},
    {"seite": "-1"},
    {"seite": "1000000000"},
    {"seite": "9" * 5_000},
    {"seite": "٣"},
    {"sortierung": "zufall"},
    {"handlungsfeld": "administration", "technik": "gibt-es-nicht", "bestaetigung": ""},
]


def titles(page):
    return page.texts(".card__title")


def count(page):
    return page.texts("[data-results-count]")[0]


def test_everything_is_shown_before_anything_is_asked(register, page):
    shown = page("/suche")

    assert count(shown) == "4 Projekte"
    assert "Geheimer Plan" not in shown.text


def test_words_stay_in_the_field_and_in_the_title(register, page):
    shown = page("/suche", q="Mängelmelder")

    assert shown.one("#q").get("value") == "Mängelmelder"
    assert count(shown) == "1 Projekt zu „Mängelmelder“"
    assert shown.texts("title") == ["„Mängelmelder“: Suche – Projektnachbarn"]
    assert shown.texts(".card mark") == ["Mängelmelder"]


def test_filters_are_applied_with_the_form(register, page):
    shown = page("/suche").submit("main form", phase=["pilot", "betrieb"], kommune="herne")

    assert titles(shown) == ["Mängelmelder"]
    assert shown.texts(".chips li") == [
        "Filter entfernen: Phase: Pilot",
        "Filter entfernen: Phase: Betrieb",
        "Filter entfernen: Kommune: Herne",
        "Filter zurücksetzen",
    ]


def test_chips_take_one_filter_off_and_the_reset_keeps_words_and_order(register, page):
    shown = page("/suche", q="mängelmelder", phase="betrieb", kommune="herne", sortierung="titel")
    phase, municipality, reset = (link.get("href") for link in shown.all(".chips a"))

    assert phase == "/suche?q=m%C3%A4ngelmelder&kommune=herne&sortierung=titel"
    assert municipality == "/suche?q=m%C3%A4ngelmelder&phase=betrieb&sortierung=titel"
    assert reset == "/suche?q=m%C3%A4ngelmelder&sortierung=titel"


def test_values_without_entries_are_greyed_and_stay(register, page):
    shown = page("/suche", kommune="herne")
    pilot = next(choice for choice in shown.all(".choice") if choice.xpath("input[@value='pilot']"))

    assert "choice--zero" in pilot.get("class")
    assert pilot.find("input").get("disabled") is None


def test_without_words_the_newest_come_first_by_default(register, page):
    options = page("/suche").texts("#sortierung option")

    assert options == ["Neueste zuerst", "Zuletzt bestätigt", "Titel von A bis Z"]
    assert page("/suche", q="App").texts("#sortierung option")[0] == "Beste Treffer zuerst"


def test_the_order_is_chosen_with_the_form(register, page):
    shown = page("/suche").submit("main form", sortierung="titel")

    assert titles(shown) == ["Bürgerbüro", "Mängelmelder", "Stadtklima", "Telenotarzt"]
    assert [option.get("value") for option in shown.all("#sortierung option[selected]")] == ["titel"]


def test_a_misspelt_word_gets_a_proposal(register, page):
    shown = page("/suche", q="Mängelmeldr", kommune="herne")
    (proposal,) = (link for link in shown.all(".empty a") if link.xpath("strong"))

    assert titles(page(proposal.get("href"))) == ["Mängelmelder"]


def test_filters_that_exclude_everything_tell_the_way_out(register, page):
    shown = page("/suche", q="mängelmelder", phase="pilot", kommune=["herne", "bochum"])
    ways = {link.text: link.get("href") for link in shown.all(".empty li a")}

    assert list(ways) == ["ohne „Phase: Pilot“"]
    assert titles(page(ways["ohne „Phase: Pilot“"])) == ["Mängelmelder"]


def test_what_is_not_known_is_told_and_left_out(register, page):
    shown = page("/suche", kommune="atlantis", phase="someday", seite=99)

    assert len(titles(shown)) == 4
    assert shown.texts(".kern-alert li") == [
        "Phase „someday“ ist nicht bekannt und wurde weggelassen.",
        "Kommune „atlantis“ ist nicht bekannt und wurde weggelassen.",
        "So viele Seiten gibt es nicht. Sie sehen die letzte.",
    ]


def test_when_the_index_is_away_the_page_says_so_and_still_finds(register, page, lose_index):
    lose_index()
    shown = page("/suche", q="mängelmelder", phase="betrieb")

    assert titles(shown) == ["Mängelmelder"]
    assert "Die Suche arbeitet gerade eingeschränkt" in shown.text
    assert shown.texts(".chips li")[0] == "Filter entfernen: Phase: Betrieb"


@pytest.mark.parametrize("away", [False, True])
def test_hostile_addresses_get_an_answer(register, page, lose_index, away):
    if away:
        lose_index()
    for query in HOSTILE:
        assert count(page("/suche", **query)).split()[0].isdecimal(), query


@pytest.mark.seeded
def test_long_results_come_in_pages_that_repeat_nothing(page):
    shown, seen = page("/suche", handlungsfeld="verwaltung"), []
    while True:
        seen += [link.get("href") for link in shown.all(".card__link")]
        following = shown.all("a[rel=next]")
        if not following:
            break
        shown = page(following[0].get("href"))

    assert len(seen) == len(set(seen)) == 71
    assert shown.texts(".pagination__summary") == ["Einträge 61 bis 71 von 71"]


@pytest.mark.seeded
def test_long_lists_of_values_can_be_narrowed(page):
    filterable = {element.getparent().get("id") for element in page("/suche").all("details > fieldset")}

    assert {"facet-kommune", "facet-technik"} <= filterable
    assert len(page("/suche").all("#facet-kommune input[name=kommune]")) == 53 + 1  # "keine Angabe"


@pytest.mark.parametrize(("away", "allowed"), [(False, 8), (True, 20)])
def test_the_page_asks_the_database_few_questions(editor, database, lose_index, away, allowed):
    if away:
        lose_index()
    with recorded(database.engine) as sent:
        editor.page("/suche", kommune="herne", seite=2)

    assert len(sent) <= allowed
