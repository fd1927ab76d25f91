"""Identities of accounts at identity providers"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_NEVER_REUSED = {"sqlite_autoincrement": True}
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_METHODS = ["password", "password-and-app", "password-and-recovery-code", "password-and-passkey", "passkey"]
_NEW_METHODS = ["single-sign-on", "single-sign-on-two-steps"]


def upgrade() -> None:
    _allow([*_METHODS, *_NEW_METHODS])
    op.create_table(
        "account_identity",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_identity_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_account_identity_issuer_subject")),
        **_NEVER_REUSED,
    )
    op.create_index(op.f("ix_account_identity_account_id"), "account_identity", ["account_id"])
    op.create_table(
        "account_identity_role",
        sa.Column("identity_id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "contributor",
                "editor",
                "coordinator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["identity_id"],
            ["account_identity.id"],
            name=op.f("fk_account_identity_role_identity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_account_identity_role_organisation_id")
        ),
        sa.PrimaryKeyConstraint("identity_id", "organisation_id", name=op.f("pk_account_identity_role")),
    )
    op.create_index(op.f("ix_account_identity_role_organisation_id"), "account_identity_role", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("account_identity_role")
    op.drop_table("account_identity")
    op.execute("DELETE FROM account_session WHERE method IN ('single-sign-on', 'single-sign-on-two-steps')")
    _allow(_METHODS)


def _allow(methods: list[str]) -> None:
    listed = ", ".join(f"'{method}'" for method in methods)
    with op.batch_alter_table("account_session", table_kwargs=_NEVER_REUSED) as batch_op:
        batch_op.drop_constraint(op.f("ck_account_session_signinmethod"), type_="check")
        batch_op.create_check_constraint(op.f("ck_account_session_signinmethod"), sa.text(f"method IN ({listed})"))
