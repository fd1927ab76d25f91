"""Duplicates that are merged into the entry that stayed"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # As text: SQLite could otherwise add a foreign key only by making the table anew, without its checks.
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE project ADD COLUMN merged_into_id {number} "
        "CONSTRAINT fk_project_merged_into_id REFERENCES project (id)"
    )
    op.create_index(op.f("ix_project_merged_into_id"), "project", ["merged_into_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_project_merged_into_id"), "project")
    op.drop_column("project", "merged_into_id")
