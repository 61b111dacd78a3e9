"""`pagt say`: one line said to the bot as somebody, and its answer printed. Whatever others are owed for it is delivered too."""

import asyncio

from bot.chat.plain import plain, plain_form
from bot.chat.request import Account, Call, Place
from bot.sample.people import NobodyCalledError, account_of
from bot.shell.complain import complain
from bot.shell.open import NotReady, opened


def say(line: str, *, who: str, language: str | None, agreement: str | None) -> int:
    """Say a line and print the answer; 0, or 1 when it was refused."""
    try:
        with opened() as ready:
            platform, user = account_of(who)
            call = Call(
                account=Account(platform, user),
                place=Place(platform, f"shell:{user}", direct=True),
                line=line,
                agreement=agreement,
                spoken_in=language,
            )
            reply = ready.pagt.dispatch.answer(call)
            if reply.message is not None:
                print(plain(reply.message))  # noqa: T201  # The shell speaks by printing.
            if reply.form is not None:
                print(plain_form(reply.form))  # noqa: T201  # Likewise.
            asyncio.run(ready.pagt.settle())
            return 1 if reply.refused else 0
    except (NotReady, NobodyCalledError) as problem:
        return complain(str(problem))
