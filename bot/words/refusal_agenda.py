"""What the bot says when it says no to something about agendas, minutes, decisions and actions. The rest is in refusal.py."""

from collections.abc import Mapping

from bot.words.language import N_

SENTENCES: Mapping[str, str] = {
    "no_such_point": N_("There is no item {number}: the agenda has {count}."),
    "no_such_place": N_("There is no place {place}: the agenda has {count} items."),
    "no_point_ref": N_("“{text}” is not an item of a meeting. Write it as in M-3 item 4."),
    "no_such_decision": N_(
        "Nothing is decided in M-{meeting} item {point}, as far as it is recorded. /meeting decisions lists what is."
    ),
    "point_needed": N_("Which item of which meeting? Write both numbers, as in: {example}"),
    "order_needed": N_("Write the meeting, the item, and the place it is to have, as in: {example}"),
    "stands_always": N_("That item stands on every agenda and cannot be struck. “Nothing to report” is a full answer to it."),
    "struck_already": N_("That item was struck from the agenda."),
    "agenda_out": N_(
        "The agenda of {ref} has gone out. Ask the facilitator to add the item, or submit it to the next meeting: {example}"
    ),
    "agenda_sent_already": N_(
        "The agenda of {meeting} has gone out already. What you change in it, everybody sees where it stands."
    ),
    "no_agenda_any_more": N_("{meeting} is not to come any more, so its agenda stays as it is."),
    "no_meeting_yet": N_("No meeting has been held yet. /meeting list shows what is convened."),
    "minutes_too_early": N_("{meeting} begins on {at}. What comes of it can be recorded after that."),
    "send_which": N_("Which meeting? Write its number, as in: {example}"),
    "hold_first": N_("Confirm first that {meeting} was held: /meeting held {ref}"),
    "nothing_recorded": N_("Nothing is recorded yet. Begin with: /meeting decision {ref} 1"),
    "minutes_not_sent": N_("The minutes are not out for comments yet."),
    "minutes_sent_already": N_("The minutes are out for comments already. /meeting approve lets them stand fast."),
    "minutes_approved_already": N_("The minutes are approved already."),
    "minutes_locked": N_("The minutes are approved. Say why you change them, so that the reason stays with them."),
    "comments_open": N_("Comments are welcome until {until}, and these have not answered yet: {silent}."),
    "comments_over": N_("The minutes are approved. Ask the facilitator for a correction, and say why."),
    "no_such_action_ref": N_("“{ref}” is not an action. Write its number, as in A-4; /meeting actions lists them."),
    "no_such_action": N_("There is no action {ref}. /meeting actions lists them."),
    "action_incomplete": N_("An action needs what is to be done, by which party, and by when."),
    "action_how": N_(
        "I do not know what “{verb}” is to mean here. Write: /meeting action {ref} done, due 15 April, or drop and why."
    ),
    "action_closed": N_("{ref} is {state} already."),
}
