"""The log of who did what to which object, for decisions about people, roles and settings. It is only ever added to.

Each domain declares its events in its own `events.py`; a field that was not declared is an error of the program and
fails at once, so that no secret and no text slips in by a new call. The log names accounts and objects by id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import BigInteger, ForeignKey, Index, String, and_, event, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.access import Actor
from portal.orm import NEVER_REUSED, Base, Id, utcnow

Value = str | int | bool | None
# The fields that may hold the number of an account; by these a person is found whom an entry tells of.
PERSON_FIELDS = ("person", "successor")


@dataclass(frozen=True)
class Event:
    """A kind of thing that can happen: its name in the log, how people read it (German), and which fields it has.

    `fields` maps the name of each field to its German label; `people` names those that hold the number of an account,
    which are those of `PERSON_FIELDS`.
    """

    name: str
    label: str
    fields: Mapping[str, str]
    people: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.people != self.fields.keys() & set(PERSON_FIELDS):
            raise TypeError(f"the event {self.name} names people elsewhere than where they are looked for")


class AuditEntry(Base):
    """One thing that happened: when, who (account id), in which organisation, to which object, before and after."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "organisation_id", "id"), NEVER_REUSED)

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    event: Mapped[str] = mapped_column(String(60))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int | None] = mapped_column(BigInteger)
    # field name -> [before, after]
    changes: Mapped[dict[str, Any]]


def record(
    session: Session,
    actor: Actor,
    kind: Event,
    about: tuple[str, int | None],
    *,
    organisation_id: int | None = None,
    before: Mapping[str, Value] | None = None,
    after: Mapping[str, Value] | None = None,
) -> None:
    """Add an entry in the session's transaction; `about` is the kind and the id of the object.

    Raises TypeError for a field that the event does not declare and for a value that is more than a word or number.
    """
    before, after = before or {}, after or {}
    names = [*dict.fromkeys((*before, *after))]
    for name in names:
        if name not in kind.fields:
            raise TypeError(f"the event {kind.name} has no field {name}")
    for value in (*before.values(), *after.values()):
        if not (value is None or isinstance(value, str | int)) or len(str(value)) > 200:
            raise TypeError(f"the event {kind.name} takes words and numbers, not {type(value).__name__}")
    session.add(
        AuditEntry(
            at=utcnow(),
            event=kind.name,
            account_id=actor.account_id,
            organisation_id=organisation_id,
            about_kind=about[0],
            about_id=about[1],
            changes={name: [before.get(name), after.get(name)] for name in names},
        )
    )
    session.flush()


def concerning(session: Session, account_id: int) -> Sequence[AuditEntry]:
    """Return what an account did, what was done to it and what names it in a field, oldest first."""
    told_of = and_(AuditEntry.about_kind == "account", AuditEntry.about_id == account_id)
    named = [AuditEntry.changes[(field, side)].as_integer() == account_id for field in PERSON_FIELDS for side in (0, 1)]
    theirs = or_(AuditEntry.account_id == account_id, told_of, *named)
    statement = select(AuditEntry).where(theirs).order_by(AuditEntry.id)
    return session.execute(statement).scalars().all()


def _refuse(_mapper: Any, _connection: Any, _entry: AuditEntry) -> NoReturn:
    raise RuntimeError("the audit log is only ever added to")


event.listen(AuditEntry, "before_update", _refuse)
event.listen(AuditEntry, "before_delete", _refuse)
