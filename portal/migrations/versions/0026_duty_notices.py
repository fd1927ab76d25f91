"""What people were reminded of in requests"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SIDES = ("sender", "addressee", "moderation", "system")
_NOTICES = (
    "answer-soon",
    "answer-late",
    "answer-overdue",
    "decision-soon",
    "decision-late",
    "decision-overdue",
    "quiet",
    "lapse-soon",
)


def _listed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "partnership_notice",
        sa.Column("case_id", _ID, autoincrement=False, nullable=False),
        sa.Column("notice", _listed("notice", *_NOTICES), nullable=False),
        sa.Column("side", _listed("side", *_SIDES), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["partnership_case.id"], name=op.f("fk_partnership_notice_case_id")),
        sa.PrimaryKeyConstraint("case_id", "notice", "side", "due_at", name=op.f("pk_partnership_notice")),
    )


def downgrade() -> None:
    op.drop_table("partnership_notice")
