"""Who is away, and who stands in"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MEMBERSHIP = ["membership.account_id", "membership.organisation_id"]


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("account_id", _ID, autoincrement=False, nullable=False),
        sa.Column("organisation_id", _ID, autoincrement=False, nullable=False),
        sa.Column("deputy_id", _ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "organisation_id"],
            _MEMBERSHIP,
            name=op.f("fk_absence_account_id_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id", "organisation_id"],
            _MEMBERSHIP,
            name=op.f("fk_absence_deputy_id_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_absence_account_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["account.id"], name=op.f("fk_absence_deputy_id")),
        sa.PrimaryKeyConstraint("account_id", "organisation_id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_deputy_id"), "absence", ["deputy_id"])


def downgrade() -> None:
    op.drop_table("absence")
