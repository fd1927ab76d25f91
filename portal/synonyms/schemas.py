"""What a synonym must look like."""

from typing import Any

from portal.synonyms.models import NOTE_MAX, OTHERS_MAX, TERM_MAX, Direction
from portal.text import N_
from portal.web.fields import Choice, Listing, PortalSchema, Term, Text


def _about(label: str, kind: str, hint: str = "", **more: Any) -> dict[str, Any]:
    return {"label": label, "kind": kind, "hint": hint, **more}


class SynonymSchema(PortalSchema):
    """A term and what else it finds."""

    term = Term(
        max_length=TERM_MAX,
        required=True,
        metadata=_about(N_("Begriff"), "text", N_("Wonach jemand sucht, zum Beispiel Pütt.")),
    )
    others = Listing(
        Term(max_length=TERM_MAX),
        most=OTHERS_MAX,
        required=True,
        metadata=_about(
            N_("Andere Begriffe"),
            "lines",
            N_("Was auch gefunden werden soll: ein Begriff je Zeile, höchstens neun. Wortformen sind nicht nötig."),
            rows=4,
        ),
    )
    direction = Choice(Direction, required=True, metadata=_about(N_("Richtung"), "radio"))
    note = Text(
        max_length=NOTE_MAX,
        metadata=_about(N_("Bemerkung"), "text", N_("Nur für die Portalverwaltung, zum Beispiel der Anlass.")),
    )
