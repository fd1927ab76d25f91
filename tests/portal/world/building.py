"""Fills an empty portal."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import update

from portal.accounts.sessions.models import AccountSession
from portal.organisations.models import OrganisationKind
from portal.orm import utcnow
from tests import factories
from tests.portal.world.cases import cases
from tests.portal.world.people import people
from tests.portal.world.things import administration, entries, membership
from tests.portal.world.wanted import wanted
from tests.portal.world.world import World
from tests.support.snapshots import Snapshot


def build(app: Flask) -> World:
    """Fill an empty portal."""
    world = World(app)
    with world.database.unit_of_work() as session:
        herne, bochum, herten = (factories.organisation(session, name) for name in ("Herne", "Bochum", "Herten"))
        factories.organisation(session, "Rechenzentrum", OrganisationKind.COMPANY)
        world.facts |= {one.slug: {"slug": one.slug, "organisation": one.slug} for one in (herne, bochum, herten)}
        people(world, session, herne, bochum, herten)
        entries(world, session, herne, bochum)
        membership(world, session, herne, herten)
        administration(world, session, bochum)
        cases(world, session, herne, bochum, herten)
        wanted(world, session, herne, bochum)
        session.execute(update(AccountSession).values(_in_use()))
    while app.extensions["indexer"].drain():
        pass
    world.snapshot = Snapshot(world.database.engine)
    return world


def _in_use() -> dict[str, Any]:
    """As if everybody were at it just now, for as long as the tests take: nothing is to be noted or asked again."""
    later = utcnow() + timedelta(hours=5)
    return {"last_seen_at": later, "confirmed_at": later}
