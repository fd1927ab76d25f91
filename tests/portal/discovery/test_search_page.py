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
    {"beginn_von": "x" * 5_000, "beginn_bis": "0000"},
    {"um": "\x00", "umkreis": "1e9"},
    {"um": ["herne"] * 1_000, "umkreis": ["10", "nachbarn", "'"]},
    {"q": "stadt:" * 100, "genau": "\x00"},
    {"q": '"' * 200 + "-" * 50 + " ODER ODER -ODER"},
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


@pytest.mark.parametrize(
    ("words", "chip", "rest"),
    [
        ("stadt:herne", "Stadt: Herne", ""),
        ("mängelmelder stadt:herne", "Stadt: Herne", "mängelmelder"),
        ('Ort:"Castrop Rauxel" mängelmelder', "Stadt: Castrop Rauxel", "mängelmelder"),
        ("stadt:atlantis", "Stadt: atlantis", ""),
        ("stadt:herne,bochum", "Stadt: Herne, Bochum", ""),
        ("mängelmelder -stadt:herne", "Ohne Herne", "mängelmelder"),
        ("stadt:bochum -stadt:herne mängelmelder", "Stadt: Bochum, ohne Herne", "mängelmelder"),
    ],
)
def test_a_town_among_the_words_is_a_chip(register, page, words, chip, rest):
    shown = page("/suche", q=words)
    (link, _reset) = shown.all(".chips a")

    assert shown.texts(".chips li")[0] == f"Filter entfernen: {chip}"
    assert page(link.get("href")).one("#q").get("value") == rest


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


def test_a_misspelt_word_is_corrected_and_there_is_a_way_back(register, page):
    shown = page("/suche", q="Mängelmeldr", kommune="herne")
    (back,) = shown.all(".search-told a")
    exact = page(back.get("href"))

    assert count(shown) == "1 Projekt zu „Mängelmelder“"
    assert titles(shown) == ["Mängelmelder"]
    assert shown.one("#q").get("value") == "Mängelmeldr"
    assert "Zu „Mängelmeldr“ gibt es nichts. Sie sehen Treffer für „Mängelmelder“." in shown.text
    assert back.text == "Trotzdem nach „Mängelmeldr“ suchen"
    assert back.get("href") == "/suche?q=M%C3%A4ngelmeldr&kommune=herne&genau=1"
    assert count(exact) == "0 Projekte zu „Mängelmeldr“"


def test_the_own_spelling_is_kept_while_one_filters_and_sorts(register, page):
    exact = page("/suche", q="Mängelmeldr", genau="1")
    filtered = exact.submit("main form", kommune="herne", sortierung="titel")
    (chip, reset) = filtered.all(".chips a")

    assert count(filtered) == "0 Projekte zu „Mängelmeldr“"
    for kept in (page(chip.get("href")), page(reset.get("href")), filtered.submit("main form", phase="pilot")):
        assert count(kept) == "0 Projekte zu „Mängelmeldr“"


def test_other_words_are_corrected_again(register, page):
    exact = page("/suche", q="Mängelmeldr", genau="1")

    assert count(exact.submit("main form", q="Stadtklma")) == "1 Projekt zu „Stadtklima“"
    assert not page("/suche", q="Mängelmeldr").all("input[name=genau]")


def test_a_kommune_that_is_not_known_is_told_with_the_ways_out(register, page):
    shown = page("/suche", q="Mängelmelder stadt:Hrene,Entenhausen")
    meant, _all = shown.all(".kern-alert a")

    assert "Diese Kommunen kennt das Portal nicht:" in shown.text
    assert shown.texts(".kern-alert li") == ["„Hrene“. Meinten Sie: Herne?", "„Entenhausen“"]
    assert count(shown) == "0 Projekte zu „Mängelmelder stadt:Hrene,Entenhausen“"
    assert shown.texts(".empty li") == ["ohne „Stadt: Hrene, Entenhausen“: 1 Treffer"]
    assert titles(page(meant.get("href"))) == ["Mängelmelder"]
    one = page("/suche", q="Mängelmelder stadt:Entenhausen")
    assert "Die Kommune „Entenhausen“ kennt das Portal nicht." in one.text
    assert "Meinten Sie" not in one.text


def test_what_stands_first_is_told_only_of_what_is_shown(register, page):
    assert "Projekte aus Herne stehen zuerst." in page("/suche", q="Bürgerbüro ODER Mängelmelder Herne").text
    filtered = page("/suche", q="Bürgerbüro Herne", kommune="bochum")
    assert titles(filtered) == ["Bürgerbüro"]
    assert "Aus Herne ist nichts dabei." in filtered.text
    assert "stehen zuerst" not in page("/suche", q="Bürgerbüro ODER Mängelmelder Herne", phase="betrieb").text


