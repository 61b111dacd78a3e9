"""Whatever is changed about a good request, or made up, the gate reads it or turns it away: reliability.md's S1."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict

from bot.platforms.slack.gate import Turned, payload_of
from tests.platforms.slack_door import COMMAND, FORM, JSON, Door


@settings(max_examples=10 * settings.default.max_examples)
@given(st.binary(max_size=200), st.sampled_from([FORM, JSON]))
def test_whatever_is_sent_is_read_or_turned_away(body, content):
    outcome = 400
    with suppress(Turned):
        outcome = payload_of(body, content)
    assert outcome == 400 or isinstance(outcome, dict)


@settings(max_examples=20 * settings.default.max_examples)
@given(st.data())
async def test_one_bit_of_anything_changed_is_turned_away(data):
    door = Door()
    body, headers = bytearray(COMMAND), door.headers(COMMAND)
    what = data.draw(st.sampled_from(["body", "X-Slack-Signature", "X-Slack-Request-Timestamp"]))
    if what == "body":
        at = data.draw(st.integers(0, len(body) - 1))
        body[at] ^= 1 << data.draw(st.integers(0, 7))
    else:
        value = bytearray(headers[what].encode())
        value[data.draw(st.integers(0, len(value) - 1))] ^= 1 << data.draw(st.integers(0, 6))
        headers[what] = value.decode("latin-1")
    answer = await door.gate.enter(Asked(bytes(body), headers))
    assert 400 <= answer.status < 500, what
    assert door.inside == []


class Asked:
    """A request as the gate reads it."""

    def __init__(self, body, headers):
        self.headers, self.content_length = CIMultiDict(headers), len(body)
        self.content_type, self.content = headers["Content-Type"], self
        self._body = body

    async def iter_any(self):
        yield self._body
