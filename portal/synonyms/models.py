"""The administration's synonyms and each change to them."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, validates

from portal.orm import NEVER_REUSED, Base, Id, sort_text
from portal.text import N_, sort_key
from search import SYNONYM_MAX_CHARACTERS, SYNONYM_MAX_TERMS

TERM_MAX = SYNONYM_MAX_CHARACTERS
OTHERS_MAX = SYNONYM_MAX_TERMS - 1
NOTE_MAX = 300
SYNONYMS_MAX = 500  # the search reads all of them


class Direction(enum.Enum):
    """Who finds whom."""

    BOTH_WAYS = "both-ways"
    ONE_WAY = "one-way"


DIRECTION_LABELS = {
    Direction.BOTH_WAYS: N_("In beide Richtungen: Jeder Begriff findet alle anderen."),
    Direction.ONE_WAY: N_("Nur in eine Richtung: Der Begriff findet auch die anderen, umgekehrt nicht."),
}


class Synonym(Base):
    """A term and what else it finds; both ways, the others find it and each other as well."""

    __tablename__ = "synonym"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Id]
    term: Mapped[str] = mapped_column(String(TERM_MAX))
    term_sort: Mapped[str] = mapped_column(sort_text(2 * TERM_MAX), index=True)
    others: Mapped[list[str]]
    direction: Mapped[Direction]
    note: Mapped[str | None] = mapped_column(String(NOTE_MAX))
    version: Mapped[int] = mapped_column(default=1)

    @validates("term")
    def _derive_term_sort(self, _key: str, term: str) -> str:
        self.term_sort = sort_key(term)
        return term


class Action(enum.Enum):
    """What was done to a synonym."""

    ADD = "add"
    CHANGE = "change"
    DELETE = "delete"


class SynonymChange(Base):
    """One change: who (account id, never a name), when, what, before and after. Outlives what it tells of."""

    __tablename__ = "synonym_change"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Id]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    action: Mapped[Action]
    term: Mapped[str] = mapped_column(String(TERM_MAX))
    # field name -> [before, after]
    changes: Mapped[dict[str, Any]]
