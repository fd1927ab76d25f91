"""How often letters come that gather, and the digests of requests"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_RHYTHMS = ("daily", "weekly")


def upgrade() -> None:
    op.create_table(
        "mail_rhythm",
        sa.Column("account_id", _ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum(*_RHYTHMS, name="rhythm", native_enum=False, length=40, create_constraint=True),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mail_rhythm_account_id")),
        sa.PrimaryKeyConstraint("account_id", "kind", name=op.f("pk_mail_rhythm")),
    )
    op.create_table(
        "partnership_digest",
        sa.Column("account_id", _ID, autoincrement=False, nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_partnership_digest_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_partnership_digest")),
    )


def downgrade() -> None:
    op.drop_table("partnership_digest")
    op.drop_table("mail_rhythm")
