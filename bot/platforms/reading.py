"""Careful reading of what a chat service sent: every value may be missing or of another kind. What it means is for each platform's shapes."""

from typing import Any


def at(payload: object, *path: str) -> Any:
    """Return what stands at a path of keys; none where there is nothing."""
    for key in path:
        if not isinstance(payload, dict):  # As JSON's objects are; whether it is any mapping takes eight times as long to tell.
            return None
        payload = payload.get(key)
    return payload


def text_at(payload: object, *path: str) -> str:
    """Return the text at a path of keys; empty where there is none."""
    found = at(payload, *path)
    return found if isinstance(found, str) else ""


def first_at(payload: object, *path: str) -> Any:
    """Return the first item of the list at a path of keys; none where there is none."""
    found = at(payload, *path)
    return found[0] if isinstance(found, list) and found else None
