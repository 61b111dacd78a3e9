"""The command line: what each command is called and takes. The work itself is loaded when it is asked for, so that help is quick."""

import gc
import sys
from datetime import datetime
from pathlib import Path

import click

_INSTANT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d"])


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="pagt")
def main() -> None:
    """Pagt keeps an agreement between authorities alive: initiatives, status rounds, nudges and digests, in chat."""


@main.command()
@click.option("--seed", is_flag=True, help="Fill PAGT_DATA with the sample people and their year, then end.")
@click.option("--fresh", is_flag=True, help="Start over: what the demo kept so far is deleted.")
@click.option("--browser/--no-browser", default=True, help="Open a browser, if there is one.")
def demo(*, seed: bool, fresh: bool, browser: bool) -> None:
    """Open the local workspace, with the Copenhagen agreement and sample people in it."""
    from bot.shell.demo import demo as run  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(run(seed_only=seed, fresh=fresh, browser=browser))


@main.command()
@click.argument("line", nargs=-1, required=True)
@click.option("--as", "who", required=True, help="Who says it: a sample person (osa, chair, facilitator …) or PLATFORM:USER.")
@click.option("--lang", type=click.Choice(["da", "en"]), help="The language of the answer; else the person's own.")
@click.option("--agreement", help="Which agreement is meant, where there are several.")
def say(line: tuple[str, ...], who: str, lang: str | None, agreement: str | None) -> None:
    """Say one LINE to the bot, such as "/status digest", and print the answer; exit status 1 when it is refused."""
    from bot.shell.say import say as run  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(run(" ".join(line), who=who, language=lang, agreement=agreement))


@main.command()
@click.argument("text")
@click.option("--now", type=_INSTANT, help="The moment it is read at, in local time; else the present.")
@click.option("--lang", type=click.Choice(["da", "en"]), default="da", show_default=True, help="The language of a question.")
def when(text: str, now: datetime | None, lang: str) -> None:
    """Read a day or a time as people type it; TEXT is a phrase, or - for a phrase a line."""
    from bot.shell.when import when as run  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(run(text, now=now, language=lang))


@main.command()
@click.argument("until", type=_INSTANT)
@click.option("--lang", type=click.Choice(["da", "en"]), default="da", show_default=True, help="The language of the list.")
def simulate(until: datetime, lang: str) -> None:
    """List what would be sent up to UNTIL (local time), to whom and under which clause, and send nothing."""
    from bot.shell.simulate import simulate as run  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(run(until, language=lang))


@main.command()
def tick() -> None:
    """Do one tick: plan what is due now and deliver it."""
    from bot.shell.tick import tick as run  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(run())


@main.group(invoke_without_command=True)
@click.option("--lang", type=click.Choice(["da", "en"]), default="da", show_default=True, help="The language of the list.")
@click.pass_context
def outbox(context: click.Context, lang: str) -> None:
    """List what waits to be sent, and what nobody can tell of; exit status 1 when something is in doubt."""
    from bot.shell.outbox import outbox as run  # noqa: PLC0415  # Loaded when asked for.

    context.obj = lang
    if context.invoked_subcommand is None:
        sys.exit(run(language=lang))


@outbox.command("resend")
@click.argument("key")
@click.pass_obj
def outbox_resend(lang: str, key: str) -> None:
    """Send the message KEY again: it has not arrived."""
    from bot.shell.outbox import settled as run  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(run("resend", key, language=lang))


@outbox.command("arrived")
@click.argument("key")
@click.pass_obj
def outbox_arrived(lang: str, key: str) -> None:
    """Take the message KEY as delivered: somebody has seen it."""
    from bot.shell.outbox import settled as run  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(run("arrived", key, language=lang))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask before changing anything.")
