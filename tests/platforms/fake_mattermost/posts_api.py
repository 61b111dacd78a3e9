"""Posts and files in the fake Mattermost's REST API."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.platforms.fake_mattermost.asked import Asked, ok
from tests.platforms.fake_mattermost.attachments import complaints
from tests.platforms.fake_mattermost.mentions import called, fields_of
from tests.platforms.fake_mattermost.refusals import Refused, forbidden
from tests.platforms.fake_mattermost.shown import file_json, post_json, posts_json
from tests.platforms.fake_mattermost.state import MAX_POST_SIZE, MAX_PROPS, Channel, Json, Kept, Post, State, User

PENDING_LIVES_MS = 30_000
RESERVED = ("from_bot", "from_webhook", "from_plugin", "override_username", "override_icon_url")


@dataclass
class Posts:
    """Takes posts, and tells of them: `tell` lets everybody who listens know. `longest` is the server's MaxPostSize."""

    state: State
    tell: Callable[[str, Post], None]
    longest: int = MAX_POST_SIZE

    def create(self, asked: Asked) -> tuple[int, Json]:
        """Answer `POST /posts`."""
        me, state = asked.me, self.state
        channel = state.channels.get(asked.text("channel_id"))
        if channel is None or not _may_write(me, channel):
            raise forbidden()
        if channel.delete_at:
            raise Refused(400, "api.post.create_post.can_not_post_to_deleted.error", "Can not post to deleted channel.")
        silent = asked.query.get("silent") == "true" and state.era.silent
        if silent and not me.is_bot:
            raise forbidden()
        if (before := self._pending(me, asked.text("pending_post_id", needed=False))) is not None:
            return 201, post_json(before, state)
        message, props, files = (
            asked.text("message", needed=False),
            asked.body.get("props") or {},
            asked.body.get("file_ids") or [],
        )
        post = Post(state.new_id("post"), channel.id, me.id, message, asked.text("root_id", needed=False), silent=silent)
        self._checked(post, message, props)
        self._root(post)
        post.pending_post_id = asked.text("pending_post_id", needed=False)
        post.props = {name: value for name, value in props.items() if name not in RESERVED}
        if me.is_bot:
            post.props["from_bot"] = "true"
        self._with_files(me, post, files)
        return 201, post_json(self.add(post), state)

    def add(self, post: Post, event: str = "posted") -> Post:
        """Keep a post, give its buttons ids, find out whom it calls, and tell of it."""
        post.create_at = post.update_at = self.state.now()
        self._prepared(post)
        if not post.only_for and not post.silent:
            post.pinged = self.pings(post)
        self.state.posts.append(post)
        self.tell("ephemeral_message" if post.only_for else event, post)
        return post

    def patch(self, asked: Asked) -> Json:
        """Answer `PUT /posts/{post}/patch`, and `PUT /posts/{post}`: what is not named stays."""
        post = asked.post()
        if post.user_id != asked.me.id and not asked.me.admin:
            raise forbidden()
        if self.state.setting("ServiceSettings", "PostEditTimeLimit") == 0:
            raise Refused(
                400, "api.post.update_post.permissions_time_limit.app_error", "Post edit is only allowed for 0 seconds."
            )
        message = post.message if asked.body.get("message") is None else asked.text("message", needed=False)
        props = post.props if asked.body.get("props") is None else asked.body["props"]
        self._checked(post, message, props)
        self.change(post, message, props)
        return post_json(post, self.state)

    def change(self, post: Post, message: str, props: Json) -> None:
        """Put another content in a post's place; whoever wrote it stays who they are."""
        kept = {name: post.props[name] for name in RESERVED if name in post.props}
        post.message = message
        post.props = {**{name: value for name, value in props.items() if name not in RESERVED}, **kept}
        post.update_at = post.edit_at = self.state.now()
        self._prepared(post)
        self.tell("post_edited", post)

    def delete(self, asked: Asked) -> Json:
        """Answer `DELETE /posts/{post}`; the thread under it goes with it."""
        post = asked.post()
        if post.user_id != asked.me.id and not asked.me.admin:
            raise forbidden()
        for one in self.state.thread(post) if not post.root_id else [post]:
            one.delete_at = one.update_at = self.state.now()
            self.tell("post_deleted", one)
        return ok()

    def get(self, asked: Asked) -> Json:
        """Answer `GET /posts/{post}`."""
        return post_json(asked.post(), self.state)

    def thread(self, asked: Asked) -> Json:
        """Answer `GET /posts/{post}/thread`."""
        return posts_json(self.state.thread(asked.post()), self.state)

    def by_ids(self, asked: Asked) -> list[Json]:
        """Answer `POST /posts/ids`."""
        wanted = set(asked.listed())
        found = [one for one in self.state.posts if one.id in wanted and not one.delete_at and not one.only_for]
        return [post_json(one, self.state) for one in found if asked.me.id in self.state.channels[one.channel_id].members]

    def ephemeral(self, asked: Asked) -> tuple[int, Json]:
        """Answer `POST /posts/ephemeral`: only for a system administrator."""
        asked.must_be_admin()
        said = asked.body.get("post") or {}
        post = Post(self.state.new_id("post"), str(said.get("channel_id")), asked.me.id, str(said.get("message") or ""))
        post.only_for, post.type, post.props = asked.text("user_id"), "system_ephemeral", said.get("props") or {}
        return 201, post_json(self.add(post), self.state)

    def upload(self, asked: Asked) -> tuple[int, Json]:
        """Answer `POST /files`: into a channel that whoever asks is in."""
        channel = asked.channel(asked.query.get("channel_id") or asked.text("channel_id"))
        if not _may_write(asked.me, channel):
            raise forbidden()
        if not asked.uploads:
            raise Refused(400, "api.file.upload_file.multiple_channel_ids.app_error", "No files.")
        infos = []
        for name, media_type, data in asked.uploads:
            if len(data) > self.state.setting("FileSettings", "MaxFileSize"):
                raise Refused(
                    413, "api.file.upload_file.too_large_detailed.app_error", "Unable to upload file. File is too large."
                )
            if not data:
                raise Refused(400, "api.file.upload_file.read_request.app_error", "An empty file.")
            kept = Kept(self.state.new_id("file"), name, media_type, data, channel.id, asked.me.id)
            self.state.files[kept.id] = kept
            infos.append(file_json(kept))
        return 201, {"file_infos": infos, "client_ids": []}

    def file_info(self, asked: Asked) -> Json:
        """Answer `GET /files/{file}/info`."""
        found = self.state.files.get(asked.path["file"])
        if found is None:
            raise Refused(404, "app.file_info.get.app_error", "Unable to get the file info.")
        asked.channel(found.channel_id)
        return file_json(found)

    def pings(self, post: Post) -> set[str]:
        """Return whom a post calls, by user name; `@here` and its like as such."""
        names = {f"@{one.username}" for one in self.state.users.values()}
        words = {word for one in self.state.users.values() for word in one.notify_words}
        found = fields_of({"message": post.message, "props": post.props}, self.state.era)
        return {name for text in found for name in called(text, names | words)}

    def _checked(self, post: Post, message: str, props: Any) -> None:
        if len(message) > self.longest:
            raise Refused(
                400, "model.post.is_valid.message_length.app_error", "Post Message property is longer than the maximum."
            )
        if not isinstance(props, dict):
            raise Refused(400, "api.context.invalid_body_param.app_error", "Invalid or missing post in request body.")
        if len(json.dumps(props, ensure_ascii=False)) > MAX_PROPS:
            raise Refused(400, "model.post.is_valid.props.app_error", "Invalid props.")
        self.state.logged += [f"post {post.id}: {one}" for one in complaints(props)]

    def _root(self, post: Post) -> None:
        """Check the root of a reply: a post of the same channel that is no reply itself."""
        if not post.root_id:
            return
        root = self.state.post(post.root_id)
        if root is None or root.root_id or root.only_for:
            raise Refused(400, "api.post.create_post.root_id.app_error", "Invalid RootId parameter.")
        if root.channel_id != post.channel_id:
            raise Refused(400, "api.post.create_post.channel_root_id.app_error", "Invalid ChannelId for RootId parameter.")

    def _with_files(self, me: User, post: Post, files: Any) -> None:
        if not isinstance(files, list) or len(files) > self.state.era.most_files:
            raise Refused(400, "model.post.is_valid.file_ids.app_error", "Invalid file ids.")
        for id_ in files:
            kept = self.state.files.get(id_)
            if kept is None or kept.user_id != me.id or kept.post_id or kept.channel_id != post.channel_id:
                continue  # The server drops what cannot be attached, and says nothing.
            kept.post_id = post.id
            post.file_ids.append(id_)

    def _prepared(self, post: Post) -> None:
        """Give every button without an id one."""
        for attachment in post.attachments:
            for action in attachment.get("actions") or ():
                action.setdefault("id", self.state.new_id("action"))

    def _pending(self, me: User, pending: str) -> Post | None:
        """Return the post that was made of the same pending one lately."""
        now = self.state.now()
        found = [one for one in self.state.posts if pending and one.pending_post_id == pending and one.user_id == me.id]
        return found[-1] if found and now - found[-1].create_at < PENDING_LIVES_MS else None


def _may_write(user: User, channel: Channel) -> bool:
    return user.id in channel.members or "system_post_all" in user.roles.split() or user.admin
