"""A form shows what was typed beside what is wrong with it; nothing typed is lost."""

import pytest
from werkzeug.datastructures import MultiDict

from portal.errors import Invalid
from portal.projects.models import PARTS_MAX
from portal.projects.schemas import ProjectSchema
from portal.projects.vocabulary import LABELS, LessonKind, Phase, Visibility
from portal.web.fields import Listing, PortalSchema, Text
from portal.web.forms import Form


@pytest.fixture(autouse=True)
def in_a_request(app):
    with app.test_request_context("/"):
        yield


def form(*names, **options):
    return Form(ProjectSchema(), names, labels=LABELS, **options)


def load(typed, *names):
    made = form(*names)
    raw = made.read(MultiDict(typed))
    try:
        return made.load(raw), made.view(raw)
    except Invalid as error:
        return error.errors, made.view(raw, error.errors)


def test_errors_stand_at_their_controls_with_what_was_typed():
    errors, view = load({"title": "x" * 200, "start": "31.2.2024"}, "title", "summary", "start")

    assert set(errors) == {"title", "start"}
    assert [(control, label) for control, label, _message in view.errors] == [("title", "Titel"), ("start", "Beginn")]
    assert (view["title"].value, view["start"].value) == ("x" * 200, "31.2.2024")
    assert view["summary"].errors == []


def test_errors_of_rows_stand_at_their_cells():
    typed = [
        ("links-0-label", "Gut"), ("links-0-url", "https://a.de"), ("links-0-kind", "press"),
        ("links-3-label", ""), ("links-3-url", "javascript:x"), ("links-3-kind", ""),
    ]  # fmt: skip
    _errors, view = load(typed, "links")

    rows = [{cell.name.rpartition("-")[2]: cell for cell in row} for row in view["links"].items]
    assert [cell.errors for cell in rows[0].values()] == [[], [], []]
    assert all(cell.errors for cell in rows[1].values())
    assert rows[1]["url"].value == "javascript:x"
    assert [control for control, _label, _message in view.errors] == ["links-1-label", "links-1-url", "links-1-kind"]


def test_too_many_rows_are_told_and_stay_on_the_page():
    typed = [(f"partners-{number}-name", f"Partner {number}") for number in range(PARTS_MAX + 1)]
    errors, view = load(typed, "partners")

    assert list(errors) == ["partners"]
    assert len(view["partners"].items) == PARTS_MAX + 1
    assert view["partners"].errors == errors["partners"]


@pytest.mark.parametrize(
    "key",
    [
        "links",
        "links-",
        "links-x-url",
        "links-1-",
        "links-1-smuggled",
        "links--1-url",
        "links-99999-url",
        "links-٣-url",
    ],
)
def test_strange_names_of_rows_are_left_out(key):
    loaded, _view = load({key: "https://a.de"}, "links")
    assert loaded == {"links": []}


def test_an_empty_row_can_be_added():
    made = form("links")
    raw = made.read(MultiDict({"links-0-label": "Seite"}))

    assert len(made.view(raw)["links"].items) == 1
    assert len(made.view(raw, extra_row="links")["links"].items) == 2
    assert len(made.view({"links": []})["links"].items) == 1


def test_lines_become_a_list():
    assert load({"tags": "Bauen\r\n\r\n  Umwelt \n"}, "tags")[0] == {"tags": ["Bauen", "Umwelt"]}


def test_a_line_that_is_too_long_is_told_at_its_list():
    errors, view = load({"tags": "gut\n" + "x" * 61}, "tags")

    assert list(errors) == ["tags.1"]
    assert view["tags"].errors
    assert view["tags"].value == ["gut", "x" * 61]


def test_only_answered_questions_are_kept_and_errors_find_them():
    typed = {
        "lessons-0-text": "", "lessons-0-visibility": "public",
        "lessons-1-text": "Zu spät", "lessons-1-visibility": "staff",
        "lessons-2-text": "x", "lessons-2-visibility": "everybody",
    }  # fmt: skip
    errors, view = load(typed, "lessons")
    assert list(errors) == ["lessons.1.visibility"]
    assert [control for control, _label, _message in view.errors] == ["lessons-2-visibility"]

    loaded, _view = load(typed | {"lessons-2-text": " "}, "lessons")
    assert loaded == {"lessons": [{"kind": LessonKind.FAILED, "text": "Zu spät", "visibility": Visibility.STAFF}]}


def test_optional_choices_offer_no_statement():
    view = form("phase").view({})["phase"]

    assert view.choices[0] == ("", "keine Angabe")
    assert [value for value, _label in view.choices[1:]] == [phase.value for phase in Phase]
    assert load({"phase": ""}, "phase")[0] == {"phase": None}


def test_what_is_needed_is_not_marked_optional():
    assert form("summary").view({})["summary"].optional
    assert not form("summary", needed=["summary"]).view({})["summary"].optional
    assert not form("title").view({})["title"].optional


@pytest.mark.parametrize("typed", [{}, {"title": ""}, {"title": " \t"}])
def test_a_required_field_cannot_be_left_out(typed):
    assert list(load(typed, "title")[0]) == ["title"]


def test_fields_of_other_forms_are_not_touched():
    assert load({"title": "Neu", "summary": "geschmuggelt"}, "title")[0] == {"title": "Neu"}


def test_control_characters_are_told_and_shown_as_marks():
    errors, view = load({"title": "a\x00b\ud800c"}, "title")

    assert list(errors) == ["title"]
    assert view["title"].value == "a\ufffdb\ufffdc"


def test_all_that_is_wrong_is_told_at_once_needed_lists_too():
    class Asked(PortalSchema):
        title = Text(max_length=5, required=True, metadata={"label": "Titel"})
        places = Listing(Text(max_length=5), most=3, required=True, metadata={"label": "Orte"})

    whole = Form(Asked())
    with pytest.raises(Invalid) as refused:
        whole.load(whole.read(MultiDict({"title": "viel zu lang"})))
    assert set(refused.value.errors) == {"title", "places"}
