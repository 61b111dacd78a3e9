"""What the bot says when it says no: one sentence per code, with what to type instead. Which no it is, is decided elsewhere."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from bot.chat.markdown import Markdown, joined, listed
from bot.chat.message import Button, Buttons, Message, text
from bot.refusal import Refusal
from bot.words.language import N_, _, any_of, clock_time, number, say, spoken, t
from bot.words.office import HOW_TO_NAME
from bot.words.refusal_agenda import SENTENCES as ABOUT_AGENDAS
from bot.words.refusal_attendance import ATTENDANCE
from bot.words.refusal_briefing import BRIEFINGS
from bot.words.sentence import day_of as _day_of
from bot.words.sentence import parted
from bot.words.sentence import plain as _plain
from bot.words.when import question


class _Registry(Protocol):
    """What is read of the registry: the commands nearest to what was typed."""

    root: str

    def nearest(self, line: str, language: str) -> list[str]: ...


RIGHTS: Mapping[str, str] = {
    "help": N_("Help is for everybody."),
    "agreement.read": N_("The agreement is for its members. Ask the facilitator to appoint you."),
    "agreement.set_up": N_("Only the facilitator or an administrator sets up the agreement."),
    "agreement.claim": N_("There is an administrator already."),
    "party.read": N_("The list of parties is for members of the agreement. Ask the facilitator to appoint you."),
    "party.appoint": N_("Only the facilitator or an administrator appoints who represents a party."),
    "party.deputy": N_(
        "Only the facilitator or an administrator appoints contacts; a representative may appoint the unit's own deputy."
    ),
    "role.appoint": N_("Only the facilitator or an administrator hands out roles."),
    "initiative.read": N_("Initiatives are for members of the agreement. Ask the facilitator to appoint you."),
    "initiative.register": N_("Only a unit's representative or deputy, or the facilitator, registers initiatives."),
    "initiative.change": N_(
        "Only the units that take part, through their representative or deputy, or the facilitator, change an initiative."
    ),
    "initiative.see": N_("Only a unit's representative or deputy can say that the unit has seen it."),
    "status.read": N_("Status rounds are for members of the agreement. Ask the facilitator to appoint you."),
    "status.digest": N_(
        "The status digest is for the chair, the facilitator and readers. It is posted in the agreement's channel when the round closes."
    ),
    "status.ask": N_("Only the facilitator opens and closes a status round."),
    "status.reply": N_("Only a unit's representative or deputy answers for the unit; the facilitator may answer on its behalf."),
    "meeting.read": N_("Meetings are for members of the agreement. Ask the facilitator to appoint you."),
    "meeting.convene": N_(
        "Only the facilitator convenes, moves and confirms meetings: the municipality plans and facilitates them. /meeting request asks for one."
    ),
    "meeting.answer": N_(
        "Only a unit's representative or deputy answers for the unit; the facilitator may answer on its behalf."
    ),
    "meeting.request": N_("Only a unit's representative or deputy, the chair or the facilitator asks for a meeting."),
    "meeting.item": N_("Only a unit's representative or deputy, or the facilitator, puts items on an agenda and strikes them."),
    "meeting.agenda": N_("Only the facilitator orders an agenda and sends it out."),
    "minutes.write": N_("Only the facilitator writes the minutes and approves them."),
    "minutes.comment": N_(
        "Only a unit's representative or deputy comments for the unit; the facilitator may do so on its behalf."
    ),
    "action.change": N_(
        "Only the party that is to do it, through its representative or deputy, or the facilitator, changes an action."
    ),
    "briefing.read": N_("The briefings are for members of the agreement. Ask the facilitator to appoint you."),
    "briefing.run": N_("Only the facilitator runs the yearly briefings."),
    "briefing.edit": N_(
        "Only the facilitator changes a draft; a unit's representative or deputy changes the unit's own passages."
    ),
    "briefing.comment": N_("Only the parties' representatives and deputies, the chair and the facilitator comment on a draft."),
    "briefing.agree": N_("Only a unit's own representative or deputy agrees to its passages."),
    "briefing.confirm": N_("Only the parties' representatives and deputies, the chair and the facilitator confirm evidence."),
    "focus.propose": N_("Only a unit's representative or deputy, or the facilitator, proposes focus areas."),
    "focus.decide": N_("Only the facilitator notes what the operative group chose."),
    "focus.report": N_("Only the unit that leads a focus area, or the facilitator, tells what was done about it."),
    "agreement.repeal": N_("Only the facilitator notes what was decided about the agreement's life."),
    "person.self": N_("This is for everybody."),
}


def refused(no: Refusal) -> Message:
    """Return a refusal as a message: the sentence, and beside it what each field lacks."""
    if no.fields:
        sentences = [sentence(one) for one in no.fields.values()]
        return Message(_("Not quite yet"), (text(listed([t("{sentence}", sentence=one) for one in sentences])),))
    if no.code == "which_agreement":
        return _which_agreement(no.facts["agreements"])
    said, rest = parted(sentence(no))
    paragraphs = (t("{rest}", rest=rest) if rest else Markdown(""), _more(no) or Markdown(""))
    return Message(said or _("That did not work"), (text(*paragraphs),) if any(paragraphs) else ())


def broken(reference: str) -> Message:
    """Return what a person sees of a bug: a reference to tell the administrator, and that nothing was changed."""
    said = _("Nothing was saved. Tell the administrator the reference {reference}, and try again in a moment.")
    return Message(
        say(_("Something went wrong, reference {reference}"), reference=reference), (text(t(said, reference=reference)),)
    )


def sentence(no: Refusal) -> str:
    """Return a refusal as one plain sentence in the language being spoken."""
    if no.fields:
        return " ".join(sentence(one) for one in no.fields.values())
    return _SENTENCES[no.code](no.facts)


def codes() -> frozenset[str]:
    """Return every code there is a sentence for."""
    return frozenset(_SENTENCES) | {"form", "which_agreement"}


def _more(no: Refusal) -> Markdown | None:
    """Return what stands under the sentence: their own words, so that nothing they wrote is lost."""
    if no.code in {"person_data", "not_kept"}:
        return joined([t(_("You wrote: {text}"), text=no.facts["text"])])
    return None


def _which_agreement(agreements: Any) -> Message:
    """Ask which of several agreements is meant; the answer is remembered for this conversation."""
    buttons = tuple(Button(title, f"/agreement use {id_}") for id_, title in agreements[:25])
    return Message(_("Which agreement do you mean?"), (Buttons(buttons),))


def _unknown_command(facts: Mapping[str, Any]) -> str:
    registry: _Registry = facts["registry"]
    near = registry.nearest(facts["typed"], spoken())
    if near:
        meant = any_of(f"/{name}" for name in near)
        return say(_("I do not know “{typed}”. Did you mean {meant}?"), typed=facts["typed"], meant=meant)
    helping = "hjælp" if spoken() == "da" else "help"
    return say(
        _("I do not know “{typed}”. Type /{root} {help} to see what you can do."),
        typed=facts["typed"],
        root=registry.root,
        help=helping,
    )


def _option(facts: Mapping[str, Any]) -> str:
    options = [str(one) for one in facts["options"]]
    if not facts["text"]:
        return say(_("Choose one of: {options}."), options=any_of(options[:12]))
    return say(_("“{text}” is not among the choices. Write one of: {options}."), text=facts["text"], options=any_of(options[:12]))


def _too_long(facts: Mapping[str, Any]) -> str:
    longest, length = number(facts["longest"]), number(facts["length"])
    return say(
        _("That is {length} characters; there is room for {longest}. Shorten it a little."), length=length, longest=longest
    )


def _naming(facts: Mapping[str, Any]) -> str:
    """Return how somebody is named on a platform."""
    return _(HOW_TO_NAME.get(facts["platform"], HOW_TO_NAME["local"]))


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    **ATTENDANCE,
    **BRIEFINGS,
    "unknown_command": _unknown_command,
    "may_not": lambda facts: _(RIGHTS[facts["right"]]),
    "may_not_here": lambda facts: _(RIGHTS[facts["right"]]),
    "stranger": _plain(
        N_(
            "I do not know you under this agreement yet. Ask the facilitator to appoint you, or type /pagt help to see what this is."
        )
    ),
    "no_agreement": _plain(N_("No agreement has been loaded yet. An administrator loads one with: pagt load FILE.")),
    "no_such_agreement": _plain(N_("There is no agreement called “{agreement}”. The ones here are: {known}.")),
    "not_kept": _plain(
        N_("Nothing can be saved right now, so nothing was. Whoever looks after Pagt sees why; try again in a while.")
    ),
    "person_data": _plain(
        N_("That looks like a CPR number, so nothing was saved. Persons do not belong here; write it again without the number.")
    ),
    "person_data_here": _plain(
        N_("That looks like a CPR number, so nothing was saved. Leave it out; persons do not belong here.")
    ),
    "needed": _plain(N_("{label} is needed.")),
    "too_long": _too_long,
    "not_an_option": _option,
    "unclear_day": lambda facts: question(facts["question"], facts["text"], day_only=True),
    "ends_before_start": lambda facts: say(
        _("It cannot end before it starts, {starts_on}."), starts_on=_day_of(facts, "starts_on")
    ),
    "unknown_keys": _plain(N_("I do not know {keys}. You can write: {known}. Separate them with semicolons.")),
    "ref_needed": _plain(N_("Which initiative? Write its number, as in I-7; /initiative list shows them.")),
    "no_such_ref": _plain(N_("“{ref}” is not an initiative. Write its number, as in I-7; /initiative list shows them.")),
    "no_such_initiative": _plain(N_("There is no initiative {ref}. /initiative list shows them all.")),
    "no_such_unit": _plain(N_("No party is called “{text}”. Did you mean {near}? /party list shows them all."), any_of),
    "no_such_filter": _plain(
        N_("I cannot list by “{text}”. Write a track (track 2), a unit (osa), a state (active), silent, or page 2.")
    ),
    "withdrawn": _plain(N_("{ref} was withdrawn, so it cannot be changed. /initiative history {ref} tells when and why.")),
    "same_state": _plain(N_("{ref} is {state} already. Write another state, or say in the status round how it is going.")),
    "takes_part_already": _plain(N_("{unit} takes part in {ref} already.")),
    "takes_no_part": _plain(N_("{unit} does not take part in {ref}.")),
    "lead_stays": _plain(N_("{unit} leads {ref} and cannot leave it. Withdraw or close the initiative instead.")),
    "which_unit": _plain(N_("You speak for several units: {units}. Write which one, as in: {example}")),
    "no_unit": _plain(N_("You speak for no unit. Write which one you mean, as in: {example}")),
    "words_needed": _plain(N_("Write what to look for, as in: {example}")),
    "too_many": _plain(N_("That is {count}, and at most {most} fit here.")),
    "why_needed": _plain(N_("Write why as well, in a few words: {example}")),
    "no_round": _plain(N_("No status round has been held yet. The facilitator opens one with /status ask.")),
    "no_open_round": _plain(N_("No status round is open just now. The next one opens {next}.")),
    "round_open_already": _plain(N_("The round {period} is open until {closes}. /status close ends it before that.")),
    "no_such_round": _plain(N_("There is no status round {period}. The latest are: {known}.")),
    "round_must_last": _plain(N_("The round has to end on a later day than today. Write a day, as in: /status ask {example}")),
    "nothing_said": _plain(N_("There was nothing in that answer. Write how it is going, or just: unchanged.")),
    "has_none": _plain(N_("{ref} is not one of {unit}'s initiatives: it takes part in none just now.")),
    "not_yours": _plain(N_("{ref} is not one of {unit}'s initiatives. They are: {known}.")),
    "unknown_words": _plain(N_("I do not know what to do with “{typed}”. Type “help” to see what you can do.")),
    "closed_content": _plain(N_("That is not shown where people of other organisations read along. Ask me in a direct message.")),
    "person_needed": lambda facts: say(_("Write who it is: {how}."), how=_naming(facts)),
    "unknown_person": lambda facts: say(_("I know nobody called “{text}”. Write {how}."), text=facts["text"], how=_naming(facts)),
    "which_person": _plain(N_("“{text}” may be {names}. Write the whole name."), any_of),
    "unclear_rest": _plain(N_("I do not know what “{rest}” is to mean here. Write for example: {example}")),
    "unit_needed": _plain(N_("Write which party it is, as in: {example}")),
    "no_party_today": _plain(N_("{unit} is not a party to the agreement today.")),
    "own_deputy": _plain(N_("{name} represents {unit} and cannot be the deputy as well. Appoint another representative first.")),
    "not_held": _plain(N_("{name} is not {office}.")),
    "not_held_here": _plain(N_("Nobody by that name speaks for {unit}. /party show tells who does.")),
    "which_contact": _plain(N_("{names} speak for {unit}. Write which of them, or “deputy”.")),
    "last_admin": _plain(N_("{name} is the only administrator. Appoint another one first: /agreement appoint.")),
    "role_of_a_unit": _plain(N_("A {role} is appointed for a party: /party contact UNIT @name.")),
    "no_such_role": _plain(N_("“{text}” is not a role. Write one of: {known}."), any_of),
    "must_be_employed": _plain(N_("The facilitator comes from {authority}. Tick the box if that is so here.")),
    "claimed": _plain(N_("There is an administrator already. Ask them to appoint you.")),
    "wrong_code": _plain(N_("That is not the code. It stands in the log of “pagt run”, and works once.")),
    "wrong_link_code": _plain(
        N_("That is not a code of today. Write /link on the platform where I know you, and write here what I answer.")
    ),
    "linked_elsewhere": _plain(N_("This account is {name}'s, who holds an office. Have it taken over there first.")),
    "nothing_linked": _plain(
        N_("No account was linked to you after this one. Where you were known first, /link remove takes the others back.")
    ),
    "no_link_codes": _plain(N_("Accounts cannot be linked here: PAGT_SECRET is not set.")),
    "no_such_setting_of_a_channel": _plain(N_("Write “headline” or “full”, as in: /agreement channel headline")),
    "no_such_clause": _plain(N_("No clause is called “{text}”. Did you mean {near}? /agreement clause lists them all."), any_of),
    "no_such_zone": _plain(
        N_("I know no place called “{text}”. Write a larger city with the same time, as in: /timezone London")
    ),
    "which_zone": _plain(N_("“{text}” is more than one place. Write which, as in: {zones}"), any_of),
    "no_such_language": _plain(N_("I speak Danish and English only. Write: /language da or /language en.")),
    "only_in_channel": _plain(N_("Type that in the channel that is to belong to the agreement, not in a direct message.")),
    "channel_taken": _plain(
        N_("This channel belongs to another agreement, “{agreement}”. Let it go there first: /agreement release.")
    ),
    "channel_not_bound": _plain(N_("This channel belongs to no agreement.")),
    "unclear_when": lambda facts: question(facts["question"], facts["text"]),
    "needs_time": _plain(N_("At what time? Write the day and the time, as in: {example}")),
    "plan_first": _plain(N_("Look it over first: write /meeting plan, then the day and the time, as in: {example}")),
    "meeting_ends_first": lambda facts: say(
        _("It cannot end before it starts, at {starts}."), starts=clock_time(facts["starts"])
    ),
    "no_meeting_ref": _plain(N_("“{ref}” is not a meeting. Write its number, as in M-3; /meeting list shows them.")),
    "no_such_meeting": _plain(N_("There is no meeting {ref}. /meeting list shows them all.")),
    "no_meeting_coming": _plain(N_("No meeting is convened just now. Write a number, as in M-3; /meeting list shows them all.")),
    "convened_already": _plain(N_("{meeting} is convened for {at} already.")),
    "moved_already": _plain(N_("{meeting} is set for {at} already. Give another day, time or place.")),
    "held_already": _plain(N_("{by} has confirmed already that {meeting} was held.")),
    "held_meeting": _plain(N_("{meeting} was held, so it cannot be moved or cancelled.")),
    "cancelled_meeting": _plain(N_("{meeting} was cancelled. What was held all the same is recorded with /meeting record.")),
    "meeting_over": _plain(N_("{meeting} was to be on {at}. Say whether it was held: /meeting held, or /meeting cancel.")),
    "not_held_yet": _plain(N_("{meeting} begins on {at}. It can be confirmed after that.")),
    "record_past": _plain(N_("That day is still to come. Convene the meeting instead: /meeting plan")),
    "no_such_calendar_wish": _plain(N_("I do not know “{text}” there. Write /calendar new for an address, or /calendar close.")),
    "no_such_year": _plain(N_("“{text}” is not a year. Write it in figures, as in: /meeting list {year}")),
    "no_such_wish": _plain(N_("There is no open wish number {number}.")),
    "no_wish": _plain(N_("Nobody is waiting for an answer to a wish for a meeting.")),
    "which_wish": _plain(N_("Which wish? Write its number: {known}."), any_of),
    "effective_too_early": lambda facts: say(
        _(
            "Version {number} holds from {earliest}; a new one cannot hold from {effective}, before it. Write a later effective_from."
        ),
        number=facts["number"],
        earliest=_day_of(facts, "earliest"),
        effective=_day_of(facts, "effective"),
    ),
    "ids_gone": _plain(
        N_("The text no longer holds {ids}, which stored records refer to. Keep the ids; a unit that leaves gets a “left” date.")
    ),
    "loaded_meanwhile": _plain(N_("Somebody loaded version {number} in the meantime. Look at the changes once more.")),
} | {code: _plain(msgid) for code, msgid in ABOUT_AGENDAS.items()}
