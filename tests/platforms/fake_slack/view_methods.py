"""Modals, the Home tab and files in the fake Slack: a trigger is good for three seconds and once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.platforms.fake_slack.blocks import HOME, MODAL, check_view
from tests.platforms.fake_slack.payloads import view_json
from tests.platforms.fake_slack.reach import Reach
from tests.platforms.fake_slack.refusals import Refused
from tests.platforms.fake_slack.state import Install, Json, Message, OpenView, State, Trigger

TRIGGER_LIVES = 3.0
MOST_VIEWS = 3


@dataclass
class ViewMethods:
    """Opens, changes and publishes views."""

    state: State

    def open(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer views.open."""
        check_view(facts.get("view"))
        trigger = self._trigger(facts)
        self.state.views[:] = [one for one in self.state.views if one.user != trigger.user]
        return self._shown(who, trigger.user, facts["view"])

    def push(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer views.push."""
        check_view(facts.get("view"))
        trigger = self._trigger(facts)
        if sum(one.user == trigger.user for one in self.state.views) >= MOST_VIEWS:
            raise Refused("push_limit_reached")
        return self._shown(who, trigger.user, facts["view"])

    def update(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer views.update."""
        found = self.state.open_view(str(facts.get("view_id") or ""))
        if found is None:
            raise Refused("not_found")
        if facts.get("hash") and facts["hash"] != found.hash:
            raise Refused("hash_conflict")
        check_view(facts.get("view"))
        change(self.state, found, facts["view"])
        return {"view": view_json(found, self.state, who)}

    def publish(self, _who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer views.publish."""
        user, view = str(facts.get("user_id") or ""), facts.get("view")
        if user not in self.state.users:
            raise Refused("user_not_found")
        check_view(view)
        if not isinstance(view, dict) or view["type"] != HOME:
            raise Refused("invalid_arguments", ["only a home view is published"])
        self.state.homes[user] = view
        return {"view": {**view, "id": self.state.new_id("V")}}

    def _trigger(self, facts: Mapping[str, Any]) -> Trigger:
        """Exchange a trigger, which can be done once."""
        if facts["view"]["type"] != MODAL:
            raise Refused("invalid_arguments", ["only a modal is opened"])
        found = self.state.triggers.get(str(facts.get("trigger_id") or ""))
        if found is None:
            raise Refused("invalid_trigger_id")
        if found.used:
            raise Refused("exchanged_trigger_id")
        if self.state.clock.now() - found.at > TRIGGER_LIVES:
            raise Refused("expired_trigger_id")
        found.used = True
        return found

    def _shown(self, who: Install, user: str, view: Json) -> Json:
        opened = OpenView(self.state.new_id("V"), f"{self.state.number()}.hash", user, who.team, view)
        self.state.views.append(opened)
        return {"view": view_json(opened, self.state, who)}


def change(state: State, opened: OpenView, view: Json) -> None:
    """Put another view in the place of an open one."""
    opened.view, opened.errors, opened.hash = view, {}, f"{state.number()}.hash"


@dataclass
class FileMethods:
    """Takes files in three steps: an address to upload to, the upload (server.py), and where they are to be shown."""

    state: State
    upload_url: str

    def begin(self, _who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer files.getUploadURLExternal."""
        length = int(facts.get("length") or 0)
        if not facts.get("filename") or length < 1:
            raise Refused("invalid_arguments", ["filename and length are needed"])
        file_id = self.state.new_id("F")
        self.state.uploads[file_id] = {"name": facts["filename"], "length": length, "alt_txt": facts.get("alt_txt"), "data": None}
        return {"file_id": file_id, "upload_url": f"{self.upload_url}/{file_id}"}

    def complete(self, who: Install, facts: Mapping[str, Any]) -> Json:
        """Answer files.completeUploadExternal."""
        given = facts.get("files") or []
        files = []
        for one in given:
            found = self.state.uploads.get(one["id"])
            if found is None or found["data"] is None or len(found["data"]) != found["length"]:
                raise Refused("file_not_found")
            files.append(
                {
                    "id": one["id"],
                    "name": found["name"],
                    "title": one.get("title") or found["name"],
                    "size": found["length"],
                    "alt_txt": found["alt_txt"],
                }
            )
        if facts.get("channel_id"):
            channel, root = Reach(self.state).written(who, facts["channel_id"]), facts.get("thread_ts")
            if root and self.state.at(channel.id, root) is None:
                raise Refused("thread_not_found")
            said = str(facts.get("initial_comment") or "")
            stamp = self.state.clock.stamp()
            self.state.add(
                Message(
                    stamp, channel.id, who.bot_user, said, thread_ts=root, bot_id=who.bot_id, files=files, subtype="file_share"
                )
            )
        return {"files": files}
