"""From an entry as it was collected to the input of `ProjectSchema`: who leads, which phase, which sources.

Loaded values name organisations by slug; the words of the sources name them in several ways.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.projects.vocabulary import ActionField, Phase

ACTION_FIELDS = {
    "Verwaltung": ActionField.ADMINISTRATION,
    "IT und Kommunikation": ActionField.IT_AND_COMMUNICATION,
    "Energie und Umwelt": ActionField.ENERGY_AND_ENVIRONMENT,
    "Mobilität": ActionField.MOBILITY,
    "Gesellschaft": ActionField.SOCIETY_AND_EDUCATION,
}
# None: the word is kept, but says nothing about the phase.
PHASES: dict[str, Phase | None] = {
    "geplant": Phase.IDEA,
    "angekündigt": Phase.IDEA,
    "beantragt": Phase.IDEA,
    "in Prüfung": Phase.IDEA,
    "Konzept": Phase.CONCEPT,
    "in Vorbereitung": Phase.CONCEPT,
    "Pilot in Vorbereitung": Phase.CONCEPT,
    "beschlossen": Phase.DECIDED,
    "bewilligt": Phase.DECIDED,
    "vereinbart": Phase.DECIDED,
    "Pilot": Phase.PILOT,
    "in Entwicklung": Phase.IMPLEMENTATION,
    "in Umsetzung": Phase.IMPLEMENTATION,
    "in Betrieb": Phase.OPERATION,
    "abgeschlossen": Phase.COMPLETED,
    "durchgeführt": Phase.COMPLETED,
    "Förderphase beendet": None,
}
_LEAD = re.compile(r"(?P<name>[^/(]+?)\s*(?:/\s*(?P<after>.+)|\((?P<brackets>.+)\))?")

Slugs = Mapping[str, str]  # name of an organisation -> its slug


@dataclass(frozen=True)
class Lead:
    """Who leads (slug), what the source adds to that, and from whose view (slug) it tells when nobody is named."""

    slug: str | None = None
    note: str | None = None
    viewpoint: str | None = None


def lead(entry: Mapping[str, Any], slugs: Slugs) -> Lead:
    """Return who leads an entry. Raises KeyError for an organisation that is not known."""
    if "lead" in entry:
        match = _LEAD.fullmatch(entry["lead"])
        if match is None:
            raise KeyError(entry["lead"])
        name = match["name"].removeprefix("Stadt ")
        return Lead(slugs[name], note=match["after"] or match["brackets"])
    if entry["scope"] == "kommunal":
        (only,) = entry["cities"]
        return Lead(slugs[only])
    return Lead(viewpoint=slugs[entry["city"]])


def fields(entry: Mapping[str, Any], leading: Lead, slugs: Slugs) -> dict[str, Any]:
    """Return the entry as `ProjectSchema` reads it; what is not stated is None or empty, so that it can be taken back.

    Raises KeyError for a word that is not known.
    """
    word = entry.get("status")
    phase = PHASES[word] if word else None
    return {
        "title": entry["title"],
        "summary": entry["summary"],
        "lead": leading.slug,
        "lead_note": leading.note,
        "participants": sorted({slugs[name] for name in entry["cities"]} - {leading.slug}),
        "partners": [{"name": name, "role": None} for name in entry.get("partners", ())],
        "action_field": ACTION_FIELDS[entry["area"]].value,
        "tags": list(entry["tags"]),
        "technologies": list(entry.get("technologies", ())),
        "phase": phase.value if phase else None,
        "phase_source_word": word,
        "start": entry.get("start"),
        "end": entry.get("end"),
        "funding_programme": entry.get("funding_programme"),
        "funding_note": entry.get("funding_note"),
        "sources": sources(entry),
        "status_as_of": entry.get("status_as_of"),
        "editorial_note": entry.get("note"),
    }


def sources(entry: Mapping[str, Any]) -> list[dict[str, str | None]]:
    """Return the sources of an entry, the first with its date; each address once."""
    dates = {entry["source"]: entry.get("source_date")} | dict.fromkeys(
        address for address in entry.get("source_more", ()) if address != entry["source"]
    )
    return [{"url": address, "date": day} for address, day in dates.items()]
