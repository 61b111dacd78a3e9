"""`pagt slack manifest`: prints what Slack needs to know to make the app. Whether an app is as it should be is for `pagt doctor`."""

from bot.platforms.slack.manifest import Installation, manifest, to_yaml
from bot.registry import Registry, all_commands
from bot.settings import SettingsProblem, read_settings
from bot.shell.complain import complain


def print_manifest(*, http: bool, language: str, organisation: bool) -> int:
    """Print the manifest for the settings as they are; over HTTP, or for several workspaces, with the public address."""
    try:
        settings = read_settings()
        made = manifest(
            Registry(all_commands(), root=settings.command),
            Installation(
                public_url=settings.public_url,
                socket_mode=not http,
                prefix=settings.command_prefix,
                language=language,
                oauth=settings.slack_client_id is not None,
                organisation=organisation,
            ),
        )
    except (SettingsProblem, ValueError) as problem:
        return complain(str(problem))
    print(to_yaml(made), end="")  # noqa: T201  # The shell speaks by printing.
    return 0
