"""How a meeting's day, time and the rest are read from a form or from a typed line, and written behind a button."""

from datetime import date, time, timedelta

from bot.chat.answers import Answers
from bot.chat.form import Field, Values, as_text, typed
from bot.chat.request import Request
from bot.domain.meeting import LONGEST_WHY, Kind, Plan, lasting_as_long
from bot.domain.when import Question, Reading, read_when
from bot.refusal import Refusal
from bot.words import meeting_form as forms
from storage.tables import MeetingRow


def from_form(request: Request, answers: Answers) -> Plan:
    """Read the form's fields.

    Raises:
        Refusal: beside the field that needs another look.
    """
    day = answers.day("day")
    assert day is not None
    starts = _time(request, answers.text("starts"), day, "starts")
    ends = _time(request, answers.text("ends"), day, "ends") if answers.text("ends") else None
    if starts.ends is not None and ends is None:  # "10-12" in the first of the two.
        ends = Reading(day, starts.ends)
    assert starts.starts is not None
    return Plan(
        kind=Kind(answers.text("kind") or Kind.ORDINARY),
        title=answers.text("title"),
        on=day,
        starts=starts.starts,
        ends=ends.starts if ends else None,
        place=place_said(answers.text("place")),
        jointly_with=answers.text("jointly_with"),
    )


def _time(request: Request, text: str, day: date, field: str) -> Reading:
    """Read a time of day as people type it, on a day that is known; of a day that is over, as on any other."""
    said = text if not text[:1].isdigit() else f"kl. {text}"
    read_on = day if day > request.today else request.today + timedelta(days=1)
    found = read_when(f"{read_on.isoformat()} {said}", now=request.now, calendar_zone=request.agreement.zone)
    if isinstance(found, Question):
        raise Refusal.of_fields({field: Refusal("unclear_when", text=text[:60], question=found)})
    if found.starts is None:
        raise Refusal.of_fields({field: Refusal("needs_time", example=forms.example())})
    return found


def coming(request: Request, planned: Plan) -> Plan:
    """Return a plan whose day and time are still to come, and exist on the clocks.

    Raises:
        Refusal: beside the day.
    """
    found = read_when(
        f"{planned.on.isoformat()} kl. {planned.starts:%H:%M}", now=request.now, calendar_zone=request.agreement.zone
    )
    if isinstance(found, Question):
        raise Refusal.of_fields({"day": Refusal("unclear_when", text=planned.on.isoformat(), question=found)})
    return planned


def from_line(request: Request, fields: tuple[Field, ...]) -> Plan:
    """Read a day and a time typed behind the command, with `key: value` after them."""
    lead, values, strangers = typed(fields, request.words)
    if strangers:
        raise Refusal("unknown_keys", keys=strangers, known=[one.label for one in fields])
    reading = reading_of(request, lead)
    if reading.starts is None:
        raise Refusal("needs_time", example=forms.example())
    said = {name: " ".join(as_text(value).split()) for name, value in values.items()}
    return planned_with(reading, said)


def planned_with(reading: Reading, said: dict[str, str]) -> Plan:
    """Put together a plan from a reading and the texts beside it.

    Raises:
        Refusal: for a kind there is none of, or a text too long.
    """
    kind = said.get("kind", "")
    found = next((one for one in forms.kinds() if kind.casefold() in {one.value, one.label.casefold(), *one.aliases}), None)
    if kind and found is None:
        raise Refusal("not_an_option", text=kind[:40], options=[one.label for one in forms.kinds()])
    for field in forms.plan_form().fields:
        if len(said.get(field.name, "")) > field.longest:
            raise Refusal("too_long", length=len(said[field.name]), longest=field.longest)
    assert reading.starts is not None
    return Plan(
        kind=Kind(found.value) if found else Kind.ORDINARY,
        title=said.get("title", ""),
        on=reading.day,
        starts=reading.starts,
        ends=reading.ends,
        place=place_said(said.get("place", "")),
        jointly_with=said.get("jointly_with", ""),
    )


def reading_of(request: Request, text: str) -> Reading:
    """Read a day, and a time where one was typed.

    Raises:
        Refusal: with the question it raises.
    """
    found = read_when(text, now=request.now, calendar_zone=request.agreement.zone)
    if isinstance(found, Question):
        raise Refusal("unclear_when", text=text[:60], question=found)
    return found


def exactly(planned: Plan, *, why: str = "") -> str:
    """Return a plan as the buttons behind a preview carry it: the day and time exactly, and the rest by its keys."""
    ends = f"-{planned.ends:%H:%M}" if planned.ends else ""
    pairs = {"kind": planned.kind.value, "title": planned.title, "place": planned.place, "with": planned.jointly_with, "why": why}
    said = [f"{key}: {value.replace(';', chr(92) + ';')}" for key, value in pairs.items() if value]
    return "; ".join([f"{planned.on.isoformat()}T{planned.starts:%H:%M}{ends}", *said])


def exactly_read(text: str, request: Request) -> Reading:
    """Read a day and a time written as the buttons write them: `2027-03-11T10:00-12:00`.

    Raises:
        Refusal: for anything else, which has to be looked over first; and for what has passed meanwhile.
    """
    day, _, hours = text.strip().partition("T")
    starts, _, ends = hours.partition("-")
    try:
        reading = Reading(date.fromisoformat(day), time.fromisoformat(starts), time.fromisoformat(ends) if ends else None)
    except ValueError:
        raise Refusal("plan_first", example=forms.example()) from None
    return reading_of(request, f"{reading.day.isoformat()} kl. {hours}")


def moved_line(request: Request, row: MeetingRow) -> tuple[Plan, str]:
    """Read `M-3 18. marts kl. 10; why: …`; a day alone keeps the time of day, a time alone how long it lasts, a place alone both."""
    fields = forms.move_form(row).fields
    lead, values, strangers = typed(fields, request.words)
    if strangers:
        raise Refusal("unknown_keys", keys=strangers, known=[one.label for one in fields])
    when = lead.split(maxsplit=1)[1:]
    reading = reading_of(request, when[0]) if when else Reading(row.on, row.starts, row.ends)
    if reading.starts is None:
        reading = Reading(reading.day, row.starts, row.ends)
    elif when and reading.ends is None:
        reading = Reading(reading.day, reading.starts, lasting_as_long(row, reading.starts))
    why = as_text(values.get("why", ""))
    if len(why) > LONGEST_WHY:
        raise Refusal("too_long", length=len(why), longest=LONGEST_WHY)
    return planned_with(reading, {"place": place_read(values, row)}), why


def place_read(values: Values, row: MeetingRow) -> str:
    """Return where a meeting that is moved is to be: where it was if no place is named, and nowhere for a word that says so."""
    return place_said(as_text(values["place"])) if "place" in values else row.place


def place_said(text: str) -> str:
    """Return a place as it was written, and nothing for a word that says there is none."""
    said = " ".join(text.split())
    return "" if said.casefold() in forms.NO_PLACE else said


def place_written(row: MeetingRow, planned: Plan) -> str:
    """Return the place as the button behind a preview carries it: nothing where it stays as it is."""
    return (planned.place or forms.NO_PLACE[0]) if planned.place != row.place else ""
