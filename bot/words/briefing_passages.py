"""What a draft says, passage by passage, in the agreement's language. Where a passage stands in the document is in briefing_document.py.

Every sentence may be rewritten by people; every figure is counted from the records named beside it. What becomes public names no
person and no small number of people (bot/domain/public_text.py).
"""

from collections.abc import Iterator

from bot.domain.focus import Focus
from bot.domain.passage import Written
from bot.domain.public_text import suppressed, without_names
from bot.words.briefing_figures import figures
from bot.words.briefing_year import (
    Draft,
    adaptations,
    ended,
    external,
    in_short,
    knowledge,
    meetings,
    national,
    parties,
    period,
    track,
    tracks,
)
from bot.words.initiative import shorts
from bot.words.language import _, all_of, day, ngettext, number, say, spoken


def written(draft: Draft) -> list[Written]:
    """Return the passages of a deliverable's own draft, in the order of the document, fit to be public."""
    passages = _of_focus(draft) if draft.about_focus else _of_status(draft)
    return [_public(draft, one) for one in passages if one.text]


def _public(draft: Draft, one: Written) -> Written:
    """Take out of a passage what must not be published."""
    under = draft.agreement.house.suppress_counts_under
    text = suppressed(one.text, under, say(_("fewer than {limit}"), limit=number(under)))
    return Written(one.key, without_names(text, draft.year.names, _("a member of staff")), one.unit, one.sources)


# They speak to one body, whoever the rest is shared with; the last two stand at the end.
AT_THE_END = ("next", "annexes")
OWN = ("lead", "recommendation", *AT_THE_END)


def _of_status(draft: Draft) -> Iterator[Written]:
    yield from (_lead(draft), _recommendation(draft), _problem(draft), _solution(draft))
    yield from meetings(draft)
    for one in draft.agreement.tracks:
        yield from track(draft, one)
    yield from _followed_up(draft)
    yield from (parties(draft), external(draft), knowledge(draft), national(draft), adaptations(draft))
    yield from (_funding(draft), _next(draft), _annexes(draft), figures(draft))


def _of_focus(draft: Draft) -> Iterator[Written]:
    yield from (_lead(draft), _recommendation(draft), _problem(draft), _solution(draft))
    yield from (_focus(draft, one) for one in draft.year.coming)
    yield from _followed_up(draft)
    yield from (_funding(draft), _next(draft), _annexes(draft))


def _lead(draft: Draft) -> Written:
    authorities = all_of(one.name(spoken()) for one in draft.agreement.authorities)
    if draft.about_focus:
        said = _("{body} is hereby briefed on the focus areas of the cooperation between {authorities} in {year}.")
        return Written("lead", say(said, body=draft.body, authorities=authorities, year=draft.plan.year + 1))
    said = _("{body} hereby receives the annual status of the cooperation between {authorities}. It covers {period}.")
    return Written("lead", say(said, body=draft.body, authorities=authorities, period=period(draft.year.first, draft.year.last)))


def _recommendation(draft: Draft) -> Written:
    by = draft.agreement.briefing(draft.plan.duty).submitted_by
    who = draft.agreement.administration(by) if by else draft.agreement.running_body
    said = say(_("{who} recommends to {body}"), who=who.name(spoken()), body=draft.body)
    if draft.about_focus:
        what = say(_("that the briefing on the focus areas for {year} is noted."), year=draft.plan.year + 1)
    else:
        what = say(_("that the status of the cooperation in {year} is noted."), year=draft.plan.year)
    return Written("recommendation", f"{said}\n\n1. {what}")


def _problem(draft: Draft) -> Written:
    agreement = draft.agreement
    clause = agreement.clause(agreement.duty(draft.plan.duty).clause).text
    authorities = all_of(one.name(spoken()) for one in agreement.authorities)
    parties = len(agreement.units_on(draft.year.last))
    since = "" if agreement.in_force_from_is_sample else day(agreement.in_force_from, weekday=False)
    if since:
        said = _("{authorities} have concluded “{title}”, in force since {since}. It has {parties} parties.")
    else:
        said = _("{authorities} have concluded “{title}”. It has {parties} parties.")
    first = say(said, authorities=authorities, title=agreement.name(spoken()), since=since, parties=number(parties))
    return Written("problem", f"{first}\n\n{say(_('The agreement says: “{clause}”'), clause=clause)}", None, ())


