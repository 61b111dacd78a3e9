"""Commands about the agreement itself: show it, read a clause, bind it to a channel, and choose which one a conversation is about."""

from collections.abc import Iterator

from bot.acts.appoint import Office, appoint
from bot.acts.meeting_count import count_of
from bot.chat.answers import Answers
from bot.chat.form import Form
from bot.chat.request import Reply, Request
from bot.commands.office import vouched
from bot.commands.party import contacts
from bot.commands.people_named import person_named
from bot.domain import spoken_names
from bot.domain.agreement_parts import Clause
from bot.domain.initiative import Selection, State
from bot.domain.meeting_year import year_of
from bot.domain.outbox import Kind, Notice, to_place
from bot.domain.repeal import repealed_on
from bot.domain.role import Role
from bot.refusal import Refusal
from bot.registry import command
from bot.words import agreement as words
from bot.words import set_up as set_up_words
from bot.words.language import N_, speaking
from storage.agreements import Agreements
from storage.places import place_at
from storage.records import Records
from storage.tables import PlaceRow

# How much of a message a channel is shown, in both languages.
_SHOWN = {**dict.fromkeys(("headline", "overskrift"), True), **dict.fromkeys(("full", "fuld", "alt"), False)}
# The form's fields, and the office each fills.
OFFICES = {"facilitator": Role.FACILITATOR, "deputy": Role.FACILITATOR_DEPUTY, "chair": Role.CHAIR}


@command("agreement show", danish="aftale vis", may="agreement.read")
def show(request: Request, records: Records) -> Reply:
    """Show the agreement: what it asks, how that stands, and what is only our own rule."""
    return Reply(words.shown(request.agreement, _standing(request, records), request.today))


def _standing(request: Request, records: Records) -> words.Standing:
    """Gather how things stand; what is said of initiatives is left out for who may not read them."""
    rows = Agreements(records.session).versions(request.agreement.id)
    begun = [one for one in rows if one.effective_from <= request.today] or rows[:1]
    now = max(begun, key=lambda one: (one.effective_from, one.number))
    held = records.people.appointed(request.today)
    initiatives = round_ = None
    coming = records.meetings.coming(request.now)[:1]
    if request.by.may("initiative.read"):
        total = records.initiatives.count(Selection())
        initiatives = (total, total - records.initiatives.count(Selection(state=State.CLOSED)))
        latest = records.rounds.latest()
        if latest is not None:
            asked = len(request.agreement.units_on(latest.opened_at.astimezone(request.agreement.zone).date()))
            round_ = (latest.period, len(records.rounds.replies(latest)), asked)
    return words.Standing(
        version=words.Version(now.number, now.effective_from),
        coming=[words.Version(one.number, one.effective_from) for one in rows if one.effective_from > request.today],
        offices=[(role, [one.name for one in held[role]]) for role in OFFICES.values() if held.get(role)],
        initiatives=initiatives,
        round=round_,
        meetings=count_of(records, request.agreement, year_of(request.agreement, request.today)),
        next_meeting=coming[0] if coming else None,
        ends_on=repealed_on(records.turns.all()),
    )


@command(
    "agreement clause",
    danish="aftale bestemmelse",
    may="agreement.read",
    usage=N_("[number or words]"),
    aliases=("aftale punkt",),
)
def clause(request: Request, records: Records) -> Reply:  # noqa: ARG001  # Every handler is given the same two.
    """Read a clause of the agreement word for word, or choose one."""
    wanted = request.words.strip()
    if not wanted:
        return Reply(words.clauses(request.agreement))
    named = [(_called(one, place), one) for place, one in enumerate(request.agreement.clauses, start=1)]
    found = spoken_names.find(wanted, named)
    if found is None:
        near = spoken_names.nearest(wanted, named) or list(request.agreement.clauses[:3])
        raise Refusal("no_such_clause", text=wanted[:60], near=[one.id for one in near])
    return Reply(words.clause(request.agreement, found))


def _called(one: Clause, place: int) -> tuple[str, ...]:
    """Return what people may call a clause: its id, its place in the text, its heading."""
    return (one.id, str(place), one.heading.da, one.heading.en)


def setup_form(request: Request, records: Records) -> Form | None:
    """Ask who facilitates and who chairs, where this person may appoint them."""
    _channel(request)
    if not request.by.may("role.appoint"):
        return None
    held = records.people.appointed(request.today)
    here = request.call.account.platform
    values = {}
    for name, role in OFFICES.items():
        for person in held.get(role, [])[:1]:
            accounts = [one.user for one in records.people.accounts(person.id) if one.platform == here]
            values[name] = accounts[0] if accounts else person.name
    return set_up_words.form(request.agreement, needs_facilitator="facilitator" not in values).filled(values)


