"""What `pagt backup` and `pagt restore` print."""

from bot.words.language import _, ngettext, number, say


def written(file: str, rows: int) -> str:
    """Say what is in the backup, and what is not."""
    return say(
        ngettext(
            "{file} holds everything, {count} row. Keep it where only you can read it, and PAGT_SECRET elsewhere: it is not in it.",
            "{file} holds everything, {count} rows. Keep it where only you can read it, and PAGT_SECRET elsewhere: it is not in it.",
            rows,
        ),
        file=file,
        count=number(rows),
    )


def exists(file: str) -> str:
    """Say that nothing is overwritten."""
    return say(_("{file} is there already, and nothing is overwritten. Write another name."), file=file)


def not_written(file: str, reason: str) -> str:
    """Say that the file cannot be written."""
    return say(_("{file} cannot be written: {reason}. Nothing has been left there."), file=file, reason=reason)


def restored(where: str, rows: int) -> str:
    """Say what was brought back."""
    return say(
        ngettext("{where} has {count} row from the backup.", "{where} has {count} rows from the backup.", rows),
        where=where,
        count=number(rows),
    )


def no_backup(file: str) -> str:
    """Say that a file is no backup."""
    return say(_("{file} is no whole backup of Pagt. Nothing has been changed."), file=file)


def not_empty(where: str) -> str:
    """Say that a backup goes into an empty database only."""
    return say(
        _(
            "There is something in {where} already, and a backup goes into an empty database only. Stop Pagt, move that database away,"
            " or name another one by PAGT_DATA or PAGT_DATABASE_URL."
        ),
        where=where,
    )
