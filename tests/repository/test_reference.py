"""The reference is written from the code: a command, right or setting that changes fails here until `make reference` has run."""

import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = runpy.run_path(str(DOCS / "make_reference.py"))["pages"]()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_reference_tells_what_the_code_does(name):
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == PAGES[name], "run: make reference"
