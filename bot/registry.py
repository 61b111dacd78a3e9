"""Commands declared, not branched on: help, rights, manifest and dispatch all read what stands on the decorator."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import ModuleType
from typing import TYPE_CHECKING, TypeAlias

from bot.chat.form import Form
from bot.chat.request import Reply, Request
from bot.domain.role import MAY

if TYPE_CHECKING:
    from storage.records import Records

Handler: TypeAlias = "Callable[[Request, Records], Reply]"
FormMaker: TypeAlias = "Callable[[Request, Records], Form | None]"


@dataclass(frozen=True)
class Command:
    """A command: its name in English and Danish, the right it needs, and what it does.

    `usage` and `help` are English message ids; the catalogues translate them. `changes` says that it writes, and `hidden` that
    nobody types it: it is what words without a command mean. `people` says that its words may name somebody by a mention; to
    all others a mention is a name among words. What `lasts` may change something also after the agreement
    was repealed.
    """

    name: str
    danish: str
    may: str
    handle: Handler
    help: str
    usage: str = ""
    form: "FormMaker | None" = None
    changes: bool = False
    hidden: bool = False
    people: bool = False
    lasts: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The noun the command belongs to."""
        return self.name.split()[0]

    def called(self, language: str) -> str:
        """Return the command as people of a language type it after the root."""
        return self.danish if language == "da" else self.name

    def names(self) -> set[tuple[str, ...]]:
        """Return every way to say it, as words."""
        english, danish = self.name.split(), self.danish.split()
        mixed = [(english[0], *danish[1:]), (danish[0], *english[1:])] if len(english) == len(danish) else []
        others = [tuple(alias.split()) for alias in self.aliases]
        return {tuple(english), tuple(danish), *mixed, *others}


def command(
    name: str,
    *,
    may: str,
    danish: str,
    usage: str = "",
    form: "FormMaker | None" = None,
    changes: bool = False,
    hidden: bool = False,
    people: bool = False,
    lasts: bool = False,
    aliases: tuple[str, ...] = (),
) -> Callable[[Handler], Command]:
    """Declare a handler as a command; the first line of its docstring is its help text.

    Raises:
        KeyError: when the right stands in no row of the table of rights.
    """
    MAY[may]

    def declared(handle: Handler) -> Command:
        help_ = (handle.__doc__ or "").strip().splitlines()
        return Command(name, danish, may, handle, help_[0] if help_ else "", usage, form, changes, hidden, people, lasts, aliases)

    return declared


@dataclass(frozen=True)
class Registry:
    """All commands of the program, and how a line of words finds its own."""

    commands: tuple[Command, ...]
    root: str = "pagt"
    _by_words: dict[tuple[str, ...], Command] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the commands by every way to say them; two commands under one name are a mistake of ours."""
        by_words: dict[tuple[str, ...], Command] = {}
        for one in self.commands:
            for words in one.names():
                if by_words.setdefault(words, one) is not one:
                    raise ValueError(f"two commands are called {' '.join(words)!r}")
        object.__setattr__(self, "_by_words", by_words)

    def find(self, line: str) -> tuple[Command, str] | None:
        """Return the command a line names and the words after it."""
        said = self.stripped(line)
        words = said.split(maxsplit=2)
        key = tuple(word.casefold() for word in words[:2])
        for count in (len(key), 1):
            found = self._by_words.get(key[:count])
            if found is not None:
                rest = said.split(maxsplit=count)[count:]
                return found, rest[0] if rest else ""
        return None

    def stripped(self, line: str) -> str:
        """Take away the slash, the root command and the hyphen of `/pagt-status`."""
        rest = line.strip().removeprefix("/").strip()
        first, _, after = rest.partition(" ")
        if first.casefold() == self.root:
            return after.strip().removeprefix("/")
        if first.casefold().startswith(f"{self.root}-"):
            return f"{first[len(self.root) + 1 :]} {after}".strip()
        return rest

    def group(self, line: str) -> str | None:
        """Return the noun a line starts with, when it names one in either language."""
        first = self.stripped(line).split(maxsplit=1)[:1]
        for one in self.commands:
            nouns = {words[0] for words in one.names() if len(words) > 1}
            if first and first[0].casefold() in nouns:
                return one.group
        return None

    def nearest(self, line: str, language: str) -> list[str]:
        """Return the commands whose names look most like what was typed."""
        typed = " ".join(self.stripped(line).casefold().split()[:2])
        names = {" ".join(words): one for one in self.commands if not one.hidden for words in one.names()}
        close = get_close_matches(typed, names, n=6, cutoff=0.55)
        return list(dict.fromkeys(names[name].called(language) for name in close))[:3]


def commands_in(modules: Iterable[ModuleType]) -> tuple[Command, ...]:
    """Return the commands declared in modules, in the order they stand there."""
    return tuple(one for module in modules for one in vars(module).values() if isinstance(one, Command))


def replaced(commands: Iterable[Command], *own: Command) -> tuple[Command, ...]:
    """Return the commands with `own` in the place of those of the same name: how the app gives one what only it knows."""
    by_name = {one.name: one for one in own}
    return tuple(by_name.get(one.name, one) for one in commands)


def all_commands() -> tuple[Command, ...]:
    """Return every command of bot/commands."""
    package = importlib.import_module("bot.commands")
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    return commands_in(importlib.import_module(f"bot.commands.{name}") for name in names)
