"""Fixtures that tests of platforms share."""

import pytest

pytest.register_assert_rewrite("tests.platforms.contract", "tests.platforms.seen")
