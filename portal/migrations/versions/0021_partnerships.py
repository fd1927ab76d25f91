"""Requests between organisations, their cases with timelines, and Gesuche"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_NEVER_REUSED = {"sqlite_autoincrement": True}
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS = ("experience", "reuse", "development", "procurement", "funding", "operation", "visit")
_STATES = (
    "draft",
    "sent",
    "clarifying",
    "accepted",
    "intent",
    "agreed",
    "running",
    "ended",
    "aborted",
    "declined",
    "withdrawn",
    "lapsed",
)
_SIDES = ("sender", "addressee", "moderation", "system")
_UNDER_WAY = sa.text("state IN ('sent', 'clarifying', 'accepted', 'intent', 'agreed', 'running')")


def _listed(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "wanted",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("state", _listed("wantedstate", "draft", "open", "met", "closed"), nullable=False),
        sa.Column("kind", _listed("kind", *_KINDS), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("gives", sa.Text(), nullable=True),
        sa.Column(
            "action_field",
            _listed(
                "actionfield",
                "administration",
                "it-and-communication",
                "energy-and-environment",
                "mobility",
                "society-and-education",
            ),
            nullable=True,
        ),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_wanted_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name=op.f("fk_wanted_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted")),
        **_NEVER_REUSED,
    )
    op.create_index(op.f("ix_wanted_action_field"), "wanted", ["action_field"])
    op.create_index(op.f("ix_wanted_organisation_id_wanted_state"), "wanted", ["organisation_id", "state"])
    op.create_index(op.f("ix_wanted_person_id"), "wanted", ["person_id"])
    op.create_index(op.f("ix_wanted_published_at"), "wanted", ["published_at"])
    op.create_table(
        "sending",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sender_id", _ID, nullable=False),
        sa.Column("kind", _listed("kind", *_KINDS), nullable=False),
        sa.Column("wants", sa.Text(), nullable=False),
        sa.Column("offers", sa.Text(), nullable=True),
        sa.Column("wished_time", sa.String(length=200), nullable=True),
        sa.Column("own_project_id", _ID, nullable=True),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["own_project_id"], ["project.id"], name=op.f("fk_sending_own_project_id")),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name=op.f("fk_sending_person_id")),
        sa.ForeignKeyConstraint(["sender_id"], ["organisation.id"], name=op.f("fk_sending_sender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending")),
        **_NEVER_REUSED,
    )
    op.create_index(op.f("ix_sending_own_project_id"), "sending", ["own_project_id"])
    op.create_index(op.f("ix_sending_person_id"), "sending", ["person_id"])
    op.create_index(op.f("ix_sending_sender_id"), "sending", ["sender_id"])
    op.create_table(
        "partnership_case",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sending_id", _ID, nullable=False),
        sa.Column("sender_id", _ID, nullable=False),
        sa.Column("addressee_id", _ID, nullable=False),
        sa.Column("project_id", _ID, nullable=True),
        sa.Column("wanted_id", _ID, nullable=True),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("kind", _listed("kind", *_KINDS), nullable=False),
        sa.Column("wished_time", sa.String(length=200), nullable=True),
        sa.Column("state", _listed("state", *_STATES), nullable=False),
        sa.Column("turn", _listed("side", *_SIDES), nullable=True),
        sa.Column("sender_person_id", _ID, nullable=True),
        sa.Column("addressee_person_id", _ID, nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("answer_due_at", sa.DateTime(), nullable=True),
        sa.Column("decision_due_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("acted_at", sa.DateTime(), nullable=True),
        sa.Column("moderation_since", sa.DateTime(), nullable=True),
        sa.Column("proposed_by", _listed("proposed_by", *_SIDES), nullable=True),
        sa.Column("proposed_kind", _listed("proposed_kind", *_KINDS), nullable=True),
        sa.Column("proposed_partner_id", _ID, nullable=True),
        sa.Column("proposed_time", sa.String(length=200), nullable=True),
        sa.Column(
            "refusal",
            _listed("refusal", "no-time", "no-staff", "own-way", "not-ready", "not-ours", "law", "other"),
            nullable=True,
        ),
        sa.Column("intended_on", sa.Date(), nullable=True),
        sa.Column("intent_link", sa.String(length=500), nullable=True),
        sa.Column(
            "agreement",
            _listed("agreementkind", "administrative", "public-law", "association", "contract", "none"),
            nullable=True,
        ),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("council", _listed("council", "decided", "not-needed"), nullable=True),
        sa.Column("council_on", sa.Date(), nullable=True),
        sa.Column("council_link", sa.String(length=500), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("hours_saved", sa.Integer(), nullable=True),
        sa.Column("euros_saved", sa.Integer(), nullable=True),
        sa.Column("would_do_again", sa.Boolean(), nullable=True),
        sa.Column("sender_shows_since", sa.DateTime(), nullable=True),
        sa.Column("addressee_shows_since", sa.DateTime(), nullable=True),
        sa.Column("reuse_version", sa.String(length=200), nullable=True),
        sa.Column("reuse_since", sa.Date(), nullable=True),
        sa.Column("reuse_adaptations", sa.Text(), nullable=True),
        sa.Column("reuse_stated_by", _listed("reuse_stated_by", *_SIDES), nullable=True),
        sa.Column("reuse_confirmed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["addressee_id"], ["organisation.id"], name=op.f("fk_partnership_case_addressee_id")),
        sa.ForeignKeyConstraint(
            ["addressee_person_id"], ["account.id"], name=op.f("fk_partnership_case_addressee_person_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_partnership_case_project_id")),
        sa.ForeignKeyConstraint(
            ["proposed_partner_id"], ["organisation.id"], name=op.f("fk_partnership_case_proposed_partner_id")
        ),
        sa.ForeignKeyConstraint(["sender_id"], ["organisation.id"], name=op.f("fk_partnership_case_sender_id")),
        sa.ForeignKeyConstraint(
            ["sender_person_id"], ["account.id"], name=op.f("fk_partnership_case_sender_person_id")
        ),
        sa.ForeignKeyConstraint(["sending_id"], ["sending.id"], name=op.f("fk_partnership_case_sending_id")),
        sa.ForeignKeyConstraint(["wanted_id"], ["wanted.id"], name=op.f("fk_partnership_case_wanted_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_case")),
        **_NEVER_REUSED,
    )
    op.create_index(op.f("ix_partnership_case_acted_at"), "partnership_case", ["acted_at"])
    op.create_index(
        op.f("ix_partnership_case_addressee_id_partnership_case_state"), "partnership_case", ["addressee_id", "state"]
    )
    op.create_index(op.f("ix_partnership_case_addressee_person_id"), "partnership_case", ["addressee_person_id"])
    op.create_index(op.f("ix_partnership_case_moderation_since"), "partnership_case", ["moderation_since"])
    op.create_index(op.f("ix_partnership_case_project_id"), "partnership_case", ["project_id"])
    op.create_index(
        op.f("ix_partnership_case_sender_id_partnership_case_state"), "partnership_case", ["sender_id", "state"]
    )
    op.create_index(op.f("ix_partnership_case_sender_person_id"), "partnership_case", ["sender_person_id"])
    op.create_index(op.f("ix_partnership_case_sending_id"), "partnership_case", ["sending_id"])
    op.create_index(op.f("ix_partnership_case_sent_at"), "partnership_case", ["sent_at"])
    op.create_index(
        op.f("ix_partnership_case_state_partnership_case_answer_due_at"), "partnership_case", ["state", "answer_due_at"]
    )
    op.create_index(op.f("ix_partnership_case_wanted_id"), "partnership_case", ["wanted_id"])
    op.create_index(
        "uq_partnership_case_under_way",
        "partnership_case",
        ["sender_id", "addressee_id", "about"],
        unique=True,
        sqlite_where=_UNDER_WAY,
        postgresql_where=_UNDER_WAY,
    )
    op.create_table(
        "partnership_step",
        sa.Column("case_id", _ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("transition", sa.String(length=40), nullable=False),
        sa.Column("side", _listed("side", *_SIDES), nullable=False),
        sa.Column("organisation_id", _ID, nullable=True),
        sa.Column("account_id", _ID, nullable=True),
        sa.Column("before", _listed("before", *_STATES), nullable=False),
        sa.Column("after", _listed("after", *_STATES), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_partnership_step_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["partnership_case.id"], name=op.f("fk_partnership_step_case_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_partnership_step_organisation_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "number", name=op.f("pk_partnership_step")),
    )
    op.create_index(op.f("ix_partnership_step_account_id"), "partnership_step", ["account_id"])
    op.create_index(op.f("ix_partnership_step_at"), "partnership_step", ["at"])


def downgrade() -> None:
    for table in ("partnership_step", "partnership_case", "sending", "wanted"):
        op.drop_table(table)
