"""What a person wrote → text that Mattermost shows as it was typed, pure. Which of our own marks are live is for marked.py.

Three parsers read the same text: the server's, which looks for mentions; the web client's, made of regular expressions that know no
escape inside a mark of theirs; and the phone's, which keeps to CommonMark. Only numbered entities mean the same to all three, and
only a character without width behind an `@` keeps it from calling somebody: escapes and entities are undone before the server
looks (mattermost.md §8).
"""

import re

APART = "\u200b"
_AT = f"@{APART}"
# Characters that draw nothing or break a page are shown as their pictures, as a bell by ␇. One of the pictures themselves is a line
# break to the web client.
_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A, 0x0D}} | {0x7F: 0x2421, 0x2424: 0x240A}
# What steers the direction of letters, and halves of characters, which can be neither stored nor sent.
_STEERING = re.compile(r"[\u0080-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_MARKS = {mark: f"&#{ord(mark)};" for mark in "*`[]~|$\\"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": _AT}
_SPECIAL = re.compile(r"[*`\[\]~|$\\&<>@]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_WEB = re.compile(r"(?<![^\s(“”„«\"'])https?://[^\s<>`\[\]|\\*~$^{}\"@\u200b]++(?![^\s<>`\[\]|*~\"()])")
_NOT_AT_ITS_END = ".,:;!?'()"
_ENTITY = re.compile(r"&#?\w+;")
# What the web client makes a link of by itself; there it may cut an entity at the end in two.
_LINKISH = re.compile(r"[:/]|www", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_SCHEME = re.compile(r"(mmaction|mattermost):", re.IGNORECASE)
_AT_LINE_START = re.compile(r"(\d{1,9})([.)])|([#+\-=])")


def cleaned(text: str) -> str:
    """Return a text without what steers its direction, its control characters made visible, and its lines ended one way."""
    return _STEERING.sub("", _LINE_ENDS.sub("\n", text).translate(_PICTURES)).replace("\t", " ")


def plainly(text: str) -> str:
    """Return what a person wrote as Markdown that shows every character as typed, calls nobody and loads nothing.

    An address on the web stays one, so that it can be followed. Line breaks stay; what begins a line is for `line_start`.
    """
    safe = _SCHEME.sub(rf"\1:{APART}", cleaned(text))
    pieces, end = [], 0
    for found in _WEB.finditer(safe):
        address = found[0].rstrip(_NOT_AT_ITS_END)
        if _ENTITY.search(address) is None and address.partition("://")[2]:
            pieces += [_escaped(safe[end : found.start()]), f"<{address}>"]
            end = found.start() + len(address)
    return "".join([*pieces, _escaped(safe[end:])])


def line_start(line: str) -> str:
    """Return a line of escaped text whose first characters begin no list, heading or rule."""
    line = line.lstrip()
    found = _AT_LINE_START.match(line)
    if found is None:
        return line
    if found[3]:
        return f"&#{ord(found[3])};{line[1:]}"
    return f"{found[1]}&#{ord(found[2])};{line[found.end() :]}"


def lines_of(text: str) -> list[str]:
    """Return the lines of what a person wrote, escaped; empty ones close up."""
    return [line_start(plainly(line)) for line in cleaned(text).split("\n") if line.strip()]


def one_line(text: str) -> str:
    """Return what a person wrote as one line that begins nothing."""
    return line_start(plainly(" ".join(cleaned(text).split())))


def silenced(text: str) -> str:
    """Return plain text, which no parser reads, so that it calls nobody where one reads it after all."""
    return cleaned(text).replace("@", _AT)


def _escaped(text: str) -> str:
    return _WORD.sub(lambda found: _word(found[0]), text)


def _word(word: str) -> str:
    safe = _SPECIAL.sub(lambda found: _MARKS.get(found[0], "&#95;"), word)
    return _ENTITY.sub(rf"\g<0>{APART}", safe) if _LINKISH.search(word) else safe
