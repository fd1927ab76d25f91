import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.accounts import tries
from portal.accounts.models import Account
from portal.text import fold
from portal.throttle import ThrottleCount
from tests import factories
from tests.factories import PASSWORD

EMAIL = "redaktion@herne.example"


@pytest.fixture
def herne(database):
    with database.unit_of_work() as session:
        organisation = factories.organisation(session, "Herne")
        factories.account(session, organisation, email=EMAIL)
    return organisation


def sign_in(page, email=EMAIL, password=PASSWORD, status=200, **query):
    return page("/anmelden", **query).submit("main form", status=status, email=email, password=password)


def test_the_form_lets_password_managers_fill_it_in(page):
    form = page("/anmelden")

    assert form.one("#email").get("autocomplete") == "username"
    assert form.one("#password").get("autocomplete") == "current-password"
    assert form.one("#password").get("value") is None


def test_who_signs_in_comes_to_the_own_organisation(herne, page):
    assert sign_in(page).path == "/meine-kommune"


def test_who_was_on_the_way_elsewhere_goes_on_there(herne, page):
    form = page("/meine-kommune/projekte/neu")
    assert form.path.startswith("/anmelden?next=")

    assert form.submit("main form", email=EMAIL, password=PASSWORD).path == "/meine-kommune/projekte/neu"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil",
    ],
)
def test_nobody_is_led_out_of_the_portal(herne, page, elsewhere):
    assert sign_in(page, next=elsewhere).path == "/meine-kommune"


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "falsch"), ("niemand@herne.example", PASSWORD), (EMAIL.upper(), PASSWORD + " ")],
)
def test_the_refusal_does_not_tell_whether_the_account_exists(herne, page, email, password):
    refused = sign_in(page, email, password, status=422)

    assert refused.texts("#email-error") == [
        "E-Mail-Adresse oder Passwort stimmen nicht. Bitte prüfen Sie beides und versuchen Sie es noch einmal."
    ]
    assert refused.one("#email").get("value") == email
    assert refused.one("#password").get("value") is None
    assert refused.texts("title")[0].startswith("Fehler:")


def test_a_closed_account_is_refused_like_an_unknown_one(herne, database, page):
    with database.unit_of_work() as session:
        session.execute(update(Account).values(active=False))

    sign_in(page, status=422)


def test_failed_tries_are_counted_and_slowed_down(herne, database, page):
    for _ in range(tries.PER_ACCOUNT_AND_ADDRESS):
        sign_in(page, password="falsch", status=422)

    refused = sign_in(page, status=429)
    assert "Zu viele Versuche" in refused.text
    assert int(refused.response.headers["Retry-After"]) > 0
    with database.unit_of_work() as session:
        for row in session.execute(select(ThrottleCount)).scalars():
            row.window_ends_at -= timedelta(hours=1)
    assert sign_in(page).path == "/meine-kommune"


def test_guesses_at_the_same_moment_pass_no_brake(herne, app):
    """Each is counted before it is looked at, else all that come before the first answer would be free."""
    at_once, answers = 3 * tries.PER_ACCOUNT_AND_ADDRESS, []
    start = threading.Barrier(at_once)
    forms = [(client, client.page("/anmelden")) for client in (app.test_client() for _ in range(at_once))]

    def guess(number, client, form):
        token = form.all("main input[name=csrf_token]")[0].get("value")
        start.wait(60)
        data = {"csrf_token": token, "email": EMAIL, "password": f"falsch {number}"}
        answers.append(client.post("/anmelden", data=data).status_code)

    threads = [threading.Thread(target=guess, args=(number, *each)) for number, each in enumerate(forms)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(answers) == {422: tries.PER_ACCOUNT_AND_ADDRESS, 429: 2 * tries.PER_ACCOUNT_AND_ADDRESS}


def test_who_has_signed_in_before_is_not_held_up_by_others(herne, app, database, client, page):
    """Somebody runs into the brake on purpose, from many addresses."""
    sign_in(page).submit(".site-menu form")
    with database.unit_of_work() as session:
        for number in range(tries.PER_ACCOUNT):
            tries.begin(session, tries.Try("sign-in", fold(EMAIL), f"192.0.2.{number}"))

    assert sign_in(app.test_client().page, status=429).response.headers["Retry-After"]
    assert sign_in(page).path == "/meine-kommune"


def test_the_mark_of_a_known_browser_opens_nothing_and_counts_for_its_account_only(herne, app, database, client, page):
    with database.unit_of_work() as session:
        factories.account(session, email="andere@herne.example")
    sign_in(page).submit(".site-menu form")
    cookie = client.get_cookie("portal-bekannt", path="/anmelden")

    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    with database.unit_of_work() as session:
        for number in range(tries.PER_ACCOUNT):
            tries.begin(session, tries.Try("sign-in", "andere@herne.example", f"192.0.2.{number}"))
    sign_in(page, email="andere@herne.example", status=429)
    assert client.get("/meine-kommune").status_code == 302


@pytest.mark.parametrize("forged", ["", "x", "WzEsWzFdXQ.Zz.x", "x" * 4000])
def test_a_forged_mark_is_none(herne, client, page, forged):
    client.set_cookie("portal-bekannt", forged, path="/anmelden")
    assert sign_in(page).path == "/meine-kommune"


def test_a_sign_in_starts_a_new_session_of_limited_length(herne, app, client, page):
    with client.session_transaction() as before:
        before["planted"] = "by somebody else"

    sign_in(page)
    with client.session_transaction() as after:
        assert "planted" not in after
        assert after.permanent
    cookie = client.get_cookie("portal")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.expires is not None


def test_signing_out_ends_the_session(herne, client, page):
    signed_in = sign_in(page)

    signed_out = signed_in.submit(".site-menu form")
    assert "Sie sind abgemeldet." in signed_out.text
    assert client.get("/meine-kommune").status_code == 302


def test_signing_out_needs_a_button(client):
    assert client.get("/abmelden").status_code == 405


def test_a_closed_account_is_out_at_once(herne, database, client, page):
    sign_in(page)
    with database.unit_of_work() as session:
        session.execute(update(Account).values(active=False))

    assert client.get("/meine-kommune").status_code == 302


@pytest.mark.parametrize("email", ["", "kein-at", "a" * 300 + "@x.de", "nul\x00@herne.example", "\ud800@herne.example"])
@pytest.mark.parametrize("password", ["", "x" * 100_000, "nul\x00", "\ud800"])
def test_whatever_is_typed_gets_an_answer_in_words(herne, client, email, password):
    data = {"email": email.encode("utf-8", "surrogatepass"), "password": password.encode("utf-8", "surrogatepass")}
    data["csrf_token"] = client.page("/anmelden").all("main input[name=csrf_token]")[0].get("value")

    assert client.post("/anmelden", data=data).status_code == 422
