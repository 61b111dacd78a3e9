"""One person on two platforms: linking an account, taking one back, and choosing where they are told."""

from collections.abc import Sequence

from bot.chat.request import Account, Reply, Request
from bot.domain.link import LIVES, Linkable, Links
from bot.domain.outbox import LINKED, Kind, Notice, to_person
from bot.domain.spoken_names import folded
from bot.refusal import Refusal
from bot.registry import Command, command
from bot.words import link as words
from bot.words.language import N_, speaking_to
from storage.records import Records
from storage.tables import AccountRow, PersonRow

_HERE = frozenset({"here", "her"})
_REMOVE = frozenset({"remove", "fjern"})


def link_by(links: Links) -> Command:
    """Return the command that links accounts; the app puts its own codes in with `registry.replaced`."""

    @command("link", danish="kobl", may="person.self", usage=N_("[CODE|here|remove]"), changes=True, lasts=True)
    def link(request: Request, records: Records) -> Reply:
        """Use Pagt on two platforms under one name, and choose on which of them you are told."""
        wanted = folded(request.words)
        verb, *rest = map(folded, request.words.split()) if wanted else ("",)
        if not request.by.id and verb in _REMOVE:
            return Reply(words.how())
        if not request.by.id:
            return _linked(links, request, records) if wanted and wanted not in _HERE else Reply(words.how())
        if wanted in _HERE:
            return _told_here(request, records)
        if verb in _REMOVE:
            return _removed(request, records, "".join(rest))
        return _linked(links, request, records) if wanted else _code(links, request, records)

    return link


link = link_by(Links())  # Without a secret no code is right.


def _code(links: Links, request: Request, records: Records) -> Reply:
    """Show the code that links another account to whoever asks, and where they are found so far."""
    found = records.people.accounts(request.by.id)
    if not links.secret:
        raise Refusal("no_link_codes")
    code = links.code(request.agreement.id, Linkable(request.by.id, len(found)), request.now)
    return Reply(words.code(code, [one.platform for one in found], int(LIVES.total_seconds() // 60)))


def _linked(links: Links, request: Request, records: Records) -> Reply:
    """Link the account that asks to the person whose code it typed.

    Raises:
        Refusal: for a code that is nobody's, and for an account that stands for somebody with an office of their own.
    """
    here = request.call.account
    known = [Linkable(id_, count) for id_, count in records.people.linkable().items()]
    owner = links.meant(request.words, request.agreement.id, known, request.now)
    person = records.people.by_id(owner) if owner is not None else None
    if person is None:
        raise Refusal("wrong_link_code")
    if person.id == request.by.id:
        return Reply(words.linked_already())
    if request.by.appointments:
        raise Refusal("linked_elsewhere", name=request.by.person.name)
    records.people.link(person.id, here.platform, here.user, request.now)
    _tell_before(request, person, records)
    return _told(person, records)


def _tell_before(request: Request, person: PersonRow, records: Records) -> None:
    """Tell somebody, where they were found before, that another account is theirs now: a code may have been seen by others."""
    platform = request.call.account.platform
    with speaking_to(person):
        message = words.also_yours(platform)
    records.outbox.add(
        Notice(
            agreement_id=request.agreement.id,
            kind=Kind.NOTICE,
            subject=f"{LINKED}:{platform}",
            due=request.now.isoformat(),
            to=to_person(person.id),
            message=message,
        )
    )


def _removed(request: Request, records: Records, platform: str) -> Reply:
    """Take back what was linked after the account that asks, so that whoever got in by a code cannot lock its owner out.

    Raises:
        Refusal: when nothing was, or not there.
    """
    later = _later(records.people.accounts(request.by.id), request.call.account)
    meant = [one for one in later if one.platform.startswith(platform)] if platform else later[-1:]
    if not meant:
        raise Refusal("nothing_linked")
    for account in meant:
        records.people.unlink(request.by.id, account.platform, account.user)
    return Reply(words.removed(meant[-1].platform), replaces=request.call.how == "pressed")


def _later(accounts: Sequence[AccountRow], asking: Account) -> list[AccountRow]:
    """Return the accounts that became somebody's after the one that asks, first to last."""
    own = next(one for one in accounts if (one.platform, one.user) == (asking.platform, asking.user))
    linked = sorted(((one.linked_at, one) for one in accounts if one.linked_at is not None), key=lambda pair: pair[0])
    return [one for at, one in linked if own.linked_at is None or at > own.linked_at]


def _told(person: PersonRow, records: Records) -> Reply:
    with speaking_to(person):
        return Reply(words.linked(person.name, [one.platform for one in records.people.accounts(person.id)]))


def _told_here(request: Request, records: Records) -> Reply:
    """Prefer the account that asks."""
    here = request.call.account
    records.people.prefer(request.by.id, here.platform, here.user)
    return Reply(words.told_here(here.platform))
