"""Somebody whose account is closed is told so once the address is proved, and whom to ask."""

import pytest

from portal.access import Role
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
