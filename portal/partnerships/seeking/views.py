"""What everybody reads of Gesuche: the list, one of them; and the list of the own ones."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.access import allowed
from portal.partnerships import access
from portal.partnerships.models import Wanted
from portal.partnerships.seeking import queries
from portal.partnerships.seeking.doors import ONE, TONES, blueprint, find
from portal.partnerships.seeking.page import wanted_page
from portal.partnerships.seeking.queries import Asked
from portal.partnerships.vocabulary import LABELS, Kind
from portal.projects.vocabulary import LABELS as PROJECT_LABELS
from portal.projects.vocabulary import ActionField
from portal.text import N_, slugify
from portal.web.fields import PortalSchema, Text
from portal.web.forms import Form
from portal.web.guards import current_actor, public, signed_in
from portal.web.listing import asked_page
from portal.work import reading

PER_PAGE = 20

# As they stand in addresses.
_KINDS: Mapping[str, Kind] = {slugify(LABELS[each]): each for each in Kind}
_FIELDS: Mapping[str, ActionField] = {slugify(PROJECT_LABELS[each]): each for each in ActionField}


class ListSchema(PortalSchema):
    """What people choose to find Gesuche; the names stand in the address."""

    art = Text(metadata={"label": N_("Art der Zusammenarbeit"), "kind": "select", "choices": "kinds"}, max_length=100)
    handlungsfeld = Text(metadata={"label": N_("Handlungsfeld"), "kind": "select", "choices": "fields"}, max_length=100)
    kommune = Text(metadata={"label": N_("Kommune"), "kind": "select", "choices": "seekers"}, max_length=100)


@blueprint.get("/gesuche")
@public
def listing() -> str:
    """Show the open Gesuche, the newest first."""
    with reading() as session:
        form = _form(session)
        asked, chosen = _asked(session)
        found = queries.published(asked)
        pagination = asked_page(session, found, PER_PAGE, lambda page: url_for("wanted.listing", seite=page, **chosen))
        wanted = session.execute(found.limit(PER_PAGE).offset(pagination.first - 1)).scalars().all()
        return render_template(
            "partnerships/seeking/list.html",
            lines=[_line(each) for each in wanted],
            pagination=pagination,
            form=form.view(chosen),
            filtered=bool(chosen),
            may_write=may_write(),
            labels=LABELS,
        )


@blueprint.get(ONE)
@public
def show(wanted_id: int) -> str:
    """Show a Gesuch; a draft only to the own organisation."""
    with reading() as session:
        return wanted_page(session, find(session, wanted_id))


@blueprint.get("/gesuche/eigene")
@signed_in
def own() -> str:
    """Show all Gesuche of the own organisations: drafts, open ones, and what is over."""
    with reading() as session:
        found = queries.own(current_actor())
        pagination = asked_page(session, found, PER_PAGE, lambda page: url_for("wanted.own", seite=page))
        wanted = session.execute(found.limit(PER_PAGE).offset(pagination.first - 1)).scalars().all()
        return render_template(
            "partnerships/seeking/own.html",
            lines=[(each, TONES.get(each.state, "")) for each in wanted],
            pagination=pagination,
            may_write=may_write(),
            labels=LABELS,
        )


def may_write() -> bool:
    """Return whether the reader can write a Gesuch for anybody."""
    own = current_user.organisations if current_user.is_authenticated else ()
    return any(allowed(current_actor(), access.POST, one) for one in own)


def _line(wanted: Wanted) -> tuple[Wanted, str]:
    return wanted, _(PROJECT_LABELS[wanted.action_field]) if wanted.action_field else ""


def _form(session: Session) -> Form:
    choices = {
        "kinds": [("", _("Alle")), *((slug, _(LABELS[kind])) for slug, kind in _KINDS.items())],
        "fields": [("", _("Alle")), *((slug, _(PROJECT_LABELS[field])) for slug, field in _FIELDS.items())],
        "seekers": [("", _("Alle")), *((one.slug, one.name) for one in queries.seekers(session))],
    }
    return Form(ListSchema(), choices=choices, needed=("art", "handlungsfeld", "kommune"))


def _asked(session: Session) -> tuple[Asked, dict[str, Any]]:
    """Return what is asked for, and how it stands in the address; what somebody made up is left out."""
    seekers = {one.slug for one in queries.seekers(session)}
    known = {"art": _KINDS, "handlungsfeld": _FIELDS, "kommune": seekers}
    chosen = {name: request.args[name] for name, values in known.items() if request.args.get(name) in values}
    asked = Asked(
        _KINDS.get(chosen.get("art", "")), _FIELDS.get(chosen.get("handlungsfeld", "")), chosen.get("kommune")
    )
    return asked, chosen
