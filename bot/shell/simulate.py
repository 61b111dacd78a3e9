"""`pagt simulate`: what would be sent up to an instant, to whom, under which clause. Nothing is sent and nothing is kept."""

from datetime import UTC, datetime

from bot.domain.rehearsal import Expected
from bot.jobs.simulate import simulate as rehearse
from bot.shell.complain import complain
from bot.shell.open import NotReady, opened
from bot.words import simulate as words
from bot.words.language import speaking


def simulate(until: datetime, *, language: str) -> int:
    """Print one line per message, in the order they would go out."""
    try:
        with opened() as ready:
            with ready.pagt.store.read() as installation:
                latest = [installation.agreements.latest(id_) for id_ in installation.agreements.ids()]
            zone = latest[0].zone if latest and latest[0] else UTC
            moment = until.replace(tzinfo=zone).astimezone(UTC)
            now = ready.pagt.now()
            with speaking(language):
                if moment < now:
                    return complain(words.in_the_past(now.astimezone(zone)))
                found: list[Expected] = rehearse(ready.pagt.store, now, moment)
                print(words.listed(found))  # noqa: T201  # The shell speaks by printing.
            return 0
    except NotReady as problem:
        return complain(str(problem))
