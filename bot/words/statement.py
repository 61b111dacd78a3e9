"""What the year's statement says: one page, a line per duty, and the records behind each number. The counts are made elsewhere."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

from bot.chat.document import Block, Document, Grid, Heading, Paragraph
from bot.chat.message import Button, Buttons, File, Message, Table, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_parts import DutyRule, Label
from bot.domain.meeting_year import Year
from bot.domain.statement import Entry, Verdict
from bot.words.language import N_, _, day, ngettext, number, say, spoken, t

MOST_NAMED = 6
VERDICTS: Mapping[Verdict, str] = {
    Verdict.MET: N_("met"),
    Verdict.LATE: N_("met late"),
    Verdict.OPEN: N_("still open"),
    Verdict.MISSED: N_("not met"),
    Verdict.NOT_KEPT: N_("not kept (our own rule)"),
    Verdict.SHOWN: N_("shown"),
}


def shown(agreement: Agreement, year: Year, found: Sequence[Entry], files: Sequence[File]) -> Message:
    """Show a year's statement, with its files."""
    asked = [one for one in found if one.duty.label is Label.AGREEMENT and one.verdict is not Verdict.SHOWN]
    met = sum(one.verdict in {Verdict.MET, Verdict.LATE} for one in asked)
    headline = say(
        _("Statement {year}: {met} of {count} of the agreement's duties met"),
        year=year.label,
        met=number(met),
        count=number(len(asked)),
    )
    theirs = Table(_("The agreement's duties"), _columns(), _rows(agreement, year, found, Label.AGREEMENT))
    ours = Table(
        _("House rules – our own; neglecting one breaks no agreement"), _columns(), _rows(agreement, year, found, Label.HOUSE)
    )
    again = text(t(_("Every number can be counted again in the .csv: a line per record.")))
    before = year.first.year - 1
    earlier = (
        (Buttons((Button(str(before), f"/agreement statement {before}"),)),) if before >= agreement.in_force_from.year else ()
    )
    return Message(headline, (theirs, ours, again, *files, *earlier))


def _columns() -> tuple[str, ...]:
    return (_("Clause"), _("What was due"), _("What happened"), _("Evidence"), _("Standing"))


def _rows(agreement: Agreement, year: Year, found: Sequence[Entry], label: Label) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            agreement.clause(one.duty.clause).heading.text(spoken()),
            _due(year, one),
            _happened(one),
            _evidence(one),
            _(VERDICTS[one.verdict]),
        )
        for one in found
        if one.duty.label is label
    )


def _due(year: Year, one: Entry) -> str:
    """Return what was due, and by when, where that is not the year's last day."""
    name = one.duty.name(spoken())
    if one.by is None or one.needed is None or one.by == year.last:
        return name
    return say(_("{duty}, by {by}"), duty=name, by=day(one.by, weekday=False))


def _happened(one: Entry) -> str:
    """Return what happened, in numbers that can be counted again."""
    if one.remark:
        return one.remark
    if one.needed is not None:
        return say(_("{done} of {needed}"), done=number(one.done), needed=number(one.needed))
    match one.duty.rule:
        case DutyRule.COORDINATE:
            said = ngettext("{count} initiative with several parties", "{count} initiatives with several parties", one.done)
        case DutyRule.INFORM:
            registered = one.done + len(one.lacking)
            told = ngettext(
                "{done} of {count} initiative registered is delivered to every party",
                "{done} of {count} initiatives registered are delivered to every party",
                registered,
            )
            return say(told, done=number(one.done), count=number(registered))
        case DutyRule.ALL_REPRESENTED:
            return _("representation is not noted")
        case DutyRule.FACILITATE:
            said = ngettext("{count} meeting convened and held", "{count} meetings convened and held", one.done)
        case _:
            said = ngettext("{count} meeting held", "{count} meetings held", one.done)
    return say(said, count=number(one.done))


def _evidence(one: Entry) -> str:
    """Return the references, as many as a line holds."""
    refs = [proof.ref.replace(":", " ") for proof in one.proofs]
    more = len(refs) - MOST_NAMED
    said = ", ".join(refs[:MOST_NAMED]) or "–"
    return say(_("{refs} and {count} more"), refs=said, count=number(more)) if more > 0 else said


def document(agreement: Agreement, year: Year, found: Sequence[Entry], made_on: date) -> Document:
    """Return the statement as a document of one page, in the agreement's language."""
    widths = (5, 6, 5, 5, 3)
    blocks: list[Block] = [
        Paragraph(agreement.name(spoken()), strong=True),
        Paragraph(
            say(
                _(
                    "For each clause: what was due in {year}, what happened, and the evidence. Due by {last} unless it says otherwise. As of {day}."
                ),
                year=year.label,
                last=day(year.last, weekday=False),
                day=day(made_on, weekday=False),
            )
        ),
        Heading(_("The agreement's duties")),
        Grid("", _columns(), _rows(agreement, year, found, Label.AGREEMENT), widths),
        Heading(_("House rules")),
        Paragraph(_("House rules are the group's own. Neglecting one breaks no agreement.")),
        Grid("", _columns(), _rows(agreement, year, found, Label.HOUSE), widths),
    ]
    return Document(
        title=say(_("Statement {year}"), year=year.label),
        language=agreement.language,
        blocks=tuple(blocks),
        footer=say(_("{title} · page"), title=title(agreement, year)),
    )


def title(agreement: Agreement, year: Year) -> str:
    """Return what the statement is called."""
    return say(_("Statement {year} – {agreement}"), year=year.label, agreement=agreement.name(spoken()))


def data(agreement: Agreement, year: Year, found: Sequence[Entry]) -> File:
    """Return every record behind the statement, a line each, for whoever counts again; the heads are the same in every language."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(("duty", "clause", "label", "needed", "by", "verdict", "record", "day", "what", "counts"))
    for one in found:
        about = (
            one.duty.id,
            one.duty.clause,
            one.duty.label.value,
            one.needed if one.needed is not None else "",
            one.by or "",
            one.verdict.value,
        )
        if not one.proofs and not one.lacking:
            writer.writerow((*about, "", "", "", ""))
        for counts, records in (("yes", one.proofs), ("no", one.lacking)):
            writer.writerows((*about, proof.ref, proof.on.isoformat(), proof.what, counts) for proof in records)
    name = f"statement-{agreement.id}-{year.label.replace('/', '-')}.csv"
    return File(name, "text/csv", written.getvalue().encode("utf-8-sig"))
