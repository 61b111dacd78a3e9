"""One person on two platforms: linking an account, and choosing where they are told."""

from bot.chat.request import Reply, Request
from bot.domain.link import LIVES, Linkable, Links
from bot.domain.spoken_names import folded
from bot.refusal import Refusal
from bot.registry import Command, command
from bot.words import link as words
from bot.words.language import N_, speaking
from storage.records import Records
from storage.tables import PersonRow

_HERE = frozenset({"here", "her"})


def link_by(links: Links) -> Command:
    """Return the command that links accounts; the app puts its own codes in with `registry.replaced`."""

    @command("link", danish="kobl", may="person.self", usage=N_("[CODE|here]"), changes=True)
    def link(request: Request, records: Records) -> Reply:
        """Use Pagt on two platforms under one name, and choose on which of them you are told."""
        wanted = folded(request.words)
        if not request.by.id:
            return _linked(links, request, records) if wanted and wanted not in _HERE else Reply(words.how())
        if wanted in _HERE:
            return _told_here(request, records)
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
    records.people.link(person.id, here.platform, here.user)
    return _told(person, records)


def _told(person: PersonRow, records: Records) -> Reply:
    with speaking(person.language):
        return Reply(words.linked(person.name, [one.platform for one in records.people.accounts(person.id)]))


def _told_here(request: Request, records: Records) -> Reply:
    """Prefer the account that asks."""
    here = request.call.account
    records.people.prefer(request.by.id, here.platform, here.user)
    return Reply(words.told_here(here.platform))
