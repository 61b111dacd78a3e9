"""What stands in the repository's files, and what must not."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# In two halves, so that this file does not name them either.
REGISTRIES = [
    one.replace("|", "")
    for one in (
        "pypi|.org",
        "pythonhosted|.org",
        "npmjs|.org",
        "crates|.io",
        "golang|.org",
        "maven|.org",
        "deb|.debian.org",
        "rubygems|.org",
    )
]
HOMES = re.compile(r"(?<![\w.~-])/(?:root|home/\w+|Users/\w+)/")


def tracked() -> list[Path]:
    """The files that git has or would take; in an unpacked archive, where there is no git, every file of ours."""
    git = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if git.returncode == 0:
        return [ROOT / name for name in git.stdout.split("\0") if name and (ROOT / name).is_file()]
    return [
        one
        for one in ROOT.rglob("*")
        if one.is_file()
        and not any(part.startswith(".") or part in {"build", "dist"} for part in one.relative_to(ROOT).parts[:-1])
    ]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """Every line in which the pattern is found, with its place."""
    return [
        f"{one.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for one in tracked()
        for number, line in enumerate(one.read_text(encoding="utf-8", errors="ignore").splitlines(), 1)
        if pattern.search(line)
    ]


def test_there_are_files_to_look_at():
    assert ROOT / "pyproject.toml" in tracked()
    assert Path(__file__) in tracked()


def test_no_file_names_a_package_registry():
    assert lines_with(re.compile("|".join(map(re.escape, REGISTRIES)))) == []


def test_no_file_names_a_folder_of_someones_machine():
    assert (
        lines_with(re.compile(f"{HOMES.pattern}|{re.escape(str(ROOT))}(?![\\w-])" if len(ROOT.parts) > 2 else HOMES.pattern))
        == []
    )


def test_no_file_is_left_in_a_conflict():
    assert lines_with(re.compile(r"^(?:<{7} |>{7} )")) == []


def test_the_changelog_has_a_heading_for_the_version():
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings
    assert headings[0].startswith("[Unreleased]")
    assert any(PROJECT["version"] in one for one in headings)


def test_the_licence_is_the_one_that_is_named():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["license"] == "EUPL-1.2"
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert re.findall(r"^(\d+)\.", text, re.MULTILINE) == [str(one) for one in range(1, 16)]
    assert "\n15.Applicable Law\n" in text
    assert "Appendix" in text


@pytest.mark.parametrize("source", [one for one in tracked() if one.suffix == ".py"], ids=lambda one: str(one.relative_to(ROOT)))
def test_a_module_opens_with_a_sentence_and_fits_on_a_few_screens(source):
    text = source.read_text(encoding="utf-8")
    length = text.count("\n")
    written_by_alembic = "versions" in source.parts
    longest = 450 if source.parts[len(ROOT.parts)] == "tests" else 300  # A story or a table of cases may run on.
    assert length <= longest or written_by_alembic
    assert written_by_alembic or (ast.get_docstring(ast.parse(text)) or "").strip()


RULES = [one for room in ("domain", "chat") for one in sorted((ROOT / "bot" / room).glob("*.py"))]


@pytest.mark.parametrize("source", RULES, ids=lambda one: f"{one.parent.name}/{one.name}")
def test_rules_are_told_the_time_and_never_look(source):
    clocks = {"now", "utcnow", "today", "localtime", "gmtime", "monotonic", "perf_counter"}
    calls = [node for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    looked = [
        node.lineno for node in calls if isinstance(node.func, ast.Attribute) and node.func.attr in clocks and not node.args
    ]
    opened = [node.lineno for node in calls if isinstance(node.func, ast.Name) and node.func.id in {"open", "print", "input"}]
    assert (looked, opened) == ([], [])


def makefile_targets() -> tuple[set[str], set[str]]:
    """The words that `make` takes, and those among them that say what they do."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^\.PHONY: (\S+)$", text, re.MULTILINE)), set(re.findall(r"^([a-z-]+):.*## \S", text, re.MULTILINE))


def test_every_word_that_make_takes_is_in_its_help():
    words, documented = makefile_targets()
    assert words - documented == {"chromium"}  # a step of other words, not one to type
    said = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for word in documented:
        assert re.search(rf"^  make {word} +\S", said, re.MULTILINE), f"make help does not mention {word}"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_a_make_command_in_the_documents_exists(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    words, _ = makefile_targets()
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)) <= words


def test_ci_runs_what_a_person_runs():
    said = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "\nmake test\n" in said
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
