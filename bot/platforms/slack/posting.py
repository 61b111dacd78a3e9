"""Saying, changing and uploading: the three ways something of ours comes to stand in Slack. What to say, and where, is for others."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from bot.chat.message import shortened
from bot.platforms.platform import PlatformError
from bot.platforms.slack.asking import Asking, Workspace
from bot.platforms.slack.pace import LONGEST_HERE_S
from bot.platforms.slack.parcel import Attachment, Parcel, Post

PATIENT_S = 30.0
LONGEST_NAME = 120
LONGEST_DESCRIPTION = 500  # It travels in an address, which may not grow long.
EVENT = "pagt"  # The type of our metadata; its payload is opaque, since other apps and members can read it.


def marked(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a payload as the metadata of a message."""
    return {"event_type": EVENT, "event_payload": dict(payload)}


async def say(
    asking: Asking,
    workspace: Workspace,
    place: str,
    post: Post,
    *,
    payload: Mapping[str, Any] | None = None,
    thread: str | None = None,
    patient: bool = False,
) -> dict[str, Any]:
    """Post one message, in its turn, and return what Slack says of it; `patient` waits for the turn as Slack asks, half a minute at most.

    Raises:
        PlatformError: when it was not taken, or nobody can tell.
    """
    await asking.pace.turn(place, PATIENT_S if patient else LONGEST_HERE_S)
    facts: dict[str, Any] = {"metadata": marked(payload)} if payload is not None else {}
    if thread is not None:
        facts["thread_ts"] = thread
    try:
        return await _said(asking, workspace, place, post, facts)
    except PlatformError as error:
        if not patient or error.wait is None or error.wait.total_seconds() > PATIENT_S:
            raise
        await asyncio.sleep(error.wait.total_seconds())
        return await _said(asking, workspace, place, post, facts)


async def _said(asking: Asking, workspace: Workspace, place: str, post: Post, facts: Mapping[str, Any]) -> dict[str, Any]:
    return await asking(
        workspace,
        "chat_postMessage",
        channel=place,
        text=post.text,
        blocks=list(post.blocks),
        unfurl_links=False,
        unfurl_media=False,
        **facts,
    )


async def change(asking: Asking, workspace: Workspace, place: str, stamp: str, post: Post, *, payload: Mapping[str, Any]) -> None:
    """Put another message in the place of one of ours.

    Raises:
        PlatformError: when it was not taken.
    """
    blocks = list(post.blocks)
    await asking(workspace, "chat_update", channel=place, ts=stamp, text=post.text, blocks=blocks, metadata=marked(payload))


async def upload(asking: Asking, workspace: Workspace, place: str, thread: str, files: Iterable[Attachment]) -> None:
    """Upload files into a thread, all in one message, so that either all of them stand there or none.

    Raises:
        PlatformError: when they were not taken, or nobody can tell.
    """
    uploads = [
        {
            "filename": named(one.name),
            "file": one.data,
            "title": named(one.name),
            "alt_txt": shortened(one.description, LONGEST_DESCRIPTION) or None,
        }
        for one in files
        if one.data  # Slack takes no empty file, and nobody misses one.
    ]
    if uploads:
        await asking.pace.turn(place)
        await asking(workspace, "files_upload_v2", file_uploads=uploads, channel=place, thread_ts=thread)


def named(name: str) -> str:
    """Return a file's name as Slack keeps it: a long one loses its middle, and keeps its ending."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 21]}…{name[-20:]}"


async def say_all(asking: Asking, workspace: Workspace, place: str, parcel: Parcel, *, thread: str | None = None) -> None:
    """Answer somebody: a message with all that belongs to it, in a thread or as the beginning of one.

    Raises:
        PlatformError: when part of it was not taken, or nobody can tell.
    """
    said = await say(asking, workspace, place, parcel.first, thread=thread, patient=True)
    here, under = str(said.get("channel") or place), thread or str(said["ts"])
    for post in parcel.thread:
        await say(asking, workspace, here, post, thread=under, patient=True)
    await upload(asking, workspace, here, under, parcel.files)
