"""Whatever is typed is shown as text or refused with a sentence: never "something went wrong", never half-written, never a person."""

import re
import shutil
import unicodedata
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from sqlmodel import func, select

from bot.chat.form import Form
from bot.chat.mentions import by_name
from bot.chat.plain import plain
from bot.chat.request import Account, Call, Place, Reply
from bot.cleaned import cleaned
from bot.logs import set_up_logs
from bot.registry import all_commands
from bot.sample.people import who
from bot.words.language import LANGUAGES
from storage.tables import AuditRow, OutboxRow
from tests.program import Program, at

HOSTILE = {
    "ten thousand letters": "x" * 10_000,
    "ten thousand lines": "a\n" * 5_000,
    "control characters": "a\x00b\x07\x1b[31mrød\x7f\x9b og en halv \ud83d",
    "nothing to see": "\x00\u200b\u2060\u00ad \u3000",
    "emoji": "👩‍👩‍👧‍👦🇩🇰🏴‍☠️ 👍🏽 a" + "\u0301\u0332" * 100,
    "turned around": "\u202eevil\u202c abc \u2066x\u2069 שלום",
    "everybody at once": "<!channel> @all @here <@U12345678|x> @channel",
    "HTML": "<script>alert('x')</script><img src=x onerror=alert(1)>&lt;b&gt;",
    "SQL and formats": "'; DROP TABLE initiative; -- \" OR 1=1 %_\\ {0} {x.__class__} {} %s %(x)s ${y} {{",
    "Markdown": "**fed** _x_ `k` [a](javascript:x)\n# h\n- p\n> q\n```\nx\n```",
    "separators and figures": ";;: ; titel: x; spor: 9; \\; ,,, budget: 1 ٣٤٥ ⑦ 𝟘 I-٧ 9999999999999999999999",
}
FORMS = {
    ("osa", "/initiative new"): {"title": "Skole", "tracks": "1", "lead": "osa"},
    ("osa", "/initiative update I-1"): {"state": "paused", "why": "Ferie"},
    ("osa", "/status reply"): {"state1": "active", "progress1": "Kører"},
    ("facilitator", "/party contact"): {"unit": "osa", "person": "@u_osa", "role": "representative"},
    ("facilitator", "/agreement appoint"): {"role": "reader", "person": "@u_reader", "employed": "yes"},
}
OPENS = at("2026-02-16T09:00")
FREE = {"title", "actors", "why", "progress1", "obstacles1", "help_needed", "new_needs"}
WENT_WRONG = re.compile(r"gik galt|went wrong", re.IGNORECASE)


@pytest.fixture(scope="module")
def begun(beginning, tmp_path_factory):
    """The folder in which a round is open, and OSA leads an initiative."""
    program = Program(shutil.copytree(beginning, tmp_path_factory.mktemp("asked") / "data"), OPENS)
    program.says("osa", "/indsats ny Fælles sensorer; spor: 1; med: eki")
    program.tick()
    program.close()
    return program.folder


@pytest.fixture
def asked(begun, tmp_path):
    program = Program(shutil.copytree(begun, tmp_path / "data"), OPENS)
    yield program
    program.close()


def counts(program):
    """What grows with every change: the trail, and what is owed."""
    grown = select(
        select(func.count()).select_from(AuditRow).scalar_subquery(),
        select(func.count()).select_from(OutboxRow).scalar_subquery(),
    )
    return program.asked(lambda records: records.session.exec(grown).one())


def answer(program, person, line, **other) -> Reply:
    user = who(person)
    return program.pagt.dispatch.answer(Call(Account("local", user), Place("local", f"d_{user}", direct=True), line, **other))


def said(reply: Reply) -> str:
    """All that stands before the person: the message, or what the form says is wrong."""
    if reply.form is not None:
        return "\n".join(reply.form.errors.values())
    return plain(reply.message) if reply.message else ""


def form_of(program, person, line) -> Form:
    reply = answer(program, person, line)
    assert reply.form is not None, said(reply)
    return reply.form


def as_shown(text: str) -> list[str]:
    """The words that are left of a text once it is cleaned and who is mentioned goes by their name, as far as anybody can see them."""
    call = Call(Account("local", "u"), Place("local", "d"), "", values={"text": text})
    values = cleaned(call).values
    assert values is not None
    return [
        word for word in by_name(str(values["text"])).split() if any(unicodedata.category(one)[0] not in "CZ" for one in word)
    ]


def sends(program, text: str) -> Iterator[tuple[str, str, Reply, bool]]:
    """Send every form with the text in one field after the other; yield what became of it and whether anything changed."""
    languages = cycle(LANGUAGES)
    for (person, line), good in FORMS.items():
        form = form_of(program, person, line)
        before = counts(program)
        for name, language in zip(form.names(), languages, strict=False):
            values = {one.name: one.value for one in form.fields} | good | {name: text}
            reply = answer(program, person, form.command, how="submitted", values=values, spoken_in=language)
            after = counts(program)
            yield name, line, reply, after != before
            before = after


# The text is in every field of every form, and behind every command.


