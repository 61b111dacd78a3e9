"""What Slack's libraries log, without its words: they may hold what people wrote, a token or a link's ticket (reliability.md §7)."""

import logging
from contextlib import suppress

import structlog
from typing_extensions import override

log = structlog.get_logger()
LIBRARIES = ("slack_bolt", "slack_sdk")


class _Wordless(logging.Handler):
    """Says that a library had something to say, where, and about which kind of error."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        kind = {"error": type(error).__name__} if error is not None else {}
        with suppress(OSError, ValueError):  # A log that cannot be written must not stop what it tells of.
            log.warning("slack.library", at=f"{record.name}:{record.lineno}", level=record.levelname, **kind)


def keep_wordless() -> None:
    """Let the libraries' loggers say no more than that; doing it again changes nothing."""
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        if not any(isinstance(one, _Wordless) for one in logger.handlers):
            logger.handlers = [_Wordless()]
