"""Reminders to review entries"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "review_round",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_review_round")),
    )
    op.create_table(
        "project_reminder",
        sa.Column("project_id", _ID, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("keeper_id", _ID, nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_reminder_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["month"], ["review_round.month"], name=op.f("fk_project_reminder_month")),
        sa.ForeignKeyConstraint(["keeper_id"], ["organisation.id"], name=op.f("fk_project_reminder_keeper_id")),
        sa.PrimaryKeyConstraint("project_id", "month", name=op.f("pk_project_reminder")),
    )


def downgrade() -> None:
    op.drop_table("project_reminder")
    op.drop_table("review_round")
