"""The overview of an organisation: a board by how far each case has come, and a table that is sorted and downloaded."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.access import allowed
from portal.errors import Forbidden
from portal.organisations.models import Organisation
from portal.partnerships import access
from portal.partnerships.cases import telling
from portal.partnerships.doors import acting, blueprint, current_actor
from portal.partnerships.lists import amounts, files, overview
from portal.partnerships.lists import queries as lists
from portal.partnerships.lists.files import Format, case_file
from portal.partnerships.lists.overview import Asked, Direction, Only, Sorting
from portal.partnerships.lists.views import PER_PAGE
from portal.partnerships.models import Case
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import LABELS, Kind, Side, State
from portal.partnerships.wording import subject
from portal.text import N_
from portal.web.fields import Choice, PortalSchema, Text
from portal.web.forms import Form
from portal.web.guards import signed_in
from portal.web.listing import asked_page
from portal.work import reading

_SLUG_MAX = 80
_COLUMNS = {
    Sorting.OTHER: N_("Andere Seite"),
    Sorting.KIND: N_("Art"),
    Sorting.STATE: N_("Stand"),
    Sorting.SENT: N_("Gesendet am"),
    Sorting.DUE: N_("Frist"),
    Sorting.LATEST: N_("Letzter Schritt"),
}
# What people want to see first when they sort by it.
_LATEST_FIRST = (Sorting.SENT, Sorting.LATEST)


class OverviewSchema(PortalSchema):
    """What is chosen to find cases of an organisation; the names stand in the address."""

    organisation = Text(
        max_length=_SLUG_MAX, metadata={"label": N_("Organisation"), "kind": "select", "choices": "organisations"}
    )
    art = Choice(Kind, metadata={"label": N_("Art der Zusammenarbeit"), "kind": "select", "choices": "kinds"})
    stand = Choice(State, metadata={"label": N_("Stand"), "kind": "select", "choices": "states"})
    richtung = Choice(Direction, metadata={"label": N_("Wer hat gefragt?"), "kind": "select", "choices": "directions"})
    nur = Choice(Only, metadata={"label": N_("Umfang"), "kind": "select", "choices": "only"})
    sortiert = Choice(Sorting, metadata={"label": N_("Sortiert nach"), "kind": "select", "choices": "sortings"})


@blueprint.get("/anfragen/uebersicht")
@signed_in
def board() -> str:
    """Show what the organisation has under way, by how far it has come."""
    organisation, now = _organisation(), acting()
    form, chosen = _form("organisation", "art", "richtung"), _chosen(("art", "richtung"))
    asked = _asked(organisation, chosen)
    with reading() as session:
        columns = [
            (
                _(LABELS[each.state]) if each.state else _("Erledigt"),
                each.total,
                [_card(case, organisation, now) for case in each.cases],
                _address("table", organisation, chosen | {"stand": each.state.value if each.state else ""}),
            )
            for each in overview.board(session, current_actor(), asked, now.at)
        ]
    return render_template(
        "partnerships/board.html",
        organisation=organisation,
        columns=columns,
        form=form.view(chosen | {"organisation": organisation.slug}),
        filtered=bool(chosen),
        here=_address("board", organisation, {}),
        other_url=_address("table", organisation, chosen),
    )


@blueprint.get("/anfragen/uebersicht/tabelle")
@signed_in
def table() -> str:
    """Show the same as a table."""
    organisation, now = _organisation(), acting()
    form, chosen = _form(), _chosen()
    asked = _asked(organisation, chosen)
    found = overview.statement(current_actor(), asked, now.at)
    with reading() as session:
        pagination = asked_page(
            session,
            found,
            PER_PAGE,
            lambda page: _address("table", organisation, chosen | _order(asked) | {"seite": str(page)}),
        )
        lines = [
            (subject(case), *telling.standing(case, now), _direction(case, organisation))
            for case in lists.page(session, found, pagination.first, PER_PAGE)
        ]
    return render_template(
        "partnerships/table.html",
        organisation=organisation,
        total=amounts.cases(pagination.total),
        lines=lines,
        columns=[_("Worum es geht"), *(_(label) for label in _COLUMNS.values())],
        sorting={_(label): _sorts(organisation, asked, chosen, by) for by, label in _COLUMNS.items()},
        pagination=pagination,
        labels=LABELS,
        state_label=telling.state_label,
        form=form.view(chosen | {"organisation": organisation.slug, "sortiert": asked.sorting.value}),
        filtered=bool(chosen),
        here=_address("table", organisation, {}),
        other_url=_address(
            "board", organisation, {name: chosen[name] for name in ("art", "richtung") if name in chosen}
        ),
        csv_url=_address("table_csv", organisation, chosen | _order(asked)),
        xlsx_url=_address("table_xlsx", organisation, chosen | _order(asked)),
    )


@blueprint.get("/anfragen/uebersicht.csv")
@signed_in
def table_csv() -> Response:
    """Give the table as a file."""
    return _file(Format.CSV)


@blueprint.get("/anfragen/uebersicht.xlsx")
@signed_in
def table_xlsx() -> Response:
    """Give the table as an Excel file."""
    return _file(Format.XLSX)


def _file(form: Format) -> Response:
    organisation = _organisation()
    found = overview.statement(current_actor(), _asked(organisation, _chosen()), acting().at)
    return case_file(form, f"anfragen-{organisation.slug}", files.OWN, found)


def _surveyed() -> list[Organisation]:
    return [one for one in current_user.organisations if allowed(current_actor(), access.SURVEY, one)]


def _organisation() -> Organisation:
    """Return the organisation that was asked for, else the first one may survey. Raises Forbidden."""
    found = _surveyed()
    if not found:
        raise Forbidden
    return next((one for one in found if one.slug == request.args.get("organisation")), found[0])


def _form(*names: str) -> Form:
    several = _surveyed()
    schema = OverviewSchema()
    shown = [name for name in (names or schema.fields) if name != "organisation" or len(several) > 1]
    return Form(
        schema,
        shown,
        choices={
            "organisations": [(one.slug, one.name) for one in several],
            "kinds": [("", _("Alle")), *((kind.value, _(LABELS[kind])) for kind in Kind)],
            "states": [
                ("", _("Alle")),
                *((state.value, _(lists.STATE_LABELS[state])) for state in State if state is not State.DRAFT),
            ],
            "directions": [("", _("Beide Seiten")), *_texts(Direction)],
            "only": [("", _("Alles")), *_texts(Only)],
            "sortings": [(by.value, _(label)) for by, label in _COLUMNS.items()],
        },
        needed=shown,
    )


def _texts(options: type[Direction] | type[Only]) -> list[tuple[str, str]]:
    return [(each.value, _(overview.LABELS[each])) for each in options]


def _chosen(names: tuple[str, ...] = ("art", "stand", "richtung", "nur")) -> dict[str, str]:
    """Return what was chosen, as it stands in the address; what does not exist counts as not chosen."""
    schema, found = OverviewSchema(), {}
    for name in names:
        typed = request.args.get(name)
        if typed and not schema.validate({name: typed}, partial=True):
            found[name] = typed
    return found


def _asked(organisation: Organisation, chosen: dict[str, str]) -> Asked:
    values: dict[str, Any] = OverviewSchema().load(chosen, partial=True)
    by = next((each for each in Sorting if each.value == request.args.get("sortiert")), Sorting.DUE)
    way = request.args.get("reihe")
    return Asked(
        organisation.id,
        kind=values.get("art"),
        state=values.get("stand"),
        direction=values.get("richtung"),
        only=values.get("nur"),
        sorting=by,
        descending=way == "ab" if way in ("auf", "ab") else by in _LATEST_FIRST,
    )


def _order(asked: Asked) -> dict[str, str]:
    return {"sortiert": asked.sorting.value, "reihe": "ab" if asked.descending else "auf"}


def _sorts(organisation: Organisation, asked: Asked, chosen: dict[str, str], by: Sorting) -> tuple[str, str]:
    """Return the address that sorts by a column, the other way round where it is sorted by it, and how it is now."""
    is_now = asked.sorting is by
    descending = not asked.descending if is_now else by in _LATEST_FIRST
    order = {"sortiert": by.value, "reihe": "ab" if descending else "auf"}
    now = ("descending" if asked.descending else "ascending") if is_now else "none"
    return _address("table", organisation, chosen | order), now


def _address(endpoint: str, organisation: Organisation, query: dict[str, str]) -> str:
    stated: dict[str, Any] = {name: value for name, value in query.items() if value}
    if len(_surveyed()) > 1:
        stated["organisation"] = organisation.slug
    return url_for(f"partnership_requests.{endpoint}", **stated)


def _direction(case: Case, organisation: Organisation) -> str:
    if case.sender_id == organisation.id:
        return str(_("an %(name)s", name=case.addressee.name))
    return str(_("von %(name)s", name=case.sender.name))


def _card(case: Case, organisation: Organisation, now: Acting) -> dict[str, Any]:
    _case, _tone, due = telling.standing(case, now)
    ours = Side.SENDER if case.sender_id == organisation.id else Side.ADDRESSEE
    return {
        "case": case,
        "subject": subject(case),
        "who": _direction(case, organisation),
        "due": due,
        "ours": case.turn is ours,
        "late": lists.is_late(case, now.at),
    }
