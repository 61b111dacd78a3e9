"""Tables of where the Slack app is installed, with the columns that slack_sdk's SQLAlchemy stores read and write by name.

They belong to the installation and not to an agreement. Tokens stand here sealed (bot/platforms/slack/sealing.py), so their columns
are longer than slack_sdk's own; the times are naive UTC, as it writes them.
"""

from pydantic import NaiveDatetime
from sqlalchemy import DateTime, Index, Text
from sqlmodel import Field

from bot.domain.plain import Plain


class _Installed(Plain):
    """What a bot and an installation share."""

    client_id: str = Field(max_length=80)
    app_id: str = Field(max_length=80)
    enterprise_id: str | None = Field(default=None, max_length=80)
    enterprise_name: str | None = Field(default=None, sa_type=Text)
    team_id: str | None = Field(default=None, max_length=80)
    team_name: str | None = Field(default=None, sa_type=Text)
    bot_token: str | None = Field(default=None, sa_type=Text)
    bot_id: str | None = Field(default=None, max_length=80)
    bot_user_id: str | None = Field(default=None, max_length=80)
    bot_scopes: str | None = Field(default=None, sa_type=Text)
    bot_refresh_token: str | None = Field(default=None, sa_type=Text)
    bot_token_expires_at: NaiveDatetime | None = Field(default=None, sa_type=DateTime)
    is_enterprise_install: bool = False
    installed_at: NaiveDatetime = Field(sa_type=DateTime)


class SlackBotRow(_Installed, table=True):
    """The bot in one workspace, or in a whole organisation."""

    __tablename__ = "slack_bots"
    __table_args__ = (Index("ix_slack_bots_where", "client_id", "enterprise_id", "team_id", "installed_at"),)
    id: int | None = Field(default=None, primary_key=True)


class SlackInstallationRow(_Installed, table=True):
    """An act of installing: the bot, and who did it."""

    __tablename__ = "slack_installations"
    __table_args__ = (Index("ix_slack_installations_where", "client_id", "enterprise_id", "team_id", "user_id", "installed_at"),)
    id: int | None = Field(default=None, primary_key=True)
    enterprise_url: str | None = Field(default=None, sa_type=Text)
    user_id: str = Field(max_length=80)
    user_token: str | None = Field(default=None, sa_type=Text)
    user_scopes: str | None = Field(default=None, sa_type=Text)
    user_refresh_token: str | None = Field(default=None, sa_type=Text)
    user_token_expires_at: NaiveDatetime | None = Field(default=None, sa_type=DateTime)
    incoming_webhook_url: str | None = Field(default=None, sa_type=Text)
    incoming_webhook_channel: str | None = Field(default=None, sa_type=Text)
    incoming_webhook_channel_id: str | None = Field(default=None, max_length=80)
    incoming_webhook_configuration_url: str | None = Field(default=None, sa_type=Text)
    token_type: str | None = Field(default=None, max_length=80)


class SlackStateRow(Plain, table=True):
    """An installation that was begun and may come back from Slack once."""

    __tablename__ = "slack_oauth_states"
    id: int | None = Field(default=None, primary_key=True)
    state: str = Field(max_length=200, index=True)
    expire_at: NaiveDatetime = Field(sa_type=DateTime)
