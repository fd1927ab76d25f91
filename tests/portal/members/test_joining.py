"""Who registers proves a service address first; somebody who knows the organisation decides."""

import pytest
from sqlalchemy import select

from portal.access import Actor, Role
from portal.accounts import queries as accounts
from portal.accounts.free_mail import FREE_MAIL, is_free_mail
from portal.accounts.models import Account
from portal.audit import AuditEntry
from portal.errors import Conflict, Forbidden, Invalid, NotFound, Throttled
from portal.links import LinkExpired
from portal.mail.models import Mail
from portal.members.domains import queries as domain_queries
from portal.members.domains import service as domains
from portal.members.hooks import Hooks
from portal.members.joining import queries, registration, requests
from portal.members.models import RequestState
from portal.organisations.models import OrganisationKind
from portal.orm import utcnow
from portal.privacy import service as privacy
from tests import factories
from tests.portal.members.conftest import both, roles, unchanged

EMAIL = "kollegin@herne.example"
PASSWORD = "Kormoran schaukelt Teekanne"


@pytest.fixture
def domain(session, herne, administration):
    return domains.confirm(session, administration, "herne.example", [herne])


def register(session, email=EMAIL, organisation=None, note=None, link=None):
    return registration.register(
        session,
        link=link or email,
        email=email,
        display_name="Kollegin",
        password=PASSWORD,
        organisation=organisation,
        note=note,
    )


def mails(session):
    found = session.execute(select(Mail).order_by(Mail.id)).scalars()
    return [(mail.kind.removeprefix("member."), mail.to_address) for mail in found]


def only_request(session, account):
    [request] = queries.of_account(session, account.id)
    return request


def test_a_link_makes_no_second_account_once_the_first_is_erased(app, session, herne):
    account = register(session, note="Amt 12", link="ein-Link")
    privacy.erase(session, accounts.actor_of(account), app.extensions["holdings"], utcnow())
    assert registration.is_used(session, "ein-Link")
    assert not registration.is_used(session, "noch-einer")
    with pytest.raises(LinkExpired):
        register(session, note="Amt 12", link="ein-Link")


class TestWithdrawing:
    """Whoever asked may think better of it, until somebody has decided."""

    def test_it_no_longer_waits_and_may_be_made_again(self, session, herne, coordinator):
        asker = factories.actor(session)
        request = requests.ask(session, asker, herne, "Amt 12")
        requests.withdraw(session, asker, request.id)

        assert request.state is RequestState.WITHDRAWN
        assert queries.waiting_for(session, herne.id) == []
        last = session.execute(select(AuditEntry.event).order_by(AuditEntry.id.desc()).limit(1)).scalar_one()
        assert last == "request.withdrawn"
        for verb in (
            lambda: requests.accept(session, coordinator, Hooks(), request.id, Role.EDITOR),
            lambda: requests.withdraw(session, asker, request.id),
        ):
            with unchanged(session, herne), pytest.raises(requests.Decided):
                verb()
        requests.ask(session, asker, herne, None)

    def test_nobody_else_takes_it_back(self, session, herne, coordinator):
        request = requests.ask(session, factories.actor(session), herne, None)
        for other in (coordinator, Actor()):
            with pytest.raises(NotFound):
                requests.withdraw(session, other, request.id)
        assert request.state is RequestState.WAITING


class TestOrderingTheMail:
    def test_a_known_and_an_unknown_address_get_the_same_order(self, session):
        known = factories.account(session).email
        for email in (known, EMAIL):
            registration.order_mail(session, email, "192.0.2.1")
        assert mails(session) == [("registration", known), ("registration", EMAIL)]

    @pytest.mark.parametrize("email", ["a@gmx.de", "a@GMX.de", "a@mail.t-online.de", "a@gmail.com"])
    def test_private_addresses_are_refused_with_the_reason(self, session, email):
        with pytest.raises(Invalid) as refused:
            registration.order_mail(session, email, "192.0.2.1")
        assert "dienstliche Adresse" in refused.value.errors["email"][0]
        assert mails(session) == []

    @pytest.mark.parametrize("domain", ["herne.de", "gmx.herne.de", "notgmx.de", "de", ""])
    def test_other_domains_are_not_taken_for_private(self, domain):
        assert not is_free_mail(domain)

    def test_the_list_holds_domains_in_small_letters(self):
        assert all(domain == domain.lower() and domain.count(".") >= 1 for domain in FREE_MAIL)

    def test_an_address_is_not_flooded_and_nothing_tells(self, session):
        for _ in range(registration.MAILS_PER_ADDRESS + 3):
            registration.order_mail(session, EMAIL, "192.0.2.1")
        registration.order_mail(session, EMAIL.upper(), "192.0.2.2")
        assert len(mails(session)) == registration.MAILS_PER_ADDRESS

    def test_one_caller_does_not_flood_many(self, session):
        for number in range(registration.ORDERS_PER_CALLER):
            registration.order_mail(session, f"a{number}@herne.example", "192.0.2.1")
        with pytest.raises(Throttled):
            registration.order_mail(session, EMAIL, "192.0.2.1")


