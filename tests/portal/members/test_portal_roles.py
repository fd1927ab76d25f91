"""Roles for the whole portal are given and taken only by somebody who has just proved who it is."""

from datetime import timedelta

from sqlalchemy import update

from portal.accounts import queries
from portal.accounts.sessions.models import AccountSession
from portal.orm import utcnow
from tests import factories


def test_portal_roles_take_a_fresh_proof(client, database):
    with database.unit_of_work() as session:
        administration, other = factories.account(session, administration=True), factories.account(session)
    page = client.sign_in_as(administration).page("/verwaltung/rollen")
    with database.unit_of_work() as session:
        session.execute(update(AccountSession).values(confirmed_at=utcnow() - timedelta(minutes=11)))

    assert page.submit("main form", email=other.email).path.startswith("/konto/bestaetigen")
    token = page.all("input[name=csrf_token]")[0].get("value")
    for one in (administration, other):
        taken = client.post(f"/verwaltung/rollen/{one.id}/entziehen", data={"csrf_token": token})
        assert taken.location.startswith("/konto/bestaetigen")
    with database.reading() as session:
        assert queries.by_id(session, other.id).portal_role is None
        assert queries.by_id(session, administration.id).portal_role is not None
