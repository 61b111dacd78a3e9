"""Whom and what an installation of the fake Slack may reach: every method that names a conversation or a person asks here."""

from dataclasses import dataclass

from tests.platforms.fake_slack import grants
from tests.platforms.fake_slack.payloads import shares_channel
from tests.platforms.fake_slack.refusals import MissingScope, Refused
from tests.platforms.fake_slack.state import Channel, Install, State


@dataclass
class Reach:
    """Finds conversations, and refuses those an installation may not see or write into."""

    state: State

    def seen(self, who: Install, id_: object) -> Channel:
        """Return a conversation the bot may know of.

        Raises:
            Refused: when there is none, or it is hidden from the bot.
        """
        found = self.state.channels.get(str(id_ or ""))
        hidden = found is not None and found.kind != "channel" and who.bot_user not in found.members
        if found is None or hidden or who.team not in {found.team, *found.shared_with, *self._teams(found)}:
            raise Refused("channel_not_found")
        return found

    def read(self, who: Install, id_: object, method: str) -> Channel:
        """Return a conversation the bot may ask a method about.

        Raises:
            Refused: when it may not.
        """
        found = self.seen(who, id_)
        if (scope := grants.of_conversation(method, found)) not in who.scopes:
            raise MissingScope(scope, who.scopes)
        if scope.endswith("history") and who.bot_user not in found.members:
            raise Refused("not_in_channel")
        return found

    def written(self, who: Install, id_: object) -> Channel:
        """Return a conversation the bot may write into; a person's id stands for the direct one with them.

        Raises:
            Refused: when it may not.
        """
        found = self.direct(who, str(id_)) if str(id_ or "") in self.state.users else self.seen(who, id_)
        if found.archived:
            raise Refused("is_archived")
        if who.bot_user not in found.members:
            raise Refused("not_in_channel")
        if found.kind == "im" and self.state.users[found.user].deleted:
            raise Refused("account_inactive")
        return found

    def direct(self, who: Install, user: str) -> Channel:
        """Return the conversation with a person.

        Raises:
            Refused: when there is no such person, or none this installation may write to.
        """
        person = self.state.users.get(user)
        if person is None:
            raise Refused("user_not_found")
        if person.deleted:
            raise Refused("user_disabled")
        if person.bot:
            raise Refused("cannot_dm_bot")
        if person.team != who.team and not shares_channel(self.state, person, who):
            raise Refused("user_not_visible")
        return self.state.direct(user, who.bot_user)

    def _teams(self, channel: Channel) -> set[str]:
        """Return the teams of those in a direct conversation."""
        return {self.state.users[one].team for one in channel.members} if channel.kind == "im" else set()
