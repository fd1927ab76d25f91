"""Declared fields (`fields.py`) as a page form: which control shows each, and how what is typed becomes its value."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import marshmallow
from werkzeug.datastructures import MultiDict

from portal.partnerships.fields import LINE_MAX, LINK_MAX, TEXT_MAX, Field, Form
from portal.partnerships.models import Case
from portal.partnerships.vocabulary import LABELS, Side
from portal.projects.vocabulary import LABELS as PROJECT_LABELS
from portal.text import N_
from portal.web import forms
from portal.web.fields import Choice, Count, Day, Key, LongText, OneOf, PortalSchema, Text, Url, YesNo
from portal.web.forms import Choices

_FEW = 4  # so many choices are all seen at once
_YES_NO = "yes-no"
_ALL_LABELS = {**PROJECT_LABELS, **LABELS}


def form_of(
    fields: Sequence[Field],
    choices: Mapping[str, Choices],
    *,
    more: Mapping[str, marshmallow.fields.Field[Any]] | None = None,
    order: Sequence[str] = (),
) -> forms.Form:
    """Return the form of declared fields and of marshmallow's in `more`; `choices` are those of people and places."""
    bound = {**{field.name: _bound(field) for field in fields}, **(more or {})}
    schema = PortalSchema.from_dict(bound)()
    all_choices = {_YES_NO: [("ja", N_("Ja")), ("nein", N_("Nein"))], **choices}
    return forms.Form(schema, order or list(bound), labels=_ALL_LABELS, choices=all_choices)


def side_field(case: Case, sides: Sequence[Side], name: str = "side") -> forms.Form | None:
    """Return the question for which side somebody acts; None where it needs no asking. Both sides must be loaded."""
    if len(sides) < 2:
        return None
    names = {Side.SENDER: case.sender.name, Side.ADDRESSEE: case.addressee.name}
    label = {"label": N_("Für wen handeln Sie?"), "kind": "radio", "choices": name}
    asked = OneOf(
        [side.value for side in sides],
        required=True,
        metadata=label,
        error_messages={"required": N_("Bitte wählen Sie, für wen Sie handeln.")},
    )
    choices = {name: [(side.value, names[side]) for side in sides]}
    return forms.Form(PortalSchema.from_dict({name: asked})(), [name], choices=choices)


def chosen_side(form: forms.Form | None, typed: MultiDict[str, str], name: str = "side") -> Side | None:
    """Return what was answered to that question; None where it was not asked. Raises Invalid."""
    return Side(form.load(form.read(typed))[name]) if form is not None else None


def without_side(
    asked: forms.Form | None, errors: Mapping[str, Sequence[str]] | None
) -> tuple[dict[str, Sequence[str]], dict[str, Sequence[str]]]:
    """Return the errors of a form, and those of the question for which side somebody acts, which has its own."""
    found = dict(errors or {})
    of_side = {"side": found.pop("side")} if asked is not None and "side" in found else {}
    return found, of_side


def typed(fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored values of declared fields the way people type them."""
    return {field.name: _TYPED.get(field.form, _as_text)(values.get(field.name)) for field in fields}


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def _choice_as_text(value: Any) -> str:
    return "" if value is None else str(value.value)


_TYPED: Mapping[Form, Callable[[Any], str]] = {Form.CHOICE: _choice_as_text}


def _bound(field: Field) -> marshmallow.fields.Field[Any]:
    about: dict[str, Any] = {"label": field.label, "hint": field.hint}
    needed: dict[str, Any] = {"required": field.required}
    if field.form is Form.TEXT:
        return LongText(max_length=TEXT_MAX, metadata=about | {"kind": "textarea", "rows": 6}, **needed)
    if field.form is Form.LINE:
        return Text(max_length=LINE_MAX, metadata=about, **needed)
    if field.form is Form.LINK:
        return Url(max_length=LINK_MAX, metadata=about | {"kind": "url"}, **needed)
    if field.form is Form.DAY:
        return Day(metadata=about | {"hint": field.hint or N_("Zum Beispiel 31.12.2025.")}, **needed)
    if field.form is Form.COUNT:
        return Count(metadata=about | {"inputmode": "numeric"}, **needed)
    if field.form is Form.YES_NO:
        return YesNo(metadata=about | {"kind": "radio", "choices": _YES_NO}, **needed)
    if field.form is Form.CHOICE and field.choices is not None:
        kind = "radio" if len(field.choices) <= _FEW else "select"
        return Choice(field.choices, metadata=about | {"kind": kind}, **needed)
    kind = "combobox" if field.form is Form.ORGANISATION else "select"
    return Key(metadata=about | {"kind": kind, "choices": field.name}, **needed)
