"""A call in one Unicode form and without what steers, so that the same words are the same characters wherever they were typed."""

import re
import unicodedata
from dataclasses import replace

from bot.chat.form import Value
from bot.chat.request import Call
from bot.domain import guard
from bot.refusal import Refusal

LONGEST_LINE = 12_000
# Characters that steer a terminal or turn text around: nobody types them on purpose, and they can make one text look like another.
# Halves of characters can be neither stored nor sent.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def cleaned(call: Call) -> Call:
    """Return the call with its texts in one Unicode form and without characters that steer rather than say.

    Raises:
        Refusal: when the line is longer than anybody types.
    """
    if len(call.line) > LONGEST_LINE:
        raise Refusal("too_long", length=len(call.line), longest=LONGEST_LINE)
    values = {name: _clean_value(value) for name, value in call.values.items()} if call.values is not None else None
    line, name = _clean(call.line), guard.masked(_clean(call.name))
    if (line, values, name) == (call.line, call.values, call.name):
        return call
    return replace(call, line=line, values=values, name=name)


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text  # There is one way to write it, and nothing in it steers.
    return _STEERING.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))


def _clean_value(value: Value) -> Value:
    if isinstance(value, bool):
        return value
    return _clean(value) if isinstance(value, str) else tuple(_clean(one) for one in value)