def _solution(draft: Draft) -> Written:
    if draft.about_focus:
        count = len(draft.year.coming)
        if not count:
            said = say(_("The operative group has not chosen focus areas for {year} yet."), year=draft.plan.year + 1)
            return Written("solution", said)
        said = ngettext(
            "{body} has chosen {count} focus area for {year}.", "{body} has chosen {count} focus areas for {year}.", count
        )
        refs = tuple(one.area.ref for one in draft.year.coming)
        body = draft.agreement.running_body.name(spoken())
        return Written("solution", say(said, body=body, count=number(count), year=draft.plan.year + 1), None, refs)
    return Written("solution", in_short(draft.year), None, draft.year.all_initiatives.refs)


def _followed_up(draft: Draft) -> Iterator[Written]:
    """Yield what was done about each focus area of the year."""
    year = draft.plan.year
    if not draft.year.focus:
        if not draft.about_focus:
            yield Written("focus", say(_("No focus areas were chosen for {year}."), year=year))
        return
    for one in draft.year.focus:
        area = one.area
        done = ended(area.result) if area.result else _("What was done about it has not been reported yet.")
        about = say(
            _("{title} ({tracks}), led by {lead}."),
            title=area.title,
            tracks=tracks(draft, one.tracks),
            lead=draft.agreement.unit(area.lead).short,
        )
        yield Written(f"followup:{area.ref}", f"{about}\n\n{done}", area.lead, (area.ref, *(f"I-{n}" for n in one.initiatives)))


def _focus(draft: Draft, one: Focus) -> Written:
    """Return a focus area of the coming year: why, who, and the sign of progress that is expected."""
    area, agreement = one.area, draft.agreement
    others = [unit for unit in one.units if unit != area.lead]
    who = say(_("{lead} leads."), lead=agreement.unit(area.lead).short)
    if others:
        who = say(_("{lead} leads; {units} take part."), lead=agreement.unit(area.lead).short, units=shorts(agreement, others))
    titles = {followed.registered.initiative.number: followed.registered.initiative.title for followed in draft.year.initiatives}
    carried = [titles[number_] for number_ in one.initiatives if number_ in titles]
    lines = [
        ended(area.reason) if area.reason else "",
        say(_("The focus area belongs to {tracks}. {who}"), tracks=tracks(draft, one.tracks), who=who),
        say(_("It is carried by {initiatives}."), initiatives=all_of(f"“{title}”" for title in carried)) if carried else "",
        say(_("Expected sign of progress: {sign}"), sign=ended(area.sign)) if area.sign else "",
    ]
    refs = (area.ref, *(f"I-{number_}" for number_ in one.initiatives))
    return Written(f"focus:{area.ref}", "\n\n".join(filter(None, lines)), area.lead, refs)


def _funding(draft: Draft) -> Written:
    """Return what the agreement itself says about money: there is none."""
    clause = next((one for one in draft.agreement.clauses if one.heading.en == "Funding" or one.heading.da == "Økonomi"), None)
    return Written("funding", clause.text if clause else _("The matter has no financial consequences."))


def _next(draft: Draft) -> Written:
    year = draft.plan.year
    if draft.about_focus:
        said = _("What is done about the focus areas will be reported in the status for {year}.")
        return Written("next", say(said, year=year + 1))
    if draft.year.coming:
        titles = all_of(f"“{one.area.title}”" for one in draft.year.coming)
        said = _("The work goes on with the focus areas for {year}: {titles}. The next annual status follows in {year}.")
        return Written("next", say(said, year=year + 1, titles=titles), None, tuple(one.area.ref for one in draft.year.coming))
    said = _("The focus areas for {year} are briefed on by themselves. The next annual status follows in {year}.")
    return Written("next", say(said, year=year + 1))


def _annexes(draft: Draft) -> Written:
    if draft.about_focus:
        return Written("annexes", _("There are no annexes."))
    return Written("annexes", f"1. {_('What the figures are counted from')}")
