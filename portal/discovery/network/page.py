"""The page of the network: map, filter, and the table that says the same."""

from flask import render_template, request
from flask_babel import gettext as _

from portal.discovery import maps
from portal.discovery.network import drawing
from portal.errors import Invalid
from portal.organisations import queries as organisations
from portal.partnerships.cases import showing
from portal.partnerships.cases.showing import Shown
from portal.partnerships.vocabulary import LABELS, PARTNERSHIP, Kind, State
from portal.projects.vocabulary import LABELS as PROJECT_LABELS
from portal.projects.vocabulary import ActionField
from portal.text import N_
from portal.web.fields import Choice, PortalSchema
from portal.web.forms import Form
from portal.web.guards import public
from portal.work import reading

STATES = (*PARTNERSHIP, State.ENDED)  # what can be public


class NetworkSchema(PortalSchema):
    """What people choose to see less; the names stand in the address."""

    art = Choice(Kind, metadata={"label": N_("Art der Zusammenarbeit"), "kind": "select", "choices": "kinds"})
    stand = Choice(State, metadata={"label": N_("Stand"), "kind": "select", "choices": "states"})
    handlungsfeld = Choice(ActionField, metadata={"label": N_("Handlungsfeld"), "kind": "select", "choices": "fields"})


@public
def network() -> str:
    """Show who works with whom; a choice nobody offered counts as none."""
    form = _form()
    try:
        chosen = form.load(form.read(request.args))
    except Invalid:
        chosen = {}
    with reading() as session:
        everywhere = showing.everywhere(session)
        shown = [each for each in everywhere if _fits(each, chosen)]
        shapes = organisations.shapes(session)
        return render_template(
            "discovery/network.html",
            shapes=maps.by_partnerships(shapes, drawing.counts(shown)),
            lines=drawing.lines(shown, shapes),
            legend=drawing.legend(),
            view_box=maps.VIEW_BOX,
            attribution=maps.ATTRIBUTION,
            rows=[(drawing.anchor(pair), each) for pair, between in drawing.pairs(shown).items() for each in between],
            form=form.view({name: choice.value for name, choice in chosen.items() if choice is not None}),
            filtered=any(choice is not None for choice in chosen.values()),
            any_public=bool(everywhere),
        )


def _fits(each: Shown, chosen: dict[str, Kind | State | ActionField | None]) -> bool:
    has = {"art": each.kind, "stand": each.reached, "handlungsfeld": each.action_field}
    return all(wanted is None or has[name] is wanted for name, wanted in chosen.items())


def _form() -> Form:
    everything = ("", _("Alle"))
    return Form(
        NetworkSchema(),
        choices={
            "kinds": [everything, *((kind.value, _(LABELS[kind])) for kind in Kind)],
            "states": [everything, *((state.value, _(LABELS[state])) for state in STATES)],
            "fields": [everything, *((field.value, _(PROJECT_LABELS[field])) for field in ActionField)],
        },
        needed=("art", "stand", "handlungsfeld"),
    )
