"""Careful reading of what Slack sent, as of any chat service. What it means is for call_shapes.py and form_shapes.py."""

from bot.platforms.reading import at, first_at, text_at

__all__ = ["at", "first_at", "text_at"]
