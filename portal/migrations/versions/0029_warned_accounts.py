"""Accounts that belong nowhere are warned before they are erased"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("warned_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("account", "warned_at")
