"""The command that shows a year's statement: for each clause what was due, what happened, and the evidence."""

import re

from bot.acts.statement import statement_of
from bot.chat.message import File
from bot.chat.request import Reply, Request
from bot.refusal import Refusal
from bot.registry import command
from bot.words import statement as words
from bot.words.language import N_, speaking
from storage.records import Records


@command(
    "agreement statement", danish="aftale opgørelse", may="briefing.read", usage=N_("[year]"), aliases=("aftale opgoerelse",)
)
def statement(request: Request, records: Records) -> Reply:
    """Show a year's statement: for each clause what was due, what happened, and the evidence."""
    from bot.documents import docx  # noqa: PLC0415  # Heavy; loaded where used.

    found = re.search(r"(?<!\d)\d{4}(?!\d)", request.words)
    wanted = int(found[0]) if found else request.today.year
    agreement = request.agreement
    if not agreement.in_force_from.year <= wanted <= request.today.year:
        raise Refusal("no_statement", year=wanted, first=agreement.in_force_from.year, last=request.today.year)
    year, entries = statement_of(records, agreement, wanted, outsiders=request.call.place.outsiders)
    with speaking(agreement.language):
        made = docx.docx_of(words.document(agreement, year, entries, request.today))
    page = File(f"statement-{agreement.id}-{year.label.replace('/', '-')}.docx", docx.MEDIA_TYPE, made)
    return Reply(words.shown(agreement, year, entries, (page, words.data(agreement, year, entries))))
