from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.contact.models import ContactMessage
from portal.mail.delivery import Delivery
from portal.mail.transport import FolderTransport
from portal.projects.models import ProjectResponsible
from tests import factories


@pytest.fixture
def town(database):
    """Herne with an entry that two people look after, its coordination, and the portal administration."""
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        people = {
            name: factories.account(session, herne, role=role, email=f"{name}@herne.example")
            for name, role in (("anna", Role.CONTRIBUTOR), ("berta", Role.EDITOR), ("koordination", Role.COORDINATOR))
        }
        factories.account(session, administration=True, email="verwaltung@portal.example")
        entry = factories.published(session, herne, title="Bauantrag")
        entry.responsibles = [ProjectResponsible(account_id=people[name].id) for name in ("anna", "berta")]
    return {"herne": herne, "entry": entry, **people}


@pytest.fixture
def sent(app, database, tmp_path):
    """Sends what waits and returns these mails, by reader."""
    folder, known = tmp_path / "mails", set()
    extensions = app.extensions
    transport = FolderTransport(folder)
    delivery = Delivery(database, extensions["letters"], extensions["links"], transport, context=app.app_context)

    def read():
        while delivery.drain():
            pass
        files = set(folder.glob("*.eml")) - known
        known.update(files)
        return {str(mail["To"]): mail for mail in map(_message, files)}

    return read


def _message(file):
    return message_from_bytes(file.read_bytes(), policy=policy.default)


@pytest.fixture
def stored(database):
    """The messages that are kept."""

    def read():
        with database.reading() as session:
            return session.execute(select(ContactMessage).order_by(ContactMessage.id)).scalars().all()

    return read
