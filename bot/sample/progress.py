"""How far the sample year has been played in a workspace, kept in its file: so that a killed seeding goes on where it stopped."""

from bot.platforms.local.workspace import Workspace

DONE = -1
_NAME = "sample"


def reached(workspace: Workspace) -> int | None:
    """Return the step that was begun last, `DONE` when the year is over, and none where it was never begun."""
    found = workspace.database.row("SELECT value FROM meta WHERE name = ?", [_NAME])
    return int(found["value"]) if found else None


def note(workspace: Workspace, step: int) -> None:
    """Keep how far it is; inside an open transaction of the workspace, together with what else is written there."""
    with workspace.database.begin() as connection:
        connection.execute(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [_NAME, str(step)],
        )
