"""What the bot says when it says no about answers, attendance, reminders and polls; the rest stands in refusal.py."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.words.language import N_, _, moment, say
from bot.words.sentence import day_of, plain

ATTENDANCE: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "which_meeting": plain(N_("Which meeting? {meetings} are convened. Write its number, as in: {example}")),
    "answer_void": plain(N_("{meeting} was moved to {at} since. Answer for that day: /meeting answer {ref}.")),
    "meeting_begun": plain(N_("{meeting} began on {at}, so it cannot be answered any more.")),
    "unclear_answer": plain(N_("I do not know what “{text}” answers. Write yes, no, or substitute and a name.")),
    "not_expected": plain(N_("{units} is no party on the day of {ref}, so nobody is expected from there.")),
    "proxy_and_there": plain(N_("{unit} is named as represented and as by proxy. Leave it in one of the two.")),
    "proxy_not_there": plain(
        N_("{by} cannot stand for {unit}: nobody from there was at the meeting. Name {by} as represented too.")
    ),
    "unclear_proxy": plain(
        N_("I do not know what “{text}” means here. Write the party, “by”, and the one that stood for it: eki by krimforebyg")
    ),
    "not_confirmed_as_held": plain(N_("{ref} is not confirmed as held yet. Do that first: /meeting held {ref}")),
    "attendance_why": plain(
        N_("The minutes of {ref} are approved, so a correction needs a reason: /meeting attendance {ref} opens the form.")
    ),
    "nothing_to_snooze": plain(N_("You have no reminder of {ref} to put off.")),
    "snooze_too_late": lambda facts: say(
        _("{ref} begins {at}, so a reminder cannot wait that long. Write an earlier day."),
        ref=facts["ref"],
        at=moment(facts["starts_at"], facts["zone"]),
    ),
    "no_such_poll": plain(N_("There is no poll {ref}. /meeting poll shows the open one.")),
    "no_open_poll": plain(N_("No poll is open just now. The facilitator opens one with /meeting poll.")),
    "which_poll": plain(N_("Which poll? {polls} are open. Write its number, as in: {example}")),
    "poll_ended": plain(N_("{ref} has ended. /meeting poll {ref} tells what came of it.")),
    "poll_size": plain(N_("That is {count} proposals; a poll has {fewest} to {most}. Write one day and time on each line.")),
    "poll_needs_time": plain(N_("“{typed}” has no time. Write it as well, on the same line.")),
    "poll_twice": plain(N_("“{typed}” is proposed twice. Leave one of them out.")),
    "poll_past": plain(N_("“{typed}” is over. Propose days that are still to come.")),
    "poll_no_such_proposal": plain(N_("There is no day {number}; they go from 1 to {most}.")),
    "poll_unclear": plain(N_("I do not know which days “{text}” means. Write their numbers, as in 1, 3, or all, or none.")),
    "poll_last_day": lambda facts: say(
        _("Answers are due before the first proposal, {day}. Write an earlier day."), day=day_of(facts, "proposal")
    ),
}
