"""Parts of compounds that say nothing alone: looked for by themselves, Raumfahrt would find every room."""

from functools import cache

from search.analysis.chain import keys

_GENERIC = """
    raum fahrt werk bau stelle platz system dienst plan land stadt hof kraft netz weg zeit jahr tag haus amt
    recht zug feld wesen arbeit grund hand kopf information management verfahren verwaltung technik projekt
    konzept planung service portal plattform daten programm bereich betrieb anlage führung leistung mittel
    straße bürger schutz sicherheit garten markt hafen eisen schiff flug bild karte wert stand haupt teil groß
    klein hoch tief neu alt grün online digital smart elektro mobil auto web app stoff zeug mann frau kind mensch tier
    sache ding art form kreis kern punkt linie ring spiel buch heft blatt schrift wort satz zahl maß messung
    station gerät maschine apparat motor rad boden wasser luft feuer licht sonne berg tal see meer insel wald
    baum holz stein erde sand glas gold silber kupfer stahl schule kurs lehre lehrer meister schein brief post
    paket geld preis kasse bank kosten steuer gebühr anbau abbau aufbau ausbau umbau vermessung forschung
    entwicklung beratung betreuung pflege versorgung entsorgung antrag anmeldung meldung auskunft prüfung
    kontrolle erfassung steuerung überwachung nutzung verleih vergabe strategie lösung software anwendung tool
    gruppe team verein verband gesellschaft gemeinde kommune region warten wagen fahrzeug fahrer gast koch küche
    essen trink wein bier brot fleisch nummer code zeichen signal liste tafel brett tisch bett zimmer dach wand tür
    fenster leiter leitung zentrum zentrale büro halle bahn bus schiene welt himmel mond stern
    frei halb voll ganz fern nah innen außen mittel breit stark schwer leicht schnell lang kurz weit rund selbst
    eigen einzel sonder gesamt fach stück gut mehr viel erst zweit gleich
"""

# In front of another part they say what nearly every entry is; left away, the word means the same here.
_MODIFIERS = "online digital elektronik web internet smart cyber tele virtuell"


@cache
def generic() -> frozenset[str]:
    """The keys of parts that alone say nothing."""
    return _keys(_GENERIC)


@cache
def modifiers() -> frozenset[str]:
    """The keys of first parts that may be left away."""
    return _keys(_MODIFIERS)


def _keys(words: str) -> frozenset[str]:
    return frozenset(key.whole for word in words.split() for form in (word, word.capitalize()) if (key := keys(form)))
