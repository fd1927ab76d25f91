"""The log of decisions cannot be changed, and its entries only be deleted once they are older than 30 days

Thirty days are the least that `LOG_RETENTION_DAYS` can be. A later migration that makes the table anew has to make the
triggers anew too.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_SQLITE = (
    """
    CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END
    """,
    """
    CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
    WHEN OLD.at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-30 days')
    BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END
    """,
)
_POSTGRESQL = (
    """
    CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$
    """,
    """
    CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()
    """,
    """
    CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
    FOR EACH ROW WHEN (OLD.at > (now() AT TIME ZONE 'utc') - INTERVAL '30 days')
    EXECUTE FUNCTION audit_entry_refuse()
    """,
    """
    CREATE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()
    """,
)


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    for statement in _POSTGRESQL if _on_postgresql() else _SQLITE:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    if _on_postgresql():
        for name in ("audit_entry_unchanged", "audit_entry_kept", "audit_entry_not_emptied"):
            op.execute(f"DROP TRIGGER {name} ON audit_entry")
        op.execute("DROP FUNCTION audit_entry_refuse()")
    else:
        for name in ("audit_entry_unchanged", "audit_entry_kept"):
            op.execute(f"DROP TRIGGER {name}")
