"""Sign-ins as rows of their own"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "password",
                "password-and-app",
                "password-and-recovery-code",
                "password-and-passkey",
                "passkey",
                name="signinmethod",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("browser", sa.String(length=40), nullable=False),
        sa.Column("system", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_session_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        for column in ("account_id", "created_at", "last_seen_at"):
            batch_op.create_index(batch_op.f(f"ix_account_session_{column}"), [column], unique=False)
    op.execute("ALTER TABLE account DROP COLUMN session_epoch")


def downgrade() -> None:
    op.add_column("account", sa.Column("session_epoch", sa.Integer(), server_default="1", nullable=False))
    op.drop_table("account_session")
