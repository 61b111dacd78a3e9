"""Somebody who is mentioned among words goes by their name there."""

import pytest

from bot.chat.mentions import by_name


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Nej, <@T0KBH/U0BO0001|Bo Lund> kommer i stedet", "Nej, Bo Lund kommer i stedet"),
        ("<@u1|Bo> og <@u2|Eva Skov>", "Bo og Eva Skov"),
        ("<@U0BO0001> kommer", "<@U0BO0001> kommer"),
        ("<@U0BO0001| > kommer", "<@U0BO0001| > kommer"),
        ("a <b> @bo <@ x|y>", "a <b> @bo <@ x|y>"),
        ("", ""),
    ],
)
def test_whoever_has_a_name_is_called_by_it_and_everything_else_stays(said, read):
    assert by_name(said) == read
