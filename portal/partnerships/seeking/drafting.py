"""The form in which a Gesuch is written."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.partnerships.colleagues import selectable
from portal.partnerships.models import Wanted
from portal.partnerships.seeking.service import FIELDS, Need
from portal.partnerships.typed import form_of, typed
from portal.projects.models import TITLE_MAX
from portal.text import N_
from portal.web.fields import Key, Text
from portal.web.forms import Form

_TITLE = next(field for field in FIELDS if field.name == "title")


def form(session: Session, actor: Actor, organisation_id: int) -> Form:
    """Return the form with the people of the organisation to choose from."""
    more = {
        "title": Text(
            max_length=TITLE_MAX,
            required=True,
            metadata={"label": _TITLE.label, "hint": _TITLE.hint},
        ),
        "person": Key(
            required=True,
            metadata={
                "label": N_("Wer kümmert sich bei Ihnen darum?"),
                "hint": N_("Diese Person bekommt die Angebote. Ihr Name ist nicht öffentlich."),
                "kind": "select",
                "choices": "person",
            },
        ),
    }
    people = [(str(one.id), one.display_name) for one in selectable(session, actor, organisation_id)]
    return form_of(FIELDS, {"person": people}, more=more)


def need(values: Mapping[str, Any]) -> Need:
    """Return what was typed as what is looked for."""
    return Need(**{field.name: values[field.name] for field in FIELDS}, person_id=values["person"])


def stored(wanted: Wanted) -> dict[str, Any]:
    """Return a Gesuch the way people type it."""
    values = typed(FIELDS, {field.name: getattr(wanted, field.name) for field in FIELDS})
    return values | {"person": str(wanted.person_id or "")}
