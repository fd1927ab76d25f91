"""marshmallow fields as this portal needs them: hostile input is refused in plain German, empty means not stated.

Metadata of a field, read by forms and by the API description: `label`, `hint`, `kind` (which control shows it) and
what the control needs (`rows`, `autocomplete`, `choices`).
"""

import enum
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from portal.partial_date import FIRST_YEAR, LAST_YEAR, PartialDate
from portal.text import N_

_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
_ALLOWED_CONTROLS = frozenset("\n\t")
# What browsers send for half a character, and marks that turn the reading direction of whatever follows.
_REFUSED = frozenset("\ufffd\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cf"})


class PortalSchema(Schema):
    """Base of all inputs: unknown names are left out, every message is German."""

    error_messages = {  # noqa: RUF012 - as marshmallow wants it
        "type": N_("Diese Angabe hat nicht die erwartete Form."),
        "unknown": N_("Diese Angabe ist nicht bekannt."),
    }

    class Meta:
        """What the browser sends beside (CSRF token, buttons) is no error."""

        unknown = EXCLUDE


class Text(fields.String):
    """One line of text, trimmed; empty becomes None. `max_length` counts characters."""

    default_error_messages = {  # noqa: RUF012
        "required": N_("Bitte füllen Sie dieses Feld aus."),
        "null": N_("Bitte füllen Sie dieses Feld aus."),
        "invalid": N_("Bitte geben Sie Text ein."),
        "invalid_utf8": N_("Bitte geben Sie Text ein."),
        "control": N_("Der Text enthält Zeichen, die nicht dargestellt werden können. Bitte löschen Sie diese."),
        "too_long": N_("Der Text ist zu lang. Bitte kürzen Sie ihn auf höchstens {max} Zeichen."),
    }
    multiline = False

    def __init__(self, *, max_length: int, **options: Any) -> None:
        self.max_length = max_length
        options.setdefault("allow_none", not options.get("required", False))
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options).strip()
        # Normalising takes quadratic time where somebody wants it to; it joins four characters at most.
        if len(text) > 4 * self.max_length:
            raise self.make_error("too_long", max=self.max_length)
        text = unicodedata.normalize("NFC", text)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = text.strip() if self.multiline else " ".join(text.split())
        if any(_is_control(character) for character in text):
            raise self.make_error("control")
        if len(text) > self.max_length:
            raise self.make_error("too_long", max=self.max_length)
        if _is_blank(text):
            if self.required:
                raise self.make_error("required")
            return None
        return self.checked(text)

    def checked(self, text: str) -> str:
        """Return the text if it has the right form; subclasses raise ValidationError otherwise."""
        return text


class LongText(Text):
    """Text with line breaks."""

    multiline = True


class Term(Text):
    """A word of a vocabulary: something people can say and look for."""

    def checked(self, text: str) -> str:
        """Return the text if it has the form."""
        if not any(character.isalnum() for character in text):
            raise ValidationError(N_("Bitte verwenden Sie mindestens einen Buchstaben oder eine Ziffer."))
        return text


class Password(fields.String):
    """A secret, taken as typed: nothing trimmed, nothing shown again."""

    default_error_messages = Text.default_error_messages


class Url(Text):
    """A web address, http or https only."""

    def checked(self, text: str) -> str:
        """Return the text if it has the form."""
        try:
            parts = urlsplit(text)
            host = parts.hostname
        except ValueError:
            host = None
        if not host or "." not in host or parts.scheme not in {"http", "https"} or " " in text:
            raise ValidationError(N_("Bitte geben Sie eine Adresse an, die mit https:// oder http:// beginnt."))
        return text


class Email(Text):
    """A mail address."""

    def checked(self, text: str) -> str:
        """Return the text if it has the form."""
        if not _EMAIL.fullmatch(text):
            raise ValidationError(N_("Bitte geben Sie eine E-Mail-Adresse an, zum Beispiel name@stadt.de."))
        return text


