"""The scene in Mattermost, on a server of any age: what people type, press and fill in there, and what they read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from typing_extensions import override

from tests.platforms import mattermost_stage
from tests.platforms.fake_mattermost.dialogs import shown_in
from tests.platforms.fake_mattermost.eras import Era
from tests.platforms.fake_mattermost.fake import FakeMattermost
from tests.platforms.fake_mattermost.seen import Seen, dialog_said, said
from tests.platforms.fake_mattermost.state import Channel, OpenDialog, Post, User
from tests.platforms.scene import CAST, FIRST_TONGUE, PATIENCE_S, ZONE, Came, Letter, Scene, settled_in
from tests.platforms.waiting import until


@dataclass
class InMattermost(Scene):
    """Everybody in one team."""

    platform: ClassVar[str] = "mattermost"
    stage: mattermost_stage.Stage
    room: Channel

    @property
    def fake(self) -> FakeMattermost:
        """The server."""
        return self.stage.fake

    @override
    async def types(self, who: str, line: str, *, alone: bool = False) -> Came:
        user = self._user(who)
        return await self._came(who, await self.fake.types(user.id, self.stage.dm(user) if alone else self.room.id, line))

    @override
    async def presses_on(self, who: str, letter: Letter, label: str) -> Came:
        return await self._came(who, await self.fake.presses(self._user(who).id, letter.raw, label))

    @override
    async def chooses_in(self, who: str, letter: Letter, label: str) -> Came:
        return await self._came(who, await self.fake.chooses(self._user(who).id, letter.raw, label))

    @override
    async def submits(self, who: str, **values: Any) -> Came:
        """Send the dialog: where the server has no menu for several choices, they are typed; a day and its time may be picked as one."""
        several, opened = self.fake.state.era.multiselect, self.fake.state.open_dialog(self._user(who).id)
        assert opened is not None, f"no dialog is open before {who}"
        if values.keys() & {"day", "starts"} and _picks_a_moment(opened):
            day, starts = _parted(shown_in(opened, self.fake.state.era)["starts"])
            values["starts"] = f"{values.pop('day', day)}T{values.get('starts', starts)}"
        given = {
            name: ([*value] if several else ", ".join(value)) if isinstance(value, tuple) else value
            for name, value in values.items()
        }
        return await self._came(who, await self.fake.submits(self._user(who).id, **given))

    @override
    async def writes_under(self, who: str, letter: Letter, words: str) -> Came:
        root = letter.raw.root_id or letter.raw.id
        return await self._came(who, await self.fake.says(self._user(who).id, letter.raw.channel_id, words, root=root))

    @override
    async def writes(self, who: str, words: str) -> Came:
        user = self._user(who)
        return await self._came(who, await self.fake.says(user.id, self.stage.dm(user), words))

    @override
    def letters(self, who: str) -> list[Letter]:
        user = self._user(who)
        where = self.stage.dm(user)
        return [
            self._letter(one)
            for one in self.fake.state.posts
            if not one.delete_at
            and (one.only_for == user.id or (one.channel_id == where and one.user_id == self.fake.bot.id and not one.only_for))
        ]

    @override
    def board(self) -> list[Letter]:
        return [self._letter(one) for one in self.fake.posts(self.room) if one.user_id == self.fake.bot.id]

    @override
    def complaints(self) -> list[str]:
        """Return that; what only one person sees has no thread to look into, so that refusal is asked for."""
        refused = [one for one in self.fake.refused if not one[0].endswith("/thread")]
        return [str(one) for one in (*self.fake.complaints, *refused, *self.fake.logged)]

    @override
    def forward(self, to: datetime) -> None:
        self.stage.now = to

    def _user(self, who: str) -> User:
        return self.stage.people[who]

    def _letter(self, post: Post) -> Letter:
        labels = [one["name"] for part in post.attachments for one in part.get("actions") or () if one["type"] == "button"]
        return Letter(said(post, self.fake.state), labels, post)

    async def _came(self, who: str, seen: Seen) -> Came:
        """Wait for what comes of an act, and let what is owed go out."""
        self.ticks()
        mine = lambda: [one for one in seen.answers if one.only_for or one.channel_id != self.room.id]  # noqa: E731  # Not news for all.
        read = lambda: [said(one, self.fake.state) for one in mine()]  # noqa: E731
        await until(lambda: self.answered(who, read()) or seen.error or seen.dialog, PATIENCE_S)
        assert not seen.error, f"{who}: {seen.error} {self.fake.refused}"
        await self.program.settle()
        opened = seen.dialog
        text = "\n".join(read())
        if opened is None:
            return Came(text)
        wrong = {**opened.errors, **({"": opened.error} if opened.error else {})}
        fields = shown_in(opened, self.fake.state.era)
        if _picks_a_moment(opened):
            fields["day"], fields["starts"] = _parted(fields["starts"])
        return Came(text, dialog_said(opened, self.fake.state), fields, wrong)


def _picks_a_moment(opened: OpenDialog) -> bool:
    """Tell whether a dialog asks for a day and its time with one picker."""
    return any((one["name"], one["type"]) == ("starts", "datetime") for one in opened.dialog.get("elements") or ())


def _parted(instant: str) -> tuple[str, str]:
    """Return the day and the time of day that a picker shows, if it shows any."""
    if not instant:
        return "", ""
    shown = datetime.fromisoformat(instant).astimezone(ZONE)
    return shown.date().isoformat(), f"{shown:%H:%M}"


@asynccontextmanager
async def in_mattermost(folder: Path, template: Path, era: Era, tongues: tuple[str, str]) -> AsyncIterator[InMattermost]:
    """Set the scene in Mattermost; its people have chosen their language there, where they could."""
    async with FakeMattermost(era).running() as fake:
        for first, (name, _, _) in CAST.items():
            fake.adds_user(f"{first}.x", name, locale=tongues[first not in FIRST_TONGUE])
        async with mattermost_stage.staged(folder, template, fake) as stage:
            stage.people |= {first: fake.state.named(f"{first}.x") for first in CAST}
            room = fake.adds_channel("samarbejde", [stage.people[first] for first in CAST])
            accounts = {first: stage.people[first].id for first in CAST}
            settled_in(stage.program, "mattermost", accounts, room.id, tongues)
            yield InMattermost(stage.program, tongues, stage, room)
