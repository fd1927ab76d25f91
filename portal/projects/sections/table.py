"""The chapters of an entry as people fill them in, in the order of the task list; one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.projects.models import Project
from portal.projects.service import NEEDED_TO_PUBLISH
from portal.projects.vocabulary import Provenance
from portal.text import N_


@dataclass(frozen=True)
class Section:
    """One chapter. `core` are the fields that make it "fertig"; `hint` says in one line what it is about."""

    slug: str
    title: str
    hint: str
    fields: tuple[str, ...]
    core: tuple[str, ...]


SECTIONS = (
    Section(
        "grunddaten",
        N_("Grunddaten"),
        N_("Titel, Kurzbeschreibung und Beschreibung"),
        ("title", "summary", "description"),
        ("title", "summary"),
    ),
    Section(
        "einordnung",
        N_("Einordnung"),
        N_("Handlungsfeld, Schlagwörter und Verwaltungsleistungen"),
        ("action_field", "tags", "ozg_topics", "services"),
        ("action_field",),
    ),
    Section(
        "beteiligte",
        N_("Beteiligte"),
        N_("Federführung, Kommunen, Partner und IT-Dienstleister"),
        ("lead", "lead_note", "participants", "partners", "department", "it_provider"),
        ("lead", "department"),
    ),
    Section(
        "anlass",
        N_("Anlass und Ergebnis"),
        N_("Was am Anfang stand, was sich bessern soll und was herauskam"),
        ("problem", "goal", "results"),
        ("problem", "goal"),
    ),
    Section(
        "stand",
        N_("Stand und Zeitplan"),
        N_("Phase, Beginn, Ende und nächster Schritt"),
        ("phase", "start", "end", "next_step", "status_as_of", "phase_source_word"),
        ("phase",),
    ),
    Section(
        "kosten",
        N_("Kosten und Förderung"),
        N_("Größenordnung der Kosten und Förderprogramm"),
        ("budget_band", "running_cost_band", "funding_programme", "grant_reference", "funding_note"),
        ("budget_band",),
    ),
    Section(
        "technik",
        N_("Technik"),
        N_("Techniken, Produkte, Standards, Lizenz und Quellcode"),
        ("technologies", "products", "standards", "licence", "repository_url", "documentation_url"),
        ("technologies",),
    ),
    Section(
        "zusammenarbeit",
        N_("Zusammenarbeit"),
        N_("Was Sie bieten, was Sie suchen und was andere übernehmen können"),
        ("cooperation", "offers", "seeks", "reuse"),
        ("cooperation",),
    ),
    Section(
        "erfahrungen",
        N_("Erfahrungen"),
        N_("Was gut geklappt hat, was nicht, und was Sie anders machen würden"),
        ("lessons",),
        ("lessons",),
    ),
    Section(
        "kontakt",
        N_("Kontakt und Links"),
        N_("Funktionspostfach und Seiten mit mehr zum Projekt"),
        ("contact_mailbox", "links", "sources", "editorial_note"),
        ("contact_mailbox",),
    ),
)

# Asked only where the entry was taken from a public source.
OF_SOURCE_ENTRIES = frozenset({"sources", "status_as_of", "phase_source_word"})

DONE, BEGUN, EMPTY = N_("Fertig"), N_("Angefangen"), N_("Leer")


def by_slug(slug: str) -> Section | None:
    """Return the section of an address part."""
    return next((section for section in SECTIONS if section.slug == slug), None)


def after(section: Section) -> Section | None:
    """Return the section that follows, None after the last one."""
    following = SECTIONS.index(section) + 1
    return SECTIONS[following] if following < len(SECTIONS) else None


def of_field(name: str) -> Section:
    """Return the section that asks for a field. Raises StopIteration for none."""
    return next(section for section in SECTIONS if name in section.fields)


def fields_of(section: Section, project: Project) -> tuple[str, ...]:
    """Return the fields of the section that this entry has."""
    if project.provenance is Provenance.PUBLIC_SOURCE:
        return section.fields
    return tuple(name for name in section.fields if name not in OF_SOURCE_ENTRIES)


def state(section: Section, values: Mapping[str, Any]) -> str:
    """Return how far the section has been filled in, as German words: DONE, BEGUN or EMPTY."""
    if all(values[name] for name in section.core):
        return DONE
    return BEGUN if any(values[name] for name in section.fields) else EMPTY


def missing(section: Section, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields of the section without which the entry cannot be published."""
    return tuple(name for name in section.fields if name in NEEDED_TO_PUBLISH and not values[name])
