"""What the bot says to people about themselves: who they are to it, and the language they are spoken to in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.chat.markdown import Markdown, listed
from bot.chat.message import Button, Buttons, Message, Part, facts, text
from bot.domain.agreement import Agreement
from bot.domain.person import Member
from bot.domain.role import Role
from bot.words import zone as zones
from bot.words.language import N_, _, all_of, day, say, spoken, t
from bot.words.office import office

LANGUAGE_NAMES: Mapping[str, str] = {"da": N_("Danish"), "en": N_("English")}
PLATFORM_NAMES: Mapping[str, str] = {"slack": "Slack", "mattermost": "Mattermost", "local": N_("the local workspace")}


@dataclass(frozen=True)
class Known:
    """What is known of the person who asks who they are."""

    member: Member
    platforms: Sequence[str] = ()
    facilitators: Sequence[str] = ()


def platform(name: str) -> str:
    """Return what people call a platform."""
    return _(PLATFORM_NAMES.get(name, name))


def who(agreement: Agreement, known: Known) -> Message:
    """Tell a person who they are to the bot."""
    person = known.member.person
    if not person.id:
        return _unknown(agreement, known)
    held = [_held(agreement, one.role, one.unit, day(one.since, weekday=False)) for one in known.member.appointments]
    pairs = {
        _("Agreement"): agreement.name(spoken()),
        _("Language"): _(LANGUAGE_NAMES.get(person.language, person.language)),
        **({_("Time zone"): zones.place(person.zone)} if person.zone and person.zone != agreement.time_zone else {}),
        _("Found on"): all_of(platform(one) for one in known.platforms),
    }
    roles = listed([t("{one}", one=one) for one in held]) if held else t(_("You hold no role yet."))
    parts: list[Part] = [text(roles), facts(pairs)]
    if not held:
        parts.append(text(_ask(known.facilitators)))
    return Message(say(_("You are {name}"), name=person.name), (*parts, Buttons((_other_language(person.language), _help()))))


def who_you_are(agreement: Agreement, member: Member) -> Markdown:
    """Tell a person in one sentence which offices they hold."""
    return t(_("You are {offices}."), offices=all_of(office(agreement, one.role, one.unit) for one in member.appointments))


def _held(agreement: Agreement, value: Role, unit: str | None, since: str) -> str:
    return say(_("{office}, since {day}"), office=office(agreement, value, unit), day=since)


def _unknown(agreement: Agreement, known: Known) -> Message:
    said = t(
        _("I have not met you under the agreement “{title}” yet, so I keep nothing about you."), title=agreement.name(spoken())
    )
    return Message(_("I do not know you yet"), (text(said, _ask(known.facilitators)), Buttons((_help(),))))


def _ask(facilitators: Sequence[str]) -> Markdown:
    if facilitators:
        return t(_("If you are to take part, ask {names} to appoint you."), names=all_of(facilitators))
    return t(_("If you are to take part, ask the facilitator to appoint you."))


def speaks(language: str, *, already: bool) -> Message:
    """Confirm, in that language, the language a person is spoken to in."""
    name = _(LANGUAGE_NAMES[language])
    said = (
        say(_("We speak {language} already"), language=name)
        if already
        else say(_("We speak {language} from now on"), language=name)
    )
    return Message(said, (Buttons((_other_language(language),)),))


def which_language(language: str) -> Message:
    """Tell which language is spoken, and offer the other."""
    said = say(_("We speak {language}"), language=_(LANGUAGE_NAMES.get(language, language)))
    return Message(said, (Buttons((_other_language(language),)),))


def _other_language(language: str) -> Button:
    """Return the button to the other language, in that language: who needs it reads no other."""
    return Button("Speak English", "/language en") if language == "da" else Button("Tal dansk", "/sprog dansk")


def _help() -> Button:
    return Button(_("What can I do?"), "/help")
