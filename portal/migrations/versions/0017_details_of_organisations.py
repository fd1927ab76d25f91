"""What organisations say about themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisation", sa.Column("office_url", sa.String(length=500), nullable=True))
    op.add_column("organisation", sa.Column("mailbox", sa.String(length=254), nullable=True))
    op.add_column("organisation", sa.Column("about", sa.String(length=600), nullable=True))
    op.add_column("organisation", sa.Column("version", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    for column in ("version", "about", "mailbox", "office_url"):
        op.drop_column("organisation", column)
