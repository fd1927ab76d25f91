"""What every table shares: base class, constraint names, column types."""

import enum
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Integer, MetaData, String, types
from sqlalchemy.orm import DeclarativeBase, mapped_column

from portal.partial_date import PartialDate

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(types.TypeDecorator[datetime]):
    """An aware moment, stored as UTC without zone so that both databases compare and sort it alike."""

    impl = DateTime
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """The type of loaded values."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without zone, drop the zone of others."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class PartialDateType(types.TypeDecorator[PartialDate]):
    """A year, month or day as its ISO prefix, which sorts by time as text."""

    impl = String(10)
    cache_ok = True

    @property
    def python_type(self) -> type[PartialDate]:
        """The type of loaded values."""
        return PartialDate

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:
        """Write the ISO prefix."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:
        """Read the ISO prefix."""
        return None if value is None else PartialDate.parse(value)


class Base(DeclarativeBase):
    """Base of all tables. An enum is stored as its value with a check, the same on both databases."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - read once by SQLAlchemy
        datetime: UtcDateTime,
        PartialDate: PartialDateType,
        list[str]: JSON,
        dict[str, Any]: JSON,
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            length=40,
            create_constraint=True,
            values_callable=lambda members: [member.value for member in members],
        ),
    }


# SQLite numbers rows by itself only in an INTEGER key; PostgreSQL gets room for good.
Id = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)]
LARGEST_ID = 2**63 - 1  # what the key holds on both databases; an address with a larger number leads nowhere
# An id that is never given twice, even after a deletion: see `sqlite_autoincrement` on such tables.
NEVER_REUSED = {"sqlite_autoincrement": True}


def sort_text(length: int) -> types.TypeEngine[str]:
    """Return the type of a stored sort key: compared byte by byte, so that both databases order alike."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def utcnow() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)
