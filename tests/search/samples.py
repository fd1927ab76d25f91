"""Documents for the tests: a small register that can be understood at a glance."""

from search import Document, Place, Places
from search.documents import Value


def project(key: str, title: str = "", **values: Value) -> Document:
    return Document(key, {"kind": "project", "title": title, "sort_title": title.lower()} | values)


REGISTER = (
    project(
        "termine",
        "Online-Terminvergabe im Bürgerbüro",
        summary="Termine lassen sich über das Netz buchen; Bürger*innen warten kürzer.",
        tags=("Termin", "Bürgerbüro"),
        places=("Schermbeck",),
        action_field="verwaltung",
        phase="betrieb",
        municipality=("schermbeck",),
        district=("wesel",),
        confirmation="unconfirmed",
        sort_newest="2022-06",
    ),
    project(
        "akte",
        "E-Akte für acht Städte",
        summary="Gemeinsame Einführung der elektronischen Akte im Kreis.",
        places=("Hattingen", "Witten"),
        action_field="verwaltung",
        phase="umsetzung",
        municipality=("hattingen", "witten"),
        district=("ennepe-ruhr",),
        cooperation=("erfahrung", "nachnutzung"),
        funding="mpsc",
        start_year=2021,
        confirmation="confirmed",
        sort_newest="2024-02-01",
        sort_confirmed="2026-03-01",
    ),
    project(
        "melder",
        "Mängelmelder",
        summary="Schäden an Straßen und Beleuchtung melden, auch unterwegs in der App.",
        technologies_text=("LoRaWAN", "SmartCity-Plattform"),
        places=("Herne",),
        action_field="gesellschaft",
        municipality=("herne",),
        district=("kreisfrei",),
        technology=("app", "lorawan"),
        confirmation="unconfirmed",
    ),
    project(
        "glasfaser",
        "Glasfaser für Schulen",
        summary="Alle Schulen werden angeschlossen; die IT-Abteilung plant den Ausbau.",
        places=("Bochum", "Herne"),
        action_field="it",
        phase="betrieb",
        municipality=("bochum", "herne"),
        district=("kreisfrei",),
        technology=("glasfaser",),
        confirmation="confirmed",
        sort_newest="2023",
        sort_confirmed="2026-01-15",
    ),
)

PLACES = Places(
    "samples",
    (
        Place("bochum", ("Bochum",), neighbours=("herne", "hattingen", "witten", "essen")),
        Place("castrop-rauxel", ("Castrop-Rauxel",), neighbours=("bochum", "herne")),
        Place("essen", ("Essen",), neighbours=("bochum", "hattingen", "muelheim"), ambiguous=True),
        Place("haltern-am-see", ("Haltern am See",), neighbours=("recklinghausen",)),
        Place("hattingen", ("Hattingen",), neighbours=("bochum", "witten", "essen")),
        Place("herne", ("Herne",), neighbours=("bochum",)),
        Place("muelheim", ("Mülheim an der Ruhr", "Mülheim"), neighbours=("essen",)),
        Place("recklinghausen", ("Recklinghausen",), neighbours=("herne",)),
        Place("wetter", ("Wetter (Ruhr)", "Wetter"), neighbours=("witten",), ambiguous=True),
        Place("witten", ("Witten",), neighbours=("bochum", "hattingen", "wetter")),
    ),
)