class TestRegistering:
    def test_the_domain_leads_to_the_coordination(self, session, herne, coordinator, domain):
        account = register(session, organisation="herne", note="Amt für Digitales")

        request = only_request(session, account)
        assert (request.state, request.organisation_id, request.note) == (
            RequestState.WAITING,
            herne.id,
            "Amt für Digitales",
        )
        assert mails(session) == [("request", session.get(Account, coordinator.account_id).email)]
        assert account.id not in roles(session, herne)

    def test_without_coordination_the_administration_is_asked(self, session, herne, administration, domain):
        register(session, organisation="herne")
        assert mails(session) == [("request", session.get(Account, administration.account_id).email)]

    def test_an_unknown_domain_leads_to_the_administration(self, session, coordinator, administration):
        account = register(session, note="Stadt Herne")
        assert only_request(session, account).organisation_id is None
        assert mails(session) == [("request", session.get(Account, administration.account_id).email)]

    def test_who_belongs_to_no_listed_organisation_says_to_which(self, session, domain):
        with pytest.raises(Invalid) as refused:
            register(session)
        assert list(refused.value.errors) == ["note"]

    def test_an_organisation_that_the_domain_does_not_propose_is_refused(self, session, domain):
        factories.organisation(session, "Bochum")
        with pytest.raises(Invalid):
            register(session, organisation="bochum")

    def test_a_domain_that_is_not_confirmed_proposes_nothing(self, session, herne):
        herne.website, herne.website_verified = "https://herne.example", True
        with pytest.raises(Invalid):
            register(session, organisation="herne")

    def test_there_is_one_account_an_address(self, session, herne, domain):
        register(session, organisation="herne")
        with pytest.raises(Conflict):
            register(session, EMAIL.upper(), organisation="herne")


class TestAsking:
    def test_a_member_of_one_asks_another(self, session, herne, coordinator):
        bochum = factories.organisation(session, "Bochum")
        actor = factories.actor(session, bochum)
        requests.ask(session, actor, herne, None)
        assert [kind for kind, _ in mails(session)] == ["request"]

    def test_nobody_asks_twice_or_where_they_belong(self, session, herne, coordinator):
        actor = factories.actor(session)
        requests.ask(session, actor, herne, None)
        for who in (actor, coordinator):
            with pytest.raises(Invalid):
                requests.ask(session, who, herne, None)

    def test_a_company_takes_nobody_in(self, session):
        company = factories.organisation(session, kind=OrganisationKind.COMPANY)
        with pytest.raises(Invalid):
            requests.ask(session, factories.actor(session), company, None)

    def test_without_an_account_nobody_asks(self, session, herne):
        with pytest.raises(NotFound):
            requests.ask(session, Actor(), herne, None)

    def test_asking_is_slowed_down(self, session):
        actor = factories.actor(session)
        for _ in range(requests.REQUESTS_PER_ACCOUNT):
            requests.ask(session, actor, factories.organisation(session), None)
        with pytest.raises(Throttled):
            requests.ask(session, actor, factories.organisation(session), None)


class TestDeciding:
    @pytest.fixture
    def account(self, session, herne, coordinator, domain):
        return register(session, organisation="herne")

    @pytest.fixture
    def waiting(self, session, account):
        return only_request(session, account)

    def test_one_press_takes_somebody_in(self, session, herne, coordinator, account, waiting):
        requests.accept(session, coordinator, Hooks(), waiting.id, Role.CONTRIBUTOR)

        assert roles(session, herne)[account.id] is Role.CONTRIBUTOR
        assert (waiting.state, waiting.decided_by_id) == (RequestState.ACCEPTED, coordinator.account_id)
        assert mails(session)[-1] == ("accepted", EMAIL)
        entry = session.execute(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).scalar_one()
        assert (entry.event, entry.account_id, entry.about_id) == (
            "member.joined",
            coordinator.account_id,
            account.id,
        )

    def test_a_refusal_has_a_reason(self, session, herne, coordinator, account, waiting):
        with pytest.raises(Invalid):
            requests.decline(session, coordinator, waiting.id, "  ")
        requests.decline(session, coordinator, waiting.id, "Wir kennen Sie nicht.")

        assert account.id not in roles(session, herne)
        assert (waiting.state, waiting.reason) == (RequestState.DECLINED, "Wir kennen Sie nicht.")
        assert mails(session)[-1] == ("declined", EMAIL)

    def test_who_was_refused_may_ask_again(self, session, herne, coordinator, account, waiting):
        requests.decline(session, coordinator, waiting.id, "Bitte nennen Sie Ihr Amt.")
        requests.ask(session, Actor(account.id), herne, "Amt für Digitales")

    def test_what_is_decided_stays(self, session, coordinator, waiting):
        requests.accept(session, coordinator, Hooks(), waiting.id, Role.CONTRIBUTOR)
        with pytest.raises(requests.Decided):
            requests.decline(session, coordinator, waiting.id, "Doch nicht")
        with pytest.raises(requests.Decided):
            requests.accept(session, coordinator, Hooks(), waiting.id, Role.COORDINATOR)

    @pytest.mark.parametrize("who", ["editor", "administration", "asker", "stranger"])
    def test_others_do_not_decide(self, session, herne, account, waiting, request, who):
        if who == "asker":
            actor = Actor(account.id)
        elif who == "stranger":
            actor = factories.actor(session, factories.organisation(session), role=Role.COORDINATOR)
        else:
            actor = request.getfixturevalue(who)
        with unchanged(session, herne), pytest.raises(Forbidden):
            requests.accept(session, actor, Hooks(), waiting.id, Role.CONTRIBUTOR)
        with pytest.raises(Forbidden):
            requests.decline(session, actor, waiting.id, "Nein")


