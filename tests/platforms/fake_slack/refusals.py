"""How the fake Slack says no: its error, and what else it says with it."""

from collections.abc import Iterable, Sequence


class Refused(Exception):  # noqa: N818  # It is Slack's answer.
    """Slack says no; `problems` are the sentences it gives with `invalid_blocks`."""

    def __init__(self, error: str, problems: Sequence[str] = ()) -> None:
        super().__init__(error, *problems)
        self.error = error
        self.problems = list(problems)


class MissingScope(Refused):
    """The token lacks a scope."""

    def __init__(self, needed: str, provided: Iterable[str]) -> None:
        super().__init__("missing_scope")
        self.needed = needed
        self.provided = ",".join(sorted(provided))


class TooOften(Exception):  # noqa: N818  # It is Slack's answer.
    """Slack asks to wait so many seconds."""

    def __init__(self, seconds: int = 1) -> None:
        super().__init__(f"wait {seconds}")
        self.seconds = seconds
