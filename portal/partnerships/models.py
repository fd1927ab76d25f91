"""Sendings, cases with their timelines, and Gesuche; limits as constants."""

import enum
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Enum, ForeignKey, Index, String, Text, exists, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from portal.organisations.models import Organisation
from portal.orm import NEVER_REUSED, Base, Id
from portal.partnerships.fields import LINE_MAX, LINK_MAX
from portal.partnerships.vocabulary import (
    BOTH,
    UNDER_WAY,
    AgreementKind,
    Council,
    Kind,
    MeetingState,
    Notice,
    Refusal,
    Side,
    State,
    WantedState,
)
from portal.projects.models import TITLE_MAX, Project
from portal.projects.vocabulary import ActionField

ADDRESSEES_MAX = 53
ABOUT_MAX = 80

_SAME_THING_UNDER_WAY = text("state IN (" + ", ".join(f"'{state.value}'" for state in UNDER_WAY) + ")")


def _named(kind: type[enum.Enum], name: str) -> Any:
    """Return a column of a closed list that another column of the same table has too: its check needs a name."""
    return mapped_column(
        Enum(
            kind,
            native_enum=False,
            length=40,
            create_constraint=True,
            name=name,
            values_callable=lambda members: [member.value for member in members],
        )
    )


class Wanted(Base):
    """A Gesuch: a need that an organisation makes known, and that others answer with offers."""

    __tablename__ = "wanted"
    __table_args__ = (Index(None, "organisation_id", "state"), NEVER_REUSED)

    id: Mapped[Id]
    version: Mapped[int] = mapped_column()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[WantedState] = mapped_column(default=WantedState.DRAFT)
    kind: Mapped[Kind]
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    need: Mapped[str] = mapped_column(Text)  # what is looked for
    gives: Mapped[str | None] = mapped_column(Text)  # what is offered in return
    action_field: Mapped[ActionField | None] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)  # who looks after it
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]  # whether it still holds; None: not since it was touched last
    hidden_at: Mapped[datetime | None]  # by the moderation, whatever its state
    hidden_reason: Mapped[str | None] = mapped_column(Text)
    shown_at: Mapped[datetime | None]  # again, by the moderation, when it did so last

    organisation: Mapped[Organisation] = relationship(lazy="raise")

    @property
    def hidden(self) -> bool:
        """Whether the moderation has hidden it."""
        return self.hidden_at is not None

    @property
    def is_open(self) -> bool:
        """Whether everybody may read it and others can offer."""
        return self.state is WantedState.OPEN and not self.hidden

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read once by SQLAlchemy


