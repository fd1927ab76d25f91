"""The facets of the search as one table; page, API and the search without the index all read it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from portal.partial_date import FIRST_YEAR, LAST_YEAR
from portal.partnerships.seeking.document import KIND as WANTED
from portal.partnerships.vocabulary import LABELS as PARTNERSHIP_LABELS
from portal.partnerships.vocabulary import Kind
from portal.projects.document import CONFIRMED, KIND, NO_DISTRICT, OTHER_FUNDING, OVERDUE, UNCONFIRMED
from portal.projects.vocabulary import LABELS, ActionField, Cooperation, Phase
from portal.text import N_, slugify
from search import FACETS as SEARCH_FIELDS
from search import NOT_STATED

# Names that stand in the database, by facet: code of a value -> its name, in the order of names.
Names = Mapping[str, Mapping[str, str]]

_SEARCH_FIELDS = {field.name: field for field in SEARCH_FIELDS}


@dataclass(frozen=True)
class Value:
    """One value of a facet: its code in the index and in the API, and its German label (a msgid if fixed)."""

    code: str
    label: str
    fixed: bool = True

    @cached_property
    def slug(self) -> str:
        """Return how the value is written in page addresses: the label for fixed ones, else the code."""
        return slugify(self.label) if self.fixed else self.code


class Origin(Enum):
    """Where the values come from that are not fixed."""

    NOWHERE = "nowhere"
    NAMES = "names"  # rows of the database, known by their slug
    YEARS = "years"


@dataclass(frozen=True)
class Facet:
    """One line of the table. `field` is the name in the index and in the API, `parameter` the one in pages."""

    field: str
    parameter: str
    label: str
    fixed: tuple[Value, ...] = ()
    origin: Origin = Origin.NOWHERE
    filterable: bool = False  # long enough for a box that narrows the list
    open: bool = False  # unfolded from the start

    @property
    def optional(self) -> bool:
        """Return whether entries may say nothing here, which counts as a value of its own."""
        return _SEARCH_FIELDS[self.field].optional

    @cached_property
    def _fixed_by_code(self) -> Mapping[str, Value]:
        unstated = (Value(NOT_STATED, N_("keine Angabe")),) if self.optional else ()
        return {value.code: value for value in (*self.fixed, *unstated)}

    @cached_property
    def _fixed_by_slug(self) -> Mapping[str, Value]:
        return {value.slug: value for value in self._fixed_by_code.values()}

    def code_of(self, slug: str) -> str | None:
        """Return the code of what stands in a page address; None for what cannot be a value."""
        if slug in self._fixed_by_slug:
            return self._fixed_by_slug[slug].code
        return None if self.origin is Origin.NOWHERE or slug in self._fixed_by_code else slug

    def slug_of(self, code: str) -> str:
        """Return how the value of this code is written in page addresses."""
        return self._fixed_by_code[code].slug if code in self._fixed_by_code else code

    def value(self, code: str, names: Names) -> Value | None:
        """Return the value of this code; None when there is no such value."""
        if code in self._fixed_by_code:
            return self._fixed_by_code[code]
        if self.origin is Origin.YEARS:
            known = code.isdecimal() and code.isascii() and len(code) == 4
            return Value(code, code, fixed=False) if known and FIRST_YEAR <= int(code) <= LAST_YEAR else None
        name = names.get(self.field, {}).get(code)
        return None if name is None else Value(code, name, fixed=False)

    def in_order(self, codes: Collection[str], names: Names) -> list[Value]:
        """Return the values of these codes as people look for them: listed, by name, latest year first."""
        known: Iterable[str] = names.get(self.field, {})
        if self.origin is Origin.YEARS:
            known = sorted((code for code in codes if code not in self._fixed_by_code), reverse=True)
        found = (self.value(code, names) for code in (*known, *self._fixed_by_code) if code in codes)
        return [value for value in found if value is not None]


def _labelled(*members: Enum, labels: Mapping[Enum, str] = LABELS) -> tuple[Value, ...]:
    return tuple(Value(member.value, labels[member]) for member in members)


PROJECT, NEED = Value(KIND, N_("Projekte")), Value(WANTED, N_("Gesuche"))
FACETS: tuple[Facet, ...] = (
    Facet("kind", "was", N_("Projekte und Gesuche"), (PROJECT, NEED), open=True),
    Facet("action_field", "handlungsfeld", N_("Handlungsfeld"), _labelled(*ActionField), open=True),
    Facet("phase", "phase", N_("Phase"), _labelled(*Phase), open=True),
    Facet("municipality", "kommune", N_("Kommune"), origin=Origin.NAMES, filterable=True),
    Facet(
        "district",
        "kreis",
        N_("Kreis"),
        (Value(NO_DISTRICT, N_("kreisfrei")),),
        origin=Origin.NAMES,
    ),
    Facet("cooperation", "zusammenarbeit", N_("Zusammenarbeit"), _labelled(*Cooperation)),
    Facet("technology", "technik", N_("Technik"), origin=Origin.NAMES, filterable=True),
    Facet(
        "funding",
        "foerderung",
        N_("Förderung"),
        (Value(OTHER_FUNDING, N_("Anderes Programm")),),
        origin=Origin.NAMES,
    ),
    Facet("start_year", "beginn", N_("Beginn"), origin=Origin.YEARS),
    Facet(
        "confirmation",
        "bestaetigung",
        N_("Bestätigung"),
        (
            Value(CONFIRMED, N_("bestätigt")),
            Value(OVERDUE, N_("Prüfung überfällig")),
            Value(UNCONFIRMED, N_("noch nicht bestätigt")),
        ),
    ),
    Facet("partnership", "gesucht", N_("Gesuche nach Art"), _labelled(*Kind, labels=PARTNERSHIP_LABELS)),
)
# What tells Gesuche from projects and from each other: nothing where there are projects only.
OF_GESUCHE = frozenset({"kind", "partnership"})
PROJECT_FACETS = tuple(facet for facet in FACETS if facet.field not in OF_GESUCHE)
BY_FIELD: Mapping[str, Facet] = {facet.field: facet for facet in FACETS}
