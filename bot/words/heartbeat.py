"""What the channel of those who look after Pagt hears once a working day: that it runs, and what there is to look at."""

from datetime import datetime

from bot.chat.message import Message, text
from bot.domain.agreement import Agreement
from bot.words.language import _, moment, ngettext, number, t


def heartbeat(agreement: Agreement, *, waiting: int, doubtful: int, next_due: datetime | None) -> Message:
    """Say that it runs."""
    lines = []
    if doubtful:
        lines.append(
            t(
                ngettext(
                    "Of **{count} message** nobody can tell whether it arrived: `pagt outbox` settles it.",
                    "Of **{count} messages** nobody can tell whether they arrived: `pagt outbox` settles them.",
                    doubtful,
                ),
                count=number(doubtful),
            )
        )
    if waiting:
        lines.append(
            t(ngettext("{count} message waits to be sent.", "{count} messages wait to be sent.", waiting), count=number(waiting))
        )
    if next_due is not None:
        lines.append(t(_("Next thing due: {when}."), when=moment(next_due, agreement.zone)))
    lines.append(t(_("When this line does not come on a working day, Pagt does not run.")))
    return Message(_("Pagt runs"), (text(*lines),))
