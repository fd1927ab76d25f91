"""Contact persons of entries, what people say about themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("account", sa.Column("position", sa.String(length=120), nullable=True))
    op.add_column("account", sa.Column("phone", sa.String(length=40), nullable=True))
    op.create_table(
        "project_contact",
        sa.Column("project_id", _ID, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("consented_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_contact_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_project_contact_account_id")),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project_contact")),
    )
    op.create_index(op.f("ix_project_contact_account_id"), "project_contact", ["account_id"])


def downgrade() -> None:
    op.drop_table("project_contact")
    op.drop_column("account", "phone")
    op.drop_column("account", "position")
