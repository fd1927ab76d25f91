"""Ordering mails: in the change's own transaction, with exactly the parameters of the kind, and forgetting them."""

import pytest
from sqlalchemy import select

from portal.mail import LetterKind, forget, post
from portal.mail.composing import Letters
from portal.mail.models import Mail, MailOptOut, MailState
from portal.text import N_
from tests import factories

INVITATION = LetterKind("test.invitation", N_("Einladung"), fields=("invitation_id",))
DIGEST = LetterKind("test.digest", N_("Übersicht"), recurring=True)


def all_mails(session):
    return session.execute(select(Mail).order_by(Mail.id)).scalars().all()


def test_an_order_is_written_with_the_change(session):
    mail = post(session, INVITATION, to="a@stadt.example", invitation_id=7)

    assert all_mails(session) == [mail]
    assert (mail.kind, mail.to_address, mail.params, mail.state, mail.tries) == (
        "test.invitation",
        "a@stadt.example",
        {"invitation_id": 7},
        MailState.WAITING,
        0,
    )


def test_without_the_change_there_is_no_order(database):
    with pytest.raises(ZeroDivisionError), database.unit_of_work() as session:
        post(session, INVITATION, to="a@stadt.example", invitation_id=1 // 0)
    with database.reading() as session:
        assert not all_mails(session)


def test_each_mail_has_a_number_of_its_own(session):
    mails = [post(session, DIGEST, to="a@stadt.example") for _ in range(3)]
    assert len({mail.message_id for mail in mails}) == 3


@pytest.mark.parametrize(
    "params",
    [{}, {"invitation": 7}, {"invitation_id": 7, "name": "x"}, {"invitation_id": object()}, {"invitation_id": [[1]]}],
)
def test_a_wrong_parameter_fails_at_once(scratch, params):
    with pytest.raises(TypeError):
        post(scratch, INVITATION, to="a@stadt.example", **params)
    assert not all_mails(scratch)


@pytest.mark.parametrize("address", ["", "a@b\r\nBcc: c@d", "x" * 255, "a\x00@b.example"])
def test_what_is_no_address_fails_at_once(scratch, address):
    with pytest.raises(ValueError, match="address"):
        post(scratch, DIGEST, to=address)


def test_two_kinds_of_one_name_are_refused():
    letters = Letters()
    letters.bind({DIGEST: lambda *_: None})
    with pytest.raises(ValueError, match=r"test\.digest"):
        letters.bind({LetterKind("test.digest", "Anderes"): lambda *_: None})


def test_only_what_recurs_can_be_unsubscribed_from():
    with pytest.raises(ValueError, match="recur"):
        Letters().bind({INVITATION: lambda *_: None}, {INVITATION: lambda *_: None})


def test_an_erased_account_leaves_nothing_in_its_mails(session):
    account = factories.account(session, email="Weg@stadt.example")
    other = factories.account(session, email="bleibt@stadt.example")
    theirs = [
        post(session, INVITATION, to="alt@stadt.example", account_id=account.id, invitation_id=1),
        post(session, INVITATION, to="weg@Stadt.example", invitation_id=2),
        post(session, INVITATION, to="weg@stadt.example", account_id=account.id, invitation_id=3),
    ]
    kept = post(session, INVITATION, to="bleibt@stadt.example", account_id=other.id, invitation_id=4)
    theirs[0].state, theirs[1].last_error = MailState.SENT, "550 <weg@stadt.example> unknown"
    session.add_all(MailOptOut(account_id=who.id, kind="test.digest") for who in (account, other))
    session.flush()

    forget(session, account_id=account.id, is_theirs=lambda to, _at: (to or "").lower() == "weg@stadt.example")
    session.expire_all()

    assert [(mail.to_address, mail.params, mail.last_error) for mail in theirs] == [(None, {}, None)] * 3
    assert [mail.state for mail in theirs] == [MailState.SENT, MailState.DROPPED, MailState.DROPPED]
    assert (kept.to_address, kept.params, kept.state) == (
        "bleibt@stadt.example",
        {"invitation_id": 4},
        MailState.WAITING,
    )
    assert [out.account_id for out in session.execute(select(MailOptOut)).scalars()] == [other.id]
