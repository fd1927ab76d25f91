"""Mails that waited in a backup are held after it is restored"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mail", sa.Column("held_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE mail SET state = 'dropped' WHERE state = 'waiting' AND held_at IS NOT NULL")
    op.drop_column("mail", "held_at")
