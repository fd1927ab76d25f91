"""Somebody whose account is closed is told so once the address is proved, and whom to ask."""

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.accounts.models import Account
from portal.mail.models import Mail
from portal.members.invitations import service as invitations
from portal.members.invitations.links import token_for
from portal.members.joining import registration
from tests import factories

EMAIL = "zu@herne.example"


@pytest.fixture
def link(request, app, database):
    """A proved link of the kind the test asks for, of somebody with a closed account."""
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        factories.account(session, email=EMAIL).active = False
        coordinator = factories.actor(session, herne, role=Role.COORDINATOR)
        invitation = invitations.invite(session, coordinator, herne, EMAIL, Role.EDITOR)
    links = app.extensions["links"]
    if request.param == "invitation":
        return "/einladung/" + token_for(invitation, links)
    return "/registrieren/" + links.token(registration.LINK_PURPOSE, EMAIL)


@pytest.mark.parametrize("link", ["invitation", "registration"], indirect=True)
def test_nobody_is_sent_in_circles(client, link):
    page = client.page(link)
    assert "Ihr Konto ist geschlossen" in page.text
    assert "Möchten Sie es wieder nutzen?" in page.text
    assert "Anmelden" not in page.texts("main a")


def test_the_administration_closes_the_account_of_somebody_who_is_gone(client, database):
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        gone = factories.account(session, herne, role=Role.COORDINATOR)
        administration = factories.account(session, administration=True)
    client.sign_in_as(administration)
    asked = client.page("/organisationen/herne/mitglieder").one("main a[href$=schliessen]").get("href")
    page = client.page(asked).submit("main form")
    assert "ist geschlossen." in page.text
    with database.reading() as session:
        assert not session.get(Account, gone.id).active
        assert session.execute(select(Mail.kind)).scalars().all() == ["member.account-closed"]
    assert client.get(f"/verwaltung/konten/{administration.id}/schliessen").status_code == 404
    client.sign_in_as(administration)
    assert "Konto schließen" not in client.page("/organisationen/herne/mitglieder").text
