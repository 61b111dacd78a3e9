"""What stories of status rounds share: the days of the first round, and what is read of it."""

import re

from bot.domain.initiative import Proposal

PERIOD = "2026-Q1"
OPENS, HALF_WAY, DEPUTIES, FACILITATOR, CLOSED = "2026-02-16", "2026-02-23", "2026-02-27", "2026-03-02", "2026-03-03"
ASKED, REMINDED = "Status {period}: how is it going at {unit}?", "Reminder: {unit} has not answered status {period} yet"
UNITS = {
    "ea": "Efterretning og Analyse",
    "naerpoliti": "Nærpoliti",
    "forebyggelse": "Forebyggelse (KP)",
    "osa": "OSA",
    "ssp": "SSP",
    "eki": "EKI",
    "cbe": "Jobcenter CBE",
    "cba": "Jobcenter CBA",
    "buf": "BUF",
    "sikkerby": "Sikker By (ØKF)",
}


def asked(talk, unit):
    return talk.word(ASKED, period=PERIOD, unit=UNITS[unit])


def reminded(talk, unit):
    return talk.word(REMINDED, period=PERIOD, unit=UNITS[unit])


def answered(talk, unit):
    return talk.word("Status {period}: {unit} has answered", period=PERIOD, unit=UNITS[unit])


def registered(talk, *initiatives):
    """Register initiatives as (title, lead, participants), without telling anybody."""

    def register(records):
        by = records.people.behind("local", "u_facilitator").id
        for title, lead, *others in initiatives:
            proposal = Proposal(
                title=title, tracks=("forebyggelse",), lead=lead, participants=tuple(others), starts_on=records.now.date()
            )
            records.initiatives.register(proposal, by=by, today=records.now.date())

    talk.changed(register)


def state_of(talk, number):
    return talk.asked(lambda records: records.initiatives.by_number(number).state)


def headlines(talk, person, **where):
    """What newly reached somebody, by its first line."""
    return [text.splitlines()[0] for text in talk.bot.heard(person, **where)]


def opened(talk, day=OPENS):
    talk.bot.day(day)
    for person in (*UNITS, "facilitator", "osa_dep"):
        talk.bot.heard(person)
    return talk


def digest(talk, words="", person="chair"):
    return talk.says(person, "status digest", words).text


def figures(headline):
    """The numbers of a headline, behind its period."""
    return [int(found) for found in re.findall(r"\d+", headline.split(":", 1)[1])]


def section(text, title):
    """The part of a digest under a heading, up to the next empty line but one."""
    found = re.search(rf"^{re.escape(title)}[ (:].*?(?=\n\n(?!•)|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""
