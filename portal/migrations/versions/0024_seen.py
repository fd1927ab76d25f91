"""What people have seen of requests and partnerships"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "partnership_seen",
        sa.Column("case_id", _ID, autoincrement=False, nullable=False),
        sa.Column("account_id", _ID, autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("message", _ID, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_partnership_seen_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["partnership_case.id"], name=op.f("fk_partnership_seen_case_id")),
        sa.PrimaryKeyConstraint("case_id", "account_id", name=op.f("pk_partnership_seen")),
    )
    op.create_index(op.f("ix_partnership_seen_account_id"), "partnership_seen", ["account_id"])


def downgrade() -> None:
    op.drop_table("partnership_seen")