class Sending(Base):
    """What one organisation wrote once, to one addressee or several: each of them has a case of its own."""

    __tablename__ = "sending"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Id]
    version: Mapped[int] = mapped_column()
    sender_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[Kind]
    wants: Mapped[str] = mapped_column(Text)
    offers: Mapped[str | None] = mapped_column(Text)
    wished_time: Mapped[str | None] = mapped_column(String(LINE_MAX))
    own_project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)  # who looks after the draft
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    sender: Mapped[Organisation] = relationship(lazy="raise")
    own_project: Mapped[Project | None] = relationship(lazy="raise")
    cases: Mapped[list["Case"]] = relationship(
        back_populates="sending", cascade="all, delete-orphan", order_by="Case.id", lazy="raise"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read once by SQLAlchemy


class Step(Base):
    """One line of a timeline: which step, when, by whom (account id, never a name), from which state to which.

    The number is that of the case's version then, so that no step is ever written twice.
    """

    __tablename__ = "partnership_step"

    case_id: Mapped[int] = mapped_column(ForeignKey("partnership_case.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    transition: Mapped[str] = mapped_column(String(40))
    side: Mapped[Side]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    before: Mapped[State] = _named(State, "before")
    after: Mapped[State] = _named(State, "after")
    # field name -> what was given, as JSON
    details: Mapped[dict[str, Any]]

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")


class Case(Base):
    """A request to one addressee and what comes of it. It changes by steps only, and each counts `version` up."""

    __tablename__ = "partnership_case"
    __table_args__ = (
        Index(None, "sender_id", "state"),
        Index(None, "addressee_id", "state"),
        Index(None, "state", "answer_due_at"),
        Index(
            "uq_partnership_case_under_way",
            "sender_id",
            "addressee_id",
            "about",
            unique=True,
            sqlite_where=_SAME_THING_UNDER_WAY,
            postgresql_where=_SAME_THING_UNDER_WAY,
        ),
        NEVER_REUSED,
    )

    id: Mapped[Id] = mapped_column()
    version: Mapped[int] = mapped_column(default=0)  # the number of its last step
    sending_id: Mapped[int] = mapped_column(ForeignKey("sending.id"), index=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    addressee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    wanted_id: Mapped[int | None] = mapped_column(ForeignKey("wanted.id"), index=True)  # the Gesuch it answers
    # What was asked for, as one word: two cases about the same thing are never under way at once.
    about: Mapped[str] = mapped_column(String(ABOUT_MAX))
    kind: Mapped[Kind]
    wished_time: Mapped[str | None] = mapped_column(String(LINE_MAX))
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    turn: Mapped[Side | None]  # who is to act next; None: nobody in particular

    # Who looks after it; whoever is gone no longer counts, see `queries.at_home`.
    sender_person_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    addressee_person_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)

    # The moments. Deadlines are fixed when it is sent, or a proposal is put: what was promised then does not move with
    # the settings.
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    answer_due_at: Mapped[datetime | None]
    decision_due_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]  # the first answer
    decided_at: Mapped[datetime | None]  # yes, no, or over without either
    acted_at: Mapped[datetime | None] = mapped_column(index=True)  # the last step of either side
    # Since when the moderation is called in and reads; it ends with the next state, see `stepping.take`.
    moderation_since: Mapped[datetime | None] = mapped_column(index=True)

    # A counter-proposal that waits for an answer
    proposed_by: Mapped[Side | None] = _named(Side, "proposed_by")
    proposed_kind: Mapped[Kind | None] = _named(Kind, "proposed_kind")
    proposed_partner_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    proposed_time: Mapped[str | None] = mapped_column(String(LINE_MAX))

    # What came of it
    refusal: Mapped[Refusal | None]
    intended_on: Mapped[date | None]
    intent_link: Mapped[str | None] = mapped_column(String(LINK_MAX))
    agreement: Mapped[AgreementKind | None]
    agreed_on: Mapped[date | None]
    council: Mapped[Council | None]
    council_on: Mapped[date | None]
    council_link: Mapped[str | None] = mapped_column(String(LINK_MAX))
    started_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(Text)
    hours_saved: Mapped[int | None]
    euros_saved: Mapped[int | None]
    would_do_again: Mapped[bool | None]

    # Public only while both sides agree to it; a side that has said no is not asked any more, and may agree later.
    sender_shows_since: Mapped[datetime | None]
    addressee_shows_since: Mapped[datetime | None]
    sender_withholds_since: Mapped[datetime | None]
    addressee_withholds_since: Mapped[datetime | None]

    # A reuse counts only when the other side has confirmed what one has stated
    reuse_version: Mapped[str | None] = mapped_column(String(LINE_MAX))
    reuse_since: Mapped[date | None]
    reuse_adaptations: Mapped[str | None] = mapped_column(Text)
    reuse_stated_by: Mapped[Side | None] = _named(Side, "reuse_stated_by")
    reuse_confirmed_at: Mapped[datetime | None]

    emptied_at: Mapped[datetime | None]  # when words and people were taken out, long after it was over

    sending: Mapped[Sending] = relationship(back_populates="cases", lazy="raise")
    sender: Mapped[Organisation] = relationship(foreign_keys=[sender_id], lazy="raise")
    addressee: Mapped[Organisation] = relationship(foreign_keys=[addressee_id], lazy="raise")
    proposed_partner: Mapped[Organisation | None] = relationship(foreign_keys=[proposed_partner_id], lazy="raise")
    project: Mapped[Project | None] = relationship(lazy="raise")
    wanted: Mapped[Wanted | None] = relationship(lazy="raise")
    steps: Mapped[list[Step]] = relationship(order_by="Step.number", lazy="raise", viewonly=True)

    # Whether the moderation has closed it: it is over like what lapsed by itself, and is not called so.
    closed: Mapped[bool] = column_property(
        exists().where(Step.case_id == id, Step.side == Side.MODERATION, Step.after == State.LAPSED)  # noqa: A003 - its own
    )

    @property
    def sides(self) -> Mapping[Side, int]:
        """The organisation of each side, by id."""
        return {Side.SENDER: self.sender_id, Side.ADDRESSEE: self.addressee_id}

    def people(self, side: Side) -> frozenset[int]:
        """Return who is entered for a side: here or, of the addressee, at the entry or the Gesuch it is about."""
        entered = self.sender_person_id if side is Side.SENDER else self.addressee_person_id
        people = frozenset() if entered is None else frozenset({entered})
        if side is Side.ADDRESSEE and self.project is not None and self.project.keeper_id == self.addressee_id:
            return people | self.project.responsible_ids
        if side is Side.ADDRESSEE and self.wanted is not None and self.wanted.person_id is not None:
            return people | {self.wanted.person_id}
        return people

    @property
    def sides_that_show(self) -> frozenset[Side]:
        """Which sides agree that everybody may see it."""
        since = {Side.SENDER: self.sender_shows_since, Side.ADDRESSEE: self.addressee_shows_since}
        return frozenset(side for side in BOTH if since[side] is not None)

    @property
    def sides_that_withhold(self) -> frozenset[Side]:
        """Which sides have said that it is not to be shown."""
        since = {Side.SENDER: self.sender_withholds_since, Side.ADDRESSEE: self.addressee_withholds_since}
        return frozenset(side for side in BOTH if since[side] is not None)

    @property
    def found_nobody(self) -> bool:
        """Whether there was nobody at the addressee's when it was sent, so that it went to the moderation.

        Known until it moves on; afterwards the timeline tells.
        """
        return self.moderation_since is not None and self.moderation_since == self.sent_at

    @property
    def is_confirmed_reuse(self) -> bool:
        """Whether it counts as a reuse."""
        return self.reuse_confirmed_at is not None


class DutyNotice(Base):
    """The portal has reminded a side, or the moderation, of something that is due: once, whoever looks how often.

    `due_at` is the end of the deadline it is about: it tells one silence of a case from the next.
    """

    __tablename__ = "partnership_notice"

    case_id: Mapped[int] = mapped_column(ForeignKey("partnership_case.id"), primary_key=True, autoincrement=False)
    notice: Mapped[Notice] = mapped_column(primary_key=True)
    side: Mapped[Side] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]


class Message(Base):
    """What somebody wrote in a case: to the other side, or as a note that only the own side reads."""

    __tablename__ = "partnership_message"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("partnership_case.id"), index=True)
    at: Mapped[datetime]
    side: Mapped[Side]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    internal: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    # What the message does with a proposal of dates, if anything; its text may then be empty.
    move: Mapped["MeetingMove | None"] = relationship(lazy="raise", viewonly=True)


