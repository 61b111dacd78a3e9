"""The one exception for what a person can put right; words/refusal.py turns it into their language. No wording here."""

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818  # A refusal is an answer to a person, not an error of the program.
    """Say no with a code and the facts a sentence needs; nothing was changed.

    `fields` holds a refusal per form field, so that each sentence stands beside the field it is about.
    Facts are shown to the person: never put person data, tokens or exception texts among them.
    """

    def __init__(self, code: str, fields: Mapping[str, "Refusal"] | None = None, /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = dict(fields or {})
        self.facts = facts

    @classmethod
    def of_fields(cls, fields: Mapping[str, "Refusal"]) -> "Refusal":
        """Refuse a form: one refusal per field name."""
        return cls("form", fields)
