"""Proposals of dates in requests and partnerships"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SIDES = ("sender", "addressee", "moderation", "system")
_STATES = ("open", "accepted", "declined", "withdrawn", "passed")
_OPEN = sa.text("state = 'open'")


def _listed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "partnership_meeting",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("side", _listed("side", *_SIDES), nullable=False),
        sa.Column("account_id", _ID, nullable=True),
        sa.Column("state", _listed("meetingstate", *_STATES), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("accepted", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_partnership_meeting_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["partnership_case.id"], name=op.f("fk_partnership_meeting_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_meeting")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_partnership_meeting_account_id"), "partnership_meeting", ["account_id"])
    op.create_index(op.f("ix_partnership_meeting_case_id"), "partnership_meeting", ["case_id"])
    op.create_index(
        "uq_partnership_meeting_open",
        "partnership_meeting",
        ["case_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "partnership_meeting_slot",
        sa.Column("meeting_id", _ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["partnership_meeting.id"], name=op.f("fk_partnership_meeting_slot_meeting_id")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_partnership_meeting_slot")),
    )
    op.create_index(op.f("ix_partnership_meeting_slot_starts_at"), "partnership_meeting_slot", ["starts_at"])
    op.create_table(
        "partnership_meeting_move",
        sa.Column("message_id", _ID, autoincrement=False, nullable=False),
        sa.Column("meeting_id", _ID, nullable=False),
        sa.Column("became", _listed("became", *_STATES), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["partnership_message.id"], name=op.f("fk_partnership_meeting_move_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["partnership_meeting.id"], name=op.f("fk_partnership_meeting_move_meeting_id")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_partnership_meeting_move")),
    )
    op.create_index(op.f("ix_partnership_meeting_move_meeting_id"), "partnership_meeting_move", ["meeting_id"])


def downgrade() -> None:
    for table in ("partnership_meeting_move", "partnership_meeting_slot", "partnership_meeting"):
        op.drop_table(table)
