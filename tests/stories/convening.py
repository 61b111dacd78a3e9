"""Meetings that stand already, and what their people heard, for the stories of meetings."""

DAY = {"da": "torsdag d. 12. marts kl. 10-12", "en": "Thursday 12 March 10:00-12:00"}
ECHO = {"da": "torsdag d. 12. marts 2026 kl. 10.00–12.00 (uge 11)", "en": "Thursday 12 March 2026 at 10:00–12:00 (week 11)"}
LATER = {"da": "fredag d. 20. marts 2026 kl. 10.00–12.00 (uge 12)", "en": "Friday 20 March 2026 at 10:00–12:00 (week 12)"}


def headlines(talk, person, **where):
    return [text.splitlines()[0] for text in talk.bot.heard(person, **where)]


def convened(talk, *days):
    """Convene meetings at the given days, without anything shown first."""
    for day in days:
        assert not talk.says("facilitator", "meeting convene", f"{day}T10:00-12:00").refused
    for person in ("facilitator", "chair", "osa", "osa_dep", "eki"):
        talk.bot.heard(person)
    talk.bot.heard("chair", channel=True)


def state(talk, number):
    return talk.asked(lambda records: records.meetings.by_number(number).state.value)
