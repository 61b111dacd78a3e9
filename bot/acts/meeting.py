"""Convening, moving, cancelling and confirming a meeting: what each does besides the change itself, in the same transaction."""

from collections.abc import Callable

from bot.acts import invite
from bot.acts.meeting_count import count_after, today_of
from bot.acts.meeting_duties import changed
from bot.acts.mend import Mender
from bot.chat.message import Message
from bot.domain.agreement import Agreement
from bot.domain.calendar import Quarter
from bot.domain.meeting import COUNTED, Kind, Plan, State, instant
from bot.domain.meeting_ladder import TOO_FEW
from bot.domain.outbox import Kind as Sort
from bot.domain.outbox import Notice, to_person
from bot.domain.repeal import must_hold
from bot.domain.role import Role
from bot.refusal import Refusal
from bot.words import meeting as words
from bot.words import meeting_nudge as nudges
from bot.words import meeting_wish as wishes
from bot.words.language import speaking_to
from storage.records import Records
from storage.tables import MeetingRow, MeetingWishRow

WISH = "meeting-wish"


def convene(records: Records, agreement: Agreement, plan: Plan, *, by: str) -> tuple[MeetingRow, int]:
    """Convene a meeting and invite everybody; return it, and how many people are invited.

    Raises:
        Refusal: when the same meeting is convened already: two who confirm at once make one event.
    """
    same = records.meetings.like(plan.kind, instant(plan.on, plan.starts, agreement.time_zone))
    if same is not None:
        raise Refusal("convened_already", meeting=words.titled(same), at=words.at(same))
    row = records.meetings.convene(plan, agreement, by=by)
    invited = invite.invite(records, agreement, row)
    _planned(records, agreement, row)
    if row.kind in COUNTED:
        for wish in records.meetings.wishes():
            _settle(records, agreement, wish, row)
    changed(records, agreement, row)
    return row, invited


def record(records: Records, agreement: Agreement, plan: Plan, *, by: str) -> MeetingRow:
    """Record a meeting that was held without having been convened here."""
    must_hold(records.turns.all(), plan.on)
    same = records.meetings.like(plan.kind, instant(plan.on, plan.starts, agreement.time_zone))
    if same is not None:
        raise Refusal("convened_already", meeting=words.titled(same), at=words.at(same))
    row = records.meetings.record(plan, agreement, by=by)
    _planned(records, agreement, row)
    changed(records, agreement, row)
    return row


def move(records: Records, agreement: Agreement, row: MeetingRow, plan: Plan, *, why: str, by: str) -> int:
    """Move a meeting; everybody is asked again whether they come. Return how many people that is."""
    records.meetings.move(row, plan, why=why, by=by)
    told = invite.moved(records, agreement, row)
    _planned(records, agreement, row)
    changed(records, agreement, row)
    return told


def cancel(records: Records, agreement: Agreement, row: MeetingRow, *, why: str, by: str) -> None:
    """Call a meeting off, or say that it was not held; only of one still to come is anybody told."""
    coming = row.coming(records.now)
    records.meetings.cancel(row, why=why, by=by)
    if coming:
        invite.called_off(records, agreement, row, why)
    _answered(records, agreement, row, lambda: nudges.called_off(row))
    changed(records, agreement, row)


def hold(records: Records, agreement: Agreement, row: MeetingRow, *, by: str) -> None:
    """Confirm that a meeting was held.

    Raises:
        Refusal: when somebody has confirmed it already, it was called off, has not begun, or the agreement did not hold any more.
    """
    if row.state is State.HELD:
        raise Refusal(
            "held_already", meeting=words.titled(row), by=records.people.names([row.held_by or ""]).get(row.held_by or "", "–")
        )
    if row.state is State.CANCELLED:
        raise Refusal("cancelled_meeting", meeting=words.titled(row))
    if row.starts_at > records.now:
        raise Refusal("not_held_yet", meeting=words.titled(row), at=words.at(row))
    must_hold(records.turns.all(), row.on)
    records.meetings.hold(row, by=by)
    name = records.people.names([by]).get(by, "–")
    _answered(records, agreement, row, lambda: nudges.confirmed(row, name, count_after(records, agreement, row)))
    changed(records, agreement, row)


def ask_for(records: Records, agreement: Agreement, *, unit: str | None, why: str, by: str) -> MeetingWishRow:
    """Store that somebody asks for a meeting, and owe the facilitators the news."""
    wish = records.meetings.wish(unit=unit, why=why, by=by)
    name = records.people.names([by]).get(by, "–")
    offices = records.people.appointed(today_of(records, agreement))
    for person in offices.get(Role.FACILITATOR) or offices.get(Role.FACILITATOR_DEPUTY) or ():
        with speaking_to(person):
            said = wishes.wish(agreement, wish.number, name, unit, why)
        subject = f"{WISH}:{wish.number}"
        records.outbox.add(Notice(agreement.id, Sort.NOTICE, subject, wish.at.isoformat(), to_person(person.id), said))
    return wish


def decline(records: Records, agreement: Agreement, wish: MeetingWishRow, *, why: str) -> None:
    """Decline a wish for a meeting, and tell whoever asked why."""
    _settle(records, agreement, wish, None, why=why)


def _settle(records: Records, agreement: Agreement, wish: MeetingWishRow, row: MeetingRow | None, *, why: str = "") -> None:
    records.meetings.settle(wish, row)
    subject, name = f"{WISH}:{wish.number}", records.people.names([records.actor]).get(records.actor, "–")
    Mender(records, agreement).mend(subject, "settled", lambda: wishes.wish_settled(wish.number, row, why, name))
    person = records.people.by_id(wish.by)
    if person is None:
        return
    with speaking_to(person):
        said = wishes.wish_met(row) if row else wishes.wish_declined(why)
    records.outbox.add(
        Notice(agreement.id, Sort.NOTICE, subject, wish.at.isoformat(), to_person(person.id), said, step="settled")
    )


def _planned(records: Records, agreement: Agreement, row: MeetingRow) -> None:
    """Call back the nudges to plan a meeting in this one's quarter and year, and let those that stand say that there is one now."""
    counted = count_after(records, agreement, row)
    if counted is not None and counted.standing not in TOO_FEW:
        step, year = f"enough {row.occurrence}", f"meeting-year:{counted.year.label}"
        Mender(records, agreement).mend(year, step, lambda: nudges.enough(agreement, counted))
    if row.kind is Kind.ORDINARY:
        quarter = Quarter.of(row.on)
        step = f"planned {row.occurrence}"
        mender = Mender(records, agreement)
        mender.mend(f"meeting-plan:{quarter.label}", step, lambda: nudges.planned(agreement, quarter, row))


def _answered(records: Records, agreement: Agreement, row: MeetingRow, message: Callable[[], Message]) -> None:
    """Call back the question whether a meeting was held, and let what stands there say how it was answered."""
    Mender(records, agreement).mend(f"meeting-held:{row.number}", f"answered {row.state}", message)
