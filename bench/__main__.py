"""`make bench`: figures of ours beside a floor measured in the same run, each with its limit. Exit status 1 when one is missed.

`make bench ARGS="ticking draining"` measures only those. A module of rows has `rows(folder)`, which yields `Row`s (bench/row.py);
adding its name to ROWS is all it takes.
"""

import importlib
import os
import platform
import sys
import tempfile
from pathlib import Path

from bench.row import HEADING, Row

ROWS = (
    "dispatching",
    "reading",
    "ticking",
    "draining",
    "slack_http",
    "slack_durable",
    "starting",
    "growing",
    "guarding",
    "migrating",
)


def main(wanted: list[str]) -> int:
    """Measure, print the table, and tell whether every limit was kept."""
    if strangers := set(wanted) - set(ROWS):
        print(f"There is no {', '.join(sorted(strangers))}; there are {', '.join(ROWS)}.", file=sys.stderr)
        return 2
    print(f"{_machine()}\n\n{HEADING}", flush=True)
    missed = 0
    for name in wanted or ROWS:
        with tempfile.TemporaryDirectory() as folder:
            for row in _measured(name, Path(folder)):
                print(row, flush=True)
                missed += not row.kept
    print(f"\n{missed} limits were missed." if missed else "\nEvery limit was kept.")
    return 1 if missed else 0


def _measured(name: str, folder: Path) -> list[Row]:
    """Return a module's rows; what cannot be measured is said, and counts as missed."""
    try:
        return list(importlib.import_module(f"bench.{name}").rows(folder))
    except Exception as problem:  # noqa: BLE001  # The other rows are still worth reading.
        return [Row(name, broken=f"{type(problem).__name__}: {problem}"[:160])]


def _machine() -> str:
    """Name the machine, and how busy it was: a ratio bears a busy one, a figure alone does not."""
    facts = Path("/proc/cpuinfo")
    models = (
        [line for line in facts.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        if facts.exists()
        else []
    )
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    return (
        f"{platform.system()} {platform.release()}, {os.cpu_count()} × {model}, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
