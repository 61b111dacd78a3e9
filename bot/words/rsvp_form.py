"""The form a party answers an invitation with, where one tap is not enough."""

from bot.chat.form import Choice, Form, Short
from bot.chat.markdown import joined
from bot.chat.message import Option
from bot.domain.agreement import Agreement
from bot.domain.meeting import Meeting
from bot.domain.rsvp import LONGEST_SUBSTITUTE, Coming
from bot.words.initiative import short
from bot.words.language import _, say, t
from bot.words.meeting import at, titled
from bot.words.rsvp import phrases


def answer_form(agreement: Agreement, meeting: Meeting, unit: str, *, answer: str, substitute: str) -> Form:
    """Return the form, with the answer the party has given so far."""
    labels = {Coming.YES: _("Yes"), Coming.SUBSTITUTE: _("A substitute comes"), Coming.NO: _("No")}
    options = tuple(Option(label, one.value, phrases(one)) for one, label in labels.items())
    name = short(agreement, unit)
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
            Choice(
                name="answer",
                label=_("Does {unit} come?").format(unit=name),
                required=True,
                options=options,
                value=answer,
                aliases=("answer", "svar", "comes", "kommer"),
            ),
            Short(
                name="substitute",
                label=_("Who comes instead"),
                hint=_("A colleague's name or office; only if a substitute comes."),
                longest=LONGEST_SUBSTITUTE,
                value=substitute,
                aliases=("substitute", "stedfortræder", "navn", "name"),
            ),
        ),
        submit=_("Send"),
        intro=intro,
    )
