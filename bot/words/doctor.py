"""What `pagt doctor` says of the program itself: settings, database, whether it runs. What it says of Slack is in slack_doctor.py."""

from collections.abc import Sequence

from bot.words.language import _, all_of, ngettext, number, say


def summed_up(bad: int, look: int) -> str:
    """Say how it stands as a whole."""
    if not bad and not look:
        return _("Everything is as it should be.")
    said = [
        say(ngettext("{count} thing is in the way", "{count} things are in the way", bad), count=number(bad)) if bad else "",
        say(ngettext("{count} is worth a look", "{count} are worth a look", look), count=number(look)) if look else "",
    ]
    return say(_("{said}."), said=all_of(filter(None, said)))


def step_settings() -> str:
    """Say where settings are described."""
    return _("docs/reference/settings.md tells of every setting.")


def in_doubt(count: int) -> str:
    """Say that there are messages nobody can tell of."""
    return say(
        ngettext(
            "Of {count} message nobody can tell whether it arrived",
            "Of {count} messages nobody can tell whether they arrived",
            count,
        ),
        count=number(count),
    )


def step_in_doubt() -> str:
    """Say what settles them."""
    return _("pagt outbox lists them, with the two commands that settle each.")


def database_in_trouble(why: str) -> str:
    """Say why nothing can be saved."""
    return {
        "full": _("Nothing can be saved: the disk of the database is full"),
        "read_only": _("Nothing can be saved: the database may only be read"),
        "busy": _("Nothing can be saved: something holds the database for long"),
    }.get(why, _("Nothing can be saved: the database's disk or server does not answer"))


def step_trouble() -> str:
    """Say what ends it."""
    return _("docs/how-to/operate.md says what to do; when it is mended, Pagt goes on by itself, and nothing is lost.")


def no_database(where: str, reason: str) -> str:
    """Say that the database does not answer."""
    return say(_("The database {where} does not answer ({reason})."), where=where, reason=reason)


def step_database() -> str:
    """Say what to do about it."""
    return _("Look whether it runs and whether PAGT_DATABASE_URL is right; for SQLite, whether the folder can be written.")


def step_newer() -> str:
    """Say what to do about a newer database."""
    return _("Start the newer Pagt, or restore the backup from before.")


def tables_behind(where: str, count: int) -> str:
    """Say that the tables are behind the code."""
    said = ngettext("The tables of {where} lack {count} step.", "The tables of {where} lack {count} steps.", count)
    return say(said, where=where, count=number(count))


def step_migrate() -> str:
    """Say how the tables are brought up to date."""
    return _("Run: pagt migrate")


def database_good(where: str) -> str:
    """Say that the database is fine."""
    return say(_("The database answers, and its tables are up to date: {where}"), where=where)


def no_agreement() -> str:
    """Say that there is no agreement."""
    return _("No agreement has been loaded yet.")


def step_load() -> str:
    """Say how one is loaded."""
    return _("Run: pagt load FILE")


def agreements_good(ids: Sequence[str]) -> str:
    """Say which agreements there are."""
    return say(ngettext("Agreement: {ids}", "Agreements: {ids}", len(ids)), ids=all_of(ids))


def no_admin(agreement: str) -> str:
    """Say that nobody is administrator."""
    return say(_("Nobody is administrator of {agreement} yet."), agreement=agreement)


def step_claim(code: str) -> str:
    """Say how somebody becomes it."""
    return say(_("Whoever is to be it writes to the bot in chat: agreement claim {code}"), code=code)


def running() -> str:
    """Say that the program runs."""
    return _("Pagt runs here and is well.")


def not_running(address: str) -> str:
    """Say that the program does not run."""
    return say(_("Nothing answers at {address}: Pagt does not run on this machine."), address=address)


def step_run() -> str:
    """Say how it is started."""
    return _("Run: pagt run")


def another_runs(address: str) -> str:
    """Say that something else answers."""
    return say(_("Something other than Pagt answers at {address}."), address=address)


def step_another() -> str:
    """Say what to do about it."""
    return _("Stop it, or give Pagt another address with PAGT_LISTEN.")


def link_good() -> str:
    """Say that the link to Slack stands."""
    return _("The link to Slack (Socket Mode) stands.")


def link_down(seconds: int) -> str:
    """Say that the link to Slack is down."""
    return say(_("The link to Slack (Socket Mode) has been down for {seconds} seconds."), seconds=number(seconds))


def step_link() -> str:
    """Say what to look at."""
    return _("It is tried again all the time. Look whether this machine reaches Slack, and at the app-level token below.")


def database_silent() -> str:
    """Say that the running program does not reach its database."""
    return _("The running Pagt does not reach its database.")
