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
    # Steps that the older version does not know: who accepted, accepted the original; the other line goes, as in 0037.
    op.execute("UPDATE partnership_step SET transition = 'accept' WHERE transition = 'accept-original'")
    op.execute("DELETE FROM partnership_step WHERE transition = 'release'")
    op.drop_column("membership_request", "passed_on_at")
