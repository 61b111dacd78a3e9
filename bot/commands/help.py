"""The command that explains the others (Danish: hjælp): from the registry, and only what the person who asks may do."""

from dataclasses import replace
from functools import cache

from bot.chat.message import Message
from bot.chat.request import Reply, Request
from bot.domain.role import Role
from bot.refusal import Refusal
from bot.registry import Command, Registry, all_commands, command
from bot.words import help as words
from bot.words import welcome
from bot.words.language import N_
from bot.words.person import who_you_are
from storage.agreements import Agreements
from storage.records import Records


@cache
def _registry(root: str) -> Registry:
    return Registry(all_commands(), root)


def help_in(root: str) -> Command:
    """Return the command for a root command of another name; the app puts it in with `registry.replaced`."""

    @command("help", danish="hjælp", may="help", usage=N_("[topic]"), aliases=("hjaelp", "?"))
    def help_(request: Request, records: Records) -> Reply:
        """Tell what you can do, or explain one command."""
        registry, wanted = _registry(root), request.words.strip()
        if not wanted:
            return Reply(_overview(request, records, registry))
        if found := registry.find(wanted):
            return Reply(_details(request, records, found[0], root))
        if group := registry.group(wanted):
            mine = [one for one in _offered(request, records, registry) if one.group == group]
            return Reply(words.topic(group, mine))
        raise Refusal("unknown_command", typed=" ".join(wanted.split())[:60], registry=registry)

    return help_


help_ = help_in("pagt")


def _offered(request: Request, records: Records, registry: Registry) -> list[Command]:
    """Return the commands that this person may use, and that are of any use now."""
    useless = set()
    if records.people.holding(Role.ADMIN, request.today):
        useless.add("agreement claim")
    if len(Agreements(records.session).ids()) == 1:
        useless.add("agreement use")
    return [one for one in registry.commands if request.by.may(one.may) and not one.hidden and one.name not in useless]


def _overview(request: Request, records: Records, registry: Registry) -> Message:
    offered = _offered(request, records, registry)
    if not request.by.roles:
        facilitators = [one.name for one in records.people.holding(Role.FACILITATOR, request.today)]
        return words.overview(offered, intro=welcome.stranger(request.agreement, facilitators), stranger=True)
    return words.overview(offered, intro=who_you_are(request.agreement, request.by), stranger=False)


def _details(request: Request, records: Records, one: Command, root: str) -> Message:
    here = words.Here(request.call.account.platform, root)
    return words.details(one, allowed=request.by.may(one.may), fields=_fields(request, records, one), here=here)


def _fields(request: Request, records: Records, one: Command) -> list[str]:
    """Return what has to be written behind a command that has a form; nothing where the form needs to know more first."""
    try:
        form = one.form(replace(request, words=""), records) if one.form and request.by.may(one.may) else None
    except Refusal:
        return []
    return [f"{field.label[:1].lower()}{field.label[1:]}" for field in form.fields if field.required] if form else []
