"""Whatever is sent to any door by anybody: no failure, and nothing of others in any answer."""

import json
import re
from urllib.parse import quote, unquote_to_bytes, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.portal.doors import DOORS
from tests.portal.roles import EVERYONE
from tests.portal.test_matrix import routes

# What programs get wrong: NUL, lone surrogates, signs that fold to several, numbers beyond 64 bits, markup, paths.
WORST = (
    "",
    "\x00",
    "\ud800",
    "9" * 19,
    "9" * 5_000,  # more digits than Python reads
    "<script>{{7*7}}%(x)s{0}\r\nSet-Cookie: a=b",
    "ä" * 50_000,
)
ODD = (*WORST, "-1", "١٢", "1e999", "../../etc/passwd", "ß\u0130\ufdfa" * 50, "\u202e\u200b\U0010ffff")
HEADERS = (
    "ACCEPT", "ACCEPT_ENCODING", "ACCEPT_LANGUAGE", "AUTHORIZATION", "COOKIE", "IF_MATCH", "IF_MODIFIED_SINCE",
    "IF_NONE_MATCH", "ORIGIN", "RANGE", "REFERER", "USER_AGENT", "X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_REQUEST_ID",
)  # fmt: skip
METHODS = ("GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")

texts = st.one_of(st.sampled_from(ODD), st.text(st.characters(), max_size=40), st.integers().map(str))
header_texts = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\x00"), max_size=60)
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def encoded(text):
    return quote(text, encoding="utf-8", errors="surrogatepass")


def as_form(pairs):
    return urlencode(pairs, encoding="utf-8", errors="surrogatepass").encode()


def address(rule, values):
    """The path of a route, percent-encoded."""
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda place: encoded(str(values[place[1]])), rule.rule)


def send(world, name, role, method, path, query="", body=b"", **environ):
    """Send exactly these bytes; return what is wrong with the answer."""
    client = world.client(role)
    raw = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query}
    kind = environ.pop("CONTENT_TYPE", "application/x-www-form-urlencoded")
    answer = client.open("/", method=method, data=body, content_type=kind, environ_overrides=raw | environ)
    content = answer.get_data()
    answer.close()
    world.changed_and_restored()
    sent = f"{path} {query} {unquote_to_bytes(body).decode(errors='replace')}".lower()
    betrayed = [word for word in world.betrayed(role, content.decode(errors="replace")) if word not in sent]
    failed = answer.status_code >= 500 and answer.status_code not in DOORS[name].answers
    return ([f"fails with {answer.status_code}"] if failed else []) + betrayed


def of_world(world, rule, thing, role):
    facts = world.of(thing, role)
    return {name: facts.get(name, "") for name in rule.arguments}


@st.composite
def attempts(draw, world, name):
    """A role and what it sends to a door: partly what fits there, partly anything."""
    door, rule, role = DOORS[name], routes(world.app)[name], draw(st.sampled_from(sorted(EVERYONE)))
    thing = draw(st.sampled_from(sorted(door.who)))
    facts, values = world.of(thing, role), of_world(world, rule, thing, role)
    for each in sorted(rule.arguments):
        if draw(st.integers(0, 3)) == 0:
            values[each] = draw(texts)
    names = st.one_of(st.sampled_from([*sorted(door.sends), "q", "seite", "next", "version"]), texts)
    fitting = [(key, value.format(**facts)) for key, value in door.sends.items()]
    pairs = draw(
        st.one_of(st.just(fitting), st.lists(st.tuples(names, texts), max_size=4).map(lambda more: fitting + more))
    )
    pairs = [(key, draw(texts) if draw(st.booleans()) else value) for key, value in pairs]
    kind, body = draw(
        st.one_of(
            st.just(("application/x-www-form-urlencoded", as_form(pairs))),
            json_values.map(lambda value: ("application/json", json.dumps(value).encode())),
            st.tuples(header_texts, st.binary(max_size=60)),
            st.binary(max_size=60).map(
                lambda data: ("multipart/form-data; boundary=x", b"--x\r\n" + data + b"\r\n--x--")
            ),
        )
    )
    query = as_form(draw(st.lists(st.tuples(names, texts), max_size=3))).decode()
    headers = draw(st.dictionaries(st.sampled_from(HEADERS), header_texts, max_size=3))
    return {
        "role": role,
        "method": draw(st.sampled_from([name.split()[0]] * 6 + list(METHODS))),
        "path": address(rule, values),
        "query": query[:8_000],
        "body": body,
        "CONTENT_TYPE": kind,
        **{f"HTTP_{key}": value for key, value in headers.items()},
    }


# Some with every change; `make endure`, which finds tests of this kind by their mark, fifty times as many.
EXAMPLES = settings().max_examples // (25 if settings().derandomize else 5)


@pytest.mark.hypothesis
@pytest.mark.parametrize("name", DOORS)
def test_nothing_that_is_sent_breaks_a_door_or_shows_what_is_of_others(world, name):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def anything(data):
        attempt = data.draw(attempts(world, name))
        assert not send(world, name, **attempt)

    anything()


@pytest.mark.parametrize("name", DOORS)
def test_the_worst_values_in_each_place_break_nothing(world, name):
    """Each part of the address and each field in turn, sent by those for whom the door opens."""
    door, rule = DOORS[name], routes(world.app)[name]
    method, (thing, who) = name.split()[0], next(iter(door.who.items()))
    role = min(who, default="administration")
    facts, values = world.of(thing, role), of_world(world, rule, thing, role)
    form = {key: value.format(**facts) for key, value in door.sends.items()}
    wrong = []
    for place in [*rule.arguments, *form]:
        for worst in WORST:
            path = address(rule, values | ({place: worst} if place in rule.arguments else {}))
            sent = as_form(form | ({place: worst} if place in form else {}))
            query, body = (sent.decode(), b"") if method == "GET" else ("", sent)
            wrong += [f"{place}={worst[:30]!a} {fault}" for fault in send(world, name, role, method, path, query, body)]
    assert not wrong, "\n" + "\n".join(wrong)
