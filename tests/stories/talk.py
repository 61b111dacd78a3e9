"""The same dialog in either language: who takes part types the commands of that language, and reads its words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from bot.chat.plain import plain
from bot.domain.person import Appointment
from bot.domain.role import Role
from bot.platforms.local.post import Post
from bot.sample import cast
from bot.sample.people import who
from bot.words.language import _, speaking
from storage.records import Records
from storage.tables import PersonRow


@dataclass
class Talk:
    """The bot of a story, spoken to in one language. Commands are given by their English name, words by their English text."""

    bot: Any
    language: str
    beginnings: Any = None
    spoken_by_all: bool = False

    def everybody(self) -> "Talk":
        """Let everybody be spoken to in the language."""
        self._changed(lambda records: [one.sqlmodel_update({"language": self.language}) for one in self._people(records)])
        self.spoken_by_all = True
        return self

    def after(self, step: Callable[..., object], *facts: object) -> "Talk":
        """Go on after `step(talk, *facts)`, with which other stories begin as well: it happens once, and each goes on in a copy."""
        self.bot.begin(self.beginnings.told(self, step, facts))
        return self

    def word(self, msgid: str, **facts: object) -> str:
        """Return a text of the bot in the language."""
        with speaking(self.language):
            return _(msgid).format(**facts)

    def line(self, command: str, words: str = "") -> str:
        """Return a command as people of the language type it."""
        found = self.bot.pagt.registry.find(command)
        assert found is not None, command
        return f"/{found[0].called(self.language)} {words}".strip()

    def says(self, person: str, command: str, words: str = "", **where: Any):
        """Type a command."""
        return self.bot.says(person, self.line(command, words), **where)

    def fills(self, person: str, command: str, words: str = "", **values: str):
        """Type a command that opens a form, fill it and send it."""
        return self.bot.fills(person, self.line(command, words), **values)

    def presses(self, person: str, label: str):
        """Press the newest button of that label."""
        return self.bot.presses(person, self.word(label))

    def hears(self, person: str, **where: Any) -> str:
        """Return what the bot has said to somebody since they last listened."""
        return "\n\n".join(self.bot.heard(person, **where))

    def posts(self, person: str, *, channel: bool = False) -> list[Post]:
        """Return the bot's posts that stand before somebody now, as they stand after edits."""
        room = cast.CHANNEL if channel else f"d_{who(person)}"
        return [post for post in self.bot.workspace.posts.seen(who(person), room) if post.author is None]

    def stands(self, person: str, **where: Any) -> list[str]:
        """Return the headlines before somebody now, oldest first."""
        return [post.message.headline for post in self.posts(person, **where) if post.message]

    def in_thread(self, person: str, headline: str, words: str):
        """Write words in the thread of the newest post with a headline that starts so."""
        post = next(one for one in reversed(self.posts(person)) if one.message and one.message.headline.startswith(headline))
        outcome = self.bot.runner.run(self.bot.desk.say(who(person), post.room, words, thread=post.id))
        return plain(outcome.answer.message) if outcome.answer else ""

    def changed(self, change) -> Any:
        """Change the records without anybody's command."""
        self.bot.lived = True
        return self._changed(change)

    def _changed(self, change) -> Any:
        with self.bot.pagt.store.begin() as installation:
            return change(installation.within("koebenhavn", actor="story", now=self.bot.pagt.now()))

    def asked(self, question) -> Any:
        """Ask the records."""
        with self.bot.pagt.store.read() as installation:
            return question(installation.within("koebenhavn", actor="story", now=self.bot.pagt.now()))

    def appoints(self, person: str, role: Role, unit: str | None = None) -> None:
        """Give somebody a role from today on, without a word to anybody."""
        today = self.bot.pagt.now().date()

        def appoint(records: Records) -> None:
            known = records.people.behind("local", who(person))
            assert known is not None
            records.people.appoint(Appointment(person_id=known.id, role=role, unit=unit, since=today))

        self.changed(appoint)

    def relieves(self, person: str, role: Role, unit: str | None = None) -> None:
        """Take a role from somebody today, without a word to anybody."""
        today = self.bot.pagt.now().date()
        self.changed(lambda records: records.people.relieve(records.people.behind("local", who(person)).id, role, unit, today))

    def _people(self, records: Records) -> list[PersonRow]:
        return list(records.session.exec(select(PersonRow)).all())