@pytest.mark.parametrize("kind", HOSTILE)
def test_in_every_field_of_every_form_it_is_shown_as_text_or_refused_beside_it(asked, kind):
    text = HOSTILE[kind]
    for name, line, reply, changed in sends(asked, text):
        where = f"{line} {name}: {said(reply)[:300]}"
        assert said(reply), where
        assert not WENT_WRONG.search(said(reply)), where
        if reply.refused:
            assert not changed, where
            assert reply.form is not None, where
            assert name in reply.form.errors, where
            kept = {one.name: one.value for one in reply.form.fields}
            assert as_shown(kept[name]) == as_shown(text), where
        elif name in FREE and as_shown(text):
            words = said(reply).replace("•", "").split()
            assert all(any(word.strip(",;") in one for one in words) for word in as_shown(text)), where
    asked.tick()
    asked.deliver()
    assert not [post for post in asked.workspace.posts.seen("u_eki") if WENT_WRONG.search(str(post.message))]


@pytest.mark.parametrize("kind", HOSTILE)
def test_behind_every_command_it_is_answered_with_a_sentence(asked, kind):
    text, languages = HOSTILE[kind], cycle(LANGUAGES)
    before = counts(asked)
    for one, language in zip(all_commands(), languages, strict=False):
        person, words = ("osa", f"I-1 {text}") if one.group == "initiative" else ("facilitator", text)
        line = f"/{one.called(language)} {words}"
        reply = answer(asked, person, line, spoken_in=language)
        assert said(reply) or reply.form is not None, line[:80]
        assert not WENT_WRONG.search(said(reply)), line[:80]
        assert not reply.refused or counts(asked) == before, line[:80]
        before = counts(asked)
    asked.deliver()


@pytest.mark.parametrize("kind", HOSTILE)
def test_said_without_any_command_it_is_answered_with_a_sentence(asked, kind):
    for person, how in [("osa", "said"), ("facilitator", "typed"), ("reader", "pressed")]:
        reply = answer(asked, person, HOSTILE[kind], how=how)
        assert said(reply)
        assert not WENT_WRONG.search(said(reply))


def test_what_was_written_is_read_the_same_by_others(asked):
    """From the form into the news, the list, the digest and the history: every character as typed, and none of it markup."""
    text = "<b>**x**</b> {y} & <!channel> _z_ `k` \\ | 1. # ~ 'a' \"b\""
    answer(
        asked, "osa", "/initiative new", how="submitted", values={"title": text, "purpose": text, "tracks": "1", "actors": text}
    )
    answer(asked, "osa", f"/initiative update I-2 paused {text}")
    answer(asked, "osa", f"/status reply I-2: {text}; obstacle: {text}\nhelp: {text}\nneed: {text}")
    asked.deliver()
    news = [
        plain(post.message) for post in asked.workspace.posts.seen("u_eki") if post.message and "I-2" in post.message.headline
    ]
    looks = ["initiative show I-2", "initiative list", "initiative find {y}", "initiative history I-2", "status digest"]
    for one in [news[0], *(said(answer(asked, "facilitator", f"/{look}", spoken_in="en")) for look in looks)]:
        assert text in one


# Persons.

NUMBER = "311299-9876"
WAYS = [NUMBER, "3112999876", "311299 9876", "31-12-99 9876", "911299–9876", "31/12-1999 9876"]


@pytest.mark.parametrize("written", WAYS[3:])
def test_a_cpr_number_in_any_field_is_masked_and_the_rest_comes_back(asked, capsys, written):
    set_up_logs()
    for name, line, reply, changed in sends(asked, f"barn {written} født"):
        where = f"{line} {name}"
        assert reply.refused, where
        assert not changed, where
        assert reply.form is not None, where
        assert set(reply.form.errors) == {name}, where
        kept = {one.name: one.value for one in reply.form.fields}
        assert kept[name] == f"barn {'▮' * len(written)} født", where
    nowhere(asked, capsys, written)


@pytest.mark.parametrize("written", WAYS[:3])
def test_a_cpr_number_behind_any_command_is_refused_and_left_nowhere(asked, capsys, written):
    set_up_logs()
    before = counts(asked)
    for one in all_commands():
        reply = answer(asked, "facilitator", f"/{one.name} I-1 {written}", key=f"{one.name}")
        assert reply.refused, one.name
        assert "CPR" in said(reply), one.name
        assert "▮" in said(reply), one.name
        assert "9876" not in said(reply), one.name
    assert counts(asked) == before
    nowhere(asked, capsys, written)


def nowhere(program, capsys, written):
    """Neither database file, nor its log, nor anything that was logged holds the number."""
    logged = capsys.readouterr().err
    assert "guard.refused" in logged
    digits = re.sub(r"\D", "", written)
    for one in {written, digits, f"{digits[:6]}-{digits[6:]}"}:
        assert one not in logged
        for file in program.folder.iterdir():
            assert one.encode() not in file.read_bytes(), file.name


def test_a_cpr_number_typed_in_the_workspace_is_left_nowhere(bot, capsys):
    set_up_logs()
    bot.says("osa", f"/indsats ny Skole {NUMBER}; spor: 1")
    bot.says("osa", f"Hej, det er {NUMBER}")
    bot.says("osa", f"@pagt hjælp {NUMBER}", channel=True)
    bot.says("osa", f"bare snak om {NUMBER}", channel=True)
    answer_ = bot.fills("osa", "/indsats ny", title="Skole", tracks="1", purpose=f"om {NUMBER}")
    assert answer_.refused
    assert {one.name: one.value for one in answer_.form.fields}["purpose"] == "om ▮▮▮▮▮▮▮▮▮▮▮"
    assert NUMBER not in capsys.readouterr().err
    for file in Path(bot.pagt.store.url.database).parent.iterdir():
        assert b"311299" not in file.read_bytes(), file.name
