"""Since when a role stays although its identity provider no longer gives it"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account_identity_role", sa.Column("kept_since", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("account_identity_role", "kept_since")
