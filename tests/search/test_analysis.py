import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.analysis.chain import analyse, keys
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
    ("Bürger*innenrat", "Bürgerrat"),
    ("Mitarbeiter:innenportal", "Mitarbeiterportale"),
    ("Schüler/innen", "Schüler"),
    ("Ärzt:innen", "Arzt"),
    ("Kund*innen", "Kunde"),
    ("Kolleginnen", "Kollege"),
    ("Beamtinnen", "Beamte"),
    ("Stadträtinnen", "Stadtrat"),
    ("Digitallotsinnen", "Digitallotse"),
    ("Studierende", "Studentinnen"),
    ("Teilnehmenden", "Teilnehmer"),
    ("Verwaltungsmitarbeitende", "Verwaltungsmitarbeiter"),
    ("eakte", "E-Akte"),
    ("ebike", "E-Bikes"),
    ("E-Mail", "Email"),
    ("E-Government", "eGovernment"),
    ("E-Mobilität", "Elektromobilität"),
    ("GovTech", "govtech"),
    ("Online-Dienst", "Onlinedienste"),
    ("Kita-Platz", "Kitaplätze"),
    ("Muell", "Müll"),
    ("Buergeraemter", "Bürgeramt"),
    ("strassenbeleuchtung", "Straßenbeleuchtung"),
    ("baugenehmigungsverfahren", "Baugenehmigungsverfahrens"),
    ("gebaude", "Gebäude"),
    ("burgerburo", "Bürgerbüro"),
    ("burgerservice", "Bürgerservice"),
    ("Bochumer", "Bochum"),
    ("Hattinger", "Hattingen"),
    ("Hernes", "Herne"),
    ("buchen", "Buchung"),
    ("gebucht", "Buchungen"),
    ("gefördert", "Förderung"),
    ("beantragen", "Antrag"),
    ("teilnehmen", "Teilnahme"),
    ("bauen", "Bau"),
    ("geplante", "Planung"),
    ("steuern", "Steuerung"),
    ("steuern", "Steuern"),
    ("digitalisiert", "Digitalisierung"),
    ("nachhaltige", "Nachhaltigkeit"),
    ("barrierefreie", "Barrierefreiheit"),
    ("umziehen", "Umzug"),
    ("gewählt", "Wahl"),
    ("beschlossen", "Beschluss"),
    ("betreiben", "Betrieb"),
    ("Gabeln", "Gabel"),
    ("Futters", "Futter"),
    ("Gläubigern", "Gläubiger"),
    ("Gräber", "Grab"),
    ("Hecken", "Hecke"),
    ("Wärmepumpen", "Wärmepumpe"),
    ("Zebrastreifen", "Zebrastreifens"),
    ("Schützin", "Schütze"),
    ("Botin", "Bote"),
]

DIFFERENT = [
    ("Bürger", "Burg"),
    ("Bürger", "Burgen"),
    ("Feuer", "für"),
    ("Steuer", "Stur"),
    ("gewinnen", "gew"),
    ("IT", "I"),
    ("Zählung", "Zahlung"),
    ("Förderung", "Forderung"),
    ("Steuer", "Steuerung"),
    ("Steuern", "Steuerung"),
    ("Buch", "buchen"),
    ("Akte", "Akt"),
    ("Daten", "Datum"),
    ("Regen", "Regung"),
    ("Reise", "Reis"),
    ("digital", "Digitalisierung"),
    ("Emission", "Mission"),
    ("Eisen", "Eis"),
    ("Platz", "platzen"),
    ("fliegen", "Fliege"),
    ("Polen", "Pol"),
    ("Hecke", "Heck"),
    ("Taube", "taub"),
    ("Messe", "Messung"),
    ("Botin", "Bot"),
    ("Schützin", "Schutz"),
    ("Gläubiger", "gläubig"),
]

# What the first part of a compound leads to: a noun in the plural, a verb, or a word of its own.
PARTS = [
    ("Stundenplan", "stunde plan"),
    ("Zahlenreihe", "zahl reihe"),
    ("Deckenlampe", "decke lampe"),
    ("Langstreckenflug", "lang strecke flug"),
    ("Formensprache", "form sprache"),
    ("Stellenplan", "stelle plan"),
    ("Wanderweg", "wanderung weg"),
    ("Kletterwand", "klettern wand"),
    ("Lederjacke", "leder jacke"),
    ("Futtermittel", "futter mittel"),
    ("Kunstrasenplatz", "kunst rasen platz"),
    ("Sperrmüll", "sperr muell"),
    ("Parkscheinautomat", "parken schein automat"),
    ("Passantenzählung", "passant zaehlung"),
    ("Artenschutz", "art schutz"),
    ("Kehrmaschine", "kehren maschine"),
    ("Hausnotruf", "haus notruf"),
    ("Kindergartenplatz", "kindergarten platz"),
    ("Bildungsgutschein", "bildung gutschein"),
    ("Bürgersteig", ""),
    ("Unterschrift", ""),
    ("Breitband", ""),
]

