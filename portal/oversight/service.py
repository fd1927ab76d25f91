"""Verbs of the portal administration. They flush, never commit."""

from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor, ensure
from portal.accounts import queries as accounts
from portal.errors import NotFound
from portal.mail import events, post
from portal.mail.letters import TEST
from portal.mail.models import Mail
from portal.mail.posting import post_again
from portal.oversight import access, queries


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


def send_test(session: Session, actor: Actor) -> str:
    """Order a test mail to the actor's own address, and return it. Raises Forbidden."""
    ensure(actor, access.MAILS, None)
    account = accounts.by_actor(session, actor)
    post(session, TEST, to=account.email, account_id=account.id)
    return account.email
