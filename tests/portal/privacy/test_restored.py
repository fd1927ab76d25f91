"""What nobody can know after a backup was restored: consents are asked anew, invitations run out, people are told."""

import gzip
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import backup, restoring
from portal.access import Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.audit import AuditEntry
from portal.jobs import Jobs
from portal.mail import post
from portal.mail.content import Heading, Items
from portal.mail.models import Mail, MailState
from portal.members.models import Invitation
from portal.orm import utcnow
from portal.privacy import retention, service, unused
from portal.privacy.letters import UNUSED
from portal.projects import queries as projects
from portal.projects.responsibility import queries as responsibility
from tests import factories
from tests.support.letters import composed, path

ENTRY = "Baumkataster"


@pytest.fixture
def saved(app, database, tmp_path):
    """A backup: somebody has agreed to be the contact person, one is invited, a last letter waits."""
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        people = {
            "coordination": factories.account(session, herne, role=Role.COORDINATOR),
            "named": factories.account(session, herne),
            "gone": factories.account(session, herne),
            "administration": factories.account(session, administration=True),
        }
        entry = factories.published(session, herne, title=ENTRY)
        factories.be_contact_person(session, people["named"], entry)
        factories.be_contact_person(session, people["gone"], factories.published(session, herne))
        lasts = Invitation(
            organisation=herne,
            email="neu@herne.example",
            role=Role.EDITOR,
            created_at=utcnow(),
            expires_at=utcnow() + timedelta(days=3),
        )
        session.add(lasts)
        leaver = factories.account(session)
        service.erase(session, accounts.actor_of(leaver), app.extensions["holdings"], utcnow())
        made = {name: account.id for name, account in people.items()}
    file = tmp_path / "portal.backup"
    backup.write(database, file)
    with database.unit_of_work() as session:
        gone = accounts.by_id(session, made["gone"])
        service.erase(session, accounts.actor_of(gone), app.extensions["holdings"], utcnow())
    return file, made


@pytest.fixture
def restore(app, saved):
    return lambda **options: restoring.restore(app.extensions, saved[0], **{"move": False} | options)


def written(session, kind):
    return session.execute(select(Mail).where(Mail.kind == kind).order_by(Mail.id)).scalars().all()


def test_contact_persons_are_asked_anew_and_not_shown_until_they_answer(app, database, saved, restore):
    assert restore().asked == 1
    with database.reading() as session:
        entry = projects.by_slug(session, ENTRY.lower())
        assert responsibility.contact(session, entry) is None
        [mail] = written(session, "project.contact-again")
        assert (mail.account_id, mail.held_at, mail.state) == (saved[1]["named"], None, MailState.WAITING)
        letter = composed(app, session, mail)
        assert [block.items for block in letter.blocks if isinstance(block, Items)] == [(ENTRY,)]
        assert path(letter) == "/konto/ansprechperson"
        logged = select(AuditEntry.about_id).where(AuditEntry.event == "project.contact-asked-again")
        assert saved[1]["named"] in session.execute(logged).scalars().all()


def test_who_agrees_again_is_shown_and_the_letter_then_says_nothing(app, client, database, saved, restore):
    restore()
    with database.reading() as session:
        client.sign_in_as(session.get(Account, saved[1]["named"]))
    client.page("/konto/ansprechperson").submit("form:has(input[value=ja])")
    with database.reading() as session:
        entry = projects.by_slug(session, ENTRY.lower())
        assert responsibility.contact(session, entry).id == saved[1]["named"]
        assert composed(app, session, written(session, "project.contact-again")[0]) is None


def test_open_invitations_have_run_out_and_can_be_renewed(database, restore):
    restore()
    with database.reading() as session:
        assert session.execute(select(Invitation)).scalar_one().expired


def test_coordination_and_administration_are_told_what_to_check(app, database, saved, restore):
    assert restore().told == 2
    letters = app.extensions["letters"]
    with database.reading() as session:
        mails = {mail.account_id: mail for mail in written(session, "member.restored")}
        assert mails.keys() == {saved[1]["coordination"], saved[1]["administration"]}
        headings = {}
        for account_id, mail in mails.items():
            assert letters.still_concerns(session, mail.kind, mail.params, account_id)
            letter = composed(app, session, mail)
            headings[account_id] = [block.text for block in letter.blocks if isinstance(block, Heading)]
        assert headings == {
            saved[1]["coordination"]: ["Mitglieder"],
            saved[1]["administration"]: ["Das ganze Portal"],
        }
        assert not letters.still_concerns(session, mail.kind, mail.params, saved[1]["named"])
        [entry] = session.execute(select(AuditEntry).where(AuditEntry.event == "portal.restored")).scalars()
        assert entry.changes["made_at"][1] == mail.params["made_at"]


def test_a_last_letter_that_waited_is_forgotten_with_its_address(database, restore):
    restore()
    with database.reading() as session:
        states = {(mail.state, mail.to_address) for mail in written(session, "privacy.erased") if not mail.held_at}
        assert (MailState.DROPPED, None) in states
        assert not [mail for mail in written(session, "privacy.erased") if mail.held_at]


def test_after_a_move_everything_stays(database, saved, restore):
    done = restore(move=True)
    assert (done.asked, done.told) == (0, 0)
    with database.reading() as session:
        entry = projects.by_slug(session, ENTRY.lower())
        assert responsibility.contact(session, entry).id == saved[1]["named"]
        assert not session.execute(select(Invitation)).scalar_one().expired
        assert not written(session, "member.restored")


def test_a_backup_that_does_not_say_when_it_was_made_is_restored_all_the_same(app, database, saved):
    head, rest = gzip.decompress(saved[0].read_bytes()).split(b"\n", 1)
    told = {name: value for name, value in json.loads(head).items() if name != "made_at"}  # as earlier versions did
    saved[0].write_bytes(gzip.compress(json.dumps(told).encode() + b"\n" + rest))
    restoring.restore(app.extensions, saved[0], move=False)
    with database.reading() as session:
        mail = written(session, "member.restored")[0]
        assert composed(app, session, mail).subject == "Bitte prüfen: Das Portal hat einen älteren Stand"


@pytest.mark.parametrize("move", [False, True])
def test_who_was_warned_may_have_joined_since_and_is_warned_anew(app, database, settings, tmp_path, move):
    """Nothing of that came back: without a new warning the account would be erased at once."""
    before = utcnow() - unused.NOTICE - timedelta(days=1)
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        account = factories.account(session)
        account.created_at = utcnow() - timedelta(days=settings.retention.accounts + 40)
        account.warned_at = before
        warning = post(session, UNUSED, to=account.email, account_id=account.id, for_account=account.id)
        warning.state, warning.created_at, warning.sent_at = MailState.SENT, before, before
    backup.write(database, tmp_path / "portal.backup")
    with database.unit_of_work() as session:
        factories.join(session, accounts.by_id(session, account.id), session.merge(herne))

    restoring.restore(app.extensions, tmp_path / "portal.backup", move=move)
    Jobs(database, retention.jobs(settings, app.extensions["holdings"])).drain()
    with database.reading() as session:
        back = session.get(Account, account.id)
        assert (back.erased_at is not None) is move, "a move has left nothing out"
        states = [mail.state for mail in written(session, UNUSED.name)]
        assert states[-1] is (MailState.SENT if move else MailState.WAITING)