LEFT_OUT = [
    ("Rad- und Fußverkehr", ["Radverkehr", "Fußverkehr"]),
    ("Kfz-, Rad- und Fußverkehr", ["Kfzverkehr", "Radverkehr", "Fußverkehr"]),
    ("Haus- und Grundstückseigentümer", ["Hauseigentümer", "Grundstückseigentümer"]),
    ("Rad- und Fußverkehrsplanung", ["Radverkehrsplanung", "Fußverkehrsplanung"]),
    ("Hard- und Software", ["Hardware", "Software"]),
    ("Kita-, Schul- oder Verkehrsplanung", ["Kitaplanung", "Schulplanung", "Verkehrsplanung"]),
    ("Wohn- und Sozialplanung", ["Wohnplanung", "Sozialplanung"]),
    ("Haus- und Grundstücke", ["Haus", "Grundstück"]),
    ("Hausmüll- und Sperrmüllabfuhr", ["Hausmüllabfuhr", "Sperrmüllabfuhr"]),
    ("Kur- und Erholungsort", ["Kurort", "Erholungsort"]),
    ("Be- und Entwässerung", ["Bewässerung", "Entwässerung"]),
    ("Vor- und Nachteile", ["Vorteil", "Nachteil"]),
    ("Ober- und Untergeschoss", ["Obergeschoss", "Untergeschoss"]),
    ("Groß- und Einzelhandel", ["Großhandel", "Einzelhandel"]),
    ("Kindergarten und -krippe", ["Kindergarten", "Kinderkrippe"]),
    ("An- oder Abmeldungen", ["Anmeldung", "Abmeldung"]),
    ("Bürger*innen- bzw. Unternehmensservice", ["Bürgerinnenservice", "Unternehmensservice"]),
    ("Open-Data- und GIS-Plattform", ["Open-Data-Plattform", "GIS-Plattform"]),
    ("Stadtplanung und -entwicklung", ["Stadtplanung", "Stadtentwicklung"]),
    ("Online-Dienste und -Anträge", ["Online-Dienst", "Online-Antrag"]),
    ("Rad- Verkehr", ["Rad", "Verkehr"]),
    ("Rad-", ["Rad"]),
    ("Rad- und", ["Rad"]),
    ("- Verkehr -", ["Verkehr"]),
    ("Lasten-. Räder", ["Last", "Rad"]),
]

ALL_KEYS = [
    ("E-Akte", {"e_akte", "elektro_akte", "e", "akte"}),
    ("SmartCity", {"smart_city", "smart", "city"}),
    ("Baugenehmigung", {"bau_genehmigung", "bau", "genehmigung"}),
    ("LoRaWAN", {"lorawan"}),
]


def full(word):
    found = keys(word)
    return {found.whole, *found.same} if found else set()


@pytest.mark.parametrize(("one", "other"), SAME)
def test_forms_of_a_word_share_the_key(one: str, other: str) -> None:
    assert full(one) & full(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert not full(one) & full(other)


@pytest.mark.parametrize(("word", "expected"), PARTS)
def test_parts_are_what_was_meant(word: str, expected: str) -> None:
    found = keys(word)
    assert found is not None
    assert " ".join(found.parts) == expected


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


@pytest.mark.parametrize(("text", "expected"), LEFT_OUT)
def test_what_is_left_out_is_put_in(text: str, expected: list[str]) -> None:
    assert [token.keys.whole for token in analyse(text)] == [keys(word).whole for word in expected]


def test_tokens_count_every_word_and_know_their_places() -> None:
    text = "Die E-Akte und der Rad- und Fußverkehr"
    found = [(token.position, text[token.start : token.end]) for token in analyse(text)]
    assert found == [(1, "E-Akte"), (4, "Rad"), (6, "Fußverkehr")]


def test_spans_are_all_neighbouring_parts_but_the_whole() -> None:
    found = keys("Baugenehmigungsverfahren")
    assert found.whole == "bau_genehmigung_verfahren"
    assert found.parts == ("bau", "genehmigung", "verfahren")
    assert found.spans == ("bau", "genehmigung", "verfahren", "bau_genehmigung", "genehmigung_verfahren")


def test_only_a_word_in_lower_case_may_be_a_verb() -> None:
    assert keys("steuern").same == ("steuerung",)
    assert keys("Steuern").same == ()


@pytest.mark.parametrize(("verb", "key"), [("steuern", "steuerung"), ("messen", "messung"), ("zahlen", "zahlung")])
def test_in_prose_a_word_in_lower_case_is_the_verb(verb: str, key: str) -> None:
    [token] = analyse(verb, prose=True)
    assert token.keys.all == (key,)
    [token] = analyse(verb.capitalize(), prose=True)
    assert token.keys == keys(verb.capitalize())


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.one_of(st.sampled_from("aeiou\u00e4sn -*:/(),EI"), st.characters()), max_size=200))
def test_any_text_has_tokens_in_order(raw: str) -> None:
    text = clean(raw)
    tokens = analyse(text)
    assert [token.position for token in tokens] == sorted({token.position for token in tokens})
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(key for token in tokens for key in token.keys.all)
