"""What the JSON door takes and gives of Gesuche."""

from collections.abc import Mapping

from marshmallow import fields

from portal.discovery.finding.facets import BY_FIELD
from portal.discovery.schemas import OrganisationReferenceSchema, WordsAndPageSchema, address, facet_parameter, tell
from portal.partnerships.vocabulary import Kind, WantedState
from portal.projects.vocabulary import ActionField
from portal.web.fields import Choice, PortalSchema

# The name of each parameter, and the facet of the search that it is.
FACETS: Mapping[str, str] = {
    "kind": "partnership",
    "action_field": "action_field",
    "municipality": "municipality",
    "district": "district",
}
WantedArguments = WordsAndPageSchema.from_dict(
    {name: facet_parameter(BY_FIELD[field], stated=True) for name, field in FACETS.items()}, name="WantedArguments"
)


class WantedSchema(PortalSchema):
    """A Gesuch that is or was made known."""

    id = fields.Integer(**tell("Nummer, die sich nicht ändert"))
    url = address("Adresse der Seite im Portal")
    state = Choice(
        WantedState,
        only=(WantedState.OPEN, WantedState.MET, WantedState.CLOSED),
        allow_none=False,
        **tell("open: offen; met: erfüllt; closed: aufgegeben"),
    )
    kind = Choice(Kind, allow_none=False, **tell("Art der Zusammenarbeit, die gesucht wird"))
    title = fields.String(**tell("Worum es geht"))
    need = fields.String(**tell("Was gesucht wird"))
    gives = fields.String(**tell("Was dafür geboten wird", allow_none=True))
    action_field = Choice(ActionField, **tell("Handlungsfeld", allow_none=True))
    organisation = fields.Nested(OrganisationReferenceSchema, **tell("Wer sucht"))
    published_at = fields.AwareDateTime(**tell("Veröffentlicht"))
    updated_at = fields.AwareDateTime(**tell("Zuletzt geändert"))
    closed_at = fields.AwareDateTime(**tell("Geschlossen", allow_none=True))


class WantedPageSchema(PortalSchema):
    """A page of a search for Gesuche."""

    items = fields.List(fields.Nested(WantedSchema), **tell("Die Gesuche dieser Seite"))
    total = fields.Integer(**tell("Gesuche auf allen Seiten"))
    page = fields.Integer(**tell("Diese Seite"))
    page_size = fields.Integer(**tell("Gesuche je Seite"))
    pages = fields.Integer(**tell("Zahl der Seiten, mindestens 1"))
    search_degraded = fields.Boolean(**tell("true, solange der Suchindex fehlt"))
