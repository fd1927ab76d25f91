"""What a step asks for: declared once, for the check, the form, the timeline and the picture in the docs."""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from portal.errors import Invalid
from portal.text import N_

TEXT_MAX = 5_000
LINE_MAX = 200
LINK_MAX = 500
COUNT_MAX = 1_000_000_000
_FIRST_YEAR = 1990

Given = Mapping[str, Any]


class Form(enum.Enum):
    """Which values a field takes."""

    TEXT = "text"  # several lines
    LINE = "line"
    DAY = "day"  # the date of something that has happened
    COUNT = "count"  # a whole number from 0
    YES_NO = "yes-no"
    LINK = "link"  # an http or https address
    CHOICE = "choice"  # a member of `choices`
    COLLEAGUE = "colleague"  # the id of an account of the own side
    ORGANISATION = "organisation"  # the id of an organisation


@dataclass(frozen=True)
class Field:
    """One field of a step: `name` is its key and, where the case keeps the value, the column; `label` is German."""

    name: str
    label: str
    form: Form
    required: bool = False
    choices: type[enum.Enum] | None = None
    hint: str = ""


@dataclass(frozen=True)
class Rule:
    """What fields of a step must fulfil together: else `message` (German) is said at the field `name`."""

    name: str
    message: str
    kept: Callable[[Given], bool]


def any_of(*names: str) -> Callable[[Given], bool]:
    """Ask that one of these fields is given."""
    return lambda values: any(values.get(name) is not None for name in names)


def unless(other: str, value: enum.Enum, name: str) -> Callable[[Given], bool]:
    """Ask that a field is given, unless another has this value."""
    return lambda values: values.get(other) is value or values.get(name) is not None


def checked(
    fields: Sequence[Field], rules: Sequence[Rule], given: Given, *, today: date | None = None
) -> dict[str, Any]:
    """Return a value for each field, None where nothing is said. Raises Invalid with all that is wrong.

    `today`: the day in Berlin on which it is said; what has a date needs it, and no date lies after it.
    Raises TypeError for a field the step does not have, or a date without `today`: errors of the program.
    """
    unknown = given.keys() - {field.name for field in fields}
    if unknown:
        raise TypeError(f"no such fields: {sorted(unknown)}")
    values: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for field in fields:
        value, wrong = _read(field, given.get(field.name))
        if isinstance(value, date):
            wrong = _not_ahead(value, today)
        values[field.name] = value
        if wrong:
            errors[field.name] = [wrong]
    for rule in rules:
        if rule.name not in errors and not rule.kept(values):
            errors[rule.name] = [rule.message]
    if errors:
        raise Invalid(errors)
    return values


def plain(values: Given) -> dict[str, Any]:
    """Return what is given as values for JSON, as the timeline keeps them."""
    return {name: _plain(value) for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _read(field: Field, value: Any) -> tuple[Any, str]:
    """Return the value and what is wrong with it, if anything."""
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return None, N_("Bitte füllen Sie dieses Feld aus.") if field.required else ""
    wrong = _CHECKS[field.form](field, value)
    return (None, wrong) if wrong else (value, "")


def _text(limit: int, message: str) -> Any:
    return lambda _field, value: "" if isinstance(value, str) and len(value) <= limit else message


def _day(_field: Field, value: Any) -> str:
    fits = type(value) is date and value.year >= _FIRST_YEAR
    return "" if fits else N_("Bitte geben Sie ein Datum an, zum Beispiel 31.12.2026.")


def _not_ahead(day: date, today: date | None) -> str:
    if today is None:
        raise TypeError("a date is held against today")
    ahead = N_("Dieses Datum liegt in der Zukunft. Bitte tragen Sie nur ein, was schon geschehen ist.")
    return ahead if day > today else ""


def _count(_field: Field, value: Any) -> str:
    fits = type(value) is int and 0 <= value <= COUNT_MAX
    return "" if fits else N_("Bitte geben Sie eine ganze Zahl ab 0 an.")


def _link(_field: Field, value: Any) -> str:
    message = N_("Bitte geben Sie eine Adresse an, die mit https:// beginnt.")
    if not isinstance(value, str) or len(value) > LINK_MAX or not value.isprintable() or " " in value:
        return message
    try:
        parts = urlsplit(value)
    except ValueError:
        return message
    return "" if parts.scheme in {"http", "https"} and parts.hostname else message


def _choice(field: Field, value: Any) -> str:
    return "" if field.choices and isinstance(value, field.choices) else N_("Bitte wählen Sie aus der Liste.")


def _yes_no(_field: Field, value: Any) -> str:
    return "" if isinstance(value, bool) else N_("Bitte wählen Sie Ja oder Nein.")


def _number(_field: Field, value: Any) -> str:
    return "" if type(value) is int else N_("Bitte wählen Sie aus der Liste.")


_CHECKS = {
    Form.TEXT: _text(TEXT_MAX, N_("Bitte kürzen Sie den Text auf höchstens 5.000 Zeichen.")),
    Form.LINE: _text(LINE_MAX, N_("Bitte kürzen Sie die Angabe auf höchstens 200 Zeichen.")),
    Form.DAY: _day,
    Form.COUNT: _count,
    Form.YES_NO: _yes_no,
    Form.LINK: _link,
    Form.CHOICE: _choice,
    Form.COLLEAGUE: _number,
    Form.ORGANISATION: _number,
}
