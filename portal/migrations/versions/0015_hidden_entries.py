"""Entries that the moderation has hidden"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("project", sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    # Nobody but the moderation may show them; without the mark they stay archived.
    op.drop_column("project", "hidden")
