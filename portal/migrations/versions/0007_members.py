"""Invitations, requests to join, mail domains"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NEVER_REUSED = {"sqlite_autoincrement": True}
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state = 'open'")


def _listed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_folded", sa.String(length=508), nullable=False),
        sa.Column("role", _listed("role", "contributor", "editor", "coordinator"), nullable=False),
        sa.Column("invited_by_id", _ID, nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("state", _listed("invitationstate", "open", "accepted", "declined", "withdrawn"), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("account_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_account_id")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["account.id"], name=op.f("fk_invitation_invited_by_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        **_NEVER_REUSED,
    )
    op.create_index(op.f("ix_invitation_account_id"), "invitation", ["account_id"])
    op.create_index(op.f("ix_invitation_email_folded"), "invitation", ["email_folded"])
    op.create_index(op.f("ix_invitation_invited_by_id"), "invitation", ["invited_by_id"])
    op.create_index(
        "uq_invitation_open",
        "invitation",
        ["organisation_id", "email_folded"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "membership_request",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("state", _listed("requeststate", "waiting", "accepted", "declined"), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", _ID, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_request_account_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_membership_request_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_request_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_request")),
        **_NEVER_REUSED,
    )
    op.create_index(op.f("ix_membership_request_account_id"), "membership_request", ["account_id"])
    op.create_index(
        op.f("ix_membership_request_organisation_id_membership_request_state"),
        "membership_request",
        ["organisation_id", "state"],
    )
    op.create_table(
        "mail_domain",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("domain", sa.String(length=190), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["account.id"], name=op.f("fk_mail_domain_confirmed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_domain")),
        sa.UniqueConstraint("domain", name=op.f("uq_mail_domain_domain")),
        **_NEVER_REUSED,
    )
    op.create_table(
        "mail_domain_organisation",
        sa.Column("mail_domain_id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_domain_id"],
            ["mail_domain.id"],
            name=op.f("fk_mail_domain_organisation_mail_domain_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_mail_domain_organisation_organisation_id")
        ),
        sa.PrimaryKeyConstraint("mail_domain_id", "organisation_id", name=op.f("pk_mail_domain_organisation")),
    )
    op.create_index(
        op.f("ix_mail_domain_organisation_organisation_id"), "mail_domain_organisation", ["organisation_id"]
    )


def downgrade() -> None:
    op.drop_table("mail_domain_organisation")
    op.drop_table("mail_domain")
    op.drop_table("membership_request")
    op.drop_table("invitation")