class TestDomains:
    def test_websites_that_were_checked_are_proposed(self, session, herne, administration):
        herne.website, herne.website_verified = "https://www.Herne.example/", True
        factories.organisation(session, "Bochum", website="https://www.bochum.example/")
        factories.organisation(
            session, "Firma", kind=OrganisationKind.COMPANY, website="https://firma.example", website_verified=True
        )
        session.flush()
        from_websites = domain_queries.proposed(session)
        assert {name: [one.slug for one in found] for name, found in from_websites.items()} == {
            "herne.example": ["herne"]
        }
        domains.confirm(session, administration, "herne.example", [herne])
        assert domain_queries.proposed(session) == {}

    def test_a_domain_may_serve_several(self, session, herne, administration):
        bochum = factories.organisation(session, "Bochum")
        domains.confirm(session, administration, "it.example", [herne, bochum])
        assert [one.slug for one in domain_queries.served(session, "A@IT.example")] == ["bochum", "herne"]
        assert domain_queries.served(session, "a@sub.it.example") == []

    @pytest.mark.parametrize("name", ["gmx.de", "herne.example"])
    def test_free_mail_and_known_domains_are_refused(self, session, herne, administration, domain, name):
        with pytest.raises(Invalid):
            domains.confirm(session, administration, name, [herne])

    def test_without_organisation_there_is_no_domain(self, session, administration):
        company = factories.organisation(session, kind=OrganisationKind.COMPANY)
        for organisations in ([], [company]):
            with pytest.raises(Invalid):
                domains.confirm(session, administration, "x.example", organisations)

    def test_a_change_and_the_end_are_in_the_log(self, session, herne, administration, domain):
        bochum = factories.organisation(session, "Bochum")
        domains.change(session, administration, domain.id, "herne.example", [herne, bochum])
        domains.change(session, administration, domain.id, "herne.example", [herne, bochum])
        assert domains.remove(session, administration, domain.id) == "herne.example"
        entries = session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars().all()
        assert [entry.event for entry in entries] == ["domain.confirmed", "domain.changed", "domain.removed"]
        assert entries[1].changes["organisations"] == ["Herne", "Bochum, Herne"]
        assert domain_queries.served(session, EMAIL) == []

    @pytest.mark.parametrize("who", ["coordinator", "editor"])
    def test_only_the_administration_confirms(self, session, herne, domain, request, who):
        actor = request.getfixturevalue(who)
        with pytest.raises(Forbidden):
            domains.confirm(session, actor, "x.example", [herne])
        with pytest.raises(Forbidden):
            domains.remove(session, actor, domain.id)

    def test_requests_that_waited_for_a_domain_go_to_its_organisation(
        self, session, herne, coordinator, administration
    ):
        account, other = register(session, note="Herne"), register(session, "a@bochum.example", note="Bochum")
        domains.confirm(session, administration, "herne.example", [herne])
        assert only_request(session, account).organisation_id == herne.id
        assert only_request(session, other).organisation_id is None
        assert mails(session)[-1] == ("request", session.get(Account, coordinator.account_id).email)


def test_two_who_register_the_same_address_at_once_make_one_account(database):
    with database.unit_of_work() as session:
        factories.actor(session, administration=True)

    def registering(session):
        register(session, note="Stadt Herne")

    assert len(both(database, registering, registering)) == 1
    with database.reading() as session:
        assert accounts.by_email(session, EMAIL) is not None


def test_two_who_decide_at_once_decide_once(database):
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        pair = [factories.actor(session, herne, role=Role.COORDINATOR) for _ in range(2)]
        waiting = requests.ask(session, factories.actor(session), herne, None)

    def accepting(session):
        requests.accept(session, pair[0], Hooks(), waiting.id, Role.CONTRIBUTOR)

    def declining(session):
        requests.decline(session, pair[1], waiting.id, "Nein")

    [refused] = both(database, accepting, declining)
    assert isinstance(refused, requests.Decided)
    with database.reading() as session:
        accepted = queries.by_id(session, waiting.id).state is RequestState.ACCEPTED
        assert (waiting.account_id in roles(session, herne)) == accepted
