"""First tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_folded", sa.String(length=508), nullable=False),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column(
            "portal_role",
            sa.Enum("administration", name="portalrole", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_folded", name=op.f("uq_account_email_folded")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "data_source",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("publisher", sa.String(length=200), nullable=False),
        sa.Column("licence", sa.String(length=200), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("used_for", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_source")),
        sa.UniqueConstraint("key", name=op.f("uq_data_source_key")),
    )
    op.create_table(
        "funding_programme",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "name_sort",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name_folded", sa.String(length=240), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("abbreviation", sa.String(length=20), nullable=True),
        sa.Column("funder", sa.String(length=200), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_programme")),
        sa.UniqueConstraint("name_folded", name=op.f("uq_funding_programme_name_folded")),
        sa.UniqueConstraint("slug", name=op.f("uq_funding_programme_slug")),
    )
    with op.batch_alter_table("funding_programme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funding_programme_name_sort"), ["name_sort"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "municipality",
                "district",
                "regional_association",
                "state",
                "company",
                "other",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "name_sort",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name_folded", sa.String(length=240), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("ags", sa.String(length=8), nullable=True),
        sa.Column("designation", sa.String(length=40), nullable=True),
        sa.Column("district_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("website", sa.String(length=500), nullable=True),
        sa.Column("website_verified", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "ags IS NULL OR kind IN ('municipality', 'district')", name=op.f("ck_organisation_ags_kind")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["organisation.id"], name=op.f("fk_organisation_district_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("ags", name=op.f("uq_organisation_ags")),
        sa.UniqueConstraint("name_folded", name=op.f("uq_organisation_name_folded")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_name_sort"), ["name_sort"], unique=False)

    op.create_table(
        "outbox_order",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_order")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("outbox_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_order_topic_outbox_order_id"), ["topic", "id"], unique=False)

    op.create_table(
        "technology",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "name_sort",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name_folded", sa.String(length=240), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technology")),
        sa.UniqueConstraint("name_folded", name=op.f("uq_technology_name_folded")),
        sa.UniqueConstraint("slug", name=op.f("uq_technology_slug")),
    )
    with op.batch_alter_table("technology", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_technology_name_sort"), ["name_sort"], unique=False)

    op.create_table(
        "throttle_count",
        sa.Column("bucket", sa.String(length=64), nullable=False),
        sa.Column("window_ends_at", sa.DateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_throttle_count")),
    )
    with op.batch_alter_table("throttle_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttle_count_window_ends_at"), ["window_ends_at"], unique=False)

    op.create_table(
        "map_shape",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("label_x", sa.Double(), nullable=False),
        sa.Column("label_y", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_map_shape_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_map_shape")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "role",
            sa.Enum("editor", name="role", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("account_id", "organisation_id", name=op.f("uq_membership_account_id_organisation_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "neighbourhood",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("neighbour_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["neighbour_id"], ["organisation.id"], name=op.f("fk_neighbourhood_neighbour_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_neighbourhood_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "neighbour_id", name=op.f("pk_neighbourhood")),
    )
    with op.batch_alter_table("neighbourhood", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_neighbourhood_neighbour_id"), ["neighbour_id"], unique=False)

    op.create_table(
        "organisation_fact",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "population",
                "area",
                "latitude",
                "longitude",
                name="factkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_fact_organisation_id")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["data_source.id"], name=op.f("fk_organisation_fact_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_fact")),
        sa.UniqueConstraint("organisation_id", "kind", name=op.f("uq_organisation_fact_organisation_id_kind")),
    )
    with op.batch_alter_table("organisation_fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_fact_source_id"), ["source_id"], unique=False)

    op.create_table(
        "project",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column(
            "title_sort",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("summary", sa.String(length=300), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lead_note", sa.String(length=500), nullable=True),
        sa.Column("keeper_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("viewpoint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("department", sa.String(length=120), nullable=True),
        sa.Column("it_provider", sa.String(length=120), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("goal", sa.Text(), nullable=True),
        sa.Column("results", sa.Text(), nullable=True),
        sa.Column(
            "action_field",
            sa.Enum(
                "administration",
                "it-and-communication",
                "energy-and-environment",
                "mobility",
                "society-and-education",
                name="actionfield",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ozg_topics", sa.JSON(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "idea",
                "concept",
                "decided",
                "pilot",
                "implementation",
                "operation",
                "completed",
                "failed",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("phase_source_word", sa.String(length=40), nullable=True),
        sa.Column("start", sa.String(length=10), nullable=True),
        sa.Column("end", sa.String(length=10), nullable=True),
        sa.Column("next_step", sa.String(length=500), nullable=True),
        sa.Column(
            "budget_band",
            sa.Enum(
                "none",
                "under-10k",
                "under-50k",
                "under-250k",
                "under-1m",
                "under-5m",
                "from-5m",
                name="budgetband",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "running_cost_band",
            sa.Enum(
                "none",
                "under-10k",
                "under-50k",
                "under-250k",
                "under-1m",
                "under-5m",
                "from-5m",
                name="runningcostband",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("funding_programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("funding_programme_other", sa.String(length=120), nullable=True),
        sa.Column("grant_reference", sa.String(length=120), nullable=True),
        sa.Column("funding_note", sa.String(length=500), nullable=True),
        sa.Column("products", sa.Text(), nullable=True),
        sa.Column("standards", sa.Text(), nullable=True),
        sa.Column("licence", sa.String(length=60), nullable=True),
        sa.Column("repository_url", sa.String(length=500), nullable=True),
        sa.Column("documentation_url", sa.String(length=500), nullable=True),
        sa.Column("offers", sa.Text(), nullable=True),
        sa.Column("seeks", sa.Text(), nullable=True),
        sa.Column("reuse", sa.JSON(), nullable=False),
        sa.Column("contact_mailbox", sa.String(length=254), nullable=True),
        sa.Column("editorial_note", sa.Text(), nullable=True),
        sa.Column(
            "publication",
            sa.Enum(
                "draft",
                "published",
                "archived",
                name="publication",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "provenance",
            sa.Enum(
                "own",
                "public_source",
                name="provenance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_key", sa.String(length=100), nullable=True),
        sa.Column("status_as_of", sa.String(length=10), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("archive_reason", sa.String(length=500), nullable=True),
        sa.Column("search_folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["account.id"], name=op.f("fk_project_confirmed_by_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_project_created_by_id")),
        sa.ForeignKeyConstraint(
            ["funding_programme_id"], ["funding_programme.id"], name=op.f("fk_project_funding_programme_id")
        ),
        sa.ForeignKeyConstraint(["keeper_id"], ["organisation.id"], name=op.f("fk_project_keeper_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_project_lead_id")),
        sa.ForeignKeyConstraint(["viewpoint_id"], ["organisation.id"], name=op.f("fk_project_viewpoint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("slug", name=op.f("uq_project_slug")),
        sa.UniqueConstraint("source_key", name=op.f("uq_project_source_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_action_field"), ["action_field"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_confirmed_at"), ["confirmed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_funding_programme_id"), ["funding_programme_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_project_publication_project_keeper_id"), ["publication", "keeper_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_project_publication_project_lead_id"), ["publication", "lead_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_project_published_at"), ["published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_title_sort"), ["title_sort"], unique=False)

    op.create_table(
        "participation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "named",
                "confirmed",
                "denied",
                name="participationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("named_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("department", sa.String(length=120), nullable=True),
        sa.Column("contact_mailbox", sa.String(length=254), nullable=True),
        sa.Column("offers", sa.Text(), nullable=True),
        sa.Column("seeks", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["named_by_id"], ["organisation.id"], name=op.f("fk_participation_named_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_participation_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_participation_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_participation_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("project_id", "organisation_id", name=op.f("uq_participation_project_id_organisation_id")),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "project_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_project_change_account_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_project_change_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_change_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_change")),
    )
    with op.batch_alter_table("project_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_change_project_id_project_change_version"),
            ["project_id", "version"],
            unique=False,
        )

    op.create_table(
        "project_cooperation",
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "value",
            sa.Enum(
                "share-experience",
                "seek-partners",
                "offer-reuse",
                "joint-procurement",
                "joint-funding",
                "inform-only",
                "no-requests",
                name="cooperation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_cooperation_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_cooperation")),
        sa.UniqueConstraint("project_id", "value", name=op.f("uq_project_cooperation_project_id_value")),
    )
    with op.batch_alter_table("project_cooperation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_cooperation_value"), ["value"], unique=False)

    op.create_table(
        "project_lesson",
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "worked",
                "failed",
                "differently",
                name="lessonkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "organisation",
                "staff",
                "public",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_lesson_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_lesson")),
        sa.UniqueConstraint("project_id", "kind", name=op.f("uq_project_lesson_project_id_kind")),
    )
    op.create_table(
        "project_link",
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "website",
                "council-paper",
                "press",
                "documentation",
                name="linkkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_link_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_link")),
    )
    with op.batch_alter_table("project_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_link_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_partner",
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_partner_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_partner")),
    )
    with op.batch_alter_table("project_partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_partner_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_service",
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("leika_key", sa.String(length=14), nullable=False),
        sa.Column(
            "maturity_scale",
            sa.Enum("1.1", "2.0", name="maturityscale", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("maturity_value", sa.Integer(), nullable=True),
        sa.Column("maturity_as_of", sa.String(length=10), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(maturity_scale IS NULL) = (maturity_value IS NULL)",
            name=op.f("ck_project_service_maturity_whole"),
        ),
        sa.CheckConstraint("maturity_value BETWEEN 0 AND 7", name=op.f("ck_project_service_maturity_range")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_service_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_service")),
    )
    with op.batch_alter_table("project_service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_service_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_slug",
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_slug_project_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_project_slug")),
    )
    with op.batch_alter_table("project_slug", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_slug_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_source",
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_source_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_source")),
    )
    with op.batch_alter_table("project_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_source_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_tag",
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_folded", sa.String(length=120), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_tag_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_tag")),
    )
    with op.batch_alter_table("project_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_tag_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_tag_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_technology",
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("technology_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_technology_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["technology_id"], ["technology.id"], name=op.f("fk_project_technology_technology_id")),
        sa.PrimaryKeyConstraint("project_id", "technology_id", name=op.f("pk_project_technology")),
    )
    with op.batch_alter_table("project_technology", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_technology_technology_id"), ["technology_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("mistake", "barrier", name="reportkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("field", sa.String(length=60), nullable=True),
        sa.Column("page", sa.String(length=500), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_report_answered_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_report_project_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("token", name=op.f("uq_report_token")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_project_id"), ["project_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_project_id"))

    op.drop_table("report")
    with op.batch_alter_table("project_technology", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_technology_technology_id"))

    op.drop_table("project_technology")
    with op.batch_alter_table("project_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_tag_project_id"))
        batch_op.drop_index(batch_op.f("ix_project_tag_name_folded"))

    op.drop_table("project_tag")
    with op.batch_alter_table("project_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_source_project_id"))

    op.drop_table("project_source")
    with op.batch_alter_table("project_slug", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_slug_project_id"))

    op.drop_table("project_slug")
    with op.batch_alter_table("project_service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_service_project_id"))

    op.drop_table("project_service")
    with op.batch_alter_table("project_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_partner_project_id"))

    op.drop_table("project_partner")
    with op.batch_alter_table("project_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_link_project_id"))

    op.drop_table("project_link")
    op.drop_table("project_lesson")
    with op.batch_alter_table("project_cooperation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_cooperation_value"))

    op.drop_table("project_cooperation")
    with op.batch_alter_table("project_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_change_project_id_project_change_version"))

    op.drop_table("project_change")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participation_organisation_id"))

    op.drop_table("participation")
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_title_sort"))
        batch_op.drop_index(batch_op.f("ix_project_published_at"))
        batch_op.drop_index(batch_op.f("ix_project_publication_project_lead_id"))
        batch_op.drop_index(batch_op.f("ix_project_publication_project_keeper_id"))
        batch_op.drop_index(batch_op.f("ix_project_funding_programme_id"))
        batch_op.drop_index(batch_op.f("ix_project_confirmed_at"))
        batch_op.drop_index(batch_op.f("ix_project_action_field"))

    op.drop_table("project")
    with op.batch_alter_table("organisation_fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_fact_source_id"))

    op.drop_table("organisation_fact")
    with op.batch_alter_table("neighbourhood", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_neighbourhood_neighbour_id"))

    op.drop_table("neighbourhood")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))

    op.drop_table("membership")
    op.drop_table("map_shape")
    with op.batch_alter_table("throttle_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttle_count_window_ends_at"))

    op.drop_table("throttle_count")
    with op.batch_alter_table("technology", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_technology_name_sort"))

    op.drop_table("technology")
    with op.batch_alter_table("outbox_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_order_topic_outbox_order_id"))

    op.drop_table("outbox_order")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_name_sort"))
        batch_op.drop_index(batch_op.f("ix_organisation_district_id"))

    op.drop_table("organisation")
    with op.batch_alter_table("funding_programme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_funding_programme_name_sort"))

    op.drop_table("funding_programme")
    op.drop_table("data_source")
    op.drop_table("account")
