"""What makes two owed messages the same debt."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.message import Message
from bot.domain.outbox import Kind, Notice, Recipient, to_person, to_place

NUDGE = Notice(
    agreement_id="koebenhavn",
    kind=Kind.NUDGE,
    subject="round:2026-Q1:osa",
    due="2026-Q1",
    to=to_person("p_1"),
    message=Message("Status?"),
    step="0:representative",
)


@pytest.mark.parametrize(
    "other",
    [
        {"agreement_id": "aarhus"},
        {"kind": Kind.NOTICE},
        {"subject": "round:2026-Q1:eki"},
        {"due": "2026-Q2"},
        {"to": to_person("p_2")},
        {"to": to_place(1)},
        {"step": "1:representative"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_another_debt_has_another_key(other):
    assert replace(NUDGE, **other).key != NUDGE.key


@pytest.mark.parametrize(
    "same", [{"message": Message("Anything else?")}, {"closed": True}, {"edits": "0" * 64}], ids=lambda same: next(iter(same))
)
def test_the_same_debt_worded_otherwise_keeps_its_key(same):
    assert replace(NUDGE, **same).key == NUDGE.key


def test_the_key_tells_nobody_what_is_owed_to_whom():
    assert len(NUDGE.key) == 64
    assert int(NUDGE.key, 16)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="|"), max_size=20)
DEBTS = st.builds(
    lambda subject, due, person, step: replace(NUDGE, subject=subject, due=due, to=to_person(person), step=step),
    WORDS,
    WORDS,
    WORDS,
    WORDS,
)


@given(DEBTS, DEBTS)
def test_two_debts_share_a_key_only_when_they_are_the_same(one, other):
    def debt(notice):
        return notice.subject, notice.due, str(notice.to), notice.step

    assert (one.key == other.key) is (debt(one) == debt(other))


@given(st.sampled_from(["person", "place"]), WORDS)
def test_a_recipient_is_read_back_as_it_was_stored(kind, id_):
    assert Recipient.read(str(Recipient(kind, id_))) == Recipient(kind, id_)
