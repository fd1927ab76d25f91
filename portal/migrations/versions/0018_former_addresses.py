"""Addresses that accounts had before, as salted hashes"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "former_address",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_former_address_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_address")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_former_address_account_id"), "former_address", ["account_id"])


def downgrade() -> None:
    op.drop_table("former_address")