class Pattern(Text):
    """A line of text of a fixed form; `message` says in German which. `grouped` allows spaces between the parts."""

    def __init__(self, pattern: str, *, message: str, grouped: bool = False, **options: Any) -> None:
        self.pattern, self.message, self.grouped = re.compile(pattern, re.ASCII), message, grouped
        super().__init__(**options)

    def checked(self, text: str) -> str:
        """Return the text if it has the form."""
        compact = text.replace(" ", "") if self.grouped else text
        if not self.pattern.fullmatch(compact):
            raise ValidationError(self.message)
        return compact


class Choice(fields.Field[Any]):
    """One value of a closed list (an enum by value); empty becomes None."""

    default_error_messages = {  # noqa: RUF012
        "required": N_("Bitte wählen Sie eine Möglichkeit aus."),
        "null": N_("Bitte wählen Sie eine Möglichkeit aus."),
        "choice": N_("Diese Möglichkeit gibt es nicht. Bitte wählen Sie eine aus der Liste."),
    }

    def __init__(self, options_of: type[enum.Enum], *, only: Iterable[enum.Enum] = (), **options: Any) -> None:
        self.members = tuple(only) or tuple(options_of)
        self._by_value = {member.value: member for member in self.members}
        options.setdefault("allow_none", not options.get("required", False))
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if value == "" and not self.required:
            return None
        if value == "":
            raise self.make_error("required")
        if not isinstance(value, str) or value not in self._by_value:
            raise self.make_error("choice")
        return self._by_value[value]

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        return None if value is None else value.value


class OneOf(Text):
    """One value of a closed list of texts. The message "choice" may name the `value` and those `listed`."""

    default_error_messages = {"choice": Choice.default_error_messages["choice"]}  # noqa: RUF012

    def __init__(self, values: Iterable[str], **options: Any) -> None:
        self.values = tuple(values)
        super().__init__(max_length=max(map(len, self.values)), **options)

    def checked(self, text: str) -> str:
        """Return the text if it has the form."""
        if text not in self.values:
            raise self.make_error("choice", value=text, listed=", ".join(self.values))
        return text


class Partial(fields.Field[Any]):
    """A partial date (see PartialDate); empty becomes None. `day=False` refuses days."""

    default_error_messages = {  # noqa: RUF012
        "date": N_("Bitte geben Sie ein Jahr oder Monat und Jahr an, zum Beispiel 2025 oder 08/2025."),
        "range": N_("Bitte geben Sie ein Jahr zwischen {first} und {last} an."),
    }

    def __init__(self, *, day: bool = False, **options: Any) -> None:
        self.day = day
        options.setdefault("allow_none", True)
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if value == "":
            return None
        try:
            date = PartialDate.parse(value if isinstance(value, str) else "")
        except ValueError as error:
            if isinstance(value, str) and re.fullmatch(r"\d{4}", value.strip()):
                raise self.make_error("range", first=FIRST_YEAR, last=LAST_YEAR) from error
            raise self.make_error("date") from error
        if date.day and not self.day:
            raise self.make_error("date")
        return date

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        return None if value is None else str(value)


