"""All tables together, with the checks that databases make: for whoever makes tables or copies them all.

A program at work asks row classes only, and fewer than there are; so it loads this for a backup and not before.
"""

from sqlmodel import SQLModel

from storage import tables
from storage.tables import mattermost, slack
from storage.tables.columns import check_bounds

__all__ = ["mattermost", "metadata", "slack", "tables"]

metadata = SQLModel.metadata
check_bounds(metadata)
