"""Whoever a request to join is passed on to is reminded of it, too"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("membership_request", sa.Column("passed_on_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("membership_request", "passed_on_at")
