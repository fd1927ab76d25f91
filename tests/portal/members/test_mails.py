"""Each letter of this domain says everything, or is not written once there is nothing to say."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.mail import Button
from portal.mail.models import Mail
from portal.members.hooks import Hooks
from portal.members.invitations import service as invitations
from portal.members.joining import registration, requests
from portal.members.models import Invitation
from portal.members.service import change_role, depart
from portal.orm import utcnow
from tests import factories
from tests.support.letters import composed, facts, path, texts

EMAIL = "neu@herne.example"


class World:
    """Herne with a coordination, seen by the composers of a portal."""

    def __init__(self, app, session):
        self.session, self._app = session, app
        self.herne = factories.organisation(session, "Herne")
        self.coordinator = factories.actor(session, self.herne, role=Role.COORDINATOR)

    def written(self):
        """The latest ordered letter, or None when there is nothing to say any more."""
        self.session.flush()
        mail = self.session.execute(select(Mail).order_by(Mail.id.desc()).limit(1)).scalar_one()
        return composed(self._app, self.session, mail)


@pytest.fixture
def world(app, database):
    with database.sessions() as session:
        yield World(app, session)
        session.rollback()


class TestInvitation:
    def test_it_says_who_for_what_and_until_when(self, world):
        invitations.invite(world.session, world.coordinator, world.herne, EMAIL, Role.EDITOR)
        letter = world.written()
        assert letter.subject == "Herne: Einladung zu Projektnachbarn"
        assert facts(letter) == {"Ihre Rolle": "Redaktion. Pflegt alle Einträge der Organisation."}
        assert path(letter).startswith("/einladung/")
        assert "nur einmal" in texts(letter)[-1]

    @pytest.mark.parametrize("end", ["withdrawn", "run out"])
    def test_one_that_has_ended_is_not_sent(self, world, end):
        invitation = invitations.invite(world.session, world.coordinator, world.herne, EMAIL, Role.EDITOR)
        if end == "withdrawn":
            invitations.withdraw(world.session, world.coordinator, world.herne, invitation.id)
        else:
            world.session.get(Invitation, invitation.id).expires_at = utcnow() - timedelta(seconds=1)
        assert world.written() is None


class TestRegistration:
    def test_an_unknown_address_gets_the_way_on(self, world):
        registration.order_mail(world.session, EMAIL, "192.0.2.1")
        letter = world.written()
        assert letter.subject == "Bitte bestätigen Sie Ihre Adresse"
        assert path(letter).startswith("/registrieren/")

    def test_a_known_one_reads_that_there_is_an_account(self, world):
        factories.account(world.session, email=EMAIL)
        registration.order_mail(world.session, EMAIL, "192.0.2.1")
        letter = world.written()
        assert letter.subject == "Sie haben schon ein Konto bei Projektnachbarn"
        assert path(letter) == "/anmelden"


class TestRequest:
    @pytest.fixture
    def asked(self, world):
        account = factories.actor(world.session)
        return requests.ask(world.session, account, world.herne, "Amt für Digitales")

    def test_everything_is_in_it(self, world, asked):
        letter = world.written()
        assert facts(letter)["Organisation"] == "Herne"
        assert facts(letter)["E-Mail-Adresse"].endswith("@stadt.example")
        assert "Amt für Digitales" in texts(letter)
        assert path(letter) == "/organisationen/herne/mitglieder"
        assert "Mitglieder von Herne" in letter.why

    def test_the_administration_reads_why_it_is_asked(self, world):
        factories.actor(world.session, administration=True)
        requests.ask(world.session, factories.actor(world.session), None, "IT-Dienstleister")
        letter = world.written()
        assert path(letter) == "/verwaltung/anfragen"
        assert "Portalverwaltung" in letter.why

    def test_only_who_still_decides_reads_it(self, app, world, asked):
        letters = app.extensions["letters"]

        def readers(*actors):
            params = {"request_id": asked.id}
            asking = [each.account_id for each in actors]
            return [letters.still_concerns(world.session, "member.request", params, each) for each in asking]

        second = factories.actor(world.session, world.herne, role=Role.COORDINATOR)
        administration = factories.actor(world.session, administration=True)
        assert readers(world.coordinator, second, administration) == [True, True, False]
        change_role(world.session, world.coordinator, Hooks(), world.herne, second.account_id, Role.EDITOR)
        assert readers(world.coordinator, second, administration) == [True, False, False]

    def test_welcome(self, world, asked):
        requests.accept(world.session, world.coordinator, Hooks(), asked.id, Role.CONTRIBUTOR)
        letter = world.written()
        assert letter.subject == "Willkommen bei Herne"
        assert facts(letter)["Ihre Rolle"].startswith("Mitwirkung.")

    def test_no_welcome_to_who_is_gone_again(self, world, asked):
        requests.accept(world.session, world.coordinator, Hooks(), asked.id, Role.CONTRIBUTOR)
        waiting = world.session.execute(select(Mail).order_by(Mail.id.desc()).limit(1)).scalar_one()
        depart(
            world.session,
            world.coordinator,
            Hooks(),
            world.herne,
            asked.account_id,
            world.coordinator.account_id,
        )
        removed = world.written()
        assert removed.subject == "Sie gehören nicht mehr zu Herne"
        world.session.execute(Mail.__table__.delete().where(Mail.id > waiting.id))
        assert world.written() is None

    def test_the_refusal_gives_the_reason(self, world, asked):
        requests.decline(world.session, world.coordinator, asked.id, "Bitte fragen Sie Ihr Amt.")
        letter = world.written()
        assert letter.subject == "Ihre Anfrage wurde abgelehnt"
        assert texts(letter)[-1] == "Bitte fragen Sie Ihr Amt."


class TestWords:
    """What a letter says of others is true of this organisation."""

    def test_who_was_invited_by_the_administration_reads_so(self, world):
        bochum = factories.organisation(world.session, "Bochum")
        administration = factories.actor(world.session, administration=True)
        said = []
        for actor, place in ((world.coordinator, world.herne), (administration, bochum)):
            invitations.invite(world.session, actor, place, EMAIL, Role.EDITOR)
            said.append(world.written().why)
        assert "jemand von Herne" in said[0]
        assert "die Portalverwaltung Sie für Bochum" in said[1]

    def test_who_is_removed_is_told_who_looks_after_the_entries_now(self, world):
        bochum = factories.organisation(world.session, "Bochum")
        administration = factories.actor(world.session, administration=True)
        said = []
        for actor, place in ((world.coordinator, world.herne), (administration, bochum)):
            gone = factories.account(world.session, place)
            successor = actor.account_id if place is world.herne else None
            depart(world.session, actor, Hooks(), place, gone.id, successor)
            said.append(" ".join(texts(world.written())))
        assert "kümmert sich jetzt jemand anderes" in said[0]
        assert "achtet jetzt die Moderation" in said[1]

    def test_who_registers_anew_with_a_closed_account_is_told_whom_to_ask(self, world):
        factories.account(world.session, email=EMAIL).active = False
        registration.order_mail(world.session, EMAIL, "192.0.2.1")
        letter = world.written()
        assert letter.subject == "Ihr Konto bei Projektnachbarn ist geschlossen"
        assert "Möchten Sie wieder mitarbeiten?" in " ".join(texts(letter))
        assert not [block for block in letter.blocks if isinstance(block, Button)]
