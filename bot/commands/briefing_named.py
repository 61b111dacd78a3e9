"""How a person names a yearly briefing, and a passage of it."""

import re
from dataclasses import dataclass

from bot.acts.briefing import begin, open_now, passages_of, plans_of
from bot.chat.request import Request
from bot.domain import briefing as rules
from bot.domain.briefing import Deliverable
from bot.refusal import Refusal
from storage.records import Records
from storage.tables import BriefingRow, PassageRow

MOST_WORDS = 7
_YEAR = re.compile(r"\d{4}\Z")


@dataclass(frozen=True)
class Named:
    """A deliverable that was named, and the words behind its name."""

    duty: str
    year: int
    rest: str


def named(request: Request, records: Records) -> Named:
    """Read which deliverable the words begin with. Without a year the oldest open one is meant, else this year's.

    Raises:
        Refusal: when they name none.
    """
    pieces = request.words.split()
    if not pieces:
        raise Refusal("briefing_needed", known=[one.id for one in rules.deliverables(request.agreement)])
    for count in range(min(len(pieces), MOST_WORDS), 0, -1):
        try:
            duty, year = rules.named(request.agreement, " ".join(pieces[:count]), 0)
        except Refusal:
            continue
        rest = request.words.split(maxsplit=count)[count:]
        return Named(duty, year or _year_meant(request, records, duty), rest[0] if rest else "")
    rules.named(request.agreement, " ".join(one for one in pieces[:3] if not _YEAR.match(one)), request.today.year)
    raise AssertionError("a name that was not clear became clear")


def _year_meant(request: Request, records: Records, duty: str) -> int:
    years = [one.plan.year for one in open_now(records, request.agreement, request.today) if one.plan.duty == duty]
    return years[0] if years else request.today.year


def looked_at(request: Request, records: Records) -> tuple[Deliverable, str]:
    """Return the deliverable that is named, as it stands, and the words behind it; nothing is written down.

    Raises:
        Refusal: when the agreement owes none such in that year.
    """
    found = named(request, records)
    row = records.briefings.find(found.duty, found.year)
    if found.duty not in plans_of(records, request.agreement, found.year):
        raise Refusal("briefing_not_owed", duty=found.duty, year=found.year)
    return row or Deliverable(duty=found.duty, year=found.year), found.rest


def changeable(request: Request, records: Records) -> tuple[BriefingRow, str]:
    """Return the deliverable that is named to change it, and the words behind it.

    Raises:
        Refusal: when the agreement owes none such in that year.
    """
    one, rest = looked_at(request, records)
    return begin(records, request.agreement, one.year)[one.duty], rest


def passage_named(request: Request, records: Records, one: Deliverable, words: str) -> tuple[PassageRow, str]:
    """Return the passage whose key stands first, and the words behind it.

    Raises:
        Refusal: when there is no draft, or no such passage.
    """
    if one.drafted_at is None:
        raise Refusal("no_draft", duty=one.duty, year=one.year)
    known = {row.key: row for row in passages_of(records, request.agreement, one) if not row.key.startswith("table:")}
    key, _, rest = words.strip().partition(" ")
    if key not in known:
        raise Refusal("no_such_passage", text=key[:60], known=list(known)[:12])
    return known[key], rest.strip()
