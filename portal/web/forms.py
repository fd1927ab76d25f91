"""Page forms bound to a marshmallow schema: what was typed goes in, typed values or German errors come out.

A form shows some fields of a schema. Field views carry exactly what the form macros in
`templates/components/forms.html` read.
"""

import enum
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from portal.errors import Invalid
from portal.partial_date import PartialDate
from portal.web.fields import Choice, Listing, OneOf, Partial, Text

# What no page may hold: control characters and halves of letters.
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Choices = Sequence[tuple[str, str]]
Labels = Mapping[Any, str]


@dataclass
class FieldView:
    """One control as a template shows it. `value` is text, a list of texts, or a list of rows."""

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
    # For the kinds "rows" and "answers": what one row is called, the rows as lists of field views, and for answers
    # the question of each row.
    row_label: str = ""
    items: list[list["FieldView"]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


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
        for view, label in self._all():
            found += [(view.id, label, message) for message in view.errors]
        return found

    @property
    def has_errors(self) -> bool:
        """Whether anything must be mended."""
        return bool(self.errors)

    def _all(self) -> Iterable[tuple[FieldView, str]]:
        """Yield each control and what it is called where one sees only its name: in a row with the row's name."""
        for view in self.fields:
            yield view, view.label
            for number, row in enumerate(view.items, start=1):
                name = view.titles[number - 1] if view.titles else f"{view.row_label} {number}"
                yield from ((inner, f"{name}, {inner.label}") for inner in row)


class Form:
    """Some fields of a schema as a page form.

    Lists of rows are typed as `links-0-url`. A list of kind "answers" always shows one row for each member of the
    enum column its metadata calls `question`; `answer` is the column without which there is none, `unanswered` what
    an open row shows.
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
            wrong = dict(flat_errors(error.messages_dict))
            told = {path.partition(".")[0] for path in wrong}
            raise Invalid({**wrong, **self._missing(error.valid_data, told)}) from error
        missing = self._missing(loaded)
        if missing:
            raise Invalid(missing)
        return {name: loaded.get(name) for name in self._names if name in loaded}

    def _missing(self, loaded: Any, besides: Collection[str] = ()) -> dict[str, list[str]]:
        """Return what is said of needed fields in which nothing stands, for those that are not wrong anyway."""
        return {
            name: [str(self._schema.fields[name].error_messages["required"])]
            for name in self._names
            if name not in besides and self._schema.fields[name].required and loaded.get(name) in (None, "", [])
        }

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
            name=path.replace(".", "-"),
            id=path.replace(".", "-"),
            label=_(about["label"]),
            hint=_(about["hint"]) if about.get("hint") else "",
            kind=about.get("kind", "text"),
            value=visible(raw) if raw is not None else ("" if not isinstance(bound, Listing) else []),
            optional=optional,
            choices=self._choices_of(bound, optional=optional),
            max_length=bound.max_length if isinstance(bound, Text) else None,
            autocomplete=about.get("autocomplete"),
            inputmode=about.get("inputmode"),
            rows=about.get("rows", 5),
            row_label=_(about["row"]) if about.get("row") else "",
        )
        if view.kind == "rows":
            view.items = [
                self._row(bound, f"{path}.{index}", row, told)
                for index, row in enumerate(_rows_to_show(raw, extra=extra_row == name))
            ]
        elif view.kind == "answers":
            self._answer(bound, path, raw, told, view)
        prefix = f"{path}."
        own = [told.pop(path, ())]
        if not view.items:
            own += [told.pop(key) for key in list(told) if key.startswith(prefix)]
        view.errors = [_(message) for messages in own for message in messages]
        return view

    def _row(
        self, bound: fields.Field[Any], path: str, row: Mapping[str, Any], told: dict[str, Sequence[str]]
    ) -> list[FieldView]:
        return [
            self._field(inner, key, f"{path}.{key}", row.get(key), told, None)
            for key, inner in _nested(bound).fields.items()
            if key != bound.metadata.get("question")
        ]

    def _answer(
        self, bound: fields.Field[Any], path: str, raw: Any, told: dict[str, Sequence[str]], view: FieldView
    ) -> None:
        """Show one row for each question, whichever have been answered."""
        question = bound.metadata["question"]
        answered = {row.get(question): (index, row) for index, row in enumerate(raw or []) if isinstance(row, Mapping)}
        shown: dict[str, Sequence[str]] = {}
        for number, member in enumerate(_questions(bound)):
            index, row = answered.get(member.value, (None, bound.metadata["unanswered"]))
            if index is not None:  # errors know the place in the input, controls the place on the page
                here = f"{path}.{index}."
                for key in [key for key in told if key.startswith(here)]:
                    shown[f"{path}.{number}.{key.removeprefix(here)}"] = told.pop(key)
            view.titles.append(_(self._labels[member]))
            view.items.append(self._row(bound, f"{path}.{number}", row, shown))

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


def visible(raw: Any) -> Any:
    """Return raw input as a page can show it: what no page may hold becomes a visible mark."""
    if isinstance(raw, str):
        return _UNREADABLE.sub("\ufffd", raw)
    return [visible(item) for item in raw] if isinstance(raw, list) else raw


def _nested(bound: fields.Field[Any]) -> Schema:
    inner = bound.inner if isinstance(bound, Listing) else bound
    if not isinstance(inner, fields.Nested):
        raise TypeError(f"{bound} has no rows")
    nested: Schema = inner.schema
    return nested


def _questions(bound: fields.Field[Any]) -> Sequence[enum.Enum]:
    question = _nested(bound).fields[bound.metadata["question"]]
    if not isinstance(question, Choice):
        raise TypeError(f"{question} is no closed list of questions")
    return question.members


def _rows_to_show(raw: Any, *, extra: bool) -> list[Mapping[str, Any]]:
    rows = [row for row in raw or [] if isinstance(row, Mapping)]
    shown = rows or [{}]
    return [*shown, {}] if extra else shown


def _raw(bound: fields.Field[Any], name: str, typed: MultiDict[str, str]) -> Any:
    kind = bound.metadata.get("kind")
    if kind == "rows":
        return _typed_rows(bound, name, typed)
    if kind == "answers":
        return _typed_answers(bound, name, typed)
    if kind == "lines":
        return [line for line in typed.get(name, "").splitlines() if line.strip()]
    if isinstance(bound, Listing):
        return typed.getlist(name)
    return typed.get(name, "")


def _typed_rows(bound: fields.Field[Any], name: str, typed: MultiDict[str, str]) -> list[dict[str, str]]:
    columns = list(_nested(bound).fields)
    most = bound.most if isinstance(bound, Listing) else 0
    numbers: set[int] = set()
    for key in typed:
        head, _dash, rest = key.partition("-")
        number, _dash, column = rest.partition("-")
        if head == name and column in columns and number.isascii() and number.isdecimal() and len(number) < 4:
            numbers.add(int(number))
    rows = [{column: typed.get(f"{name}-{number}-{column}", "") for column in columns} for number in sorted(numbers)]
    # One row more than allowed is enough to be told that there are too many.
    return [row for row in rows if any(value.strip() for value in row.values())][: most + 1]


def _typed_answers(bound: fields.Field[Any], name: str, typed: MultiDict[str, str]) -> list[dict[str, str]]:
    """Return the answered questions; one without its text is not answered, whatever else was chosen."""
    question, text = bound.metadata["question"], bound.metadata["answer"]
    others = [column for column in _nested(bound).fields if column != question]
    rows = [
        {question: member.value, **{column: typed.get(f"{name}-{number}-{column}", "") for column in others}}
        for number, member in enumerate(_questions(bound))
    ]
    return [row for row in rows if row[text].strip()]


def _typed(bound: fields.Field[Any], value: Any) -> Any:
    if isinstance(bound, Listing):
        if bound.metadata.get("kind") in {"rows", "answers"}:
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


def flat_errors(messages: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield marshmallow's messages by the path of their field, such as "links.0.url"."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from flat_errors(inner, f"{path}.{key}" if path else str(key))
    else:
        yield path.removesuffix("._schema"), [str(message) for message in messages]
