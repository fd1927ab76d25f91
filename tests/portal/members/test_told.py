"""Who gets another role, becomes a successor or is kept out reads of it, in a letter that says everything."""

import pytest
from sqlalchemy import delete, select

from portal import domains as wiring
from portal.access import ANYONE, PortalRole, Role
from portal.mail import Items
from portal.mail.models import Mail
from portal.members import closing, service
from portal.members.handover import hand_over
from portal.members.hooks import Belongings, Hooks
from portal.settings import Duties
from tests import factories
from tests.support.letters import composed, facts, path, texts


@pytest.fixture
def told(app, session):
    """Who was written to since the last look, with what the letter says; None where it says nothing any more."""

    def look():
        session.flush()
        mails = session.execute(select(Mail).order_by(Mail.id)).scalars().all()
        found = [(mail.account_id, composed(app, session, mail)) for mail in mails]
        session.execute(delete(Mail))
        return found

    return look


class TestRoles:
    def test_another_role(self, session, herne, coordinator, editor, told):
        service.change_role(session, coordinator, Hooks(), herne, editor.account_id, Role.COORDINATOR)
        [(reader, letter)] = told()
        assert reader == editor.account_id
        assert letter.subject == "Ihre Rolle bei Herne wurde geändert"
        assert facts(letter)["Ihre Rolle"].startswith("Koordination. ")

    def test_one_that_is_another_again_is_not_told(self, session, herne, coordinator, editor, told):
        for role in (Role.COORDINATOR, Role.CONTRIBUTOR):
            service.change_role(session, coordinator, Hooks(), herne, editor.account_id, role)
        first, second = told()
        assert first[1] is None
        assert facts(second[1])["Ihre Rolle"].startswith("Mitwirkung. ")

    def test_whoever_changes_the_own_one_knows(self, session, herne, coordinator, told):
        factories.actor(session, herne, role=Role.COORDINATOR)
        service.change_role(session, coordinator, Hooks(), herne, coordinator.account_id, Role.EDITOR)
        assert told() == []

    def test_a_role_for_the_portal_given_and_taken(self, session, editor, administration, told):
        service.give_portal_role(session, administration, editor.account_id, PortalRole.MODERATION)
        [(reader, letter)] = told()
        assert reader == editor.account_id
        assert letter.subject == "Sie haben jetzt die Rolle Moderation"
        assert path(letter) == "/verwaltung"
        service.give_portal_role(session, administration, editor.account_id, None)
        [(_, letter)] = told()
        assert letter.subject == "Sie haben keine portalweite Rolle mehr"

    def test_whoever_gives_the_own_one_up_knows(self, session, administration, told):
        factories.actor(session, administration=True)
        service.give_portal_role(session, administration, administration.account_id, None)
        assert told() == []


class TestSuccessor:
    @pytest.fixture
    def entry(self, session, herne, editor):
        made = factories.published(session, herne, title="Parkraum zählen")
        factories.be_responsible(session, editor, made)
        return made

    @pytest.fixture
    def third(self, session, herne):
        return factories.actor(session, herne)

    def depart(self, session, herne, actor, gone, successor):
        service.depart(session, actor, wiring.hooks(Duties()), herne, gone.account_id, successor.account_id)

    def test_one_letter_names_all_that_was_handed_over(self, session, herne, coordinator, editor, third, entry, told):
        self.depart(session, herne, coordinator, editor, third)
        letters = dict(told())
        letter = letters[third.account_id]
        [items] = [block.items for block in letter.blocks if isinstance(block, Items)]
        assert [item.text for item in items] == ["Eintrag: Parkraum zählen"]
        assert "Redaktion" in texts(letter)[0]
        assert letters.keys() == {editor.account_id, third.account_id}  # the other reads that it belongs no more

    def test_whoever_takes_it_himself_knows(self, session, herne, coordinator, editor, entry, told):
        self.depart(session, herne, coordinator, editor, coordinator)
        assert [reader for reader, _ in told()] == [editor.account_id]

    def test_where_nothing_is_handed_over_nobody_is_written_to(self, session, herne, coordinator, editor, third, told):
        self.depart(session, herne, editor, editor, third)
        assert told() == []

    def test_what_is_too_much_for_a_letter_is_counted(self, session, herne, editor, third, entry):
        keys = [f"entry:{entry.id}", *(f"entry:{10_000 + each}" for each in range(250))]
        many = Belongings("", lambda *_: 0, lambda *_: None, keys=lambda *_: keys)
        hand_over(session, ANYONE, Hooks((many,)), herne, editor.account_id, third.account_id)
        mail = session.execute(select(Mail)).scalar_one()
        assert (len(mail.params["handed"]), mail.params["more"]) == (200, 51)


def test_whoever_is_kept_out_reads_it_whoever_did_it(session, editor, administration, told):
    closing.shut(session, ANYONE, editor.account_id)
    [(reader, letter)] = told()
    assert reader == editor.account_id
    assert letter.subject == "Ihr Konto bei Projektnachbarn ist geschlossen"
