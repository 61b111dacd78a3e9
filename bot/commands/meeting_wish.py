"""Commands about wishes for a meeting: the group meets "efter behov", so any party may say that there is need."""

from bot.acts import meeting as act
from bot.chat.form import Form, typed
from bot.chat.request import Reply, Request
from bot.domain.meeting import LONGEST_WHY
from bot.refusal import Refusal
from bot.registry import command
from bot.words import meeting_form as forms
from bot.words import meeting_wish as words
from bot.words.language import N_, _
from storage.records import Records
from storage.tables import MeetingWishRow


@command("meeting request", danish="møde anmod", may="meeting.request", usage=N_("WHY"), changes=True)
def request_(request: Request, records: Records) -> Reply:
    """Ask for a meeting beside the planned ones; the facilitator is told, and decides."""
    why = " ".join(request.words.split())
    if not why:
        raise Refusal("why_needed", example=_("/meeting request Two new initiatives need a decision."))
    if len(why) > LONGEST_WHY:
        raise Refusal("too_long", length=len(why), longest=LONGEST_WHY)
    units = request.by.units
    wish = act.ask_for(records, request.agreement, unit=units[0] if len(units) == 1 else None, why=why, by=request.by.id)
    return Reply(words.wished(wish.number))


def decline_form(request: Request, records: Records) -> Form:
    """Ask why a wish is declined."""
    wish = _named(request, records)
    form = forms.decline_form(wish.number, wish.why)
    lead, _values, _strangers = typed(form.fields, request.words)
    _number, *why = lead.split(maxsplit=1)
    return form.filled({"why": why[0]}) if why else form


@command("meeting decline", danish="møde afslå", may="meeting.convene", usage=N_("NUMBER [why]"), form=decline_form, changes=True)
def decline(request: Request, records: Records) -> Reply:
    """Decline a wish for a meeting, and say why."""
    wish = _named(request, records)
    act.decline(records, request.agreement, wish, why=request.filled.text("why"))
    return Reply(words.declined(wish.number))


def _named(request: Request, records: Records) -> MeetingWishRow:
    """Return the wish whose number stands first; without one, the only one there is.

    Raises:
        Refusal: when there is none.
    """
    wishes = records.meetings.wishes()
    first = request.words.split(maxsplit=1)[:1]
    if first and first[0].strip("#.,;:").isdigit():
        return records.meetings.wish_by_number(int(first[0].strip("#.,;:")[:9]))
    if len(wishes) == 1:
        return wishes[0]
    raise Refusal("which_wish" if wishes else "no_wish", known=[one.number for one in wishes])
