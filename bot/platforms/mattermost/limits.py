"""What Mattermost refuses to take more of (design page mattermost.md §4.2 and §5), as the shapes here keep to it. What is drawn is not for here."""

# One post. The server counts runes, which are Python's characters; `MaxPostSize` of an old database is smaller.
MESSAGE = 16_383
# All of a post's attachments together; the server takes 800,000 runes, but nobody reads as much under one message.
ATTACHMENTS = 60_000
FALLBACK = 1_000
FIELD = 2_000
FILES = 5
# A table: what is longer stands whole in a file.
CELL = 500
TABLE_POSTS = 3
# A button or a menu.
ACTION_NAME = 75
# A dialog. Its lengths are bytes; the server logs a longer one and opens it all the same, but tells of no error then.
TITLE = 24
LABEL = 24
NAME = 300
HELP = 150
LINE = 150
LINES = 3_000