@pytest.mark.seeded
def test_the_tail_stands_apart_with_its_own_count(page):
    shown = page("/suche", q="Glasfaser Gewerbegebiet")
    tail = shown.texts(".tail .card__title")

    assert shown.texts(".tail h3") == ["Weitere Treffer mit Teilen Ihrer Suche"]
    assert shown.texts(".tail > p") == [f"{len(tail)} Treffer passen nur zu einem Teil Ihrer Wörter."]
    assert count(shown) == f"{len(titles(shown)) - len(tail)} Projekte zu „Glasfaser Gewerbegebiet“"


@pytest.mark.seeded
def test_each_hit_says_why_and_synonyms_are_seen_at_once(page):
    shown = page("/suche", q="Bücherei")

    assert len(shown.all(".card__reasons")) == len(shown.all(".card"))
    assert any(text.endswith("„Bibliothek“ (gleiche Bedeutung)") for text in shown.texts(".card__reasons li"))
    assert any(text.startswith("Auch gesucht: ") for text in shown.texts(".card > .card__why"))
    assert not page("/suche").all(".card__reasons")


@pytest.mark.seeded
def test_nothing_at_all_leads_to_the_action_fields(page):
    shown = page("/suche", q="Qxyzzq")

    assert count(shown) == "0 Projekte zu „Qxyzzq“"
    fields = [link.get("href") for link in shown.all(".empty li a")]
    assert fields[0] == "/suche?handlungsfeld=verwaltung"
    assert len(fields) == 5


def test_filters_that_exclude_everything_tell_the_way_out(register, page):
    shown = page("/suche", q="mängelmelder", phase="pilot", kommune=["herne", "bochum"])
    ways = {link.text: link.get("href") for link in shown.all(".empty li a")}

    assert list(ways) == ["ohne „Phase: Pilot“"]
    assert titles(page(ways["ohne „Phase: Pilot“"])) == ["Mängelmelder"]


@pytest.mark.seeded
def test_a_range_of_years_is_chosen_with_the_form(page):
    shown = page("/suche").submit("main form", beginn_von="2021", beginn_bis="2020")
    (chip, _reset) = shown.all(".chips a")

    assert count(shown) == "18 Projekte"
    assert shown.texts(".chips li")[0] == "Filter entfernen: Beginn: 2020 bis 2021"
    assert chip.get("href") == "/suche"
    assert [each.text for each in shown.all("#beginn_von [selected], #beginn_bis [selected]")] == ["2020", "2021"]


@pytest.mark.seeded
def test_an_area_is_chosen_with_the_form(page):
    shown = page("/suche", q="Sensoren").submit("main form", um="herne", umkreis="10")
    further = shown.submit("main form", umkreis="30")

    assert shown.texts(".chips li")[0] == "Filter entfernen: Umkreis: bis 10 km um Herne"
    assert 0 < int(count(shown).split()[0]) < int(count(further).split()[0])
    assert shown.all(".chips a")[0].get("href") == "/suche?q=Sensoren"


@pytest.mark.seeded
def test_a_reach_alone_asks_for_the_kommune(page):
    shown = page("/suche", umkreis="nachbarn")

    assert count(shown) == "209 Projekte"
    assert not shown.all(".chips")
    assert shown.texts("#um-fehlt") == ["Bitte wählen Sie noch eine Kommune."]
    assert shown.one("#um").get("aria-describedby") == "um-fehlt"
    assert not page("/suche", umkreis="nachbarn", um="herne").all("#um-fehlt")


def test_the_own_kommune_is_proposed_and_narrows_nothing(editor):
    shown = editor.page("/suche")

    assert [option.get("value") for option in shown.all("#um option[selected]")] == ["herne"]
    assert count(shown) == count(shown.submit("main form")) == "4 Projekte"
    beside = shown.submit("main form", umkreis="nachbarn")
    assert beside.texts(".chips li")[0] == "Filter entfernen: Umkreis: nur Nachbarkommunen von Herne"


def test_ranges_that_exclude_everything_tell_the_way_out(register, page):
    shown = page("/suche", q="mängelmelder", beginn_von="2020", um="bochum", umkreis="nachbarn")

    assert shown.texts(".empty li") == ["ohne alle Filter: 1 Treffer"]
    assert page("/suche", q="mängelmelder", beginn_von="2020").texts(".empty li") == [
        "ohne „Beginn: ab 2020“: 1 Treffer"
    ]


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


@pytest.mark.parametrize(("away", "allowed"), [(False, 9), (True, 23)])
def test_the_page_asks_the_database_few_questions(editor, database, lose_index, away, allowed):
    if away:
        lose_index()
    with recorded(database.engine) as sent:
        editor.page("/suche", kommune="herne", seite=2)

    assert len(sent) <= allowed
