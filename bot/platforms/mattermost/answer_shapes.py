"""What the bot answers on the request itself: to a command, and to a button. Pure; how a form is answered is in form_shapes.py.

An answer to a command is seen by that person alone. `skip_slack_parsing` keeps the server from making mentions and links of
`<…>` (mattermost.md §1.4). An answer's body is JSON, and nothing but 200 counts.
"""

from collections.abc import Mapping
from typing import Any

from bot.platforms.mattermost.limits import MESSAGE
from bot.platforms.mattermost.parcel import Parcel, Post
from bot.platforms.mattermost.versions import Version

MOST_PRIVATE = 4  # Posts of a private answer; what is longer stands whole in the person's own conversation with the bot.


def private(parcel: Parcel) -> bool:
    """Tell whether a private answer can be all of it: a few posts, and no file."""
    return not parcel.files and len(parcel.thread) < MOST_PRIVATE


def command_answer(parcel: Parcel) -> dict[str, Any]:
    """Return the answer to a command, or to its response_url: all posts of it, seen by that person alone."""
    more = [_whisper(post) for post in parcel.thread[: MOST_PRIVATE - 1]]
    return {**_whisper(parcel.first), **({"extra_responses": more} if more else {})}


def command_text(text: str) -> dict[str, Any]:
    """Return one sentence as the answer to a command."""
    return _whisper(Post(text[:MESSAGE]))


def press_update(post: Post, payload: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the answer to a button that puts another post in the place of its own; the buttons are the new one's, or gone."""
    return {"update": {"message": post.message, "props": post.props(payload)}, "skip_slack_parsing": True}


def press_text(text: str) -> dict[str, Any]:
    """Return the answer to a button that only that person sees, and that leaves its post as it is."""
    return {"ephemeral_text": text[:MESSAGE], "skip_slack_parsing": True}


def press_error(text: str, version: Version) -> dict[str, Any]:
    """Return the answer to a button that does not count."""
    return {"error": {"message": text}} if version.action_errors else press_text(text)


def _whisper(post: Post) -> dict[str, Any]:
    attachments = {"attachments": list(post.attachments)} if post.attachments else {}
    return {"response_type": "ephemeral", "text": post.message, **attachments, "skip_slack_parsing": True}
