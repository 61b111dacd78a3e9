"""First."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("loaded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint('length("id") <= 40', name=op.f("ck_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_table(
        "arrival",
        sa.Column("platform", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.CheckConstraint('length("digest") <= 64', name=op.f("ck_arrival_digest")),
        sa.CheckConstraint('length("platform") <= 20', name=op.f("ck_arrival_platform")),
        sa.PrimaryKeyConstraint("platform", "digest", name=op.f("pk_arrival")),
    )
    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arrival_at"), ["at"], unique=False)

    op.create_table(
        "mattermost_command",
        sa.Column("team", sqlmodel.sql.sqltypes.AutoString(length=26), nullable=False),
        sa.Column("trigger", sqlmodel.sql.sqltypes.AutoString(length=128), nullable=False),
        sa.Column("command", sqlmodel.sql.sqltypes.AutoString(length=26), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.CheckConstraint('length("command") <= 26', name=op.f("ck_mattermost_command_command")),
        sa.CheckConstraint('length("digest") <= 64', name=op.f("ck_mattermost_command_digest")),
        sa.CheckConstraint('length("team") <= 26', name=op.f("ck_mattermost_command_team")),
        sa.CheckConstraint('length("trigger") <= 128', name=op.f("ck_mattermost_command_trigger")),
        sa.PrimaryKeyConstraint("team", "trigger", name=op.f("pk_mattermost_command")),
    )
    op.create_table(
        "pace",
        sa.Column("bucket", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("full_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("rests_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("written_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint('length("bucket") <= 120', name=op.f("ck_pace_bucket")),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_pace")),
    )
    with op.batch_alter_table("pace", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pace_full_at"), ["full_at"], unique=False)

    op.create_table(
        "read",
        sa.Column("platform", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint('length("platform") <= 20', name=op.f("ck_read_platform")),
        sa.PrimaryKeyConstraint("platform", name=op.f("pk_read")),
    )
    op.create_table(
        "slack_bots",
        sa.Column("client_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("app_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("enterprise_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("enterprise_name", sa.Text(), nullable=True),
        sa.Column("team_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("team_name", sa.Text(), nullable=True),
        sa.Column("bot_token", sa.Text(), nullable=True),
        sa.Column("bot_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("bot_user_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("bot_scopes", sa.Text(), nullable=True),
        sa.Column("bot_refresh_token", sa.Text(), nullable=True),
        sa.Column("bot_token_expires_at", sa.DateTime(), nullable=True),
        sa.Column("is_enterprise_install", sa.Boolean(), nullable=False),
        sa.Column("installed_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint('length("app_id") <= 80', name=op.f("ck_slack_bots_app_id")),
        sa.CheckConstraint('length("bot_id") <= 80', name=op.f("ck_slack_bots_bot_id")),
        sa.CheckConstraint('length("bot_user_id") <= 80', name=op.f("ck_slack_bots_bot_user_id")),
        sa.CheckConstraint('length("client_id") <= 80', name=op.f("ck_slack_bots_client_id")),
        sa.CheckConstraint('length("enterprise_id") <= 80', name=op.f("ck_slack_bots_enterprise_id")),
        sa.CheckConstraint('length("team_id") <= 80', name=op.f("ck_slack_bots_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_bots")),
    )
    with op.batch_alter_table("slack_bots", schema=None) as batch_op:
        batch_op.create_index("ix_slack_bots_where", ["client_id", "enterprise_id", "team_id", "installed_at"], unique=False)

    op.create_table(
        "slack_installations",
        sa.Column("client_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("app_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("enterprise_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("enterprise_name", sa.Text(), nullable=True),
        sa.Column("team_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("team_name", sa.Text(), nullable=True),
        sa.Column("bot_token", sa.Text(), nullable=True),
        sa.Column("bot_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("bot_user_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("bot_scopes", sa.Text(), nullable=True),
        sa.Column("bot_refresh_token", sa.Text(), nullable=True),
        sa.Column("bot_token_expires_at", sa.DateTime(), nullable=True),
        sa.Column("is_enterprise_install", sa.Boolean(), nullable=False),
        sa.Column("installed_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_url", sa.Text(), nullable=True),
        sa.Column("user_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("user_token", sa.Text(), nullable=True),
        sa.Column("user_scopes", sa.Text(), nullable=True),
        sa.Column("user_refresh_token", sa.Text(), nullable=True),
        sa.Column("user_token_expires_at", sa.DateTime(), nullable=True),
        sa.Column("incoming_webhook_url", sa.Text(), nullable=True),
        sa.Column("incoming_webhook_channel", sa.Text(), nullable=True),
        sa.Column("incoming_webhook_channel_id", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("incoming_webhook_configuration_url", sa.Text(), nullable=True),
        sa.Column("token_type", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.CheckConstraint('length("app_id") <= 80', name=op.f("ck_slack_installations_app_id")),
        sa.CheckConstraint('length("bot_id") <= 80', name=op.f("ck_slack_installations_bot_id")),
        sa.CheckConstraint('length("bot_user_id") <= 80', name=op.f("ck_slack_installations_bot_user_id")),
        sa.CheckConstraint('length("client_id") <= 80', name=op.f("ck_slack_installations_client_id")),
        sa.CheckConstraint('length("enterprise_id") <= 80', name=op.f("ck_slack_installations_enterprise_id")),
        sa.CheckConstraint(
            'length("incoming_webhook_channel_id") <= 80', name=op.f("ck_slack_installations_incoming_webhook_channel_id")
        ),
        sa.CheckConstraint('length("team_id") <= 80', name=op.f("ck_slack_installations_team_id")),
        sa.CheckConstraint('length("token_type") <= 80', name=op.f("ck_slack_installations_token_type")),
        sa.CheckConstraint('length("user_id") <= 80', name=op.f("ck_slack_installations_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_installations")),
    )
    with op.batch_alter_table("slack_installations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_slack_installations_where", ["client_id", "enterprise_id", "team_id", "user_id", "installed_at"], unique=False
        )

    op.create_table(
        "slack_oauth_states",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("expire_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint('length("state") <= 200', name=op.f("ck_slack_oauth_states_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_oauth_states")),
    )
    with op.batch_alter_table("slack_oauth_states", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slack_oauth_states_state"), ["state"], unique=False)

    op.create_table(
        "agreement_version",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("loaded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_agreement_version_agreement_id")),
        sa.CheckConstraint('length("sha256") <= 64', name=op.f("ck_agreement_version_sha256")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_version_agreement_id_agreement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_version")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_agreement_version_agreement_id_number")),
    )
    with op.batch_alter_table("agreement_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_version_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "audit",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("verb", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("object", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.CheckConstraint('length("actor") <= 32', name=op.f("ck_audit_actor")),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_audit_agreement_id")),
        sa.CheckConstraint('length("object") <= 120', name=op.f("ck_audit_object")),
        sa.CheckConstraint('length("verb") <= 40', name=op.f("ck_audit_verb")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_audit_agreement_id_agreement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_object"), ["object"], unique=False)

    op.create_table(
        "body_date",
        sa.Column("body", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_body_date_agreement_id")),
        sa.CheckConstraint('length("body") <= 40', name=op.f("ck_body_date_body")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_body_date_agreement_id_agreement")),
        sa.PrimaryKeyConstraint("body", "on", "agreement_id", name=op.f("pk_body_date")),
    )
    op.create_table(
        "duty",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("next_due", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_duty_agreement_id")),
        sa.CheckConstraint('length("kind") <= 40', name=op.f("ck_duty_kind")),
        sa.CheckConstraint('length("subject") <= 120', name=op.f("ck_duty_subject")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_duty_agreement_id_agreement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint("agreement_id", "kind", "subject", name=op.f("uq_duty_agreement_id_kind_subject")),
    )
    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(
            "ix_duty_due",
            ["agreement_id", "next_due"],
            unique=False,
            sqlite_where=sa.text("next_due IS NOT NULL"),
            postgresql_where=sa.text("next_due IS NOT NULL"),
        )

    op.create_table(
        "handled",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("platform", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_handled_agreement_id")),
        sa.CheckConstraint('length("key") <= 120', name=op.f("ck_handled_key")),
        sa.CheckConstraint('length("platform") <= 20', name=op.f("ck_handled_platform")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_handled_agreement_id_agreement")),
        sa.PrimaryKeyConstraint("platform", "key", name=op.f("pk_handled")),
    )
    with op.batch_alter_table("handled", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handled_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handled_at"), ["at"], unique=False)

    op.create_table(
        "person",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("zone", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("zone_chosen", sa.Boolean(), nullable=False),
        sa.Column("welcomed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_person_agreement_id")),
        sa.CheckConstraint('length("id") <= 32', name=op.f("ck_person_id")),
        sa.CheckConstraint('length("language") <= 8', name=op.f("ck_person_language")),
        sa.CheckConstraint('length("name") <= 120', name=op.f("ck_person_name")),
        sa.CheckConstraint('length("zone") <= 64', name=op.f("ck_person_zone")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_person_agreement_id_agreement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "place",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("outsiders", sa.Boolean(), nullable=False),
        sa.Column("headline_only", sa.Boolean(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_place_agreement_id")),
        sa.CheckConstraint('length("place") <= 80', name=op.f("ck_place_place")),
        sa.CheckConstraint('length("platform") <= 20', name=op.f("ck_place_platform")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_place_agreement_id_agreement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("platform", "place", name=op.f("uq_place_platform_place")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "status_round",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("period", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closes_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("asked_by", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_status_round_agreement_id")),
        sa.CheckConstraint('length("asked_by") <= 32', name=op.f("ck_status_round_asked_by")),
        sa.CheckConstraint('length("period") <= 12', name=op.f("ck_status_round_period")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_status_round_agreement_id_agreement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_round")),
        sa.UniqueConstraint("agreement_id", "period", name=op.f("uq_status_round_agreement_id_period")),
    )
    with op.batch_alter_table("status_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_status_round_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "account",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("user", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.Column("linked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_account_agreement_id")),
        sa.CheckConstraint('length("platform") <= 20', name=op.f("ck_account_platform")),
        sa.CheckConstraint('length("user") <= 80', name=op.f("ck_account_user")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_account_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("agreement_id", "platform", "user", name=op.f("uq_account_agreement_id_platform_user")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_user"), ["user"], unique=False)

    op.create_table(
        "action",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("task", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("person", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("point", sa.Integer(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("agreed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("agreed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("result", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("open", "done", "dropped", name="state", native_enum=False, length=20), nullable=False),
        sa.CheckConstraint("\"state\" IN ('open', 'done', 'dropped')", name=op.f("ck_action_state")),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_action_agreement_id")),
        sa.CheckConstraint('length("result") <= 500', name=op.f("ck_action_result")),
        sa.CheckConstraint('length("task") <= 300', name=op.f("ck_action_task")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_action_unit")),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"], name=op.f("fk_action_agreed_by_person")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_action_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_action_closed_by_person")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_action_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_action_agreement_id_number")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_unit"), ["unit"], unique=False)

    op.create_table(
        "agreement_turn",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("decision", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "turn",
            sa.Enum("recommended", "rejected", "withdrawn", "repealed", name="turn", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "\"turn\" IN ('recommended', 'rejected', 'withdrawn', 'repealed')", name=op.f("ck_agreement_turn_turn")
        ),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_agreement_turn_agreement_id")),
        sa.CheckConstraint('length("decision") <= 200', name=op.f("ck_agreement_turn_decision")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_turn_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_agreement_turn_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_turn")),
    )
    with op.batch_alter_table("agreement_turn", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_turn_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "facilitator",
                "facilitator_deputy",
                "chair",
                "representative",
                "deputy",
                "reader",
                "admin",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "\"role\" IN ('facilitator', 'facilitator_deputy', 'chair', 'representative', 'deputy', 'reader', 'admin')",
            name=op.f("ck_appointment_role"),
        ),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_appointment_agreement_id")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_appointment_unit")),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_appointment_until_follows_since")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_appointment_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "briefing",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("duty", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("meets_on", sa.Date(), nullable=True),
        sa.Column("period_first", sa.Date(), nullable=True),
        sa.Column("period_last", sa.Date(), nullable=True),
        sa.Column("drafted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decision", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("approved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("handed_in_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "draft",
                "commented",
                "approved",
                "handed_in",
                "on_agenda",
                "deferred",
                "delivered",
                name="state",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("item", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("noted", "approved", "endorsed", "discussed", "deferred", name="outcome", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("written", sa.Boolean(), nullable=False),
        sa.Column("filed", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("handed_in_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("entered_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("confirmed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "\"outcome\" IN ('noted', 'approved', 'endorsed', 'discussed', 'deferred')", name=op.f("ck_briefing_outcome")
        ),
        sa.CheckConstraint(
            "\"state\" IN ('planned', 'draft', 'commented', 'approved', 'handed_in', 'on_agenda', 'deferred', 'delivered')",
            name=op.f("ck_briefing_state"),
        ),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_briefing_agreement_id")),
        sa.CheckConstraint('length("decision") <= 200', name=op.f("ck_briefing_decision")),
        sa.CheckConstraint('length("duty") <= 40', name=op.f("ck_briefing_duty")),
        sa.CheckConstraint('length("item") <= 300', name=op.f("ck_briefing_item")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_briefing_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_briefing_confirmed_by_person")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_briefing_entered_by_person")),
        sa.ForeignKeyConstraint(["handed_in_by"], ["person.id"], name=op.f("fk_briefing_handed_in_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing")),
        sa.UniqueConstraint("agreement_id", "duty", "year", name=op.f("uq_briefing_agreement_id_duty_year")),
    )
    with op.batch_alter_table("briefing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_briefing_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "feed",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_feed_agreement_id")),
        sa.CheckConstraint('length("digest") <= 64', name=op.f("ck_feed_digest")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_feed_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_feed")),
        sa.UniqueConstraint("digest", name=op.f("uq_feed_digest")),
    )
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "focus_area",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=800), nullable=False),
        sa.Column("sign", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column("lead", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("proposed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("state", sa.Enum("proposed", "chosen", "dropped", name="state", native_enum=False, length=20), nullable=False),
        sa.Column("proposed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("decision", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("result", sqlmodel.sql.sqltypes.AutoString(length=1500), nullable=False),
        sa.Column("result_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("result_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("\"state\" IN ('proposed', 'chosen', 'dropped')", name=op.f("ck_focus_area_state")),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_focus_area_agreement_id")),
        sa.CheckConstraint('length("decision") <= 200', name=op.f("ck_focus_area_decision")),
        sa.CheckConstraint('length("lead") <= 40', name=op.f("ck_focus_area_lead")),
        sa.CheckConstraint('length("reason") <= 800', name=op.f("ck_focus_area_reason")),
        sa.CheckConstraint('length("result") <= 1500', name=op.f("ck_focus_area_result")),
        sa.CheckConstraint('length("sign") <= 400', name=op.f("ck_focus_area_sign")),
        sa.CheckConstraint('length("title") <= 120', name=op.f("ck_focus_area_title")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_focus_area_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_focus_area_proposed_by_person")),
        sa.ForeignKeyConstraint(["result_by"], ["person.id"], name=op.f("fk_focus_area_result_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_area")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_focus_area_agreement_id_number")),
    )
    with op.batch_alter_table("focus_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_focus_area_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "initiative",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=150), nullable=False),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(length=1500), nullable=False),
        sa.Column("lead", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("national", sa.Boolean(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("registered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("registered_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planned", "active", "adjusted", "paused", "closed", name="state", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("work", sa.Enum("core", "joint", name="work", native_enum=False, length=20), nullable=False),
        sa.Column("searchable", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"state\" IN ('planned', 'active', 'adjusted', 'paused', 'closed')", name=op.f("ck_initiative_state")
        ),
        sa.CheckConstraint("\"work\" IN ('core', 'joint')", name=op.f("ck_initiative_work")),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_initiative_ends_on_follows_starts_on")),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_initiative_agreement_id")),
        sa.CheckConstraint('length("lead") <= 40', name=op.f("ck_initiative_lead")),
        sa.CheckConstraint('length("purpose") <= 1500', name=op.f("ck_initiative_purpose")),
        sa.CheckConstraint('length("title") <= 150', name=op.f("ck_initiative_title")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_initiative_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["registered_by"], ["person.id"], name=op.f("fk_initiative_registered_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_initiative_agreement_id_number")),
    )
    with op.batch_alter_table("initiative", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(
            "ix_initiative_stands",
            ["agreement_id", "confidential"],
            unique=False,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "meeting",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("ordinary", "ad_hoc", "seminar", "network", name="kind", native_enum=False, length=20), nullable=False
        ),
        sa.Column("state", sa.Enum("convened", "held", "cancelled", name="state", native_enum=False, length=20), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=150), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("zone", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("jointly_with", sqlmodel.sql.sqltypes.AutoString(length=150), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("convened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("convened_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("held_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("held_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("cancelled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("\"kind\" IN ('ordinary', 'ad_hoc', 'seminar', 'network')", name=op.f("ck_meeting_kind")),
        sa.CheckConstraint("\"state\" IN ('convened', 'held', 'cancelled')", name=op.f("ck_meeting_state")),
        sa.CheckConstraint("ends IS NULL OR ends > starts", name=op.f("ck_meeting_ends_follows_starts")),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_meeting_agreement_id")),
        sa.CheckConstraint('length("jointly_with") <= 150', name=op.f("ck_meeting_jointly_with")),
        sa.CheckConstraint('length("place") <= 200', name=op.f("ck_meeting_place")),
        sa.CheckConstraint('length("title") <= 150', name=op.f("ck_meeting_title")),
        sa.CheckConstraint('length("zone") <= 64', name=op.f("ck_meeting_zone")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_meeting_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["convened_by"], ["person.id"], name=op.f("fk_meeting_convened_by_person")),
        sa.ForeignKeyConstraint(["held_by"], ["person.id"], name=op.f("fk_meeting_held_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_meeting_agreement_id_number")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_on"), ["on"], unique=False)

    op.create_table(
        "meeting_poll",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("ordinary", "ad_hoc", "seminar", "network", name="kind", native_enum=False, length=20), nullable=False
        ),
        sa.Column(
            "state", sa.Enum("open", "decided", "withdrawn", name="pollstate", native_enum=False, length=20), nullable=False
        ),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=150), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("opened_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("\"kind\" IN ('ordinary', 'ad_hoc', 'seminar', 'network')", name=op.f("ck_meeting_poll_kind")),
        sa.CheckConstraint("\"state\" IN ('open', 'decided', 'withdrawn')", name=op.f("ck_meeting_poll_state")),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_meeting_poll_agreement_id")),
        sa.CheckConstraint('length("place") <= 200', name=op.f("ck_meeting_poll_place")),
        sa.CheckConstraint('length("title") <= 150', name=op.f("ck_meeting_poll_title")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_meeting_poll_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_meeting_poll_opened_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_poll")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_meeting_poll_agreement_id_number")),
    )
    with op.batch_alter_table("meeting_poll", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_poll_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column(
            "kind", sa.Enum("notice", "nudge", "digest", "invitation", name="kind", native_enum=False, length=20), nullable=False
        ),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("due", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("step", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("edits", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("platform", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "pending", "sending", "sent", "failed", "uncertain", "superseded", name="delivery", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("turn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("recalled", sa.Boolean(), nullable=False),
        sa.Column("lease_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("not_before", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("claimed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("last_error", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.CheckConstraint("\"kind\" IN ('notice', 'nudge', 'digest', 'invitation')", name=op.f("ck_outbox_kind")),
        sa.CheckConstraint(
            "\"state\" IN ('pending', 'sending', 'sent', 'failed', 'uncertain', 'superseded')", name=op.f("ck_outbox_state")
        ),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_outbox_agreement_id")),
        sa.CheckConstraint('length("due") <= 40', name=op.f("ck_outbox_due")),
        sa.CheckConstraint('length("edits") <= 64', name=op.f("ck_outbox_edits")),
        sa.CheckConstraint('length("key") <= 64', name=op.f("ck_outbox_key")),
        sa.CheckConstraint('length("last_error") <= 300', name=op.f("ck_outbox_last_error")),
        sa.CheckConstraint('length("place") <= 80', name=op.f("ck_outbox_place")),
        sa.CheckConstraint('length("platform") <= 20', name=op.f("ck_outbox_platform")),
        sa.CheckConstraint('length("recipient") <= 60', name=op.f("ck_outbox_recipient")),
        sa.CheckConstraint('length("reference") <= 200', name=op.f("ck_outbox_reference")),
        sa.CheckConstraint('length("step") <= 80', name=op.f("ck_outbox_step")),
        sa.CheckConstraint('length("subject") <= 120', name=op.f("ck_outbox_subject")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_outbox_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_outbox_duty_id_duty")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_edits"), ["edits"], unique=False)
        batch_op.create_index("ix_outbox_got_through", ["platform", "sent_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_reference"), ["reference"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_subject"), ["subject"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('pending', 'sending')"),
            postgresql_where=sa.text("state IN ('pending', 'sending')"),
        )

    op.create_table(
        "status_reply",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("unchanged", sa.Boolean(), nullable=False),
        sa.Column("help_needed", sqlmodel.sql.sqltypes.AutoString(length=800), nullable=False),
        sa.Column("new_needs", sqlmodel.sql.sqltypes.AutoString(length=800), nullable=False),
        sa.Column("remark", sqlmodel.sql.sqltypes.AutoString(length=800), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_status_reply_agreement_id")),
        sa.CheckConstraint('length("help_needed") <= 800', name=op.f("ck_status_reply_help_needed")),
        sa.CheckConstraint('length("new_needs") <= 800', name=op.f("ck_status_reply_new_needs")),
        sa.CheckConstraint('length("remark") <= 800', name=op.f("ck_status_reply_remark")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_status_reply_unit")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_status_reply_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_status_reply_by_person")),
        sa.ForeignKeyConstraint(["round_id"], ["status_round.id"], name=op.f("fk_status_reply_round_id_status_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_reply")),
        sa.UniqueConstraint("round_id", "unit", name=op.f("uq_status_reply_round_id_unit")),
    )
    with op.batch_alter_table("status_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_status_reply_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_status_reply_round_id"), ["round_id"], unique=False)

    op.create_table(
        "agenda",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("fixed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_agenda_agreement_id")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agenda_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_agenda")),
    )
    with op.batch_alter_table("agenda", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "agenda_point",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=150), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=1500), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("topic", sa.Integer(), nullable=True),
        sa.Column("carried_from", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("struck_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("struck_why", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("submitted_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "origin",
            sa.Enum(
                "opening",
                "minutes",
                "actions",
                "standing",
                "carried",
                "submitted",
                "any_other",
                name="origin",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "treatment",
            sa.Enum("decision", "discussion", "briefing", name="treatment", native_enum=False, length=20),
            nullable=False,
        ),
        sa.CheckConstraint(
            "\"origin\" IN ('opening', 'minutes', 'actions', 'standing', 'carried', 'submitted', 'any_other')",
            name=op.f("ck_agenda_point_origin"),
        ),
        sa.CheckConstraint("\"treatment\" IN ('decision', 'discussion', 'briefing')", name=op.f("ck_agenda_point_treatment")),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_agenda_point_agreement_id")),
        sa.CheckConstraint('length("carried_from") <= 20', name=op.f("ck_agenda_point_carried_from")),
        sa.CheckConstraint('length("key") <= 60', name=op.f("ck_agenda_point_key")),
        sa.CheckConstraint('length("note") <= 1500', name=op.f("ck_agenda_point_note")),
        sa.CheckConstraint('length("struck_why") <= 500', name=op.f("ck_agenda_point_struck_why")),
        sa.CheckConstraint('length("title") <= 150', name=op.f("ck_agenda_point_title")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_agenda_point_unit")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agenda_point_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_point_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name=op.f("fk_agenda_point_submitted_by_person")),
        sa.ForeignKeyConstraint(["topic"], ["agenda_point.id"], name=op.f("fk_agenda_point_topic_agenda_point")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_point")),
        sa.UniqueConstraint("meeting_id", "key", name=op.f("uq_agenda_point_meeting_id_key")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_agenda_point_meeting_id_number")),
    )
    with op.batch_alter_table("agenda_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_point_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_point_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_point_topic"), ["topic"], unique=False)

    op.create_table(
        "briefing_comment",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("passage", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_briefing_comment_agreement_id")),
        sa.CheckConstraint('length("passage") <= 80', name=op.f("ck_briefing_comment_passage")),
        sa.CheckConstraint('length("text") <= 1000', name=op.f("ck_briefing_comment_text")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_briefing_comment_unit")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_briefing_comment_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["briefing_id"], ["briefing.id"], name=op.f("fk_briefing_comment_briefing_id_briefing")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_briefing_comment_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing_comment")),
    )
    with op.batch_alter_table("briefing_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_briefing_comment_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_briefing_comment_briefing_id"), ["briefing_id"], unique=False)

    op.create_table(
        "briefing_document",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("docx_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("markdown_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_briefing_document_agreement_id")),
        sa.CheckConstraint('length("docx_sha256") <= 64', name=op.f("ck_briefing_document_docx_sha256")),
        sa.CheckConstraint('length("markdown_sha256") <= 64', name=op.f("ck_briefing_document_markdown_sha256")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_briefing_document_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["briefing_id"], ["briefing.id"], name=op.f("fk_briefing_document_briefing_id_briefing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing_document")),
    )
    with op.batch_alter_table("briefing_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_briefing_document_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_briefing_document_briefing_id"), ["briefing_id"], unique=False)

    op.create_table(
        "briefing_event",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("verb", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_briefing_event_agreement_id")),
        sa.CheckConstraint('length("sha256") <= 64', name=op.f("ck_briefing_event_sha256")),
        sa.CheckConstraint('length("verb") <= 20', name=op.f("ck_briefing_event_verb")),
        sa.CheckConstraint('length("words") <= 500', name=op.f("ck_briefing_event_words")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_briefing_event_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["briefing_id"], ["briefing.id"], name=op.f("fk_briefing_event_briefing_id_briefing")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_briefing_event_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing_event")),
    )
    with op.batch_alter_table("briefing_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_briefing_event_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_briefing_event_briefing_id"), ["briefing_id"], unique=False)

    op.create_table(
        "briefing_passage",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("generated", sqlmodel.sql.sqltypes.AutoString(length=20000), nullable=False),
        sa.Column("edited", sqlmodel.sql.sqltypes.AutoString(length=3000), nullable=True),
        sa.Column("edited_over", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("edited_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("agreed_to", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("agreed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("edited_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("agreed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint('length("agreed_to") <= 64', name=op.f("ck_briefing_passage_agreed_to")),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_briefing_passage_agreement_id")),
        sa.CheckConstraint('length("edited") <= 3000', name=op.f("ck_briefing_passage_edited")),
        sa.CheckConstraint('length("edited_over") <= 64', name=op.f("ck_briefing_passage_edited_over")),
        sa.CheckConstraint('length("generated") <= 20000', name=op.f("ck_briefing_passage_generated")),
        sa.CheckConstraint('length("key") <= 80', name=op.f("ck_briefing_passage_key")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_briefing_passage_unit")),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"], name=op.f("fk_briefing_passage_agreed_by_person")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_briefing_passage_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["briefing_id"], ["briefing.id"], name=op.f("fk_briefing_passage_briefing_id_briefing")),
        sa.ForeignKeyConstraint(["edited_by"], ["person.id"], name=op.f("fk_briefing_passage_edited_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing_passage")),
        sa.UniqueConstraint("briefing_id", "key", name=op.f("uq_briefing_passage_briefing_id_key")),
    )
    with op.batch_alter_table("briefing_passage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_briefing_passage_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_briefing_passage_briefing_id"), ["briefing_id"], unique=False)

    op.create_table(
        "focus_initiative",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("focus_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_focus_initiative_agreement_id")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_focus_initiative_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["focus_id"], ["focus_area.id"], name=op.f("fk_focus_initiative_focus_id_focus_area")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_focus_initiative_initiative_id_initiative")),
        sa.PrimaryKeyConstraint("focus_id", "initiative_id", name=op.f("pk_focus_initiative")),
    )
    with op.batch_alter_table("focus_initiative", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_focus_initiative_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_focus_initiative_initiative_id"), ["initiative_id"], unique=False)

    op.create_table(
        "focus_track",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("focus_id", sa.Integer(), nullable=False),
        sa.Column("track", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_focus_track_agreement_id")),
        sa.CheckConstraint('length("track") <= 40', name=op.f("ck_focus_track_track")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_focus_track_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["focus_id"], ["focus_area.id"], name=op.f("fk_focus_track_focus_id_focus_area")),
        sa.PrimaryKeyConstraint("focus_id", "track", name=op.f("pk_focus_track")),
    )
    with op.batch_alter_table("focus_track", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_focus_track_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "focus_unit",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("focus_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_focus_unit_agreement_id")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_focus_unit_unit")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_focus_unit_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["focus_id"], ["focus_area.id"], name=op.f("fk_focus_unit_focus_id_focus_area")),
        sa.PrimaryKeyConstraint("focus_id", "position", name=op.f("pk_focus_unit")),
    )
    with op.batch_alter_table("focus_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_focus_unit_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "initiative_actor",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_initiative_actor_agreement_id")),
        sa.CheckConstraint('length("name") <= 100', name=op.f("ck_initiative_actor_name")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_initiative_actor_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_initiative_actor_initiative_id_initiative")),
        sa.PrimaryKeyConstraint("initiative_id", "position", name=op.f("pk_initiative_actor")),
    )
    with op.batch_alter_table("initiative_actor", schema=None) as batch_op:
        batch_op.create_index("ix_initiative_actor_agreement_id", ["agreement_id", "initiative_id"], unique=False)

    op.create_table(
        "initiative_change",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("verb", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planned", "active", "adjusted", "paused", "closed", name="state", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"state\" IN ('planned', 'active', 'adjusted', 'paused', 'closed')", name=op.f("ck_initiative_change_state")
        ),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_initiative_change_agreement_id")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_initiative_change_unit")),
        sa.CheckConstraint('length("verb") <= 20', name=op.f("ck_initiative_change_verb")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_initiative_change_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_initiative_change_by_person")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_initiative_change_initiative_id_initiative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_change")),
    )
    with op.batch_alter_table("initiative_change", schema=None) as batch_op:
        batch_op.create_index("ix_initiative_change_agreement_id", ["agreement_id", "initiative_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_initiative_change_initiative_id"), ["initiative_id"], unique=False)

    op.create_table(
        "initiative_party",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint("left_on IS NULL OR left_on >= joined_on", name=op.f("ck_initiative_party_left_on_follows_joined_on")),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_initiative_party_agreement_id")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_initiative_party_unit")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_initiative_party_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_initiative_party_initiative_id_initiative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_party")),
    )
    with op.batch_alter_table("initiative_party", schema=None) as batch_op:
        batch_op.create_index("ix_initiative_party_agreement_id", ["agreement_id", "initiative_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_initiative_party_initiative_id"), ["initiative_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_initiative_party_unit"), ["unit"], unique=False)
        batch_op.create_index(
            "ux_initiative_party_current",
            ["initiative_id", "unit"],
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )

    op.create_table(
        "initiative_seen",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_initiative_seen_agreement_id")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_initiative_seen_unit")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_initiative_seen_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_initiative_seen_by_person")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_initiative_seen_initiative_id_initiative")),
        sa.PrimaryKeyConstraint("initiative_id", "unit", name=op.f("pk_initiative_seen")),
    )
    with op.batch_alter_table("initiative_seen", schema=None) as batch_op:
        batch_op.create_index("ix_initiative_seen_agreement_id", ["agreement_id", "initiative_id"], unique=False)

    op.create_table(
        "initiative_track",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("track", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_initiative_track_agreement_id")),
        sa.CheckConstraint('length("track") <= 40', name=op.f("ck_initiative_track_track")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_initiative_track_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_initiative_track_initiative_id_initiative")),
        sa.PrimaryKeyConstraint("initiative_id", "track", name=op.f("pk_initiative_track")),
    )
    with op.batch_alter_table("initiative_track", schema=None) as batch_op:
        batch_op.create_index("ix_initiative_track_agreement_id", ["agreement_id", "initiative_id"], unique=False)

    op.create_table(
        "meeting_attendance",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("proxy", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "presence",
            sa.Enum("present", "proxy", "regrets", "absent", name="presence", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint("(presence = 'proxy') = (proxy IS NOT NULL)", name=op.f("ck_meeting_attendance_proxy_is_said")),
        sa.CheckConstraint(
            "\"presence\" IN ('present', 'proxy', 'regrets', 'absent')", name=op.f("ck_meeting_attendance_presence")
        ),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_meeting_attendance_agreement_id")),
        sa.CheckConstraint('length("proxy") <= 40', name=op.f("ck_meeting_attendance_proxy")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_meeting_attendance_unit")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_meeting_attendance_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_meeting_attendance_by_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_attendance_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_attendance")),
        sa.UniqueConstraint("meeting_id", "unit", name=op.f("uq_meeting_attendance_meeting_id_unit")),
    )
    with op.batch_alter_table("meeting_attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_attendance_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_attendance_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "meeting_change",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("verb", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("was_on", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_meeting_change_agreement_id")),
        sa.CheckConstraint('length("verb") <= 20', name=op.f("ck_meeting_change_verb")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_meeting_change_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_meeting_change_by_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_change_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_change")),
    )
    with op.batch_alter_table("meeting_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_change_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_change_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "meeting_choice",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("can", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_meeting_choice_agreement_id")),
        sa.CheckConstraint('length("can") <= 40', name=op.f("ck_meeting_choice_can")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_meeting_choice_unit")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_meeting_choice_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_meeting_choice_by_person")),
        sa.ForeignKeyConstraint(["poll_id"], ["meeting_poll.id"], name=op.f("fk_meeting_choice_poll_id_meeting_poll")),
        sa.PrimaryKeyConstraint("unit", "poll_id", name=op.f("pk_meeting_choice")),
    )
    with op.batch_alter_table("meeting_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_choice_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "meeting_proposal",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_meeting_proposal_agreement_id")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_meeting_proposal_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["poll_id"], ["meeting_poll.id"], name=op.f("fk_meeting_proposal_poll_id_meeting_poll")),
        sa.PrimaryKeyConstraint("poll_id", "position", name=op.f("pk_meeting_proposal")),
    )
    with op.batch_alter_table("meeting_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_proposal_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "meeting_rsvp",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("substitute", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Enum("yes", "substitute", "no", name="coming", native_enum=False, length=20), nullable=False),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint("\"answer\" IN ('yes', 'substitute', 'no')", name=op.f("ck_meeting_rsvp_answer")),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_meeting_rsvp_agreement_id")),
        sa.CheckConstraint('length("substitute") <= 80', name=op.f("ck_meeting_rsvp_substitute")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_meeting_rsvp_unit")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_meeting_rsvp_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_meeting_rsvp_by_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_rsvp_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_rsvp")),
        sa.UniqueConstraint("meeting_id", "unit", "sequence", name=op.f("uq_meeting_rsvp_meeting_id_unit_sequence")),
    )
    with op.batch_alter_table("meeting_rsvp", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_rsvp_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_rsvp_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "meeting_snooze",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("step", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_meeting_snooze_agreement_id")),
        sa.CheckConstraint('length("step") <= 40', name=op.f("ck_meeting_snooze_step")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_meeting_snooze_unit")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_meeting_snooze_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_snooze_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_snooze_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_snooze")),
        sa.UniqueConstraint(
            "meeting_id",
            "sequence",
            "person_id",
            "step",
            "count",
            name=op.f("uq_meeting_snooze_meeting_id_sequence_person_id_step_count"),
        ),
    )
    with op.batch_alter_table("meeting_snooze", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_snooze_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_snooze_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "meeting_wish",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_meeting_wish_agreement_id")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_meeting_wish_unit")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_meeting_wish_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_meeting_wish_by_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_wish_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_wish")),
    )
    with op.batch_alter_table("meeting_wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_wish_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "minutes",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("comments_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("approved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("approved_in", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("approved_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_minutes_agreement_id")),
        sa.CheckConstraint('length("approved_in") <= 20', name=op.f("ck_minutes_approved_in")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_minutes_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_minutes_approved_by_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_minutes")),
    )
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "minutes_change",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("verb", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("point", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_minutes_change_agreement_id")),
        sa.CheckConstraint('length("verb") <= 20', name=op.f("ck_minutes_change_verb")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_minutes_change_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_minutes_change_by_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_change_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_change")),
    )
    with op.batch_alter_table("minutes_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_change_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_change_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "minutes_comment",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("point", sa.Integer(), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_minutes_comment_agreement_id")),
        sa.CheckConstraint('length("text") <= 1000', name=op.f("ck_minutes_comment_text")),
        sa.CheckConstraint('length("unit") <= 40', name=op.f("ck_minutes_comment_unit")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_minutes_comment_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_minutes_comment_by_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_comment_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_comment")),
    )
    with op.batch_alter_table("minutes_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_comment_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_comment_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "status_line",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("progress", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column("obstacles", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planned", "active", "adjusted", "paused", "closed", name="state", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column(
            "previous",
            sa.Enum("planned", "active", "adjusted", "paused", "closed", name="state", native_enum=False, length=20),
            nullable=True,
        ),
        sa.CheckConstraint(
            "\"previous\" IN ('planned', 'active', 'adjusted', 'paused', 'closed')", name=op.f("ck_status_line_previous")
        ),
        sa.CheckConstraint(
            "\"state\" IN ('planned', 'active', 'adjusted', 'paused', 'closed')", name=op.f("ck_status_line_state")
        ),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_status_line_agreement_id")),
        sa.CheckConstraint('length("obstacles") <= 400', name=op.f("ck_status_line_obstacles")),
        sa.CheckConstraint('length("progress") <= 400', name=op.f("ck_status_line_progress")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_status_line_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_status_line_initiative_id_initiative")),
        sa.ForeignKeyConstraint(["reply_id"], ["status_reply.id"], name=op.f("fk_status_line_reply_id_status_reply")),
        sa.PrimaryKeyConstraint("reply_id", "initiative_id", name=op.f("pk_status_line")),
    )
    with op.batch_alter_table("status_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_status_line_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_status_line_initiative_id"), ["initiative_id"], unique=False)

    op.create_table(
        "minutes_entry",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("decision", sqlmodel.sql.sqltypes.AutoString(length=1500), nullable=False),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(length=1500), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "approved", "endorsed", "noted", "discussed", "deferred", "nothing", name="outcome", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "\"outcome\" IN ('approved', 'endorsed', 'noted', 'discussed', 'deferred', 'nothing')",
            name=op.f("ck_minutes_entry_outcome"),
        ),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_minutes_entry_agreement_id")),
        sa.CheckConstraint('length("decision") <= 1500', name=op.f("ck_minutes_entry_decision")),
        sa.CheckConstraint('length("summary") <= 1500', name=op.f("ck_minutes_entry_summary")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_minutes_entry_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["point_id"], ["agenda_point.id"], name=op.f("fk_minutes_entry_point_id_agenda_point")),
        sa.PrimaryKeyConstraint("point_id", name=op.f("pk_minutes_entry")),
    )
    with op.batch_alter_table("minutes_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_entry_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "minutes_initiative",
        sa.Column("agreement_id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.CheckConstraint('length("agreement_id") <= 40', name=op.f("ck_minutes_initiative_agreement_id")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_minutes_initiative_agreement_id_agreement")),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_minutes_initiative_initiative_id_initiative")
        ),
        sa.ForeignKeyConstraint(["point_id"], ["agenda_point.id"], name=op.f("fk_minutes_initiative_point_id_agenda_point")),
        sa.PrimaryKeyConstraint("point_id", "initiative_id", name=op.f("pk_minutes_initiative")),
    )
    with op.batch_alter_table("minutes_initiative", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_initiative_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_initiative_initiative_id"), ["initiative_id"], unique=False)
