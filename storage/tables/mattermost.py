"""Tables of what Mattermost gave us: the commands registered there. They belong to the installation and not to an agreement.

A command's token is a password for as long as the command stands, so only a digest of it under PAGT_SECRET is kept.
"""

from sqlmodel import Field

from bot.domain.plain import Plain


class MattermostCommandRow(Plain, table=True):
    """A slash command of ours in one team."""

    __tablename__ = "mattermost_command"
    team: str = Field(max_length=26, primary_key=True)
    trigger: str = Field(max_length=128, primary_key=True)
    command: str = Field(max_length=26, description="What the server calls it.")
    digest: str = Field(max_length=64)
