"""What the JSON door takes and gives. An entry is described by the same schema that page forms and seeds use."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from portal.discovery.finding.facets import PROJECT_FACETS, Facet, Origin
from portal.discovery.finding.requests import PAGE_SIZE, RELEVANCE, SORTS, WORDS_MAX
from portal.organisations.models import SLUG_MAX, FactKind, OrganisationKind
from portal.partial_date import FIRST_YEAR, LAST_YEAR
from portal.projects.provenance import StandingKind
from portal.projects.schemas import ParticipationSchema, ProjectSchema
from portal.projects.vocabulary import ParticipationState, Provenance
from portal.text import N_
from portal.web.fields import Choice, Listing, OneOf, PortalSchema, Text
from search import How

PAGE_SIZE_MAX = 100
PAGE_MAX = 1_000_000_000
VALUES_MAX = 100  # of one facet
VALUE_MAX = 100
DISTANCE_MAX = 100  # km
# How "nothing stated" is written here; the index has a German word for it.
NOT_STATED = "not-stated"


class _Number(fields.Integer):
    """A number within limits, as programs write it."""

    default_error_messages = {  # noqa: RUF012 - as marshmallow wants it
        "invalid": N_("Bitte geben Sie eine ganze Zahl an."),
        "too_large": N_("Bitte geben Sie eine ganze Zahl an."),
    }

    def __init__(self, *, most: int, least: int = 1, **options: Any) -> None:
        limits = validate.Range(least, most, error=N_("Möglich sind Zahlen von {min} bis {max}."))
        super().__init__(validate=limits, **options)


def tell(text: str, **more: Any) -> dict[str, Any]:
    """Return the options of a field that is only given, with what it means."""
    return {"metadata": {"description": text}, "dump_only": True, **more}


def address(text: str, **more: Any) -> fields.String:
    """Return a field with an address."""
    return fields.String(metadata={"description": text, "format": "uri"}, dump_only=True, **more)


def fixed_codes(facet: Facet) -> dict[str, str]:
    """Return the values of a facet that do not stand in the database: code here -> German label."""
    codes = {value.code: value.label for value in facet.fixed}
    return codes | ({NOT_STATED: N_("keine Angabe")} if facet.optional else {})


def facet_parameter(facet: Facet, *, stated: bool = False) -> Listing:
    """Return the parameter of a facet; `stated`: what is searched always has a value there."""
    codes = {} if stated and facet.origin is Origin.NAMES else fixed_codes(facet)
    listed = ", ".join(code if code == label else f"{code} ({label})" for code, label in codes.items())
    what = {
        Origin.NOWHERE: "",
        Origin.NAMES: "das Kürzel (slug), wie es in den „facets“ einer Antwort steht; ",
        Origin.YEARS: "ein Jahr; ",
    }[facet.origin]
    text = f"{facet.label}: {what}{listed}".rstrip("; ") + "."
    only = {"enum": list(codes)} if facet.origin is Origin.NOWHERE else {}
    return Listing(
        Text(max_length=VALUE_MAX, allow_none=False, metadata=only), most=VALUES_MAX, metadata={"description": text}
    )


def _municipality(text: str) -> Text:
    return Text(max_length=SLUG_MAX, metadata={"description": text})


class WordsAndPageSchema(PortalSchema):
    """The words of a search, and which page of it."""

    q = Text(
        max_length=WORDS_MAX,
        load_default="",
        allow_none=False,
        metadata={"description": "Suchwörter. Ohne sie kommen alle.", "example": "Mängelmelder"},
    )
    page = _Number(
        most=PAGE_MAX,
        load_default=1,
        metadata={"description": "Seite, ab 1. Hinter der letzten Seite ist die Liste leer."},
    )
    page_size = _Number(
        most=PAGE_SIZE_MAX,
        load_default=PAGE_SIZE,
        metadata={"description": "Einträge je Seite."},
    )


class _NarrowingSchema(WordsAndPageSchema):
    """What a search for projects asks beside the facets."""

    start_year_from = _Number(
        least=FIRST_YEAR, most=LAST_YEAR, metadata={"description": "Projekte, die in diesem Jahr oder später begannen."}
    )
    start_year_to = _Number(
        least=FIRST_YEAR, most=LAST_YEAR, metadata={"description": "Projekte, die in diesem Jahr oder früher begannen."}
    )
    near = _municipality("Kürzel einer Kommune, um die herum gesucht wird; nur zusammen mit within_km.")
    within_km = _Number(
        most=DISTANCE_MAX,
        metadata={"description": "Luftlinie in Kilometern zwischen den Mittelpunkten der Kommunen; nur mit near."},
    )
    neighbours_of = _municipality("Kürzel einer Kommune: nur Projekte der Kommunen, die an sie grenzen.")
    exact = fields.Boolean(
        load_default=False,
        error_messages={"invalid": N_("Möglich sind true und false.")},
        metadata={"description": "true: die Wörter nicht berichtigen, auch wenn sie nichts finden."},
    )
    sort = OneOf(
        SORTS,
        load_default=RELEVANCE,
        allow_none=False,
        error_messages={"choice": N_("Den Wert „{value}“ gibt es hier nicht. Feste Werte sind: {listed}.")},
        metadata={
            "description": "Reihenfolge: relevance (beste Treffer zuerst, ohne Suchwörter die neuesten), newest "
            "(neueste zuerst), recently_confirmed (zuletzt bestätigt zuerst), title (nach Titel)."
        },
    )

    @validates_schema
    def _check_together(self, asked: Mapping[str, Any], **_options: Any) -> None:
        first, last = asked.get("start_year_from"), asked.get("start_year_to")
        if first and last and first > last:
            raise ValidationError({"start_year_to": [N_("Dieses Jahr liegt vor start_year_from.")]})
        if asked.get("near") and asked.get("neighbours_of"):
            raise ValidationError({"neighbours_of": [N_("Bitte geben Sie near oder neighbours_of an, nicht beides.")]})
        for one, other in (("near", "within_km"), ("within_km", "near")):
            if asked.get(one) and not asked.get(other):
                raise ValidationError({other: [N_("Bitte geben Sie near und within_km zusammen an.")]})


SearchArguments = _NarrowingSchema.from_dict(
    {facet.field: facet_parameter(facet) for facet in PROJECT_FACETS}, name="SearchArguments"
)


class OrganisationReferenceSchema(PortalSchema):
    """An organisation, as others name it."""

    slug = fields.String(**tell("Kürzel, das sich nicht ändert"))
    name = fields.String(**tell("Name"))
    kind = Choice(OrganisationKind, **tell("Art der Organisation"), allow_none=False)


class ParticipationEntrySchema(ParticipationSchema):
    """Who takes part in a project, and what it says about its part."""

    organisation = fields.Nested(OrganisationReferenceSchema, **tell("Die beteiligte Organisation"))
    state = Choice(
        ParticipationState,
        only=(ParticipationState.NAMED, ParticipationState.CONFIRMED),
        allow_none=False,
        **tell("named: von anderen genannt, noch nicht bestätigt; confirmed: selbst bestätigt"),
    )


class ConfirmationSchema(PortalSchema):
    """Who stands by an entry."""

    kind = OneOf(
        [kind.value for kind in StandingKind],
        allow_none=False,
        **tell(
            "confirmed: bestätigt; overdue: bestätigt, aber die Prüfung ist überfällig; source: aus öffentlicher "
            "Quelle, noch nicht bestätigt; open: noch nicht bestätigt"
        ),
    )
    text = fields.String(**tell("Dasselbe auf Deutsch, wie es im Portal steht"))


class _RegisterSchema(PortalSchema):
    """What the register itself knows about an entry."""

    id = fields.Integer(**tell("Nummer, die sich nicht ändert"))
    slug = fields.String(**tell("Kürzel in der Adresse; frühere Kürzel leiten weiter"))
    url = address("Adresse der Seite im Portal")
    version = fields.Integer(**tell("Steigt mit jeder Änderung"))
    publication = fields.String(**tell("Immer published", validate=validate.Equal("published")))
    provenance = Choice(
        Provenance,
        allow_none=False,
        **tell("own: von einer Organisation selbst eingetragen; public_source: aus öffentlicher Quelle"),
    )
    confirmation = fields.Nested(ConfirmationSchema, **tell("Wer für den Eintrag einsteht"))
    confirmed_at = fields.AwareDateTime(**tell("Zuletzt bestätigt", allow_none=True))
    published_at = fields.AwareDateTime(**tell("Veröffentlicht", allow_none=True))
    updated_at = fields.AwareDateTime(**tell("Zuletzt geändert"))
    lead_organisation = fields.Nested(OrganisationReferenceSchema, **tell("Federführung", allow_none=True))
    keeper = fields.Nested(OrganisationReferenceSchema, **tell("Wer den Eintrag pflegt", allow_none=True))
    viewpoint = fields.Nested(
        OrganisationReferenceSchema, **tell("Aus wessen Sicht die Quelle berichtet", allow_none=True)
    )
    participations = fields.List(fields.Nested(ParticipationEntrySchema), **tell("Beteiligte Organisationen"))


class ProjectEntrySchema(ProjectSchema, _RegisterSchema):
    """A published entry: what the register knows about it, and what its organisation says."""


class ReasonSchema(PortalSchema):
    """Why a project was found: one of the words, and what stands there."""

    word = fields.String(**tell("Das Wort der Suche"))
    how = Choice(
        How,
        allow_none=False,
        **tell(
            "whole: das Wort selbst in irgendeiner Form; part: als Teil eines längeren Wortes oder in Teilen; "
            "same: ein Wort gleicher Bedeutung; related: ein verwandter Begriff; widened: nur ein Teil des Wortes"
        ),
    )
    found = fields.List(fields.String(), **tell("Die Wörter, die im Projekt stehen"))


class FoundEntrySchema(ProjectEntrySchema):
    """An entry that a search found."""

    reasons = fields.List(fields.Nested(ReasonSchema), **tell("Warum das Projekt gefunden wurde; leer ohne Suchwörter"))


class UnknownPlaceSchema(PortalSchema):
    """A name behind stadt: that is not known."""

    name = fields.String(**tell("Der Name, wie er eingegeben ist"))
    near = fields.List(fields.String(), **tell("Ähnliche Namen, die das Portal kennt"))


class UnderstoodSchema(PortalSchema):
    """What became of the words."""

    places = fields.List(fields.String(), **tell("Genannte Kommunen und Kreise, deren Projekte zuerst stehen"))
    absent = fields.List(fields.String(), **tell("Genannte Kommunen und Kreise ohne passendes Projekt"))
    within = fields.List(fields.String(), **tell("Kommunen und Kreise, auf die „stadt:“ die Suche beschränkt"))
    outside = fields.List(fields.String(), **tell("Kommunen und Kreise, die „-stadt:“ weglässt"))
    unknown_places = fields.List(
        fields.Nested(UnknownPlaceSchema),
        **tell("Namen hinter „stadt:“, die das Portal nicht kennt; stehen dort nur solche, wird nichts gefunden"),
    )
    excluded = fields.List(fields.String(), **tell("Wörter, die nicht vorkommen dürfen"))
    ignored = fields.List(fields.String(), **tell("Wörter, nach denen nicht gesucht wurde"))
    waived = fields.List(
        fields.String(), **tell("Wörter, die nicht vorkommen müssen, weil nichts sie neben den anderen hat")
    )


class FacetValueSchema(PortalSchema):
    """A value of a facet."""

    value = fields.String(**tell("So steht der Wert als Parameter in der Anfrage"))
    label = fields.String(**tell("Bezeichnung auf Deutsch"))
    count = fields.Integer(**tell("Projekte mit diesem Wert, die zu den übrigen Filtern passen"))
    selected = fields.Boolean(**tell("Ob die Anfrage nach diesem Wert filtert"))


class FacetGroupSchema(PortalSchema):
    """A facet with its values."""

    field = fields.String(**tell("Name des Parameters"))
    label = fields.String(**tell("Bezeichnung auf Deutsch"))
    values = fields.List(fields.Nested(FacetValueSchema), **tell("Die Werte"))


class ProjectPageSchema(PortalSchema):
    """A page of a search."""

    items = fields.List(fields.Nested(FoundEntrySchema), **tell("Die Projekte dieser Seite"))
    total = fields.Integer(**tell("Projekte auf allen Seiten; sie passen zu allen Wörtern"))
    tail = fields.List(
        fields.Nested(FoundEntrySchema),
        **tell("Projekte, die nur zu einem Teil der Wörter passen; sie stehen auf der letzten Seite"),
    )
    tail_total = fields.Integer(**tell("Zahl der Projekte, die nur zu einem Teil der Wörter passen"))
    related = fields.List(
        fields.Nested(FoundEntrySchema),
        **tell(
            "Bis zu fünf weitere Projekte zu einem ähnlichen Thema, auf der ersten Seite bei wenigen Treffern; "
            "nirgends gezählt. Leer, wenn das Portal nicht so sucht"
        ),
    )
    page = fields.Integer(**tell("Diese Seite"))
    page_size = fields.Integer(**tell("Projekte je Seite"))
    pages = fields.Integer(**tell("Zahl der Seiten, mindestens 1"))
    facets = fields.List(fields.Nested(FacetGroupSchema), **tell("Wonach sich die Treffer eingrenzen lassen"))
    corrected = fields.String(
        **tell("Wonach stattdessen gesucht wurde, weil die Wörter nichts fanden", allow_none=True)
    )
    suggestion = fields.String(**tell("Was vielleicht gemeint war", allow_none=True))
    understood = fields.Nested(UnderstoodSchema, **tell("Wie die Wörter verstanden wurden"))
    search_degraded = fields.Boolean(
        **tell("true, solange der Suchindex fehlt: dann werden nur Wörter gefunden, wie sie eingegeben sind")
    )


class DataSourceSchema(PortalSchema):
    """Where a fact comes from."""

    title = fields.String(**tell("Titel"))
    publisher = fields.String(**tell("Herausgeber"))
    licence = fields.String(**tell("Lizenz"))
    attribution = fields.String(**tell("Vermerk, der bei Weitergabe zu nennen ist"))
    url = fields.String(**tell("Adresse", allow_none=True))


class FactSchema(PortalSchema):
    """Something measured."""

    kind = Choice(FactKind, allow_none=False, **tell("Was gemessen ist"))
    value = fields.Float(**tell("Der Wert"))
    unit = fields.String(**tell("Die Einheit: inhabitants, km2 oder degrees"))
    as_of = fields.Date(**tell("Stand", allow_none=True))
    source = fields.Nested(DataSourceSchema, **tell("Die Quelle"))


class DistrictSchema(PortalSchema):
    """A Kreis."""

    slug = fields.String(**tell("Kürzel"))
    name = fields.String(**tell("Name"))


class AnsweringSchema(PortalSchema):
    """How a Kommune answers requests to work together."""

    asked = fields.Integer(**tell("Anfragen, auf die eine erste Antwort da ist oder fällig war"))
    answered = fields.Integer(**tell("Davon beantwortet"))
    median_days = fields.Integer(
        **tell("Tage, in denen die Hälfte davon beantwortet war; null ohne Antwort", allow_none=True),
        attribute="days",
    )


class MunicipalitySchema(PortalSchema):
    """One of the 53 Kommunen."""

    slug = fields.String(**tell("Kürzel"))
    name = fields.String(**tell("Name"))
    designation = fields.String(**tell("Amtliche Bezeichnung", allow_none=True))
    ags = fields.String(**tell("Amtlicher Gemeindeschlüssel, 8 Ziffern", allow_none=True))
    url = address("Adresse der Seite im Portal")
    website = address("Website der Kommune", allow_none=True)
    website_verified = fields.Boolean(
        **tell("Ob die Website in einer Quelle gesehen oder von der Portalverwaltung bestätigt wurde")
    )
    about = fields.String(**tell("Was die Kommune über sich und ihre Digitalstelle sagt", allow_none=True))
    mailbox = fields.String(**tell("Funktionspostfach, wie es öffentlich steht", allow_none=True))
    office_url = address("Seite der Digitalstelle", allow_none=True)
    district = fields.Nested(DistrictSchema, **tell("Kreis; null bei kreisfreien Städten", allow_none=True))
    neighbours = fields.List(fields.String(), **tell("Kürzel der Nachbarn im Verbandsgebiet"))
    facts = fields.List(fields.Nested(FactSchema), **tell("Einwohner, Fläche (km²), Lage (Grad, WGS 84)"))
    project_count = fields.Integer(**tell("Veröffentlichte Projekte, gemeinsame bei jeder beteiligten Kommune"))
    answering = fields.Nested(
        AnsweringSchema,
        **tell("Wie die Kommune auf Anfragen antwortet; null, solange es weniger als fünf sind", allow_none=True),
    )


class MunicipalityListSchema(PortalSchema):
    """All Kommunen by name."""

    items = fields.List(fields.Nested(MunicipalitySchema), **tell("Die Kommunen"))
    total = fields.Integer(**tell("Zahl der Kommunen"))