class Day(fields.Field[Any]):
    """One day; empty becomes None."""

    default_error_messages = {  # noqa: RUF012
        "required": N_("Bitte füllen Sie dieses Feld aus."),
        "null": N_("Bitte füllen Sie dieses Feld aus."),
        "day": N_("Bitte geben Sie ein Datum an, zum Beispiel 31.12.2026."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("allow_none", not options.get("required", False))
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if value == "":
            if self.required:
                raise self.make_error("required")
            return None
        try:
            found = PartialDate.parse(value if isinstance(value, str) else "")
        except ValueError as error:
            raise self.make_error("day") from error
        if not found.month or not found.day:
            raise self.make_error("day")
        return date(found.year, found.month, found.day)


class YesNo(fields.Field[Any]):
    """Yes or no, typed as "ja" or "nein"; empty becomes None."""

    default_error_messages = {  # noqa: RUF012
        "required": N_("Bitte wählen Sie Ja oder Nein."),
        "null": N_("Bitte wählen Sie Ja oder Nein."),
    }
    answers: Mapping[str, bool | None] = {"ja": True, "nein": False, "": None}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if not isinstance(value, str) or value not in self.answers:
            raise self.make_error("null")
        return self.answers[value]


class Key(fields.Field[Any]):
    """The number of something people choose from a list; empty becomes None. That it may be chosen is not checked."""

    default_error_messages = {  # noqa: RUF012
        "required": N_("Bitte wählen Sie eine Möglichkeit aus."),
        "null": N_("Bitte wählen Sie eine Möglichkeit aus."),
        "choice": Choice.default_error_messages["choice"],
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("allow_none", not options.get("required", False))
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if value == "":
            return None
        if not isinstance(value, str) or not re.fullmatch(r"[1-9]\d{0,17}", value, re.ASCII):
            raise self.make_error("choice")
        return int(value)


class Count(fields.Field[Any]):
    """How many: a whole number of at most ten digits, with or without dots in it; empty becomes None."""

    default_error_messages = {  # noqa: RUF012
        "required": N_("Bitte füllen Sie dieses Feld aus."),
        "null": N_("Bitte füllen Sie dieses Feld aus."),
        "count": N_("Bitte geben Sie eine ganze Zahl ab 0 an, zum Beispiel 1.200."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("allow_none", not options.get("required", False))
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        typed = value.strip() if isinstance(value, str) else "?"
        if not typed:
            return None
        if not re.fullmatch(r"\d{1,10}|\d{1,3}(\.\d{3}){1,3}", typed, re.ASCII):
            raise self.make_error("count")
        return int(typed.replace(".", ""))


class WholeNumber(fields.Field[Any]):
    """A whole number of at most six digits, typed or as such; empty becomes None."""

    default_error_messages = {  # noqa: RUF012
        "required": N_("Bitte füllen Sie dieses Feld aus."),
        "null": N_("Bitte füllen Sie dieses Feld aus."),
        "invalid": N_("Bitte geben Sie eine ganze Zahl an."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("allow_none", not options.get("required", False))
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if isinstance(value, str):
            value = value.strip()
            if not value and not self.required:
                return None
            value = int(value) if re.fullmatch(r"-?\d{1,6}", value, re.ASCII) else None
        if type(value) is not int or abs(value) > 999_999:  # True is an int, too
            raise self.make_error("invalid")
        return value


class Row(fields.Nested):
    """One row of a list: always whole, also where only some fields of the schema around it are loaded."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, partial: Any = None, **options: Any
    ) -> dict[str, Any]:
        row = super()._deserialize(value, attr, data, partial=False, **options)
        return {name: row.get(name) for name in self.schema.fields}


class Listing(fields.List[Any]):
    """A list of at most `most` items; None and empty items are left out, doubles too."""

    default_error_messages = {  # noqa: RUF012
        "required": N_("Bitte füllen Sie dieses Feld aus."),
        "null": N_("Diese Angabe hat nicht die erwartete Form."),
        "invalid": N_("Diese Angabe hat nicht die erwartete Form."),
        "too_many": N_("Das sind zu viele Angaben. Möglich sind höchstens {most}."),
    }

    def __init__(self, inner: fields.Field[Any], *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(inner, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> list[Any]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        value = [item for item in value if not _is_empty(item)]
        if len(value) > self.most:
            raise self.make_error("too_many", most=self.most)
        items: list[Any] = []
        for item in super()._deserialize(value, attr, data, **options):
            if item is not None and item not in items:
                items.append(item)
        return items


def _is_empty(item: Any) -> bool:
    if isinstance(item, Mapping):
        return all(_is_blank(value) for value in item.values())
    return _is_blank(item)


def _is_blank(value: Any) -> bool:
    """Whether nothing of it can be seen."""
    if isinstance(value, str):
        return all(c.isspace() or unicodedata.category(c) in _INVISIBLE for c in value)
    return value is None


def _is_control(character: str) -> bool:
    kind = unicodedata.category(character)
    return character in _REFUSED or (kind in {"Cc", "Cs"} and character not in _ALLOWED_CONTROLS)
