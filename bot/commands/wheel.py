"""The command that shows the wheel of a year (Danish: årshjul)."""

from bot.acts.wheel import shown
from bot.chat.request import Reply, Request
from bot.commands.meeting_list import year_meant
from bot.registry import command
from bot.words.language import N_
from storage.records import Records


@command(
    "agreement wheel",
    danish="aftale årshjul",
    may="meeting.read",
    usage=N_("[year]"),
    aliases=("aftale aarshjul", "agreement year", "aftale år"),
)
def wheel(request: Request, records: Records) -> Reply:
    """Show the wheel of a year: meetings, status rounds, briefings, deadlines and closed periods, as a picture and in words."""
    return Reply(shown(records, request.agreement, year_meant(request).first))
