"""Accounts that were erased"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("account", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("former_organisation_id", _ID, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_account_former_organisation_id"), "organisation", ["former_organisation_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("account", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_constraint(op.f("fk_account_former_organisation_id"), type_="foreignkey")
        batch_op.drop_column("former_organisation_id")
        batch_op.drop_column("erased_at")
