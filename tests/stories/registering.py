"""What stories of initiatives share: registering one by the form, many at once, and counting rows."""

from sqlmodel import func, select

from bot.domain.initiative import Proposal


def registers(talk, person="osa", title="Fælles sensorer", **values):
    return talk.fills(person, "initiative new", title=title, **{"tracks": "1", **values})


def count(talk, table):
    return talk.asked(lambda records: records.session.exec(select(func.count()).select_from(table)).one())


def many(talk, numbers, **other):
    """Register initiatives without telling anybody."""

    def register(records):
        by = records.people.behind("local", "u_osa").id
        for number in numbers:
            facts = {
                "title": f"Indsats nr. {number}",
                "tracks": ("forebyggelse",),
                "lead": "osa",
                "starts_on": records.now.date(),
            }
            records.initiatives.register(Proposal(**{**facts, **other}), by=by, today=records.now.date())

    talk.changed(register)
