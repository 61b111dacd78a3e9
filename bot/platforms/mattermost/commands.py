"""The slash commands Pagt registers in a team, from the registry: the root, and each group whose word the server leaves free. Registering is for setup.py."""

from dataclasses import dataclass
from typing import Any

from bot.chat.message import shortened
from bot.registry import Registry
from bot.reserved_names import ALSO, short
from bot.words import help as help_words
from bot.words import slack_app as words

DISPLAY_NAME, DESCRIPTION, HINT, LONGEST_DESC = 60, 60, 120, 250  # Well below what the server counts in bytes.


@dataclass(frozen=True)
class Wanted:
    """One command as it is to stand there."""

    trigger: str
    hint: str
    description: str

    def body(self, team: str, url: str) -> dict[str, Any]:
        """Return it as the server takes it."""
        return {
            "team_id": team,
            "trigger": self.trigger,
            "method": "P",
            "url": url,
            "auto_complete": True,
            "auto_complete_hint": self.hint,
            "auto_complete_desc": self.description,
            "display_name": shortened(f"Pagt /{self.trigger}", DISPLAY_NAME),
            "description": shortened(self.description, DESCRIPTION),
        }


def wanted(registry: Registry, prefix: str = "") -> list[Wanted]:
    """Return the commands to be registered, described in the language being spoken."""
    groups = help_words.grouped([one for one in registry.commands if not one.hidden])
    found = [Wanted(registry.root, f"[{' | '.join(one for one in groups)}]", words.everything())]
    for group, inside in groups.items():
        if short(group, "mattermost") and group != registry.root:
            verbs = dict.fromkeys(one.name.partition(" ")[2] for one in inside)
            hint = shortened(f"[{' | '.join(verb for verb in verbs if verb)}]", HINT)
            about = shortened(help_words.noun(group, inside), LONGEST_DESC)
            called = (group, *(alias for alias, meant in ALSO.items() if meant == group))
            found.extend(Wanted(f"{prefix}{name}", hint, about) for name in called)
    return found
