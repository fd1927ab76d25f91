"""Cases that are over for long hold no words and no people any more"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("partnership_case", sa.Column("emptied_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    # The older version knows no such step and could not tell of it: its line goes, and leaves a gap in the numbers.
    op.execute("DELETE FROM partnership_step WHERE transition = 'arrive'")
    op.drop_column("partnership_case", "emptied_at")
