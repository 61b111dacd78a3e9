"""The forms about meetings: what is asked, with which words. What the answers mean is for bot/commands/meeting.py."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.form import Choice, Day, Field, Form, Long, Short, Time
from bot.chat.markdown import Markdown, joined, listed
from bot.chat.message import Option
from bot.domain.meeting import LONGEST_BODY, LONGEST_PLACE, LONGEST_TITLE, LONGEST_WHY, Kind, Meeting
from bot.words.language import LANGUAGES, _, say, speaking, spoken, t
from bot.words.meeting import at, kind, titled

# What people type for a place that a meeting is to have no more; the first is what a button carries.
NO_PLACE = ("none", "", "-", "–", "no place", "nowhere", "remove", "ingen", "intet", "intet sted", "uden sted", "uden", "fjern")
_ALIASES = {
    Kind.ORDINARY: ("ordinær", "ordinært", "ordinary"),
    Kind.AD_HOC: ("ad hoc", "adhoc", "ekstra", "extra"),
    Kind.SEMINAR: ("seminar",),
    Kind.NETWORK: ("netværk", "netværksmøde", "network"),
}


def kinds() -> tuple[Option, ...]:
    """Return the kinds as choices, under their names in either language."""
    names: dict[Kind, list[str]] = {one: [] for one in Kind}
    for language in LANGUAGES:
        with speaking(language):
            for one in Kind:
                names[one].append(kind(one))
    return tuple(Option(kind(one).capitalize(), one.value, (*names[one], *_ALIASES[one])) for one in Kind)


def _times(meeting: Meeting | None = None) -> tuple[Field, ...]:
    starts = f"{meeting.starts:%H:%M}" if meeting else ""
    ends = f"{meeting.ends:%H:%M}" if meeting and meeting.ends else ""
    return (
        Day(
            name="day",
            label=_("Day"),
            required=True,
            value=meeting.on.isoformat() if meeting else "",
            aliases=("on", "dag", "dato"),
        ),
        Time(
            name="starts",
            label=_("Starts at"),
            required=True,
            value=starts,
            aliases=("starts", "start", "fra", "kl"),
            of="day",
            whole=_("Day and start"),
            lacking=_("A day and a time are needed."),
        ),
        Time(name="ends", label=_("Ends at"), value=ends, aliases=("ends", "end", "slut", "til")),
    )


def what_fields() -> tuple[Field, Field, Field]:
    """Return the fields that say what a meeting is, wherever one is planned: its kind, its title and its place."""
    return (
        Choice(
            name="kind", label=_("Kind"), required=True, options=kinds(), value=Kind.ORDINARY.value, aliases=("type", "slags")
        ),
        Short(name="title", label=_("Title"), longest=LONGEST_TITLE, aliases=("titel",)),
        Short(
            name="place",
            label=_("Place"),
            longest=LONGEST_PLACE,
            hint=_("A room, or the link of an online meeting."),
            aliases=("sted", "room", "lokale", "link"),
        ),
    )


def plan_form() -> Form:
    """Return the form that plans a meeting; nothing is convened before the next step."""
    kind_, title, place = what_fields()
    fields: tuple[Field, ...] = (
        kind_,
        *_times(),
        title,
        place,
        Short(
            name="jointly_with",
            label=_("Together with"),
            longest=LONGEST_BODY,
            hint=_("Another body, when one sitting serves both. It counts once."),
            aliases=("with", "sammen", "sammen med"),
        ),
    )
    return Form(title=_("Plan a meeting"), command="/meeting plan", fields=fields, submit=_("Look it over"))


def introduced(form: Form, said: Sequence[str], wishes: Sequence[str]) -> Form:
    """Return the form that plans a meeting under what is known before: how the years count, and who asks for one."""
    asked = joined([t(_("Asked for:")), listed(t("{said}", said=one) for one in wishes)]) if wishes else Markdown("")
    return replace(form, intro=joined([*(t("{said}", said=one) for one in said), asked]))


def move_form(meeting: Meeting) -> Form:
    """Return the form that moves a meeting; nothing is moved before the next step."""
    fields: tuple[Field, ...] = (
        *_times(meeting),
        Short(
            name="place",
            label=_("Place"),
            longest=LONGEST_PLACE,
            value=meeting.place,
            hint=_("Empty it where the place is not settled any more.") if meeting.place else "",
            aliases=("sted", "room", "lokale"),
        ),
        Short(
            name="why",
            label=_("Why"),
            longest=LONGEST_WHY,
            hint=_("Everybody invited reads it. No persons."),
            aliases=("hvorfor", "fordi", "because"),
        ),
    )
    intro = t(_("**{meeting}** is set for {at}."), meeting=titled(meeting), at=at(meeting))
    command = f"/meeting move {meeting.ref}"
    return Form(
        title=say(_("Move {ref}"), ref=meeting.ref), command=command, fields=fields, submit=_("Look it over"), intro=intro
    )


def cancel_form(meeting: Meeting, effect: Sequence[str], *, past: bool) -> Form:
    """Return the dialog that cancels a meeting, and says first what that does to the count; `past` when its day is over."""
    why = Long(
        name="why",
        label=_("Why"),
        required=True,
        longest=LONGEST_WHY,
        hint=_("Everybody invited reads it. No persons."),
        aliases=("hvorfor", "fordi", "because"),
    )
    said = _("**{meeting}**, {at}, is called off, and everybody invited is told.")
    if past:
        said = _("**{meeting}** was not held on {at}. It leaves the count; nobody is told.")
    intro = joined(
        [
            t(said, meeting=titled(meeting), at=at(meeting)),
            listed(t("{said}", said=one) for one in effect),
        ]
    )
    command = f"/meeting cancel {meeting.ref}"
    return Form(
        title=say(_("Cancel {ref}"), ref=meeting.ref), command=command, fields=(why,), submit=_("Call it off"), intro=intro
    )


def record_form() -> Form:
    """Return the form that records a meeting that was held without having been convened here."""
    intro = t(_("Record a meeting that was held without having been convened here. It counts from the day it was held."))
    fields = plan_form().fields
    return Form(title=_("Record a meeting"), command="/meeting record", fields=fields, submit=_("Record"), intro=intro)


def decline_form(number: int, why: str) -> Form:
    """Return the form that declines a wish for a meeting."""
    field = Long(name="why", label=_("Why"), required=True, longest=LONGEST_WHY, aliases=("hvorfor", "fordi", "because"))
    intro = t(_("Asked for: {why}"), why=why)
    return Form(
        title=say(_("Decline wish {number}"), number=number),
        command=f"/meeting decline {number}",
        fields=(field,),
        submit=_("Decline"),
        intro=intro,
    )


def example() -> str:
    """Return a day and a time as people of the language type them."""
    return {"da": "torsdag d. 11. marts kl. 10-12"}.get(spoken(), "Thursday 11 March 10:00-12:00")
