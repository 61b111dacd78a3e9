"""What is logged and how: constant event names, data as fields, ids instead of objects, and never what a person wrote."""

import logging
import sys
import traceback

import structlog


def set_up_logs(*, as_json: bool = False) -> None:
    """Log to standard error: one line per event for people, or JSON for a collector."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Bolt logs whole request bodies at INFO when a signature is wrong (reliability.md §7); APScheduler logs each run.
    for noisy in ("slack_bolt", "slack_sdk", "apscheduler", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _without_words(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Turn an exception into its kind and the places it passed: its text and its locals may hold what a person wrote."""
    found = event.pop("exc_info", None)
    error = sys.exc_info() if found is True else found
    if isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    if isinstance(error, tuple) and error[0] is not None:
        kinds = []
        seen: BaseException | None = error[1]
        while seen is not None:
            kinds.append(type(seen).__name__)
            seen = seen.__cause__ or seen.__context__
        event["error"] = " < ".join(kinds)
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error[2])]
    return event
