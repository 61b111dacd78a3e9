"""Forms that stand open before a person, with what has been typed so far: a reload or a refused submit loses nothing."""

import json
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from bot.chat.form import Check, Choice, Choices, Day, Field, Form, Long, Party, Person, Short, Time, Values
from bot.chat.message import Option
from bot.platforms.local.database import MACHINE_NOW, Database
from bot.platforms.local.post import number_of, reference

_TRIGGER_LIVES = "-15 minutes"
_KINDS: Mapping[str, type[Short]] = {one.__name__: one for one in (Short, Long, Choice, Party, Person, Choices, Day, Time, Check)}


@dataclass(frozen=True)
class Step:
    """Something a person did, and where: their delivery, which is also the trigger with which a form may be opened."""

    delivery: str
    user: str
    room: str
    thread: str | None = None
    post: str | None = None  # the post whose button was pressed


@dataclass(frozen=True)
class OpenForm:
    """A form before a person, and the step that opened it. `touched` says that they have written in it."""

    id: str
    step: Step
    form: Form
    touched: bool = False


@dataclass(frozen=True)
class OpenForms:
    """All open forms; a person has one before them, the latest."""

    database: Database

    def stepped(self, step: Step) -> None:
        """Remember a step, once per delivery."""
        with self.database.begin() as connection:
            thread, post = (number_of(one) if one else None for one in (step.thread, step.post))
            connection.execute(
                "INSERT INTO step (delivery, user, room, thread, post) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [step.delivery, step.user, step.room, thread, post],
            )

    def trigger(self, delivery: str) -> Step | None:
        """Return the step behind a trigger, unless it is too long ago for a form to be expected."""
        since = MACHINE_NOW.replace("'now'", f"'now', '{_TRIGGER_LIVES}'")
        found = self.database.row(f"SELECT * FROM step WHERE delivery = ? AND made_at >= {since}", [delivery])  # noqa: S608  # constants
        return _step(found) if found else None

    def open(self, step: Step, form: Form) -> OpenForm:
        """Put a form before the person, in the place of any other."""
        opened = OpenForm(secrets.token_urlsafe(9), step, form)
        with self.database.begin() as connection:
            self.stepped(step)
            self._clear(step.user)
            connection.execute(
                "INSERT INTO form (id, delivery, form) VALUES (?, ?, ?)", [opened.id, step.delivery, form_to_json(form)]
            )
            self.database.note("form", user=step.user)
        return opened

    def of(self, user: str) -> OpenForm | None:
        """Return the form before a person."""
        return self._one("step.user = ?", user)

    def by_id(self, form: str, user: str) -> OpenForm | None:
        """Return one of a person's open forms."""
        return self._one("form.id = ? AND step.user = ?", form, user)

    def change(self, opened: OpenForm, form: Form) -> OpenForm:
        """Keep another state of an open form: what was typed, or what is wrong with it."""
        with self.database.begin() as connection:
            connection.execute("UPDATE form SET form = ?, touched = 1 WHERE id = ?", [form_to_json(form), opened.id])
        return replace(opened, form=form, touched=True)

    def typed(self, opened: OpenForm, values: Values) -> OpenForm:
        """Keep what a person has typed so far; errors stay where they stand until the form is sent again."""
        return self.change(opened, opened.form.filled(values))

    def close(self, opened: OpenForm) -> None:
        """Take a form away."""
        with self.database.begin() as connection:
            connection.execute("DELETE FROM form WHERE id = ?", [opened.id])
            self.database.note("form", user=opened.step.user)

    def _clear(self, user: str) -> None:
        with self.database.begin() as connection:
            connection.execute("DELETE FROM form WHERE delivery IN (SELECT delivery FROM step WHERE user = ?)", [user])

    def _one(self, where: str, *facts: object) -> OpenForm | None:
        found = self.database.row(
            f"SELECT form.id, form.form, form.touched, step.* FROM form JOIN step USING (delivery) WHERE {where} ORDER BY number DESC LIMIT 1",  # noqa: S608  # constants
            facts,
        )
        return OpenForm(found["id"], _step(found), form_from_json(found["form"]), bool(found["touched"])) if found else None


def _step(row: sqlite3.Row) -> Step:
    thread, post = (reference(row[name]) if row[name] else None for name in ("thread", "post"))
    return Step(row["delivery"], row["user"], row["room"], thread, post)


def form_to_json(form: Form) -> str:
    """Return a form as it is kept, each field with its kind."""
    return json.dumps(
        {
            "title": form.title,
            "command": form.command,
            "submit": form.submit,
            "intro": form.intro,
            "errors": dict(form.errors),
            "fields": [{"kind": type(one).__name__, **_facts(one)} for one in form.fields],
        }
    )


def form_from_json(stored: str) -> Form:
    """Read a kept form back."""
    facts = json.loads(stored)
    return Form(**{**facts, "fields": tuple(_field(one) for one in facts["fields"])})


def _facts(field: Field) -> dict[str, object]:
    facts = {one.name: getattr(field, one.name) for one in fields(field)}
    if "options" in facts:
        facts["options"] = [[one.label, one.value, one.aliases] for one in facts["options"]]
    return facts


def _field(facts: dict[str, object]) -> Field:
    kind = _KINDS[str(facts.pop("kind"))]
    options: Sequence[Sequence[object]] = facts.pop("options", ())  # type: ignore[assignment]  # as _facts wrote them
    facts["aliases"] = tuple(facts["aliases"])  # type: ignore[arg-type]  # as _facts wrote them
    if issubclass(kind, Choice | Choices):
        facts["options"] = tuple(Option(str(label), str(value), tuple(aliases)) for label, value, aliases in options)  # type: ignore[arg-type]  # as _facts wrote them
    return kind(**facts)  # type: ignore[arg-type]  # as _facts wrote them
