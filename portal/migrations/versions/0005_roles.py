"""Roles, responsible people, audit"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NEVER_REUSED = {"sqlite_autoincrement": True}  # not read back from the table, so it is said again
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _allow("account", "portal_role", "portalrole", ["moderation", "administration"], _NEVER_REUSED)
    _allow("membership", "role", "role", ["contributor", "editor", "coordinator"])
    op.create_table(
        "project_responsible",
        sa.Column("project_id", _ID, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_responsible_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_project_responsible_account_id")),
        sa.PrimaryKeyConstraint("project_id", "account_id", name=op.f("pk_project_responsible")),
    )
    op.create_index(op.f("ix_project_responsible_account_id"), "project_responsible", ["account_id"])
    # By default those are responsible who made the entry, as long as they belong to who keeps it.
    op.execute(
        "INSERT INTO project_responsible (project_id, account_id) SELECT project.id, membership.account_id "
        "FROM project JOIN membership ON membership.account_id = project.created_by_id "
        "AND membership.organisation_id = project.keeper_id"
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("account_id", _ID, nullable=True),
        sa.Column("organisation_id", _ID, nullable=True),
        sa.Column("about_kind", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.BigInteger(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_audit_entry_account_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_audit_entry_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        **_NEVER_REUSED,
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"])
    op.create_index(op.f("ix_audit_entry_account_id"), "audit_entry", ["account_id"])
    op.create_index(op.f("ix_audit_entry_organisation_id_audit_entry_id"), "audit_entry", ["organisation_id", "id"])


def downgrade() -> None:
    op.drop_table("audit_entry")
    op.drop_table("project_responsible")
    op.execute("UPDATE membership SET role = 'editor'")
    op.execute("UPDATE account SET portal_role = NULL WHERE portal_role = 'moderation'")
    _allow("membership", "role", "role", ["editor"])
    _allow("account", "portal_role", "portalrole", ["administration"], _NEVER_REUSED)


def _allow(table: str, column: str, name: str, values: list[str], table_kwargs: dict[str, bool] | None = None) -> None:
    """Let an enum column hold exactly these values."""
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table, table_kwargs=table_kwargs or {}) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.text(f"{column} IN ({listed})"))
