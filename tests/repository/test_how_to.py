"""The pages for those who look after Pagt name commands, settings and numbers that there are."""

import re
from pathlib import Path

import click
import pytest

from bot.cli import main
from bot.settings import NAMES

PAGES = sorted((Path(__file__).parents[2] / "docs" / "how-to").glob("*.md"))


def commands(group: click.Group, before: str = "") -> set[str]:
    found = set()
    for name, command in group.commands.items():
        found.add(f"{before}{name}")
        if isinstance(command, click.Group):
            found |= commands(command, f"{before}{name} ")
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_every_shell_command_in_a_code_block_or_in_backticks_exists(page):
    known = commands(main)
    text = page.read_text(encoding="utf-8")
    blocks = [line.strip() for block in re.findall(r"```\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    typed = [one for one in [*blocks, *re.findall(r"`(pagt [^`]+)`", text)] if one.startswith("pagt ")]
    for line in typed:
        words = line.split()[1:3]
        assert words[0] in known, line
        if isinstance(main.commands[words[0]], click.Group) and len(words) > 1 and re.fullmatch(r"[a-z]+", words[1]):
            assert " ".join(words) in known, line


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_every_setting_that_is_named_exists(page):
    named = set(re.findall(r"\bPAGT_[A-Z_]+\b", page.read_text(encoding="utf-8")))
    assert named - set(NAMES) == set()


def test_every_number_an_alarm_may_watch_exists():
    source = (PAGES[0].parents[2] / "bot" / "standing.py").read_text(encoding="utf-8")
    page = next(one for one in PAGES if one.name == "operate.md").read_text(encoding="utf-8")
    named = {one.removesuffix("_total") for one in re.findall(r"\bpagt_[a-z_]+", page)}
    assert named
    assert {one for one in named if f'"{one}"' not in source} == set()
