"""What the bot says when it says no about yearly briefings, focus areas and the agreement's end. All other sentences are in refusal.py."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.words.decision import where
from bot.words.language import N_, _, all_of, any_of, say
from bot.words.sentence import day_of, plain


def _with_latest(said: str, facts: Mapping[str, Any]) -> str:
    """Return a sentence with the latest decisions behind it, where there are any."""
    if not facts["recent"]:
        return said
    return say(_("{said} Latest decisions: {recent}."), said=said, recent=all_of(facts["recent"]))


def _by_decision(msgid: str) -> Callable[[Mapping[str, Any]], str]:
    """Return a sentence that cites a decision as people do."""
    return lambda facts: say(_(msgid), **{**facts, "decision": where(facts["decision"])})


BRIEFINGS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "no_such_briefing": plain(N_("I know no briefing called “{text}”. Write one of: {near}."), any_of),
    "briefing_needed": plain(N_("Which briefing? Write one of: {known}. A year may follow, as in: status 2027"), any_of),
    "briefing_not_owed": plain(N_("The agreement owes no {duty} in {year}.")),
    "briefing_too_far": plain(N_("{duty} {year} has gone further than that. /briefing show {duty} {year} shows where it is.")),
    "consent_missing": plain(
        N_("{units} must agree to their own passages first; their silence is not consent. They do it with: /briefing agree")
    ),
    "briefing_not_approved": plain(
        N_("{duty} {year} is not approved yet. Note the decision first: /briefing approve {duty} {year} M-3 item 4")
    ),
    "briefing_handed_in": plain(
        N_("{duty} {year} was handed in, so its text stands. If the body sends it back: /briefing defer {duty} {year}")
    ),
    "briefing_not_handed_in": plain(
        N_("{duty} {year} has not been handed in. That comes first: /briefing hand-in {duty} {year}")
    ),
    "briefing_delivered": plain(N_("{duty} {year} is delivered, and nothing about it changes any more.")),
    "no_draft": plain(
        N_("There is no draft of {duty} {year} yet. The facilitator writes one with: /briefing draft {duty} {year}")
    ),
    "no_evidence": plain(
        N_("Nobody has entered the outcome of {duty} {year}. That comes first: /briefing deliver {duty} {year}")
    ),
    "own_evidence": plain(N_("You entered this yourself, so another has to confirm it: /briefing confirm {duty} {year}")),
    "evidence_needed": plain(N_("Write where anybody can look it up: the item's number, or a link.")),
    "not_yet": lambda facts: say(_("{on} is still to come. Enter the outcome afterwards."), on=day_of(facts, "on")),
    "must_come": lambda facts: say(_("{on} has passed. Write a day to come."), on=day_of(facts, "on")),
    "no_next_date": plain(N_("I know no later date of that body. Import its dates, or write one: {example}")),
    "day_needed": plain(N_("Write which day, as in: {example}")),
    "no_such_passage": plain(N_("The draft has no passage “{text}”. It has: {known}.")),
    "no_own_passages": plain(N_("The draft has no passages of {units}.")),
    "names_in_public": plain(N_("The document becomes public and names nobody. Take out: {names}.")),
    "small_counts": plain(
        N_(
            "The document becomes public; a number of people below {limit} could point at somebody. Write “fewer than {limit}” for: {found}."
        )
    ),
    "decision_needed": lambda facts: _with_latest(
        _("Write where it was decided: the meeting and the item, as in M-3 item 4."), facts
    ),
    "decision_unclear": lambda facts: _with_latest(
        say(
            _(
                "“{text}” is no decision of a meeting. Write the meeting and the item, as in M-3 item 4, or “written round” and its date."
            ),
            text=facts["text"],
        ),
        facts,
    ),
    "decision_not_on_record": lambda facts: _with_latest(
        say(
            _(
                "Nothing is decided in {cited}, as far as it is recorded. Record it first with /meeting decision M-{meeting} {point}."
            ),
            cited=facts["cited"],
            meeting=facts["meeting"],
            point=facts["point"],
        ),
        facts,
    ),
    "decision_which_point": lambda facts: (
        say(_("Under which item of {ref} was it decided? Write one of: {known}."), ref=facts["ref"], known=any_of(facts["known"]))
        if facts["known"]
        else say(
            _("Nothing is decided in {ref}, as far as it is recorded. Record it first with /meeting decision."), ref=facts["ref"]
        )
    ),
    "decision_not_held": plain(N_("{meeting} has not been held, as far as I know. Confirm it first with /meeting held.")),
    "no_such_body": plain(N_("“{text}” receives no briefing. Write one of: {known}."), any_of),
    "unread_dates": plain(
        N_("I could not read {pieces} as a date. Write days as 12 January 2027 or 2027-01-12; nothing was saved.")
    ),
    "no_dates": plain(N_("I found no date in that. Write days as 12 January 2027 or 2027-01-12, one per line.")),
    "focus_needed": plain(N_("Which focus area? Write its number, as in F-2; /focus list shows them.")),
    "no_such_focus_ref": plain(N_("“{ref}” is not a focus area. Write its number, as in F-2; /focus list shows them.")),
    "no_such_focus": plain(N_("There is no focus area {ref}. /focus list shows them all.")),
    "focus_chosen": _by_decision(N_("{ref} was chosen already: {decision}.")),
    "focus_not_chosen": plain(N_("{ref} was not chosen, so there is nothing to report on it.")),
    "confidential_in_public": plain(N_("{ref} is confidential, and the briefing becomes public. Leave it out.")),
    "no_focus_chosen": plain(
        N_("No focus areas are chosen for {year}, so there is nothing to brief on. Note them first: /focus choose F-2 M-3 item 5")
    ),
    "no_statement": plain(N_("There is no statement for {year}. Write a year from {first} to {last}.")),
    "repealed_already": _by_decision(N_("The agreement is repealed already: {decision}.")),
    "recommended_already": _by_decision(N_("Repeal is recommended already: {decision}.")),
    "agreement_ended": plain(
        N_(
            "The agreement was repealed and has not been in force since {since}. Everything can still be read, and nothing is changed any more."
        )
    ),
    "repeal_not_recommended": plain(
        N_("The agreement can only be repealed upon a recommendation, and there is none. Note one first: /agreement recommend")
    ),
}
