"""Parts of compounds that say nothing alone: looked for by themselves, Raumfahrt would find every room."""

from functools import cache

from search.analysis.chain import keys

# What an entry may be about is not here: Baumpflege finds what has trees in it. Luft, Wasser and the like are, because
# they also stand in other words for something else (Lichtsignalanlage for Ampel, Trinkwasserspender for Hitze).
_GENERIC = """
    raum fahrt werk bau stelle platz system dienst plan land stadt hof kraft netz weg zeit jahr tag haus amt recht
    zug feld wesen arbeit grund hand kopf information management verfahren verwaltung technik projekt konzept
    planung service portal plattform daten programm bereich betrieb anlage führung leistung mittel straße bürger
    schutz sicherheit markt eisen schiff flug bild karte wert haupt teil groß klein hoch tief neu alt grün online
    digital smart elektro auto web app stoff zeug mann sache ding art form kreis kern punkt linie ring heft
    blatt schrift wort satz zahl maß messung station gerät maschine apparat motor rad wasser luft licht sonne berg
    tal see meer insel stein erde sand glas gold silber kupfer stahl meister schein paket geld preis bank kosten
    anbau abbau aufbau ausbau umbau vermessung forschung entwicklung beratung betreuung pflege versorgung entsorgung
    antrag anmeldung meldung auskunft prüfung kontrolle erfassung steuerung überwachung nutzung verleih vergabe
    strategie lösung software anwendung tool gruppe team verband gesellschaft gemeinde kommune region warten wagen
    fahrer koch essen trink wein bier brot fleisch nummer code zeichen signal liste tafel brett tisch bett zimmer
    wand leiter leitung zentrum zentrale büro bahn bus schiene welt himmel mond stern frei halb voll ganz fern nah
    innen außen mittel breit stark schwer leicht schnell lang kurz weit rund selbst eigen einzel sonder gesamt fach
    stück gut mehr viel erst zweit gleich
"""

# As the last part they stand for what everything does or has: Marathonlauf and "läuft", Fachkräftemangel and Mängel.
_EVERYDAY = """
    lauf gang hilfe aufnahme macht ziel start folge gabe nahme lage setzung schluss schließung stellung haltung
    tritt fall schlag griff wurf sprung blick sicht schau ruf sitz gehen kommen legen stehen halten bringen ziehen
    nehmen geben lassen machen fest grad mangel modell basis prinzip menge typ niveau faktor phase rolle weise
    hälfte stand
"""

# In front of another part they say what nearly every entry is; left away, the word means the same here.
_MODIFIERS = "online digital elektronik web internet smart cyber tele virtuell"


@cache
def generic() -> frozenset[str]:
    """The keys of parts that alone say nothing."""
    return _keys(_GENERIC + _EVERYDAY)


@cache
def modifiers() -> frozenset[str]:
    """The keys of first parts that may be left away."""
    return _keys(_MODIFIERS)


def _keys(words: str) -> frozenset[str]:
    return frozenset(key.whole for word in words.split() for form in (word, word.capitalize()) if (key := keys(form)))
