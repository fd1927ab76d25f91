"""Another mail address: confirmed by who reads it, told to the old one, and nobody learns which accounts exist."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from portal.access import PortalRole
from portal.accounts import notices, queries
from portal.accounts import service as accounts
from portal.accounts.address import service
from portal.accounts.address.models import AddressChange
from portal.accounts.letters import SECURITY_CHANGED
from portal.accounts.models import Account
from portal.accounts.queries import actor_of
from portal.accounts.reset import service as reset
from portal.accounts.sessions.models import AccountSession
from portal.audit import AuditEntry
from portal.errors import Throttled
from portal.freshness.letters import REVIEW
from portal.mail import posting
from portal.mail.letters import TEST
from portal.mail.models import Mail, MailState
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
def letters(post):
    """Writes the mails that wait, without what warns the present address: pairs of address and letter."""
    return lambda: [(to, letter) for to, letter in post() if to != EMAIL]


@pytest.fixture
def link(ask, letters):
    ask()
    [(_to, letter)] = letters()
    return path_in(letter)


def addresses(database):
    with database.reading() as session:
        return {account.email for account in session.query(Account)}


def test_the_new_address_is_asked_the_old_one_warned_and_nothing_changes_before(ask, post, database):
    page = ask()

    assert f"Wartet auf Ihre Bestätigung: {NEW}" in page.text
    [(to, letter), (warned, warning)] = post()
    assert to == NEW
    assert path_in(letter).startswith("/adresse-bestaetigen/")
    assert (warned, warning.subject) == (EMAIL, "Ihre E-Mail-Adresse soll geändert werden")
    assert "Noch ist nichts geändert" in str(warning)
    assert NEW not in str(warning)
    assert addresses(database) == {EMAIL}


def test_with_the_link_it_changes_and_the_old_one_is_told(app, link, own, post, database, client):
    page = own(link)
    assert NEW in page.text
    assert addresses(database) == {EMAIL}
    assert page.submit("main form").path == "/konto"

    assert addresses(database) == {NEW}
    [(to, letter)] = post()
    assert (to, letter.subject) == (EMAIL, "Ihre E-Mail-Adresse wurde geändert")
    assert NEW not in str(letter)
    assert client.get("/konto").status_code == 200
    signed_in = app.test_client().page("/anmelden").submit("main form", email=NEW, password=PASSWORD)
    assert signed_in.path == "/meine-kommune"


def test_whoever_is_not_signed_in_is_led_there_first(app, link, database):
    """The link may be opened elsewhere, and by a stranger whose address was typed by mistake."""
    elsewhere = app.test_client()
    asked = elsewhere.page(link)
    assert asked.path == f"/anmelden?next={link}"
    token = asked.all("main input[name=csrf_token]")[0].get("value")
    assert elsewhere.post(link, data={"csrf_token": token}).location.startswith("/anmelden")
    assert addresses(database) == {EMAIL}

    page = asked.submit("main form", email=EMAIL, password=PASSWORD)
    assert page.path == link
    page.submit("main form")
    assert addresses(database) == {NEW}


def test_whoever_is_signed_in_with_another_account_is_told_and_changes_nothing(app, link, own, database):
    with database.unit_of_work() as session:
        other = factories.account(session, email="andere@herne.example")
    form = own(link)
    stranger = app.test_client().sign_in_as(other)
    refused = stranger.page(link, status=404)
    assert refused.title == "Dieser Link gehört zu einem anderen Konto"
    assert NEW not in refused.text
    token = stranger.page("/konto").one("input[name=csrf_token]").get("value")
    assert stranger.post(form.path, data={"csrf_token": token}).status_code == 404
    assert addresses(database) == {EMAIL, "andere@herne.example"}

    [way] = [each.get("href") for each in refused.all("main a")]
    assert stranger.page(way).submit("main form", email=EMAIL, password=PASSWORD).path == link


def test_whoever_proved_it_some_time_ago_does_so_again(link, own, database):
    form = own(link)
    with database.unit_of_work() as session:
        session.execute(update(AccountSession).values(confirmed_at=utcnow() - timedelta(hours=1)))
    asked = form.submit("main form")
    assert asked.path == f"/konto/bestaetigen?next={link}"
    assert addresses(database) == {EMAIL}
    asked.submit("main form", password=PASSWORD).submit("main form")
    assert addresses(database) == {NEW}


def test_the_log_knows_that_and_no_address(link, own, database):
    own(link).submit("main form")
    with database.reading() as session:
        [entry] = session.query(AuditEntry).all()
    assert (entry.event, entry.changes) == ("account.address-changed", {})


def test_the_link_works_once(own, link):
    form = own(link)
    form.submit("main form")
    form.submit("main form", status=404)
    assert own(link, status=404).title == "Dieser Link gilt nicht mehr"


def test_the_link_does_not_last(app, own, link, database):
    app.extensions["links"].clock = lambda: utcnow() + service.LASTS + timedelta(seconds=1)
    own(link, status=404)
    assert addresses(database) == {EMAIL}


def test_another_wish_ends_the_link_of_the_one_before(ask, letters, own, database):
    ask()
    ask("amt@herne.example")
    [(first_to, first), (_to, second)] = letters()
    assert (first_to, first) == (NEW, None)
    own(path_in(second)).submit("main form")
    assert addresses(database) == {"amt@herne.example"}


def test_a_wish_can_be_taken_back(own, link, database):
    answer = own("/konto/adresse").submit("main form[action$=zuruecknehmen]")
    assert "Ihre Adresse bleibt" in answer.text
    own(link, status=404)
    assert addresses(database) == {EMAIL}


def test_with_another_password_the_link_is_worth_nothing(client, link, account, database):
    with database.unit_of_work() as session:
        changed = queries.by_id(session, account.id)
        accounts.set_password(session, actor_of(changed), changed, "neun Tassen grüner Tee", least=15)
    client.sign_in_as(account).page(link, status=404)
    assert addresses(database) == {EMAIL}


def test_for_a_closed_account_the_link_is_worth_nothing(own, link, database):
    with database.unit_of_work() as session:
        session.execute(update(Account).values(active=False))
    assert own(link).path.startswith("/anmelden")


@pytest.mark.parametrize("token", ["x", "x.y.z", "%C3%A4", "x" * 3000])
def test_other_links_are_none(own, token):
    own(f"/adresse-bestaetigen/{token}", status=404)


def test_links_for_other_purposes_are_none(app, own, link, database):
    links = app.extensions["links"]
    own("/adresse-bestaetigen/" + links.token("password-reset", 1), status=404)
    own("/adresse-bestaetigen/" + links.token("confirm-address", "1"), status=404)


class TestFormerMailbox:
    """What waits for the former address must not open the account to whoever reads that mailbox."""

    @pytest.fixture
    def change(self, link, own):
        return lambda: own(link).submit("main form")

    def order(self, database, account, state=MailState.WAITING):
        with database.unit_of_work() as session:
            reset.order(session, EMAIL, "192.0.2.1")
            links = {"person_id": account.id, "month": "2026-01"}
            for kind, params in ((REVIEW, links), (SECURITY_CHANGED, {"change": notices.PASSWORD})):
                posting.post(session, kind, to=EMAIL, account_id=account.id, **params)
            posting.post(session, TEST, to="andere@herne.example", account_id=account.id)
            session.execute(update(Mail).values(state=state))

    @pytest.mark.parametrize("state", [MailState.WAITING, MailState.DEAD])
    def test_only_warnings_still_go_there(self, change, account, database, state):
        self.order(database, account, state)
        change()
        with database.reading() as session:
            sent_to = {mail.kind: mail.to_address for mail in session.query(Mail)}
        assert sent_to == {
            "account.reset": NEW,
            "freshness.review": NEW,
            "account.security-changed": EMAIL,
            "account.address-changed": EMAIL,
            "mail.test": "andere@herne.example",
        }

    def test_what_was_sent_stays_as_it_was_sent(self, change, account, database):
        self.order(database, account, MailState.SENT)
        change()
        with database.reading() as session:
            assert NEW not in {mail.to_address for mail in session.query(Mail)}

    def test_a_reset_that_waited_has_nothing_to_say_any_more(self, app, change, account, database, post):
        """Not even when its mail was on its way to the old address while that changed."""
        self.order(database, account)
        with database.reading() as session:
            params = session.query(Mail).filter_by(kind="account.reset").one().params
        change()
        with app.app_context(), database.reading() as session:
            assert app.extensions["letters"].compose(session, "account.reset", params, app.extensions["links"]) is None


class TestTaken:
    @pytest.fixture(autouse=True)
    def other(self, database):
        with database.unit_of_work() as session:
            factories.account(session, email="andere@herne.example")

    def test_the_answer_is_the_same_and_only_the_owner_is_told(self, ask, letters):
        free, taken = ask(), ask("andere@herne.example")
        assert free.text.replace(NEW, "") == taken.text.replace("andere@herne.example", "")

        [_first, (to, letter)] = letters()
        assert to == "andere@herne.example"
        assert letter.subject == "Diese E-Mail-Adresse hat schon ein Konto"
        assert EMAIL not in str(letter)
        assert "/adresse-bestaetigen/" not in str(letter)

    def test_in_the_meantime(self, own, link, database):
        with database.unit_of_work() as session:
            factories.account(session, email=NEW.upper())
        refused = own(link).submit("main form", status=404)
        assert "schon ein Konto" in refused.text
        assert EMAIL in addresses(database)


@pytest.mark.parametrize("email", ["", "kein-at", EMAIL, EMAIL.upper(), "nul\x00@herne.example"])
def test_what_cannot_be_the_new_address_is_told(ask, post, email):
    assert ask(email, status=422).texts("#email-error")
    assert post() == []


def test_a_private_address_is_refused_as_at_the_registration(ask, post):
    assert "private Adresse" in ask("redaktion@gmx.de", status=422).texts("#email-error")[0]
    assert post() == []


@pytest.mark.parametrize("role", PortalRole)
def test_whoever_works_for_the_whole_portal_may_have_any_address(scratch, role):
    account = factories.account(scratch)
    account.portal_role = role
    service.request(scratch, actor_of(account), "verein@posteo.de", utcnow())
    assert scratch.query(AddressChange).one().new_address == "verein@posteo.de"


def test_an_account_does_not_write_to_all_the_world(scratch):
    account = factories.account(scratch)
    for number in range(service.MAILS_PER_DAY):
        service.request(scratch, actor_of(account), f"opfer{number}@example.org", utcnow())
    with pytest.raises(Throttled):
        service.request(scratch, actor_of(account), "opfer@example.org", utcnow())


def test_forgotten_wishes_are_removed(scratch):
    actor = actor_of(factories.account(scratch))
    service.request(scratch, actor, NEW, utcnow() - service.KEPT)
    fresh = actor_of(factories.account(scratch))
    service.request(scratch, fresh, NEW, utcnow())
    service.remove_expired(scratch, utcnow())
    assert [change.account_id for change in scratch.query(AddressChange)] == [fresh.account_id]
