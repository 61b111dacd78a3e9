"""What happens when something a test stands on is not on this machine."""

import os
from typing import NoReturn

import pytest

NOT_RUN = "not run: "


def absent(why: str) -> NoReturn:
    """Leave the test out with a plain reason; under CI=true nothing is left out, so there it fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{why} (CI=true, so this is a failure)", pytrace=False)
    pytest.skip(NOT_RUN + why)
