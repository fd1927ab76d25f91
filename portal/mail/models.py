"""The outbox of mails, and which kinds of letters people do not want."""

import enum
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.mail.kinds import NAME_MAX, Rhythm
from portal.orm import NEVER_REUSED, Base, Id
from portal.text import N_

ADDRESS_MAX = 254  # RFC 5321, section 4.5.3.1.3: a path has 256 octets with its brackets
ERROR_MAX = 500

# What a mail that leaves no trace is left with: a mail server names the address, too.
FORGOTTEN: Mapping[str, Any] = {"to_address": None, "last_error": None}


class MailState(enum.Enum):
    """What has become of an ordered mail."""

    WAITING = "waiting"  # to be sent, or tried again
    SENT = "sent"  # a mail server has taken it over
    DEAD = "dead"  # given up
    DROPPED = "dropped"  # there was nothing to say any more, or nobody it is for, or nobody wants it


STATE_LABELS = {
    MailState.WAITING: N_("wartet"),
    MailState.SENT: N_("versendet"),
    MailState.DEAD: N_("nicht zugestellt"),
    MailState.DROPPED: N_("entfallen"),
}


class Mail(Base):
    """An order for one mail to one address. Holds no text: that is composed from `params` when the mail is sent."""

    __tablename__ = "mail"
    __table_args__ = (Index(None, "state", "next_try_at"), NEVER_REUSED)

    id: Mapped[Id]
    # The part before the @ of the Message-ID: the same for each try, so that mailboxes recognise a repeated mail.
    message_id: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(NAME_MAX))
    to_address: Mapped[str | None] = mapped_column(String(ADDRESS_MAX))  # None: erased
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    params: Mapped[dict[str, Any]]
    state: Mapped[MailState] = mapped_column(default=MailState.WAITING)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    give_up_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    # Whoever tries to send it has it until then; the moment also tells one try from another.
    leased_until: Mapped[datetime | None]
    # Since when it waits for the administration to decide: it waited in a backup, and may have been sent since.
    held_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(ERROR_MAX))


class MailOptOut(Base):
    """An account that has switched off a recurring kind of letter."""

    __tablename__ = "mail_opt_out"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(NAME_MAX), primary_key=True)


class MailRhythm(Base):
    """How often an account wants a kind of letter that gathers, where it is not as often as usual."""

    __tablename__ = "mail_rhythm"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(NAME_MAX), primary_key=True)
    rhythm: Mapped[Rhythm]
