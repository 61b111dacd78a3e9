"""How servers of different ages behave, as far as the bot can tell (design page mattermost.md). What they have in common is in the other files."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Era:
    """One version's ways."""

    version: str
    trigger_lives: float = 30.0  # seconds
    most_files: int = 10
    root_id_in_commands: bool = False
    dashes_in_action_ids: bool = False
    field_mentions: bool = True
    empty_action_answers: bool = True
    checks_dialog_answers: bool = True
    checks_renamed_commands: bool = True
    action_errors: bool = True
    multiselect: bool = False
    dates: bool = False
    zones: bool = False
    steps: bool = False
    silent: bool = False


V5_37 = Era(
    "5.37.0",
    trigger_lives=3.0,
    most_files=5,
    field_mentions=False,
    empty_action_answers=False,
    checks_dialog_answers=False,
    checks_renamed_commands=False,
    action_errors=False,
)
V10_11 = Era("10.11.0")
V11_1 = Era("11.1.0", multiselect=True, dates=True, steps=True)
V11_7 = Era("11.7.0", multiselect=True, dates=True, zones=True, steps=True)
V11_10 = Era(
    "11.10.0",
    root_id_in_commands=True,
    dashes_in_action_ids=True,
    multiselect=True,
    dates=True,
    zones=True,
    steps=True,
    silent=True,
)
SUPPORTED = (V10_11, V11_7, V11_10)
ERAS = (V5_37, *SUPPORTED)
