"""The lock agrees with pyproject.toml, holds hashes and nothing else, and serves every machine that we say it serves."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = {"requirements.txt": ("build",), "requirements-dev.txt": ("build", "dev")}
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s\\;]+)(?: ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
MACHINES = [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "x86_64"), ("darwin", "arm64")]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


def pins(lock: str) -> dict[str, str]:
    """Name and version of everything in a lock."""
    found = filter(None, map(PIN.match, (ROOT / lock).read_text(encoding="utf-8").splitlines()))
    return {canonicalize_name(one.group(1)): one.group(2) for one in found}


def wanted(extras: tuple[str, ...]) -> list[Requirement]:
    """What pyproject.toml asks for, with these extras."""
    lines = PROJECT["dependencies"] + [line for extra in extras for line in PROJECT["optional-dependencies"][extra]]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_hashes_and_reasons_and_no_address(lock):
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    odd = [line for line in lines if not (PIN.match(line) or HASH.match(line) or line.lstrip().startswith("#"))]
    assert odd == []
    assert len(pins(lock)) == len([line for line in lines if "==" in line])
    bare = [line for line, after in zip(lines, [*lines[1:], ""], strict=True) if PIN.match(line) and not HASH.match(after)]
    assert bare == []
    assert not re.search(r"://|--index|--find-links|--trusted", "\n".join(lines))


@pytest.mark.parametrize(("lock", "extras"), LOCKS.items())
def test_the_lock_is_in_step_with_pyproject(lock, extras):
    locked = pins(lock)
    stale = [
        str(one)
        for one in wanted(extras)
        if not one.specifier.contains(locked.get(canonicalize_name(one.name), "0.dev0"), prereleases=True)
    ]
    assert stale == [], "run `make lock`"


def test_both_locks_hold_the_same_versions():
    small, large = pins("requirements.txt"), pins("requirements-dev.txt")
    assert small.items() <= large.items()


@pytest.mark.parametrize(
    ("machine", "python"), list(product(MACHINES, PYTHONS)), ids=lambda one: "-".join(one) if isinstance(one, tuple) else one
)
@pytest.mark.parametrize(("lock", "extras"), LOCKS.items())
def test_what_the_locked_packages_need_is_locked_for_every_machine(lock, extras, machine, python):
    system, processor = machine
    environment = {
        "sys_platform": system,
        "platform_system": {"linux": "Linux", "darwin": "Darwin"}[system],
        "platform_machine": processor,
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    locked = pins(lock)
    missing = [
        f"{asked.name} (for {name})"
        for name, asked in needed(wanted(extras), environment)
        if not asked.specifier.contains(locked.get(canonicalize_name(asked.name), "0.dev0"), prereleases=True)
    ]
    assert missing == []


def test_every_module_loads_with_what_is_installed_for_the_program_alone():
    locked = pins("requirements.txt")
    strangers = [
        name
        for name, brought in metadata.packages_distributions().items()
        if not {canonicalize_name(one) for one in brought} & {*locked, "pagt"}
    ]
    script = f"""
import pkgutil, sys
for stranger in {strangers}:
    sys.modules[stranger] = None  # As if it were not there.
import bot, storage
for package in (bot, storage):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not found.name.startswith("storage.migrations"):  # Only Alembic runs those.
            __import__(found.name)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "greenlet" not in strangers
    assert done.stderr == ""


def needed(start: list[Requirement], environment: dict[str, str]) -> list[tuple[str, Requirement]]:
    """Follow the requirements of what is installed, with their extras, as a machine with that environment would."""
    found: list[tuple[str, Requirement]] = []
    waiting = [("pagt", one) for one in start]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, asked = waiting.pop()
        found.append((name, asked))
        key = (canonicalize_name(asked.name), frozenset(asked.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            lines = metadata.requires(asked.name) or []
        except metadata.PackageNotFoundError:
            continue  # Only needed on other machines; that it is locked has been seen.
        contexts = [{**environment, "extra": extra} for extra in ("", *asked.extras)]
        waiting += [
            (asked.name, one)
            for one in map(Requirement, lines)
            if one.marker is None or any(one.marker.evaluate(context) for context in contexts)
        ]
    return found
