"""What Slack refuses to take more of (design page slack.md §1 and §4), as the shapes here keep to it. What is drawn is not for here."""

# One message.
BLOCKS = 50
# Slack gives up near 13,200 characters over all blocks and counts more than their texts; this leaves room for what it adds.
CHARACTERS = 12_000
FALLBACK = 4_000
TABLES = 1
# One block.
SECTION = 3_000
FIELDS = 10
FIELD = 2_000
HEADER = 150
CONTEXT = 10
ACTIONS = 25
BUTTON_LABEL = 75
BUTTON_VALUE = 2_000
# A table: whether the header counts as a row is disputed, so it does; Slack's 10,000 characters are over a whole message.
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE_CHARACTERS = 9_000
# A menu.
OPTIONS = 100
OPTION_LABEL = 75
OPTION_VALUE = 150
BOXES = 10
PLACEHOLDER = 150
IDENTIFIER = 255
# A modal, or the Home tab.
VIEW_BLOCKS = 100
TITLE = 24
LABEL = 2_000
HINT = 2_000
INPUT = 3_000
METADATA = 3_000
# A slash command and what the manifest says of it.
COMMAND = 32
COMMANDS = 50
DESCRIPTION = 2_000
USAGE = 1_000
SHORTCUT = 24
