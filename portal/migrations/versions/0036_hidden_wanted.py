"""Gesuche that the moderation has hidden"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wanted", sa.Column("hidden_at", sa.DateTime(), nullable=True))
    op.add_column("wanted", sa.Column("hidden_reason", sa.Text(), nullable=True))


def downgrade() -> None:
    # Nobody but the moderation may show them: without the mark they are closed.
    op.execute(
        "UPDATE wanted SET state = 'closed', closed_at = hidden_at WHERE hidden_at IS NOT NULL AND state = 'open'"
    )
    op.drop_column("wanted", "hidden_reason")
    op.drop_column("wanted", "hidden_at")
