"""Verbs of the portal administration. They flush, never commit."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor, ensure
from portal.accounts import queries as accounts
from portal.errors import Conflict, NotFound
from portal.mail import events, post
from portal.mail.holding import discard, release
from portal.mail.letters import TEST
from portal.mail.models import Mail
from portal.mail.posting import post_again
from portal.oversight import access, queries
from portal.text import N_


def send_again(session: Session, actor: Actor, mail_id: int) -> Mail:
    """Order a mail anew that was given up. Raises Forbidden, NotFound, and Conflict for one that was not."""
    ensure(actor, access.MAILS, None)
    mail = queries.mail_by_id(session, mail_id)
    if mail is None:
        raise NotFound
    post_again(mail)
    audit.record(session, actor, events.SENT_AGAIN, ("mail", mail.id), after={"kind": mail.kind})
    session.flush()
    return mail


def decide_held(
    session: Session, actor: Actor, mail_id: int | None, *, send: bool, without_trace: Collection[str] = ()
) -> int:
    """Let a held mail, or with None all of them, go out or not; return how many that were.

    Of the kinds `without_trace` no address stays where they do not.

    Raises Forbidden, and Conflict when it is held no more.
    """
    ensure(actor, access.MAILS, None)
    mails = queries.held_mails(session, mail_id)
    if not mails:
        raise Conflict(N_("Darüber hat inzwischen schon jemand entschieden. Es wurde nichts geändert."))
    if send:
        release(session, mails)
    else:
        discard(session, mails, without_trace)
    event = events.RELEASED if send else events.DISCARDED
    audit.record(session, actor, event, ("mail", mail_id), after={"mails": len(mails)})
    return len(mails)


def send_test(session: Session, actor: Actor) -> str:
    """Order a test mail to the actor's own address, and return it. Raises Forbidden."""
    ensure(actor, access.MAILS, None)
    account = accounts.by_actor(session, actor)
    post(session, TEST, to=account.email, account_id=account.id)
    return account.email
