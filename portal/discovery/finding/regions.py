"""The Kommunen and Kreise as the search sees them: what they are called, who is near whom."""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from sqlalchemy.orm import Session

from portal.discovery.finding.requests import Area
from portal.organisations import queries as organisations
from portal.organisations.models import OrganisationKind
from portal.organisations.queries import Surroundings
from portal.text import fold
from search import Place, Places, gazetteer

_EARTH_KM = 6371.0
# What follows a name to tell it from others: "Wetter (Ruhr)", "Fröndenberg/Ruhr", "Haltern am See".
_ADDITION = re.compile(r"\s*\(.*\)$|/.*$|\s+(?:am|an der|im|bei|ob der)\s.*$")
# What people call them every day beside that, by slug.
_EVERYDAY = {
    "castrop-rauxel": ("Castrop",),
    "oer-erkenschwick": ("Erkenschwick",),
    "froendenberg-ruhr": ("Fröndenberg an der Ruhr",),
    "muelheim-an-der-ruhr": ("Mülheim/Ruhr", "Mülheim (Ruhr)"),
    "voerde-niederrhein": ("Voerde am Niederrhein",),
    "wetter-ruhr": ("Wetter an der Ruhr",),
    "ennepe-ruhr-kreis": ("Ennepe-Ruhr-Kreises", "Kreis Ennepe-Ruhr", "EN-Kreis"),
}
_DISTRICT = "Kreis "
_OF_THE_DISTRICT = ("Kreises ", "Landkreis ")
# Names that are ordinary words as well: weather, food, mountains, dates, and "they came".
_ORDINARY_WORDS = frozenset({"wetter", "essen", "alpen", "datteln", "kamen"})


class Regions:
    """All Kommunen and Kreise; equal ones have an equal `places.version`."""

    def __init__(self, surroundings: Iterable[Surroundings]) -> None:
        everything = {each.slug: each for each in surroundings}
        version = hashlib.sha256(repr(sorted(map(str, everything.values()))).encode()).hexdigest()
        self._by_slug = {slug: each for slug, each in everything.items() if _is_municipality(each)}
        self._districts = {slug: each for slug, each in everything.items() if slug not in self._by_slug}
        municipalities = tuple(_municipality(each) for each in self._by_slug.values())
        self.places = Places(version, (*municipalities, *(self._district(each) for each in self._districts.values())))

    def inside(self, area: Area) -> tuple[str, ...]:
        """Return the slugs of the Kommunen in a complete area: within its reach the Kommune itself included."""
        here = self._by_slug[area.around]
        if area.neighbours:
            return here.neighbours
        reach = area.kilometres or 0
        near = (each.slug for each in self._by_slug.values() if _kilometres(here, each) <= reach)
        return tuple(dict.fromkeys((here.slug, *near)))

    @property
    def districts(self) -> frozenset[str]:
        """The names of the Kreise."""
        return frozenset(each.name for each in self._districts.values())

    def near(self, name: str) -> tuple[str, ...]:
        """Return the names of the Kommunen and Kreise that a name unknown here may mean, the likeliest first."""
        return tuple(place.names[0] for place in gazetteer(self.places).near(name))

    def _district(self, district: Surroundings) -> Place:
        inside = {slug for slug, each in self._by_slug.items() if each.district == district.slug}
        around = sorted({beside for slug in inside for beside in self._by_slug[slug].neighbours} - inside)
        also = [district.name.replace(_DISTRICT, other) for other in _OF_THE_DISTRICT if _DISTRICT in district.name]
        names = (district.name, *also, *_EVERYDAY.get(district.slug, ()))
        return Place(district.slug, names, tuple(around))


def load_regions(session: Session) -> Regions:
    """Return the Kommunen and Kreise as they are now; made anew only when one of them changed."""
    return _regions(tuple(organisations.surroundings(session)))


@lru_cache(maxsize=4)
def _regions(surroundings: tuple[Surroundings, ...]) -> Regions:
    return Regions(surroundings)


def _is_municipality(each: Surroundings) -> bool:
    return each.kind is OrganisationKind.MUNICIPALITY


def _municipality(municipality: Surroundings) -> Place:
    short = _ADDITION.sub("", municipality.name)
    written = (municipality.name, short, *_EVERYDAY.get(municipality.slug, ()))
    names = dict.fromkeys((*written, *(name.replace("-", " ") for name in written)))
    return Place(municipality.slug, tuple(names), municipality.neighbours, fold(short) in _ORDINARY_WORDS)


def _kilometres(here: Surroundings, there: Surroundings) -> float:
    """Return the distance along the surface of the earth; infinite where one of the places is not known."""
    if None in (here.latitude, here.longitude, there.latitude, there.longitude):
        return float("inf")
    north, east, other_north, other_east = (
        radians(degrees or 0.0) for degrees in (here.latitude, here.longitude, there.latitude, there.longitude)
    )
    half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
