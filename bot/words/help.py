"""What the bot says about itself: what a person may do, how it is typed where they are, and an example. Rights are decided elsewhere."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.chat.markdown import Markdown, code, listed
from bot.chat.message import Button, Buttons, Message, Part, text
from bot.reserved_names import reserved, ways
from bot.words.language import N_, _, spoken, t
from bot.words.person import platform as platform_name
from bot.words.refusal import RIGHTS

# The nouns in the order in which people need them, and what they are about; the rest follows.
NOUNS: Mapping[str, str] = {
    "initiative": N_("Initiatives"),
    "status": N_("Status rounds"),
    "meeting": N_("Meetings"),
    "briefing": N_("Briefings"),
    "focus": N_("Focus areas"),
    "party": N_("Parties"),
    "agreement": N_("The agreement"),
}
YOURSELF = "help"  # The group of the commands of one word.
EXAMPLES: Mapping[str, str] = {
    "initiative new": N_("/initiative new Open workshop; tracks: 1; lead unit: ssp; starts: 1 March 2027"),
    "initiative list": N_("/initiative list track 2 osa active"),
    "initiative find": N_("/initiative find school"),
    "initiative show": N_("/initiative show I-7"),
    "initiative update": N_("/initiative update I-7 paused The workshop is being rebuilt."),
    "initiative join": N_("/initiative join I-7 osa"),
    "initiative leave": N_("/initiative leave I-7 osa"),
    "initiative withdraw": N_("/initiative withdraw I-7 Registered twice."),
    "initiative history": N_("/initiative history I-7"),
    "initiative seen": N_("/initiative seen I-7 osa"),
    "status reply": N_("/status reply osa unchanged"),
    "status ask": N_("/status ask 30 November"),
    "status show": N_("/status show 2026-Q4"),
    "status digest": N_("/status digest 2026-Q4 all"),
    "meeting plan": N_("/meeting plan Thursday 11 March 10:00-12:00; place: City Hall"),
    "meeting list": N_("/meeting list 2027"),
    "meeting show": N_("/meeting show M-3"),
    "meeting move": N_("/meeting move M-3 18 March 10:00"),
    "meeting cancel": N_("/meeting cancel M-3"),
    "meeting held": N_("/meeting held M-3"),
    "meeting answer": N_("/meeting answer M-3 osa yes"),
    "meeting attendance": N_("/meeting attendance M-3 all except osa"),
    "meeting snooze": N_("/meeting snooze M-3 tomorrow 13:00"),
    "meeting poll": N_("/meeting poll P-1"),
    "meeting vote": N_("/meeting vote P-1 osa 1, 3"),
    "meeting pick": N_("/meeting pick P-1 2"),
    "meeting request": N_("/meeting request Two new initiatives need a decision."),
    "meeting decline": N_("/meeting decline 2"),
    "meeting item": N_("/meeting item Shared opening hours; for: decision; background: Three clubs ask for it."),
    "meeting agenda": N_("/meeting agenda M-3"),
    "meeting order": N_("/meeting order M-3 9 4"),
    "meeting strike": N_("/meeting strike M-3 9 It can wait."),
    "meeting send": N_("/meeting send M-3"),
    "meeting decision": N_("/meeting decision M-3 4 approved: The clubs open two evenings a week."),
    "meeting decisions": N_("/meeting decisions page 2"),
    "meeting minutes": N_("/meeting minutes M-3 file"),
    "meeting comment": N_("/meeting comment M-3 osa item 4 It begins on 1 April."),
    "meeting approve": N_("/meeting approve M-3"),
    "meeting action": N_("/meeting action A-4 done"),
    "meeting actions": N_("/meeting actions osa all"),
    "briefing list": N_("/briefing list 2027"),
    "briefing show": N_("/briefing show status 2027"),
    "briefing draft": N_("/briefing draft status"),
    "briefing passage": N_("/briefing passage status meetings"),
    "briefing edit": N_("/briefing edit status meetings"),
    "briefing comment": N_("/briefing comment status meetings The seminar in May is missing."),
    "briefing comments": N_("/briefing comments status"),
    "briefing agree": N_("/briefing agree status osa"),
    "briefing approve": N_("/briefing approve status M-3 item 4"),
    "briefing hand-in": N_("/briefing hand-in status"),
    "briefing agenda": N_("/briefing agenda status item 7"),
    "briefing deliver": N_("/briefing deliver status"),
    "briefing confirm": N_("/briefing confirm status"),
    "briefing defer": N_("/briefing defer status"),
    "briefing plan": N_("/briefing plan status 7 December"),
    "briefing dates": N_("/briefing dates oeu 12 January 2027, 26 January 2027"),
    "briefing document": N_("/briefing document status"),
    "focus new": N_("/focus new Young people and the summer"),
    "focus list": N_("/focus list 2027"),
    "focus show": N_("/focus show F-2"),
    "focus choose": N_("/focus choose F-2 M-3 item 5"),
    "focus drop": N_("/focus drop F-2 M-3 item 5"),
    "focus report": N_("/focus report F-2"),
    "party show": N_("/party show osa"),
    "party contact": N_("/party contact osa @anna deputy"),
    "party relieve": N_("/party relieve osa @anna"),
    "agreement clause": N_("/agreement clause 23"),
    "agreement statement": N_("/agreement statement 2027"),
    "agreement use": N_("/agreement use koebenhavn"),
    "agreement appoint": N_("/agreement appoint chair @anna"),
    "agreement relieve": N_("/agreement relieve chair @anna"),
    "agreement claim": N_("/agreement claim ABCD-EFGH-IJKL"),
    "language": N_("/language da"),
    "timezone": N_("/timezone London"),
    "link": N_("/link ABCD-EFGH-IJKL"),
    "agreement channel": N_("/agreement channel headline"),
    "agreement wheel": N_("/agreement wheel 2027"),
    "calendar": N_("/calendar new"),
    "help": N_("/help initiative"),
}


class Command(Protocol):
    """What is read of a command; bot/registry.py declares it."""

    @property
    def name(self) -> str:
        """What it is called in English."""

    @property
    def danish(self) -> str:
        """What it is called in Danish."""

    @property
    def group(self) -> str:
        """The noun it belongs to."""

    @property
    def may(self) -> str:
        """The right it needs."""

    @property
    def help(self) -> str:
        """What it does, in one English sentence."""

    @property
    def usage(self) -> str:
        """What stands behind its name, in English."""

    def called(self, language: str) -> str:
        """Return what people of a language call it."""


@dataclass(frozen=True)
class Here:
    """Where the person asks: the platform, and the root command there."""

    platform: str
    root: str = "pagt"


def overview(commands: Sequence[Command], *, intro: Markdown, stranger: bool) -> Message:
    """Show what a person may do, noun by noun."""
    parts: list[Part] = [text(intro, t(_("In a direct message to me you may leave out the slash.")))]
    nouns = grouped(commands)
    parts += [text(t("**{noun}**", noun=noun(group, inside)), _lines(inside)) for group, inside in nouns.items()]
    buttons = tuple(Button(noun(group, inside), f"/help {group}") for group, inside in nouns.items() if group != YOURSELF)
    if buttons:
        parts.append(Buttons(buttons))
    return Message(_("Hello, I am Pagt") if stranger else _("What you can do"), tuple(parts))


def topic(group: str, commands: Sequence[Command]) -> Message:
    """Show the commands of one noun that a person may use, each with an example."""
    if not commands:
        return Message(noun(group, commands), (text(t(_("There is nothing here that you may do just now."))),))
    return Message(noun(group, commands), (text(_lines(commands, examples=True)), *_try(commands)))


def details(one: Command, *, allowed: bool, fields: Sequence[str], here: Here) -> Message:
    """Show one command: what it does, how it is typed here, an example, and who may use it."""
    name = one.called(spoken())
    typed = " ".join(filter(None, (name, _(one.usage))))
    lines = [code(way) for way in ways(typed, here.platform, here.root)]
    lines.append(t(_("{typed} in a direct message to me"), typed=code(typed)))
    if reserved(one.group, here.platform):
        kept = t(_("{platform} keeps {word} for itself."), platform=platform_name(here.platform), word=code(f"/{one.group}"))
        lines.append(kept)
    other = one.name if spoken() == "da" else one.danish
    lines.append(t(_("In the other language: {other}"), other=code(other)))
    more = [_example(one)]
    if fields:
        line = f"/{name} " + "; ".join(f"{field}: …" for field in fields)
        more.append(t(_("It opens a form; or write it in one line: {line}"), line=code(line)))
    if not allowed:
        more.append(t(_("*{right}*"), right=_(RIGHTS[one.may])))
    return Message(
        name,
        (
            text(t("{help}", help=_(one.help))),
            text(t(_("**How to type it**")), listed(lines)),
            text(*more),
            *(_try([one]) if allowed else ()),
        ),
    )


def grouped(commands: Sequence[Command]) -> dict[str, list[Command]]:
    """Return the commands by noun, in the order in which people need them; those of one word come last, together."""
    found: dict[str, list[Command]] = defaultdict(list)
    for one in commands:
        found[one.group if " " in one.name else YOURSELF].append(one)
    rank = {group: place for place, group in enumerate(NOUNS)}
    order = sorted(found, key=lambda group: (group == YOURSELF, rank.get(group, len(rank)), group))
    return {group: found[group] for group in order}


def noun(group: str, commands: Sequence[Command]) -> str:
    """Return what a group of commands is about."""
    if group == YOURSELF:
        return _("Yourself")
    known = NOUNS.get(group)
    if known is not None:
        return _(known)
    return commands[0].called(spoken()).split()[0].capitalize() if commands else group.capitalize()


def _lines(commands: Sequence[Command], *, examples: bool = False) -> Markdown:
    lines = []
    for one in commands:
        typed = " ".join(filter(None, (f"/{one.called(spoken())}", _(one.usage))))
        said = t("{typed} – {help}", typed=code(typed), help=_(one.help))
        example = _example(one) if examples and one.usage else Markdown("")
        lines.append(t("{said} {example}", said=said, example=example) if example else said)
    return listed(lines)


def _example(one: Command) -> Markdown:
    return t(_("Example: {example}"), example=code(_(EXAMPLES[one.name]))) if one.name in EXAMPLES else Markdown("")


def _try(commands: Sequence[Command]) -> tuple[Buttons, ...]:
    """Offer the commands that need no words behind them as buttons."""
    ready = [one for one in commands if (not one.usage or one.usage.startswith("[")) and one.name not in _NOT_BY_BUTTON]
    buttons = tuple(Button(one.called(spoken()).capitalize(), f"/{one.name}") for one in ready)
    return (Buttons(buttons),) if buttons else ()


# A button is pressed by mistake more easily than a command is typed.
_NOT_BY_BUTTON = frozenset({"agreement release", "status close", "status ask"})
