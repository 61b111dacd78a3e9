"""Whatever stands behind a command, or in the form it opens, in a year full of records: an answer, never "something went wrong"."""

import pytest

from bot.chat.plain import plain
from bot.chat.request import Account, Call, Place, Reply
from bot.registry import all_commands
from bot.sample.people import who

# What a command may be about, or is not about at all.
BEHIND = [
    "",
    "I-2 pauset ferie",
    "M-1",
    "M-4",
    "M-1 1",
    "I-1",
    "osa",
    "1",
    "M-4 osa stedfortræder",
    "M-4 2027-01-12 kl. 10",
    "osa vi kommer",
    "fokus-sikkerby 2026 tekst",
    "M-99999999999999999999",
    "0001-01-01 kl. 00",
]
IN_EVERY_FIELD = [
    "M-1",
    "9999-12-31",
    "2027-01-12 kl. 10-12\n1; osa: x",
    "x" * 10_000,
    "a\x00\x1b[31m \u202eb \ud83d 👩‍👩‍👧 '; DROP TABLE x {0} {x.y} %s <script> <!channel> @all 9999999999999999999 ٣",
]


def answered(world, line: str, **other: object) -> Reply:
    user = who("facilitator")
    call = Call(Account("local", user), Place("local", f"d_{user}", direct=True), line, spoken_in="da", **other)
    reply = world.pagt.dispatch.answer(call)
    said = plain(reply.message) if reply.message else ""
    assert said or reply.form, call
    assert "gik galt" not in said, call
    return reply


@pytest.mark.slow
def test_every_command_and_every_form_is_answered(world):
    forms = {}
    for command in all_commands():
        for words in BEHIND:
            reply = answered(world, f"/{command.name} {words}")
            if reply.form is not None:
                forms[reply.form.command] = reply.form
    assert len(forms) > 15, sorted(forms)
    for form in forms.values():
        for text in IN_EVERY_FIELD:
            answered(world, form.command, how="submitted", values=dict.fromkeys(form.names(), text))
            answered(world, form.command, how="submitted", values={one.name: one.value or text for one in form.fields})
