"""`pagt outbox`: what waits, what nobody can tell of, and the two commands that settle it."""

from bot.domain.outbox import Delivery
from bot.jobs import settle
from bot.shell.complain import complain
from bot.shell.open import NotReady, opened
from bot.words import outbox as words
from bot.words.language import speaking


def outbox(*, language: str) -> int:
    """List what an operator has to look at; exit status 1 when something is in doubt."""
    try:
        with opened() as ready, speaking(language):
            found = settle.stuck(ready.pagt.store)
            with ready.pagt.store.read() as installation:
                waiting = installation.outbox.waiting()
            doubtful = [one for one in found if one.state is Delivery.UNCERTAIN]
            failed = [one for one in found if one.state is Delivery.FAILED]
            print("\n".join([words.waiting(waiting), *words.in_doubt(doubtful), *words.failed(failed)]))  # noqa: T201  # The shell prints.
            return 1 if doubtful else 0
    except NotReady as problem:
        return complain(str(problem))


def settled(verb: str, key: str, *, language: str) -> int:
    """Settle one message; exit status 1 when the key does not name one."""
    act, said = (settle.resend, words.resent) if verb == "resend" else (settle.arrived, words.taken_as_arrived)
    try:
        with opened() as ready, speaking(language):
            try:
                print(said(act(ready.pagt.store, key.strip().lower(), ready.pagt.now())))  # noqa: T201  # The shell prints.
            except settle.NotSettled as no:
                return complain(words.not_one(key, no.found))
            return 0
    except NotReady as problem:
        return complain(str(problem))