class Meeting(Base):
    """A proposal of dates in a case, for the other side to accept one of them; the words are in its messages."""

    __tablename__ = "partnership_meeting"
    __table_args__ = (
        Index(
            "uq_partnership_meeting_open",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        NEVER_REUSED,
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("partnership_case.id"), index=True)
    side: Mapped[Side]  # who proposed it, and which account
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.OPEN)
    minutes: Mapped[int]
    place: Mapped[str | None] = mapped_column(String(LINE_MAX))
    link: Mapped[str | None] = mapped_column(String(LINK_MAX))
    accepted: Mapped[int | None]  # the number of the date that was accepted
    # Counts the changes, for people's calendars: the higher one counts.
    sequence: Mapped[int] = mapped_column(default=0)

    slots: Mapped[list["MeetingSlot"]] = relationship(
        cascade="all, delete-orphan", order_by="MeetingSlot.number", lazy="raise"
    )


class MeetingSlot(Base):
    """One date of a proposal, numbered from 1."""

    __tablename__ = "partnership_meeting_slot"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("partnership_meeting.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    starts_at: Mapped[datetime] = mapped_column(index=True)


class MeetingMove(Base):
    """What became of a proposal of dates by a message; `OPEN`: it was made."""

    __tablename__ = "partnership_meeting_move"

    message_id: Mapped[int] = mapped_column(ForeignKey("partnership_message.id"), primary_key=True, autoincrement=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("partnership_meeting.id"), index=True)
    became: Mapped[MeetingState] = _named(MeetingState, "became")

    meeting: Mapped[Meeting] = relationship(lazy="raise")
