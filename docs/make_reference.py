"""Writes docs/reference/ from the code itself: every command, every right, every setting. `make reference` runs it; a test compares."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.domain.role import MAY, Grant, Role
from bot.registry import Command, all_commands
from bot.settings import Settings
from bot.words.language import _, speaking

FOLDER = Path(__file__).resolve().parent / "reference"


def pages() -> dict[str, str]:
    """Return every page of the reference by its file name."""
    return {"commands.md": _commands(), "rights.md": _rights(), "settings.md": _settings()}


def _commands() -> str:
    """Return all commands, with what they are called in both languages."""
    lines = [
        "# Commands",
        "",
        "Generated from the program (`make reference`). Behind `/pagt` every command works in both languages, as `/pagt indsats ny`; each",
        "group is also a command of its own, as `/initiative new`. `/status` is taken on Slack and Mattermost: there it is",
        "`/pagt status digest`, `/pagt-status digest`, `@pagt status digest`, or `status digest` in a direct message.",
        "",
    ]
    shown = [one for one in all_commands() if not one.hidden]
    for group in dict.fromkeys(one.group for one in shown):
        lines += [f"## {group}", "", "| English | Danish | What it does | Who may |", "|---|---|---|---|"]
        lines += [_row(one) for one in shown if one.group == group]
        lines.append("")
    return "\n".join(lines)


def _row(one: Command) -> str:
    with speaking("da"):
        danish = f"`/{one.danish}{_usage(one)}`"
        help_da = _(one.help)
    with speaking("en"):
        english = f"`/{one.name}{_usage(one)}`"
    return f"| {english} | {danish} | {one.help} *{help_da}* | {_who(MAY[one.may])} |"


def _usage(one: Command) -> str:
    return f" {_(one.usage)}".replace("|", "\\|") if one.usage else ""


def _who(grant: Grant) -> str:
    """Return who holds a right, in words."""
    own = ", ".join(f"{role.value} of the unit" for role in Role if role in grant.own)
    everyone = (
        "everybody under the agreement"
        if grant.anywhere == frozenset(Role)
        else ", ".join(role.value for role in Role if role in grant.anywhere)
    )
    return "; ".join(filter(None, [everyone, own, "somebody without a role" if grant.strangers else ""])) or "nobody"


def _rights() -> str:
    """Return the one table of who may do what."""
    lines = [
        "# Rights",
        "",
        "Generated from `bot/domain/role.py` (`make reference`). *Anywhere* is on every object; *own* only where the person's own unit takes part.",
        "",
        "| Right | Anywhere | Own | Without a role |",
        "|---|---|---|---|",
    ]
    for right, grant in MAY.items():
        anywhere, own = (", ".join(role.value for role in Role if role in roles) or "–" for roles in (grant.anywhere, grant.own))
        lines.append(f"| `{right}` | {anywhere} | {own} | {'yes' if grant.strangers else 'no'} |")
    return "\n".join([*lines, ""])


ABOUT = {
    "PAGT_DATA": (
        "the platform's folder for user data; `make demo`: `.pagt-demo/` in the clone",
        "Where the database and files are kept.",
    ),
    "PAGT_DATABASE_URL": ("SQLite in `PAGT_DATA`", "Another database, as `postgresql+psycopg://…`."),
    "PAGT_LISTEN": ("`127.0.0.1:8080`; the demo takes the next free port", "The one HTTP server."),
    "PAGT_PUBLIC_URL": ("none", "Where Slack (HTTP mode), Mattermost and calendars reach that server."),
    "PAGT_SECRET": (
        "none; the demo makes and keeps one",
        "Signs and encrypts; the same on all replicas. `pagt run` refuses to start without it.",
    ),
    "PAGT_ADMIN": (
        "a one-time code printed by `pagt run`",
        "The first administrator, as `slack:T…/U…` or `mattermost:user@server`.",
    ),
    "PAGT_ADMIN_CHANNEL": (
        "none",
        "Where a line says each working day that Pagt runs, as `slack:C…` or `mattermost:…` with the channel's id; invite the bot there.",
    ),
    "SLACK_BOT_TOKEN": ("none", "The bot's token of one Slack workspace."),
    "SLACK_APP_TOKEN": ("none", "The app-level token: turns Socket Mode on."),
    "SLACK_SIGNING_SECRET": ("none", "Checks Slack's requests: turns HTTP mode on."),
    "SLACK_CLIENT_ID": ("none", "For installing into many Slack workspaces (OAuth)."),
    "SLACK_CLIENT_SECRET": ("none", "Likewise."),
    "PAGT_SLACK_API_URL": ("Slack's own", "Another base for Slack's API (GovSlack)."),
    "MATTERMOST_URL": ("none", "The Mattermost server."),
    "MATTERMOST_TOKEN": ("none", "The bot's token there."),
    "PAGT_COMMAND": ("`pagt`", "The root command."),
    "PAGT_COMMAND_PREFIX": ("empty", "Put before the other commands where a name is taken."),
}


def _settings() -> str:
    """Return every setting; one that nobody has described stops the build.

    Raises:
        KeyError: for a setting without a description.
    """
    lines = [
        "# Settings",
        "",
        "Generated from `bot/settings.py` (`make reference`). All are environment variables, read once at the start.",
        "",
        "| Setting | Default | What it is for |",
        "|---|---|---|",
    ]
    for name in _names():
        default, about = ABOUT[name]
        lines.append(f"| `{name}` | {default} | {about} |")
    return "\n".join([*lines, ""])


def _names() -> Iterator[str]:
    for field in Settings.model_fields.values():
        yield str(field.validation_alias)


def main() -> int:
    """Write the pages."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
