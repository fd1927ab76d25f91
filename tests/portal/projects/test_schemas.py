"""What an entry must look like: hostile input gets German errors, good input comes through unchanged."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from portal.errors import Invalid
from portal.projects.models import DESCRIPTION_MAX, PARTS_MAX, SUMMARY_MAX, TITLE_MAX
from portal.projects.schemas import ParticipationSchema, ProjectSchema
from portal.projects.vocabulary import (
    LABELS,
    OZG_TOPICS,
    RUNNING_COST_BANDS,
    ActionField,
    BudgetBand,
    Cooperation,
    LessonKind,
    LinkKind,
    MaturityScale,
    Phase,
    Reuse,
    Visibility,
)
from portal.web.forms import Form

SCHEMA = ProjectSchema()
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

# English words of marshmallow's own messages, which nobody should ever read here.
ENGLISH = re.compile(r"\b(Not|not|may|field|Field|value|Missing|data|Unknown|string|number|input|Must|must)\b")

HOSTILE_TEXT = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(categories=["Cs", "Cc", "Cf", "Lo", "Co"]), max_size=10),
    st.sampled_from(["\x00", "\ud800", "a\x00b", "a" * 25_000, "\u202e", "1e999", "-1", "٣", "true", "null"]),
)
HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | HOSTILE_TEXT | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(HOSTILE_TEXT, inner, max_size=3),
    max_leaves=8,
)


def errors_of(raw, schema=SCHEMA):
    with pytest.raises(ValidationError) as refused:
        schema.load(raw, partial=True)
    return refused.value.messages_dict


def loaded_or_refused(raw):
    """What the schema makes of it, and its messages; one of the two is empty."""
    try:
        return SCHEMA.load(raw, partial=True), {}
    except ValidationError as refused:
        return {}, refused.messages_dict


def all_messages(messages):
    if isinstance(messages, dict):
        for inner in messages.values():
            yield from all_messages(inner)
    else:
        yield from messages


class TestHostile:
    """Nothing but a German refusal or plain values ever comes out."""

    @quick
    @given(st.dictionaries(st.sampled_from(sorted(SCHEMA.fields)), HOSTILE, max_size=6))
    def test_anything_at_any_field(self, raw):
        for message in all_messages(loaded_or_refused(raw)[1]):
            assert not ENGLISH.search(message), message

    @pytest.mark.parametrize("name", sorted(SCHEMA.fields))
    @pytest.mark.parametrize(
        "value",
        [7, -1, 1.5, float("nan"), True, {}, {"a": 1}, [[]], [{}], [[[["x"]]]], [7], [None], [True], b"\xff",
         "\x00", "\ud800", ["\x00"], [{"url": 7}], [{"leika_key": []}], (), object],
    )  # fmt: skip
    def test_wrong_types_are_refused_or_empty(self, name, value):
        loaded, messages = loaded_or_refused({name: value})

        assert list(messages) == [name] or loaded in ({name: []}, {name: None})
        assert not any(ENGLISH.search(message) for message in all_messages(messages))

    @pytest.mark.parametrize("raw", [None, 7, "text", [], [{}], True, b""])
    def test_what_is_no_entry_at_all_is_refused(self, raw):
        for message in all_messages(errors_of(raw)):
            assert not ENGLISH.search(message)

    def test_deep_nesting_is_no_trap(self):
        deep = "x"
        for _ in range(900):
            deep = {"name": deep}
        assert errors_of({"partners": [deep]})

    @quick
    @given(st.text(max_size=60))
    def test_text_that_is_accepted_can_be_stored_anywhere(self, text):
        loaded, _ = loaded_or_refused({"description": text})

        assert b"\x00" not in (loaded.get("description") or "").encode("utf-8")

    @quick
    @given(st.dictionaries(HOSTILE_TEXT, HOSTILE_TEXT, max_size=8))
    def test_any_form_sent_by_hand(self, typed):
        form = Form(SCHEMA, labels=LABELS, choices={"organisations": [], "participants": [], "funding_programmes": []})
        raw = form.read(MultiDict(typed))
        with pytest.raises(Invalid) as refused:  # at least the title is missing
            form.load(raw)
        assert "title" in refused.value.errors


class TestLimits:
    """Each limit is met exactly."""

    @pytest.mark.parametrize(
        ("name", "most"), [("title", TITLE_MAX), ("summary", SUMMARY_MAX), ("description", DESCRIPTION_MAX)]
    )
    def test_texts(self, name, most):
        assert SCHEMA.load({name: "ß" * most}, partial=True) == {name: "ß" * most}
        assert SCHEMA.load({name: f"  {'x' * most}\r\n"}, partial=True) == {name: "x" * most}
        assert str(most) in errors_of({name: "x" * (most + 1)})[name][0]

    def test_a_line_break_counts_as_one_character(self):
        text = "zeile\r\n" * (DESCRIPTION_MAX // 6 - 1) + "zeile"
        assert SCHEMA.load({"description": text}, partial=True)["description"].count("\n") == DESCRIPTION_MAX // 6 - 1

    @pytest.mark.parametrize("name", ["tags", "technologies"])
    def test_lists(self, name):
        many = [f"Nr {number}" for number in range(PARTS_MAX)]
        assert SCHEMA.load({name: [*many, "", None, " "]}, partial=True) == {name: many}
        assert str(PARTS_MAX) in errors_of({name: [*many, "noch eins"]})[name][0]

    def test_doubles_count_once(self):
        assert SCHEMA.load({"tags": ["Bauen", "Bauen ", "bauen"]}, partial=True) == {"tags": ["Bauen", "bauen"]}


@pytest.mark.parametrize("spaces", ["", " ", "\t", "\u00a0"])
def test_an_empty_title_is_refused(spaces):
    assert errors_of({"title": spaces}) == {"title": ["Bitte füllen Sie dieses Feld aus."]}


def test_empty_means_not_stated():
    empty = dict.fromkeys(SCHEMA.fields, "")
    lists = [name for name, value in SCHEMA.fields.items() if hasattr(value, "most")]
    loaded = SCHEMA.load({**empty, **{name: [] for name in lists}, "title": "x"})

    assert {name for name, value in loaded.items() if value is not None} == {"title", *lists}


class TestServices:
    """LeiKa keys have 14 digits; a maturity is whole and of its model."""

    def service(self, **values):
        return {"services": [{"leika_key": "99012345678901", **values}]}

    @pytest.mark.parametrize("key", ["99012345678901", "990 1234 5678 901", " 99012345678901 "])
    def test_keys(self, key):
        assert SCHEMA.load(self.service(leika_key=key), partial=True)["services"][0]["leika_key"] == "99012345678901"

    @pytest.mark.parametrize("key", ["9901234567890", "990123456789012", "9901234567890a", "٣" * 14, 9.9e13])
    def test_no_keys(self, key):
        assert list(errors_of(self.service(leika_key=key))["services"][0]) == ["leika_key"]

    @pytest.mark.parametrize(("scale", "top"), [("1.1", 4), ("2.0", 7)])
    def test_each_model_has_its_levels(self, scale, top):
        for value in (0, top, str(top), f" {top} "):
            loaded = SCHEMA.load(self.service(maturity_scale=scale, maturity_value=value), partial=True)["services"][0]
            assert loaded["maturity_scale"] is MaturityScale(scale)
            assert loaded["maturity_value"] == int(value)
        for value in (-1, top + 1, "99", 10**30, "9" * 5000, 1.5, "1_0", "٣", True, float("inf"), []):
            messages = errors_of(self.service(maturity_scale=scale, maturity_value=value))["services"][0]
            assert list(messages) == ["maturity_value"]

    @pytest.mark.parametrize("half", [{"maturity_scale": "2.0"}, {"maturity_value": "3"}])
    def test_half_a_maturity_is_refused(self, half):
        assert list(errors_of(self.service(**half))["services"][0]) == ["maturity_value"]

    def test_without_a_maturity_the_key_suffices(self):
        expected = {"leika_key": "99012345678901", "maturity_scale": None, "maturity_value": None}
        for typed in ({}, {"maturity_scale": "", "maturity_value": "", "maturity_as_of": ""}):
            row = SCHEMA.load(self.service(**typed), partial=True)["services"][0]
            assert row == {**expected, "maturity_as_of": None}


class TestRows:
    """A row of a list is whole even when only some fields of the entry are sent."""

    @pytest.mark.parametrize(
        ("name", "row", "missing"),
        [
            ("links", {"label": "Seite"}, {"url", "kind"}),
            ("sources", {"date": "2024"}, {"url"}),
            ("partners", {"role": "Betrieb"}, {"name"}),
            ("lessons", {"text": "Gut"}, {"kind", "visibility"}),
        ],
    )
    def test_what_a_row_needs_is_named(self, name, row, missing):
        assert set(errors_of({name: [row]})[name][0]) == missing

    def test_what_it_does_not_need_is_none(self):
        assert SCHEMA.load({"partners": [{"name": "Stadtwerke"}]}, partial=True) == {
            "partners": [{"name": "Stadtwerke", "role": None}]
        }

    def test_each_question_has_one_answer(self):
        answer = {"kind": "worked", "text": "Ja", "visibility": "public"}
        assert list(errors_of({"lessons": [answer, {**answer, "text": "Doch"}]})) == ["lessons"]


class TestStandingAlone:
    """Some choices say "only this"."""

    @pytest.mark.parametrize("alone", ["inform-only", "no-requests"])
    def test_cooperation(self, alone):
        assert SCHEMA.load({"cooperation": [alone]}, partial=True) == {"cooperation": [Cooperation(alone)]}
        assert list(errors_of({"cooperation": [alone, "seek-partners"]})) == ["cooperation"]
        assert list(errors_of({"cooperation": ["inform-only", "no-requests"]})) == ["cooperation"]

    def test_reuse(self):
        assert SCHEMA.load({"reuse": ["none"]}, partial=True) == {"reuse": [Reuse.NONE]}
        assert list(errors_of({"reuse": ["none", "source-code"]})) == ["reuse"]
        assert SCHEMA.load({"reuse": ["fim-based", "source-code"]}, partial=True)


@pytest.mark.parametrize(("start", "end"), [("2025", "2024"), ("2025-06", "2025-05"), ("2025-06", "2024")])
def test_an_end_before_the_start_is_refused(start, end):
    assert list(errors_of({"start": start, "end": end})) == ["end"]


@pytest.mark.parametrize(("start", "end"), [("2025-06", "2025"), ("2025", "2025-01"), ("2025", "2025"), ("", "2024")])
def test_an_end_that_may_be_after_the_start_is_fine(start, end):
    SCHEMA.load({"start": start, "end": end}, partial=True)


@pytest.mark.parametrize("name", ["start", "end"])
@pytest.mark.parametrize("typed", ["31.12.2024", "2024-12-31", "Mai 2024", "24", "2024-13", "0000", "3000"])
def test_start_and_end_are_months_or_years(name, typed):
    assert list(errors_of({name: typed})) == [name]


@pytest.mark.parametrize("band", ["under-1m", "from-5m"])
def test_running_costs_have_fewer_bands(band):
    assert list(errors_of({"running_cost_band": band})) == ["running_cost_band"]
    assert SCHEMA.load({"budget_band": band}, partial=True)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "ftp://a.de/", "//a.de", "a.de", "http://", "https://localhost",
     "https://a b.de", "http://[::1", "mailto:a@b.de", "https:\\\\a.de"],
)  # fmt: skip
def test_only_web_addresses_become_links(url):
    assert list(errors_of({"repository_url": url})) == ["repository_url"]


@pytest.mark.parametrize("email", ["a", "a@b", "a@b.", "@b.de", "a b@c.de", "a@b..de", "<a@b.de>", "a@b.de,c@d.de"])
def test_mailboxes_are_mail_addresses(email):
    for schema in (SCHEMA, ParticipationSchema()):
        assert list(errors_of({"contact_mailbox": email}, schema)) == ["contact_mailbox"]


def texts(most, *, lines=False):
    invisible = ["Cs", "Cc", "Cf", "Zs", "Zl", "Zp"]
    letters = st.characters(codec="utf-8", exclude_categories=invisible, exclude_characters="\ufffd")
    word = st.text(letters, min_size=1, max_size=8).map(lambda text: text[:most])
    return st.lists(word, min_size=1, max_size=4).map(lambda words: ("\n" if lines else " ").join(words)[:most].strip())


TERMS = st.lists(texts(60).filter(lambda text: any(character.isalnum() for character in text)), max_size=3)
MONTHS = st.builds(lambda y, m: f"{y}-{m:02d}" if m else str(y), st.integers(1950, 2100), st.integers(0, 12))
DAYS = MONTHS | st.dates().filter(lambda d: 1950 <= d.year <= 2100).map(str)
URLS = st.sampled_from(["https://www.herne.example/x?a=ä#b", "http://a.de"])


def one_of(members):
    return st.sampled_from([member.value for member in members])


def several(members):
    return st.lists(one_of(members), unique=True, max_size=3)


ENTRIES = st.fixed_dictionaries(
    {"title": texts(TITLE_MAX)},
    optional={
        "summary": texts(SUMMARY_MAX),
        "description": texts(200, lines=True),
        "lead": st.just("herne"),
        "participants": st.lists(st.sampled_from(["bochum", "witten"]), unique=True),
        "partners": st.lists(st.fixed_dictionaries({"name": texts(50)}, optional={"role": texts(50)}), max_size=2),
        "action_field": one_of(ActionField),
        "tags": TERMS,
        "technologies": TERMS,
        "ozg_topics": st.lists(st.sampled_from(OZG_TOPICS), unique=True, max_size=3),
        "services": st.lists(
            st.fixed_dictionaries(
                {"leika_key": st.from_regex(r"[0-9]{14}", fullmatch=True)},
                optional={"maturity_as_of": DAYS},
            ).flatmap(
                lambda row: st.sampled_from([row, row | {"maturity_scale": "2.0", "maturity_value": 7}])
            ),
            max_size=2,
        ),
        "phase": one_of(Phase),
        "start": MONTHS,
        "budget_band": one_of(BudgetBand),
        "running_cost_band": one_of(RUNNING_COST_BANDS),
        "funding_programme": texts(60),
        "licence": st.sampled_from(["EUPL-1.2", "MIT"]),
        "repository_url": URLS,
        "cooperation": several(list(Cooperation)[:5]),
        "reuse": several(list(Reuse)[:6]),
        "lessons": st.lists(
            st.fixed_dictionaries(
                {"kind": one_of(LessonKind), "text": texts(90, lines=True), "visibility": one_of(Visibility)}
            ),
            unique_by=lambda lesson: lesson["kind"],
            max_size=3,
        ),
        "contact_mailbox": st.just("digital@herne.example"),
        "links": st.lists(
            st.fixed_dictionaries({"label": texts(50), "url": URLS, "kind": one_of(LinkKind)}), max_size=2
        ),
        "sources": st.lists(st.fixed_dictionaries({"url": URLS}, optional={"date": DAYS}), max_size=2),
        "status_as_of": DAYS,
    },
)  # fmt: skip


class TestRoundTrip:
    """What is stored and shown comes back as it was."""

    @quick
    @given(ENTRIES)
    def test_through_the_schema(self, raw):
        loaded = SCHEMA.load(raw)

        assert SCHEMA.load(SCHEMA.dump(loaded)) == loaded

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(ENTRIES)
    def test_through_the_page_form(self, raw):
        form = Form(SCHEMA, labels=LABELS, choices={})
        loaded = SCHEMA.load(raw)

        again = form.load(form.read(sent(form.dump(loaded))))

        for name, value in loaded.items():
            assert in_order(name, again[name]) == in_order(name, value), name


def in_order(name, value):
    """The page asks the questions in their own order."""
    return sorted(value, key=lambda lesson: lesson["kind"].value) if name == "lessons" else value


def sent(raw):
    """What a browser sends for a form that shows these values."""
    pairs = []
    for name, value in raw.items():
        kind = SCHEMA.fields[name].metadata.get("kind")
        if kind == "lines":
            pairs.append((name, "\r\n".join(value)))
        elif kind == "rows":
            pairs += [(f"{name}-{i}-{key}", text) for i, row in enumerate(value) for key, text in row.items()]
        elif kind == "answers":
            numbers = {member.value: number for number, member in enumerate(LessonKind)}
            pairs += [
                (f"{name}-{numbers[row['kind']]}-{key}", row[key]) for row in value for key in row if key != "kind"
            ]
        elif isinstance(value, list):
            pairs += [(name, item) for item in value]
        else:
            pairs.append((name, value.replace("\n", "\r\n")))
    return MultiDict(pairs)