@command(
    "agreement setup",
    danish="aftale opsæt",
    may="agreement.set_up",
    form=setup_form,
    changes=True,
    people=True,
    lasts=True,
    aliases=("aftale opsaet",),
)
def setup(request: Request, records: Records) -> Reply:
    """Bind this channel to the agreement and appoint facilitator and chair."""
    _channel(request)
    if request.answers is not None:
        _appoint_all(request, records, request.answers)
    new = _bound(request, records)
    held = records.people.appointed(request.today)
    offices = [(role, [one.name for one in held[role]]) for role in OFFICES.values() if held.get(role)]
    return Reply(
        set_up_words.done(
            request.agreement, contacts(request, records), held=offices, outsiders=request.call.place.outsiders, new=new
        )
    )


def _channel(request: Request) -> None:
    """Refuse in a direct conversation: an agreement is bound to a channel, where all its parties are."""
    if request.call.place.direct:
        raise Refusal("only_in_channel")


def _appoint_all(request: Request, records: Records, answers: Answers) -> None:
    """Appoint whoever was newly named in the form; a name left as it stood changes nothing.

    Raises:
        Refusal: beside the field that needs another look.
    """
    for name, role in OFFICES.items():
        if not (who := answers.text(name)):
            continue
        person = person_named(who, request, records, field=name)
        if person.id not in {one.id for one in records.people.holding(role, request.today)}:
            request.by.must("role.appoint")
            vouched(request, role, employed=answers.ticked("employed"))
            appoint(records, request.agreement, person, Office(role), request.by.person)


def _bound(request: Request, records: Records) -> bool:
    """Bind the channel, and owe it a word about what now lives there; tell whether that is new.

    Raises:
        Refusal: when the channel is another agreement's.
    """
    where = request.call.place
    row = place_at(records.session, where.platform, where.id)
    if row is not None and row.agreement_id != request.agreement.id:
        raise Refusal("channel_taken", agreement=row.agreement_id)
    if row is not None and row.outsiders == where.outsiders:
        return False
    bound = records.places.bind(where.platform, where.id, direct=False, outsiders=where.outsiders)
    records.session.flush()
    if row is None:
        for notice in _greeting(request, bound):
            records.outbox.add(notice)
    return row is None


def _greeting(request: Request, row: PlaceRow) -> Iterator[Notice]:
    """Yield what the channel is told, in the agreement's language."""
    assert row.id is not None
    with speaking(request.agreement.language):
        message = set_up_words.greeting(request.agreement)
    yield Notice(
        agreement_id=request.agreement.id,
        kind=Kind.NOTICE,
        subject=f"place:{row.id}",
        due=request.now.isoformat(),
        to=to_place(row.id),
        message=message,
        step="bound",
    )


@command("agreement release", danish="aftale frigiv", may="agreement.set_up", changes=True, lasts=True)
def release(request: Request, records: Records) -> Reply:
    """Let this channel go; nothing of the agreement is posted here any more."""
    _channel(request)
    row = place_at(records.session, request.call.place.platform, request.call.place.id)
    if row is None or row.agreement_id != request.agreement.id:
        raise Refusal("channel_not_bound")
    records.places.release(row)
    return Reply(set_up_words.released(request.agreement))


@command("agreement channel", danish="aftale kanal", may="agreement.set_up", usage=N_("headline|full"), changes=True, lasts=True)
def channel(request: Request, records: Records) -> Reply:
    """Choose whether this channel is told what there is to read, or shown all of it."""
    _channel(request)
    row = place_at(records.session, request.call.place.platform, request.call.place.id)
    if row is None or row.agreement_id != request.agreement.id:
        raise Refusal("channel_not_bound")
    wanted = spoken_names.folded(request.words)
    if wanted not in _SHOWN:
        raise Refusal("no_such_setting_of_a_channel")
    records.places.show(row, headline_only=_SHOWN[wanted])
    return Reply(set_up_words.channel_shows(headline_only=_SHOWN[wanted]))


@command(
    "agreement use", danish="aftale vælg", may="person.self", usage=N_("ID"), changes=True, lasts=True, aliases=("aftale vaelg",)
)
def use(request: Request, records: Records) -> Reply:
    """Choose which agreement this conversation is about."""
    where, wanted = request.call.place, request.words.strip().casefold()
    if wanted != request.agreement.id:
        known = list(Agreements(records.session).ids())
        raise Refusal("no_such_agreement", agreement=wanted[:40], known=known)
    if where.direct:
        records.places.bind(where.platform, where.id, direct=True, outsiders=False)
        return Reply(set_up_words.chosen(request.agreement))
    request.by.must("agreement.set_up")
    new = _bound(request, records)
    return Reply(set_up_words.chosen_for_channel(request.agreement, new=new))