@click.option("--lang", type=click.Choice(["da", "en"]), default="da", show_default=True, help="The language of the list.")
def load(file: Path, *, yes: bool, lang: str) -> None:
    """Load an agreement from FILE: show what would change, ask, and keep it as a new version."""
    from bot.shell.load import load as run  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(run(file, yes=yes, language=lang))


@main.command()
def migrate() -> None:
    """Bring the database's tables up to date; an up-to-date database is left alone."""
    from bot.shell.migrate import migrate as run  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(run())


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(["da", "en"]), default="da", show_default=True, help="The language of the answer.")
def backup(file: Path, lang: str) -> None:
    """Write everything into FILE, while Pagt goes on; of SQLite and of PostgreSQL alike."""
    from bot.shell.backup import backup as run  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(run(file, language=lang))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(["da", "en"]), default="da", show_default=True, help="The language of the answer.")
def restore(file: Path, lang: str) -> None:
    """Bring the backup in FILE into an empty database, of SQLite or of PostgreSQL, whichever it was made of."""
    from bot.shell.backup import restore as run  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(run(file, language=lang))


@main.command()
@click.option(
    "--lang", type=click.Choice(["da", "en"]), default="da", show_default=True, help="The language it speaks while it starts."
)
@click.option("--json-logs", is_flag=True, help="Log JSON, a line an event, for a collector.")
def run(*, lang: str, json_logs: bool) -> None:
    """Serve Slack and Mattermost, whichever is set up, until Ctrl-C."""
    gc.disable()  # Until it serves: nothing that is loaded for that is garbage, and looking for some takes a fifth of the start.
    from bot.shell.run import run as serve  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(serve(language=lang, as_json=json_logs))


@main.command()
@click.option("--lang", type=click.Choice(["da", "en"]), default="da", show_default=True, help="The language of the findings.")
def doctor(lang: str) -> None:
    """Look at everything that has to be as it is, and say what is not, and what to do; exit status 1 when something is in the way."""
    from bot.shell.doctor import doctor as examine  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(examine(language=lang))


@main.group()
def slack() -> None:
    """Set up the app in Slack."""


@slack.command("manifest")
@click.option(
    "--http", is_flag=True, help="Let Slack reach Pagt at PAGT_PUBLIC_URL; without it, Pagt connects to Slack (Socket Mode)."
)
@click.option("--organisation", is_flag=True, help="Make the app one for a whole Enterprise Grid organisation.")
@click.option(
    "--lang", type=click.Choice(["da", "en"]), default="da", show_default=True, help="The language of the descriptions."
)
def slack_manifest(*, http: bool, organisation: bool, lang: str) -> None:
    """Print the app's manifest, to paste where Slack asks for it."""
    from bot.shell.slack import print_manifest as run  # noqa: PLC0415  # Loaded when asked for.

    sys.exit(run(http=http, language=lang, organisation=organisation))


@main.group()
def mattermost() -> None:
    """Set up the bot in Mattermost."""


@mattermost.command("setup")
@click.option("--url", required=True, envvar="MATTERMOST_URL", help="The server's address.")
@click.option("--team", required=True, help="The team's name, as it stands in its address.")
@click.option(
    "--bot-token", default="", help="The token of a bot account that exists already; a team administrator is enough then."
)
@click.option("--name", default="pagt", show_default=True, help="The bot's user name, where it is made.")
@click.option(
    "--lang", type=click.Choice(["da", "en"]), default="da", show_default=True, help="The language of the commands' hints."
)
def mattermost_setup(*, url: str, team: str, bot_token: str, name: str, lang: str) -> None:
    """Make the bot and its commands in a team. An administrator's token is asked for (or MATTERMOST_ADMIN_TOKEN), used, and not kept."""
    from bot.shell.mattermost import Asked  # noqa: PLC0415  # Loaded when asked for.
    from bot.shell.mattermost import setup as run  # noqa: PLC0415  # Likewise.

    sys.exit(run(Asked(url, team, bot_token, name, lang)))


if __name__ == "__main__":
    main()
