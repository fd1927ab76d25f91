"""Every route says who may call it, and nobody is led out of the portal."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web import guards
from portal.web.guards import safe_next

OWN = ["/", "/meine-kommune", "/suche?q=a&seite=2", "/projekte/x#y", "/suche?q=http://a.de", "/suche?q=//a.de", "/ä"]
ELSEWHERE = [
    None, "", " ", "//evil.example", "///evil.example", "////evil.example",
    "/\\evil.example", "\\\\evil.example",
    "/\\/evil.example", "/a\\..\\..//evil.example", "https://evil.example", "HTTPS://evil.example",
    "javascript:alert(1)", "data:text/html,x", "evil.example", "./a", "../a", "?next=/", "#x", "http:evil.example", "http:///evil.example",
    "/\t/evil.example", "/\n/evil.example", "\t//evil.example", "/\r\nLocation: x", "/\x00",
    " //evil.example", "/a\x1fb",
]  # fmt: skip


@pytest.mark.parametrize("address", OWN)
def test_own_addresses_are_followed(address):
    assert safe_next(address) == address


@pytest.mark.parametrize("address", ELSEWHERE)
def test_all_others_are_not(address):
    assert safe_next(address) is None


@given(st.text(st.sampled_from("/\\.:@?#%\t\n evilhttps"), max_size=14))
def test_no_browser_would_leave_the_portal(address):
    """Browsers drop tabs and line breaks and read a backslash as a slash."""
    if safe_next(address) is not None:
        seen = address.translate({9: None, 10: None, 13: None}).replace("\\", "/")
        assert urlsplit(urljoin("https://portal.example/anmelden", seen)).netloc == "portal.example"


@pytest.fixture
def seen(app):
    """Routes with each guard; what they saw is kept here."""
    calls = []

    def view(name):
        def called():
            calls.append(name)
            return {"called": name}

        return called

    app.add_url_rule("/pruefung/offen", "offen", guards.public(view("offen")))
    app.add_url_rule("/pruefung/innen", "innen", guards.signed_in(view("innen")), methods=["GET", "POST"])
    app.add_url_rule("/pruefung/vergessen", "vergessen", view("vergessen"))
    app.config["WTF_CSRF_ENABLED"] = False
    return calls


def test_public_routes_are_open(client, seen):
    assert client.get("/pruefung/offen").json == {"called": "offen"}


def test_others_lead_to_the_sign_in_and_back(client, seen):
    answer = client.get("/pruefung/innen?a=1&b=ä")

    assert answer.status_code == 302
    target = urlsplit(answer.location)
    assert target.path == "/anmelden"
    assert "next=/pruefung/innen" in answer.location.replace("%2F", "/")
    assert seen == []


def test_what_was_sent_without_a_sign_in_is_not_carried_out(client, seen):
    answer = client.post("/pruefung/innen", data={"x": "1"})

    assert answer.status_code == 302
    assert "next" not in answer.location
    assert seen == []


def test_a_route_without_a_guard_answers_nobody(client, seen):
    assert client.get("/pruefung/vergessen").status_code == 500
    assert seen == []


def test_without_a_sign_in_the_actor_is_nobody(app):
    with app.test_request_context("/"):
        assert not guards.current_actor().signed_in


@pytest.mark.parametrize("path", ["/projekte/%00", "/projekte/a%0Ab", "/kommunen/%1F", "/%00", "/projekte/%C2%85"])
def test_addresses_with_control_characters_lead_nowhere(client, path):
    assert client.get(path).status_code == 404
