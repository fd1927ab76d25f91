import pytest

from search.analysis.chain import keys
from search.analysis.clean import clean
from search.analysis.words import words

SAME = [
    ("Mängelmelder", "Maengelmelder"),
    ("Mängelmelder", "mangelmelder"),
    ("Mängelmelder", "Mängelmeldern"),
    ("Straße", "Strasse"),
    ("Straßen", "straße"),
    ("Bürger*innen", "Bürger"),
    ("Bürger:innen", "Bürger"),
    ("Bürger_innen", "Bürger"),
    ("Bürger/-innen", "Bürger"),
    ("Bürger(innen)", "Bürger"),
    ("BürgerInnen", "Bürger"),
    ("Bürgerinnen", "Bürger"),
    ("Bürgerin", "Bürgern"),
    ("Mitarbeitende", "Mitarbeiter"),
    ("Mitarbeitenden", "Mitarbeiterinnen"),
    ("Radfahrende", "Radfahrer"),
    ("E-Akte", "eAkte"),
    ("E-Akten", "EAKTE"),
    ("Bürgerbüros", "Bürgerbüro"),
    ("Apps", "App"),
    ("Kitas", "Kita"),
    ("kostenlose", "kostenlos"),
    ("Bürger*innen-App", "Bürger-App"),
    ("Termine", "Termin"),
    ("Genehmigungen", "Genehmigung"),
    ("Verwaltungen", "Verwaltung"),
    ("digitaler", "digitale"),
    ("Bauanträge", "Bauantrag"),
    ("Öffentlichkeit", "Oeffentlichkeit"),
    ("Smart-City", "SmartCity"),
    ("SMART-CITY", "smart-city"),
    ("Smart\u2011City", "Smart-City"),
]

DIFFERENT = [
    ("Bürger", "Burg"),
    ("Bürger", "Burgen"),
    ("Feuer", "für"),
    ("Steuer", "Stur"),
    ("gewinnen", "gew"),
    ("IT", "I"),
]

ALL_KEYS = [
    ("E-Akte", {"e_akte", "elektro_akte", "e", "akte"}),
    ("SmartCity", {"smart_city", "smart", "city"}),
    ("Baugenehmigung", {"bau_genehmigung", "bau", "genehmigung"}),
    ("LoRaWAN", {"lorawan"}),
]


def full(word):
    found = keys(word)
    return {found.whole, *found.same}


@pytest.mark.parametrize(("one", "other"), SAME)
def test_forms_of_a_word_share_the_key(one: str, other: str) -> None:
    assert full(one) & full(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert keys(one) != keys(other)


@pytest.mark.parametrize(("word", "expected"), ALL_KEYS)
def test_parts_are_keys_too(word: str, expected: set[str]) -> None:
    assert set(keys(word).all) == expected


@pytest.mark.parametrize("word", ["und", "für", "der", "Über", "zwischen", "E", "5"])
def test_words_that_carry_nothing(word: str) -> None:
    assert keys(word) is None


@pytest.mark.parametrize("word", ["IT", "KI", "5G", "nicht", "ohne", "OZG", "2021"])
def test_short_words_of_the_field_are_kept(word: str) -> None:
    assert keys(word) is not None


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("Bu\u0308rger", "Bürger"),
        ("Ver\u00adgabe", "Vergabe"),
        ("Ver\u200bgabe", "Vergabe"),
        ("a\x00b", "a b"),
        ("a\ud800b", "a b"),
        ("gerade", "gerade"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_clean_composes_across_long_texts() -> None:
    assert clean("Bu\u0308rger " * 2000) == "Bürger " * 2000


def test_clean_takes_bounded_time_for_combining_marks() -> None:
    assert len(clean("a" + "\u0323\u0301" * 50_000)) > 1000


def test_words_keep_hyphens_and_places() -> None:
    text = "Die E-Akte, Rad- und Fußverkehr: Bürger*innen"
    found = [(word.text, text[word.start : word.end]) for word in words(text)]
    assert found == [(each, each) for each in ("Die", "E-Akte", "Rad", "und", "Fußverkehr", "Bürger*innen")]


def test_overlong_words_are_cut() -> None:
    [word] = words("x" * 10_000)
    assert (len(word.text), word.end) == (64, 10_000)
