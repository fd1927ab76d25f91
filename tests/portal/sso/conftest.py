from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.accounts.sessions.models import AccountSession
from portal.identity_providers import IdentityProvider, RoleRule
from tests import factories
from tests.support.hostile_provider import CLIENT_ID, CLIENT_SECRET, hostile_provider

START = "/anmelden/sso/herne"
EMAIL = "kim@herne.example"


@pytest.fixture
def provider(monkeypatch):
    """The identity provider of Herne; a proxy of this machine is not asked for it."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with hostile_provider() as running:
        running.person["groups"] = ["Portal-Redaktion"]
        yield running


@pytest.fixture
def set_up(provider):
    """How the portal knows it; a test can use it with other values."""
    return IdentityProvider(
        name="herne",
        issuer=provider.issuer,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        label="Stadt Herne",
        domains=frozenset({"herne.example"}),
        rules=(
            RoleRule("herne", Role.EDITOR, "Portal-Redaktion"),
            RoleRule("herne", Role.COORDINATOR, "Portal-Koordination"),
            RoleRule("bochum", Role.CONTRIBUTOR, "Hilft in Bochum"),
        ),
    )


@pytest.fixture
def settings(settings, set_up):
    return replace(settings, identity_providers=(set_up,))


@pytest.fixture
def places(database):
    """Herne and Bochum, which have nobody yet."""
    with database.unit_of_work() as session:
        return {name.lower(): factories.organisation(session, name) for name in ("Herne", "Bochum")}


class SignOn:
    """Somebody in front of a browser who signs in at the provider."""

    def __init__(self, client, provider, database):
        self.client, self.provider, self.database = client, provider, database

    def way(self, **query):
        """Begin, sign in over there, and return the address the browser is sent back to."""
        begun = self.client.get(START, query_string=query or None)
        assert begun.status_code == 302, begun.text
        assert begun.location.startswith(f"{self.provider.issuer}/authorize?")
        return begun.location

    def back(self, status=200, *, query=None, **changed):
        """Go the whole way and return the page where it ends."""
        return self.client.page(self.provider.redirect_of(self.way(**(query or {})), **changed), status)

    def first_time(self):
        """Go the whole way and make the account."""
        return self.back().submit("main form")

    @property
    def signed_in_as(self):
        """Who the browser is signed in as: a mail address, or None."""
        page = self.client.get("/konto")
        return None if page.status_code == 302 else page.text.split("<dd>")[2].split("</dd>")[0]

    def sign_out(self):
        for cookie in ("session", "portal"):
            self.client.delete_cookie(cookie)

    def sessions(self):
        with self.database.reading() as session:
            return session.execute(select(AccountSession).order_by(AccountSession.id)).scalars().all()

    def accounts(self):
        with self.database.reading() as session:
            return session.execute(select(Account).order_by(Account.id)).scalars().all()

    def roles(self, email=EMAIL):
        """What the account may do, by the name of the organisation."""
        with self.database.reading() as session:
            account = accounts.by_email(session, email)
            return {each.organisation.name: each.role for each in account.memberships}


@pytest.fixture
def sign_on(client, provider, database, places):
    return SignOn(client, provider, database)
