"""Whoever asked to join can take the request back"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_NEVER_REUSED = {"sqlite_autoincrement": True}
_STATES = ["waiting", "accepted", "declined"]


def upgrade() -> None:
    _allow([*_STATES, "withdrawn"])


def downgrade() -> None:
    op.execute("DELETE FROM membership_request WHERE state = 'withdrawn'")
    _allow(_STATES)


def _allow(states: list[str]) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("membership_request", table_kwargs=_NEVER_REUSED) as batch_op:
        batch_op.drop_constraint(op.f("ck_membership_request_requeststate"), type_="check")
        batch_op.create_check_constraint(op.f("ck_membership_request_requeststate"), sa.text(f"state IN ({listed})"))
