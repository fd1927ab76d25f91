"""What a text field takes: nothing that cannot be seen, nothing that misleads the eye."""

from datetime import date

import pytest
from marshmallow import ValidationError

from portal.web.fields import Count, Day, Key, Listing, LongText, Term, Text, YesNo

LINE = Text(max_length=50)
NEEDED = Text(max_length=50, required=True)


@pytest.mark.parametrize(
    "character", ["\ufffd", chr(0xD800), "\x00", *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
)
@pytest.mark.parametrize("field", [LINE, LongText(max_length=50)])
def test_what_cannot_be_shown_or_turns_the_text_is_refused(field, character):
    with pytest.raises(ValidationError, match="nicht dargestellt"):
        field.deserialize(f"Rathaus{character}Mitte")


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u200b \u2060\u00ad", "\ufeff\t", "\u2028\u200d"])
def test_what_nobody_can_see_is_empty(text):
    assert LINE.deserialize(text) is None
    assert LongText(max_length=50).deserialize(text) is None
    assert Listing(LINE, most=1).deserialize([text, "Baum", text]) == ["Baum"]
    with pytest.raises(ValidationError, match="füllen"):
        NEEDED.deserialize(text)


@pytest.mark.parametrize("text", ["ä" * 51, "a" + "\u0301\u0323" * 100_000, "a " * 100_000])
@pytest.mark.parametrize("field", [LINE, LongText(max_length=50)])
def test_too_long_a_text_is_refused_at_once(field, text):
    """Before it is normalised: to put so many marks into their order takes half a minute."""
    with pytest.raises(ValidationError, match="zu lang"):
        field.deserialize(text)


@pytest.mark.parametrize(("parts", "letter"), [("a\u0308", "ä"), ("\u03b1\u0313\u0300\u0345", "\u1f82")])
def test_blanks_around_and_letters_in_parts_count_as_people_count(parts, letter):
    assert LINE.deserialize(" " * 200 + parts * 50 + "\n" * 200) == letter * 50


@pytest.mark.parametrize("text", ["Bürger\u00adbeteiligung", "👩\u200d💻 am Werk", "a\u200bb"])
def test_marks_inside_of_words_stay(text):
    assert LINE.deserialize(text) == text


@pytest.mark.parametrize("text", ["C++", "5G", "Ä", "日本"])
def test_terms_can_be_said(text):
    assert Term(max_length=50).deserialize(text) == text


@pytest.mark.parametrize("text", ["!!!", "++", "–", "👩"])
def test_terms_without_letter_or_digit_are_refused(text):
    with pytest.raises(ValidationError, match="Buchstaben"):
        Term(max_length=50).deserialize(text)


class TestWhatStepsAskFor:
    @pytest.mark.parametrize(
        ("bound", "typed", "value"),
        [
            (Day(), "31.12.2026", date(2026, 12, 31)),
            (Day(), "2026-12-31", date(2026, 12, 31)),
            (Day(), "", None),
            (YesNo(), "ja", True),
            (YesNo(), "nein", False),
            (YesNo(), "", None),
            (Key(), "17", 17),
            (Key(), "", None),
            (Count(), "1.200", 1200),
            (Count(), " 0 ", 0),
            (Count(), "1000000", 1_000_000),
            (Count(), "", None),
        ],
    )
    def test_what_is_typed_is_understood(self, bound, typed, value):
        assert bound.deserialize(typed) == value

    @pytest.mark.parametrize(
        ("bound", "typed"),
        [
            (Day(required=True), ""),
            *((Day(), typed) for typed in ("2026", "12/2026", "31.02.2026", "morgen", "31.12.26", 5, None)),
            *((YesNo(), typed) for typed in ("yes", "1", 5, ["ja"])),
            *((Key(), typed) for typed in ("0", "-1", "٣", "1" * 19, "x", 5, ["1"])),
            *((Count(), typed) for typed in ("-1", "1,5", "1.5", "1.2000", "٣", "1" * 11, "viele", 5)),
        ],
    )
    def test_anything_else_is_refused_in_german(self, bound, typed):
        bound.allow_none = False
        with pytest.raises(ValidationError) as refused:
            bound.deserialize(typed)
        [message] = refused.value.messages
        assert message.startswith("Bitte ") or "Bitte " in message
