"""Which words of a text say what it is about: nouns and names, but for those that every text may have."""

from functools import cache, lru_cache

from search.analysis.chain import keys
from search.analysis.folding import canonical, fold
from search.analysis.lexicon import lexicon
from search.planning.filler import FAINT, SILENT
from search.planning.generic import generic

_EMPTY = """
    Januar Februar März April Mai Juni Juli August September Oktober November Dezember Montag Dienstag Mittwoch
    Donnerstag Freitag Samstag Sonntag Frühjahr Sommer Herbst Winter Woche Monat Jahrzehnt Anfang Mitte Ende Beginn
    Start Zukunft Gegenwart Phase Testphase Zeitraum Zeitpunkt Eins Zwei Drei Vier Fünf Sechs Sieben Acht Neun Zehn
    Elf Zwölf Hundert Tausend Million Milliarde Mio Mrd Euro Prozent Kilometer Meter Quadratmeter Hektar Grad
    Dutzend Hälfte Drittel Viertel Anzahl Reihe Menge Vielzahl Mehrheit Rat Räte Stadtrat Gemeinderat Ratsbeschluss
    Ausschuss Beschluss Bürgermeister Politik Bund Bundesland NRW Bescheid City Cities Town Urban Open Data Source
    Tech Live Plus Tochter Töchter Partner Anbieter Hersteller Firma Betrieb Gesellschaft GmbH Trägergemeinschaft
    Zusammenarbeit Kooperation Austausch Beispiel Bedarf Angebot Aufgabe Auftrag Bereich Gebiet Stadtgebiet Fassung
    Version Schnitt Durchschnitt Stelle Thema Themen Inhalt Ergebnis Erfolg Ziel Zweck Grund Grundlage Rahmen
    Schritt Teil Art Form Weise Möglichkeit Ansatz Maßnahme Vorhaben Modellprojekt Pilotprojekt Test Leben Welt
    Mensch Leute Person Team Seite Punkt Blick Foto Bild Ablauf Abläufe Umgebung Herausforderung Unterstützung
    Beteiligte Verantwortung Kosten Geld Mittel Kilo Uhr Erste
"""


def tells(key: str) -> bool:
    """Whether the key of a noun or a name, or of a part of one, says something. Raises LexiconMissing."""
    return key not in generic() and key not in _empty()


def better(surface: str, than: str | None) -> bool:
    """Whether this is how to write the word: with a capital, else as it stands first."""
    return than is None or (than.islower() and not surface.islower())


@lru_cache(maxsize=1 << 14)
def is_name(surface: str, *, prose: bool) -> bool:
    """Whether a word as written is a noun or a name that may say something.

    In prose these have a capital, as other words have where a sentence begins. Raises LexiconMissing.
    """
    if surface.isdecimal() or fold(surface) in SILENT | FAINT or (prose and surface.islower()):
        return False
    word = canonical(surface)
    book = lexicon()
    entry = book.entry(word)
    if entry is None or entry.refers is None or book.is_noun(word):
        return True
    # A verb as a noun: das Parken, das Bezahlen.
    return word.endswith("n") and entry.is_base and (entry.refers == word or not word.startswith(entry.refers))


@cache
def _empty() -> frozenset[str]:
    return frozenset(found.whole for word in _EMPTY.split() if (found := keys(word)) is not None)
