"""Page forms bound to a marshmallow schema: what was typed goes in, typed values or German errors come out.

A form shows some fields of a schema. Field views carry exactly what the form macros in
`templates/components/forms.html` read.
"""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from portal.errors import Invalid
from portal.partial_date import PartialDate
from portal.web.fields import Choice, Listing, OneOf, Partial, Text

Choices = Sequence[tuple[str, str]]
Labels = Mapping[Any, str]


@dataclass
class FieldView:
    """One control as a template shows it. `value` is text, a list of texts, or None for `rows`."""

    name: str
    id: str
    label: str
    hint: str
    kind: str
    value: Any
    optional: bool
    errors: list[str] = field(default_factory=list)
    choices: Choices = ()
    max_length: int | None = None
    autocomplete: str | None = None
    inputmode: str | None = None
    rows: int = 5
    # For kind "rows": each row is a list of field views.
    items: list[list["FieldView"]] = field(default_factory=list)


@dataclass
class FormView:
    """The controls of a form in their order, and all errors with the controls they belong to."""

    fields: list[FieldView]
    general: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> FieldView:
        return next(view for view in self.fields if view.name == name)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Return (id of the control, its label, message) for the summary, in the order of the page.

        What belongs to no control comes first, with empty id and label.
        """
        found = [("", "", message) for message in self.general]
        for view in self._all():
            found += [(view.id, view.label, message) for message in view.errors]
        return found

    @property
    def has_errors(self) -> bool:
        """Whether anything must be mended."""
        return bool(self.errors)

    def _all(self) -> Iterable[FieldView]:
        for view in self.fields:
            yield view
            for row in view.items:
                yield from row


class Form:
    """Some fields of a schema as a page form.

    `labels` gives the German label of each enum member; `choices` the choices of fields whose metadata names a list.
    `needed` names fields that are not marked optional although the schema lets them be empty.
    """

    def __init__(
        self,
        schema: Schema,
        names: Sequence[str] | None = None,
        *,
        labels: Labels | None = None,
        choices: Mapping[str, Choices] | None = None,
        needed: Iterable[str] = (),
    ) -> None:
        self._schema = schema
        self._names = list(names or schema.fields)
        self._labels = labels or {}
        self._choices = choices or {}
        self._needed = frozenset(needed)

    def read(self, typed: MultiDict[str, str]) -> dict[str, Any]:
        """Return what was typed as the raw input of the schema, only for the fields of this form."""
        return {name: _raw(self._schema.fields[name], name, typed) for name in self._names}

    def load(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return the typed values. Raises Invalid with messages by field name (rows: "links.0.url")."""
        try:
            loaded: dict[str, Any] = self._schema.load(raw, partial=True)
        except ValidationError as error:
            raise Invalid(dict(_flat(error.messages_dict))) from error
        missing = {
            name: [self._schema.fields[name].error_messages["required"]]
            for name in self._names
            if self._schema.fields[name].required and loaded.get(name) in (None, "", [])
        }
        if missing:
            raise Invalid(missing)
        return {name: loaded.get(name) for name in self._names if name in loaded}

    def view(
        self, raw: Mapping[str, Any], errors: Mapping[str, Sequence[str]] | None = None, *, extra_row: str | None = None
    ) -> FormView:
        """Return the form filled with raw input; `extra_row` names a list that gets one more empty row."""
        told = dict(errors or {})
        views = [
            self._field(self._schema.fields[name], name, name, raw.get(name), told, extra_row) for name in self._names
        ]
        return FormView(fields=views, general=[_(message) for messages in told.values() for message in messages])

    def dump(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return stored values as raw input, the way people typed them."""
        return {name: _typed(self._schema.fields[name], values.get(name)) for name in self._names}

    def _field(
        self,
        bound: fields.Field[Any],
        name: str,
        path: str,
        raw: Any,
        told: dict[str, Sequence[str]],
        extra_row: str | None,
    ) -> FieldView:
        about = bound.metadata
        optional = not bound.required and name not in self._needed
        view = FieldView(
            name=path,
            id=path.replace(".", "-"),
            label=_(about["label"]),
            hint=_(about["hint"]) if about.get("hint") else "",
            kind=about.get("kind", "text"),
            value=raw if raw is not None else ("" if not isinstance(bound, Listing) else []),
            optional=optional,
            choices=self._choices_of(bound, optional=optional),
            max_length=bound.max_length if isinstance(bound, Text) else None,
            autocomplete=about.get("autocomplete"),
            inputmode=about.get("inputmode"),
            rows=about.get("rows", 5),
        )
        if view.kind in {"rows", "lessons"}:
            nested = _nested(bound)
            for index, row in enumerate(_rows_to_show(raw, extra=extra_row == name)):
                view.items.append(
                    [
                        self._field(inner, key, f"{path}.{index}.{key}", row.get(key), told, None)
                        for key, inner in nested.fields.items()
                    ]
                )
        prefix = f"{path}."
        own = [told.pop(path, ())]
        if not view.items:
            own += [told.pop(key) for key in list(told) if key.startswith(prefix)]
        view.errors = [_(message) for messages in own for message in messages]
        return view

    def _choices_of(self, bound: fields.Field[Any], *, optional: bool) -> Choices:
        inner = bound.inner if isinstance(bound, Listing) else bound
        named = bound.metadata.get("choices")
        if isinstance(named, str):
            return self._choices[named]
        if isinstance(inner, OneOf):
            return [(value, _(value)) for value in inner.values]
        if not isinstance(inner, Choice):
            return ()
        choices = [(member.value, _(self._labels[member])) for member in inner.members]
        if bound.metadata.get("kind") in {"select", "radio"} and optional:
            choices.insert(0, ("", _("keine Angabe")))
        elif bound.metadata.get("kind") == "select":
            choices.insert(0, ("", _("Bitte wählen")))
        return choices


def _nested(bound: fields.Field[Any]) -> Schema:
    inner = bound.inner if isinstance(bound, Listing) else bound
    if not isinstance(inner, fields.Nested):
        raise TypeError(f"{bound} has no rows")
    nested: Schema = inner.schema
    return nested


def _rows_to_show(raw: Any, *, extra: bool) -> list[Mapping[str, Any]]:
    rows = [row for row in raw or [] if isinstance(row, Mapping)]
    return [*rows, {}] if extra or not rows else rows


def _raw(bound: fields.Field[Any], name: str, typed: MultiDict[str, str]) -> Any:
    kind = bound.metadata.get("kind")
    if kind in {"rows", "lessons"}:
        return _typed_rows(name, typed, bound.most if isinstance(bound, Listing) else 0)
    if kind == "lines":
        return [line for line in typed.get(name, "").splitlines() if line.strip()]
    if isinstance(bound, Listing):
        return typed.getlist(name)
    return typed.get(name, "")


def _typed_rows(name: str, typed: MultiDict[str, str], most: int) -> list[dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    for key, value in typed.items():
        head, _dot, rest = key.partition(".")
        number, _dot, column = rest.partition(".")
        # One row more than allowed is enough to be told that there are too many.
        if head == name and column and number.isdecimal() and len(number) < 4 and len(rows) <= most:
            rows.setdefault(int(number), {})[column] = value
    return [rows[number] for number in sorted(rows) if any(value.strip() for value in rows[number].values())]


def _typed(bound: fields.Field[Any], value: Any) -> Any:
    if isinstance(bound, Listing):
        if bound.metadata.get("kind") in {"rows", "lessons"}:
            nested = _nested(bound)
            return [{key: _typed(inner, row.get(key)) for key, inner in nested.fields.items()} for row in value or []]
        return [_typed(bound.inner, item) for item in value or []]
    if value is None:
        return ""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, PartialDate) and isinstance(bound, Partial):
        return "/".join(f"{part:02d}" for part in (value.month, value.year) if part) if not value.day else str(value)
    return str(value)


def _flat(messages: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flat(inner, f"{path}.{key}" if path else str(key))
    else:
        yield path.removesuffix("._schema"), [str(message) for message in messages]
