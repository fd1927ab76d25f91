"""A side may say that a partnership is not to be shown; what was adapted in a reuse becomes public"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_SIDES = ("sender", "addressee")
_CASE = sa.table("partnership_case", sa.column("id"), *(sa.column(f"{side}_withholds_since") for side in _SIDES))
_STEP = sa.table("partnership_step", *(sa.column(name) for name in ("case_id", "number", "side", "transition", "at")))


def upgrade() -> None:
    for side in _SIDES:
        op.add_column("partnership_case", sa.Column(f"{side}_withholds_since", sa.DateTime(), nullable=True))
        # Who has taken the consent back has said no: the other side's consent does not ask them anew.
        of_side = (_STEP.c.case_id == _CASE.c.id) & (_STEP.c.side == side)
        answers = _STEP.c.transition.in_(["show", "hide"])
        last = sa.select(_STEP.c.number).where(of_side, answers).order_by(_STEP.c.number.desc()).limit(1)
        is_last = _STEP.c.number == last.correlate(_CASE).scalar_subquery()
        taken_back = sa.select(_STEP.c.at).where(of_side, _STEP.c.transition == "hide", is_last).correlate(_CASE)
        op.execute(sa.update(_CASE).values({f"{side}_withholds_since": taken_back.scalar_subquery()}))
    # It was written under the promise that only both sides read it. There they still do: it stands in the timeline.
    op.execute("UPDATE partnership_case SET reuse_adaptations = NULL")
    op.add_column("wanted", sa.Column("shown_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    # As in 0037: the older version does not know this step.
    op.execute("DELETE FROM partnership_step WHERE transition = 'withhold'")
    op.drop_column("wanted", "shown_at")
    for side in _SIDES:
        op.drop_column("partnership_case", f"{side}_withholds_since")
