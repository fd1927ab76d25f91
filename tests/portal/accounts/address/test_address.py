"""Another mail address: confirmed by who reads it, told to the old one, and nobody learns which accounts exist."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from portal.accounts import queries
from portal.accounts import service as accounts
from portal.accounts.address import service
from portal.accounts.address.models import AddressChange
from portal.accounts.models import Account
from portal.accounts.queries import actor_of
from portal.audit import AuditEntry
from portal.errors import Throttled
from portal.orm import utcnow
from tests import factories
from tests.factories import PASSWORD
from tests.portal.accounts.conftest import path_in

EMAIL, NEW = "redaktion@herne.example", "digital@herne.example"


@pytest.fixture
def account(database):
    with database.unit_of_work() as session:
        return factories.account(session, factories.organisation(session, "Herne"), email=EMAIL)


@pytest.fixture
def own(client, account):
    return client.sign_in_as(account).page


@pytest.fixture
def ask(own):
    def asked(email=NEW, status=200):
        return own("/konto/adresse").submit("main form.form", status=status, email=email)

    return asked


@pytest.fixture
def link(ask, post):
    ask()
    [(_to, letter)] = post()
    return path_in(letter)


def addresses(database):
    with database.reading() as session:
        return {account.email for account in session.query(Account)}


def test_the_new_address_is_asked_and_nothing_changes_before(ask, post, database):
    page = ask()

    assert f"Wartet auf Ihre Bestätigung: {NEW}" in page.text
    [(to, letter)] = post()
    assert to == NEW
    assert path_in(letter).startswith("/adresse-bestaetigen/")
    assert addresses(database) == {EMAIL}


def test_with_the_link_it_changes_and_the_old_one_is_told(app, link, post, database, client):
    stranger = app.test_client()  # the link may be opened elsewhere, where nobody is signed in
    page = stranger.page(link)
    assert NEW in page.text
    assert addresses(database) == {EMAIL}
    assert page.submit("main form").path.startswith("/anmelden")

    assert addresses(database) == {NEW}
    [(to, letter)] = post()
    assert (to, letter.subject) == (EMAIL, "Ihre E-Mail-Adresse wurde geändert")
    assert NEW not in str(letter)
    assert client.get("/konto").status_code == 200
    signed_in = app.test_client().page("/anmelden").submit("main form", email=NEW, password=PASSWORD)
    assert signed_in.path == "/meine-kommune"


def test_the_log_knows_that_and_no_address(app, link, database):
    app.test_client().page(link).submit("main form")
    with database.reading() as session:
        [entry] = session.query(AuditEntry).all()
    assert (entry.event, entry.changes) == ("account.address-changed", {})


def test_the_link_works_once(app, link):
    form = app.test_client().page(link)
    form.submit("main form")
    form.submit("main form", status=404)
    assert app.test_client().page(link, status=404).title == "Dieser Link gilt nicht mehr"


def test_the_link_does_not_last(app, link, database):
    app.extensions["links"].clock = lambda: utcnow() + service.LASTS + timedelta(seconds=1)
    app.test_client().page(link, status=404)
    assert addresses(database) == {EMAIL}


def test_another_wish_ends_the_link_of_the_one_before(ask, post, app, database):
    ask()
    ask("amt@herne.example")
    [(first_to, first), (_to, second)] = post()
    assert (first_to, first) == (NEW, None)
    app.test_client().page(path_in(second)).submit("main form")
    assert addresses(database) == {"amt@herne.example"}


def test_a_wish_can_be_taken_back(own, link, app, database):
    answer = own("/konto/adresse").submit("main form[action$=zuruecknehmen]")
    assert "Ihre Adresse bleibt" in answer.text
    app.test_client().page(link, status=404)
    assert addresses(database) == {EMAIL}


def test_with_another_password_the_link_is_worth_nothing(app, link, account, database):
    with database.unit_of_work() as session:
        changed = queries.by_id(session, account.id)
        accounts.set_password(session, actor_of(changed), changed, "neun Tassen grüner Tee", least=15)
    app.test_client().page(link, status=404)
    assert addresses(database) == {EMAIL}


def test_for_a_closed_account_the_link_is_worth_nothing(app, link, database):
    with database.unit_of_work() as session:
        session.execute(update(Account).values(active=False))
    app.test_client().page(link, status=404)


@pytest.mark.parametrize("token", ["x", "x.y.z", "%C3%A4", "x" * 3000])
def test_other_links_are_none(page, token):
    page(f"/adresse-bestaetigen/{token}", status=404)


def test_links_for_other_purposes_are_none(app, page, link, database):
    links = app.extensions["links"]
    page("/adresse-bestaetigen/" + links.token("password-reset", 1), status=404)
    page("/adresse-bestaetigen/" + links.token("confirm-address", "1"), status=404)


class TestTaken:
    @pytest.fixture(autouse=True)
    def other(self, database):
        with database.unit_of_work() as session:
            factories.account(session, email="andere@herne.example")

    def test_the_answer_is_the_same_and_only_the_owner_is_told(self, ask, post, database):
        free, taken = ask(), ask("andere@herne.example")
        assert free.text.replace(NEW, "") == taken.text.replace("andere@herne.example", "")

        [_first, (to, letter)] = post()
        assert to == "andere@herne.example"
        assert letter.subject == "Diese E-Mail-Adresse hat schon ein Konto"
        assert EMAIL not in str(letter)
        assert "/adresse-bestaetigen/" not in str(letter)

    def test_in_the_meantime(self, app, link, database):
        with database.unit_of_work() as session:
            factories.account(session, email=NEW.upper())
        refused = app.test_client().page(link).submit("main form", status=404)
        assert "inzwischen ein anderes Konto" in refused.text
        assert EMAIL in addresses(database)


@pytest.mark.parametrize("email", ["", "kein-at", EMAIL, EMAIL.upper(), "nul\x00@herne.example"])
def test_what_cannot_be_the_new_address_is_told(ask, post, email):
    assert ask(email, status=422).texts("#email-error")
    assert post() == []


def test_an_account_does_not_write_to_all_the_world(scratch):
    account = factories.account(scratch)
    for number in range(service.MAILS_PER_DAY):
        service.request(scratch, actor_of(account), f"opfer{number}@example.org", utcnow())
    with pytest.raises(Throttled):
        service.request(scratch, actor_of(account), "opfer@example.org", utcnow())


def test_forgotten_wishes_are_removed(scratch):
    actor = actor_of(factories.account(scratch))
    service.request(scratch, actor, NEW, utcnow() - 2 * service.LASTS)
    fresh = actor_of(factories.account(scratch))
    service.request(scratch, fresh, NEW, utcnow())
    service.remove_expired(scratch, utcnow())
    assert [change.account_id for change in scratch.query(AddressChange)] == [fresh.account_id]
