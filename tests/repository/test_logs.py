"""What is logged: a constant event name, as `deliver.failed`, and nothing under a name that may hold what people wrote."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}
EVENT = re.compile(r"[a-z]+(\.[a-z_]+)+\Z")
WORDS = {"text", "message", "body", "line", "values", "name", "title", "payload", "answer", "reply", "said", "words"}


def logged():
    for folder in ("bot", "storage"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in LEVELS
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id == "log"
                ):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_every_event_has_a_constant_name():
    found = dict(logged())
    assert len(found) > 30
    others = [
        at for at, node in found.items() if not (isinstance(node.args[0], ast.Constant) and EVENT.match(node.args[0].value))
    ]
    assert others == []
    assert [at for at, node in found.items() if len(node.args) > 1] == []


def test_no_event_carries_what_people_wrote():
    assert [(at, one.arg) for at, node in logged() for one in node.keywords if one.arg in WORDS] == []
