"""Synonyms of the portal administration"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "synonym",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("term", sa.String(length=60), nullable=False),
        sa.Column(
            "term_sort",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum("both-ways", "one-way", name="direction", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("synonym", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_synonym_term_sort"), ["term_sort"], unique=False)
    op.create_table(
        "synonym_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "action",
            sa.Enum("add", "change", "delete", name="action", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("term", sa.String(length=60), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_synonym_change_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym_change")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("synonym_change")
    with op.batch_alter_table("synonym", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_synonym_term_sort"))
    op.drop_table("synonym")
