"""The form a party answers an invitation with, where one tap is not enough."""

from dataclasses import replace

from bot.chat.form import Choice, Form, Short
from bot.chat.markdown import joined
from bot.chat.message import Option
from bot.domain.agreement import Agreement
from bot.domain.meeting import Meeting
from bot.domain.rsvp import LONGEST_SUBSTITUTE, Coming
from bot.words.initiative import short
from bot.words.language import N_, _, say, t
from bot.words.meeting import at, titled
from bot.words.rsvp import phrases

# As a typed line names them, whatever is being spoken; the form words them.
FIELDS = (
    Choice(name="answer", label="answer", required=True, aliases=("svar",)),
    Short(name="substitute", label="substitute", longest=LONGEST_SUBSTITUTE, aliases=("stedfortræder", "navn", "name")),
)
_LABELS = {Coming.YES: N_("Yes"), Coming.SUBSTITUTE: N_("A substitute comes"), Coming.NO: N_("No")}


def answer_form(agreement: Agreement, meeting: Meeting, unit: str, *, answer: str, substitute: str) -> Form:
    """Return the form, with the answer the party has given so far."""
    name, (asks, who) = short(agreement, unit), FIELDS
    options = tuple(Option(_(label), one.value, phrases(one)) for one, label in _LABELS.items())
    intro = joined(
        [
            t(_("**{meeting}**, {at}."), meeting=titled(meeting), at=at(meeting)),
            t(_("You answer for {unit}. Nobody asks why you cannot come, so please do not write it."), unit=name),
        ]
    )
    return Form(
        title=say(_("Answer {ref}"), ref=meeting.ref),
        command=f"/meeting answer {meeting.ref} {unit}",
        fields=(
            replace(asks, label=say(_("Does {unit} come?"), unit=name), options=options, value=answer),
            replace(
                who,
                label=_("Who comes instead"),
                hint=_("A colleague's name or office; only if a substitute comes."),
                value=substitute,
            ),
        ),
        submit=_("Send"),
        intro=intro,
    )
