"""Messages and notes in requests and partnerships"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SIDES = ("sender", "addressee", "moderation", "system")
_NEVER_REUSED = {"sqlite_autoincrement": True}


def upgrade() -> None:
    op.create_table(
        "partnership_message",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(*_SIDES, name="side", native_enum=False, length=40, create_constraint=True),
            nullable=False,
        ),
        sa.Column("organisation_id", _ID, nullable=True),
        sa.Column("account_id", _ID, nullable=True),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_partnership_message_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["partnership_case.id"], name=op.f("fk_partnership_message_case_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_partnership_message_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_message")),
        **_NEVER_REUSED,
    )
    op.create_index(op.f("ix_partnership_message_account_id"), "partnership_message", ["account_id"])
    op.create_index(op.f("ix_partnership_message_case_id"), "partnership_message", ["case_id"])


def downgrade() -> None:
    op.drop_table("partnership_message")
