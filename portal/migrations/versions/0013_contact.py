"""Messages to whoever looks after an entry"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "contact_message",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("project_id", _ID, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_contact_message_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_message")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_contact_message_project_id"), "contact_message", ["project_id"])
    op.create_table(
        "contact_forward",
        sa.Column("message_id", _ID, nullable=False),
        sa.Column("mail_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["contact_message.id"], name=op.f("fk_contact_forward_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_contact_forward_mail_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message_id", "mail_id", name=op.f("pk_contact_forward")),
    )
    op.create_index(op.f("ix_contact_forward_mail_id"), "contact_forward", ["mail_id"])


def downgrade() -> None:
    op.drop_table("contact_forward")
    op.drop_table("contact_message")
