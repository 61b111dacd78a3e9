"""How a person names another person in a command: a mention, a picked account, or the name of somebody already known."""

import re
from collections.abc import Sequence

from bot.chat.mentions import MENTION
from bot.chat.request import Account, Request
from bot.domain.spoken_names import folded
from bot.refusal import Refusal
from storage.records import Records
from storage.tables import PersonRow

# What a platform's own user ids look like; anything else is a name. Slack's are per workspace: `T…/U…`.
_IDS = {
    "slack": re.compile(r"(?:[TE][A-Z0-9]{2,30}/)?[UW][A-Z0-9]{6,30}"),
    "mattermost": re.compile(r"[a-z0-9]{26}"),
    "local": re.compile(r"u_[a-z0-9_-]{1,38}"),
}
_MOST_OFFERED = 5
_ME = frozenset({"me", "mig", "myself", "mig selv"})


def person_named(text: str, request: Request, records: Records, field: str = "person") -> PersonRow:
    """Return the person somebody means, making their record when an account is named that we have not met.

    A platform hands over a mention as `<@ID>` or `<@ID|name>`, and a person picked in a form also as the bare id: these are
    known to exist. What was only typed, as `@name` or a plain name, finds people we know, by account or by name, so that a
    slip appoints no ghost. `me` is whoever asks.

    Raises:
        Refusal: when nobody, or more than one, is meant; it says what to type, beside the field where a form was filled.
    """
    try:
        return _named(text, request, records)
    except Refusal as no:
        if request.answers is None:
            raise
        raise Refusal.of_fields({field: no}) from None


def _named(text: str, request: Request, records: Records) -> PersonRow:
    wanted, here = " ".join(text.split()), request.call.account
    if not wanted:
        raise Refusal("person_needed", platform=here.platform)
    if wanted.casefold() in _ME:
        return _met(request, records, here, request.call.name)
    found = MENTION.fullmatch(wanted)
    if found and _is_id(found[1], here.platform):
        return _met(request, records, _beside(found[1], here), found[2] or "")
    bare = wanted.removeprefix("@")
    if (known := records.people.behind(here.platform, _beside(bare, here).user)) is not None:
        return known
    if (one := _by_name(bare, records.people.everybody())) is not None:
        return one
    if request.call.how == "submitted" and _is_id(wanted, here.platform):
        return _met(request, records, _beside(bare, here), "")
    raise Refusal("unknown_person", text=wanted[:60], platform=here.platform)


def as_picked(text: str, request: Request, records: Records) -> str:
    """Return what a form's Person field holds for words somebody typed: the account's id where it is known, else the words."""
    wanted, here = " ".join(text.split()), request.call.account
    if (found := MENTION.fullmatch(wanted)) and _is_id(found[1], here.platform):
        return _beside(found[1], here).user
    account = _beside(wanted.removeprefix("@"), here)
    return account.user if records.people.behind(account.platform, account.user) else wanted


def mention_in(words: str) -> tuple[str, str, str] | None:
    """Split words at the person they mention, as `<@ID>` or `@name`: what stands before, the mention, what stands after."""
    found = MENTION.search(words) or re.search(r"(?<!\S)@\S+", words)
    return (words[: found.start()].strip(), found[0], words[found.end() :].strip()) if found else None


def _is_id(text: str, platform: str) -> bool:
    return platform in _IDS and _IDS[platform].fullmatch(text) is not None


def _met(request: Request, records: Records, account: Account, name: str) -> PersonRow:
    """Return whoever has an account; somebody new is spoken to in the language the platform knows of them, else in the agreement's."""
    language = request.call.languages.get(account.user) or request.agreement.language
    return records.people.meet(account.platform, account.user, name=name.strip(), language=language)


def _beside(user: str, here: Account) -> Account:
    """Return the account of an id as it is stored: one without its workspace belongs to that of whoever names it."""
    workspace, slash, _ = here.user.partition("/")
    return Account(here.platform, f"{workspace}/{user}" if slash and "/" not in user else user)


def _by_name(text: str, people: Sequence[PersonRow]) -> PersonRow | None:
    """Return the only one who is called so: by the whole name, or by words that each begin one of its names.

    Raises:
        Refusal: when several are.
    """
    exact = [one for one in people if folded(one.name) == folded(text)]
    words = [folded(word) for word in text.split() if folded(word)]
    beginning = [one for one in people if words and _begins(words, one.name)]
    found = exact or beginning
    if len(found) > 1:
        raise Refusal("which_person", text=text[:60], names=[one.name for one in found[:_MOST_OFFERED]])
    return found[0] if found else None


def _begins(words: Sequence[str], name: str) -> bool:
    parts = [folded(part) for part in name.split()]
    return all(any(part.startswith(word) for part in parts) for word in words)
