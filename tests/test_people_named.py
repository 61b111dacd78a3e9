"""Who is meant by a mention, a picked account, or a name, on each platform."""

from datetime import UTC, datetime

import pytest

from bot.chat.request import Account, Call, Place, Request
from bot.commands.people_named import as_picked, mention_in, person_named
from bot.domain.person import Member, Person
from bot.refusal import Refusal
from tests.storage.sample import copenhagen

NOW = datetime(2027, 2, 1, 8, tzinfo=UTC)
AGREEMENT = copenhagen()
KNOWN = {
    "slack": {"T0000001/U0000001": "Anna Holm", "T0000001/U0000002": "Anne Holmgaard", "T0000002/U0000003": "Bo Øst"},
    "mattermost": {"a" * 26: "Anna Holm", "anne.h": "Anne Holmgaard"},
    "local": {"u_anna": "Anna Holm", "u_anne": "Anne Holmgaard"},
}
ASKING = {"slack": "T0000001/U0000009", "mattermost": "z" * 26, "local": "u_line"}


@pytest.fixture
def records(sqlite_store):
    """Some people of each platform, each platform's own."""
    with sqlite_store.begin() as installation:
        installation.agreements.add_version(AGREEMENT, effective_from=AGREEMENT.in_force_from, now=NOW)
        installation.session.flush()
        records = installation.within(AGREEMENT.id, actor="test", now=NOW)
        yield records


def request(platform: str, how: str = "typed") -> Request:
    user = ASKING[platform]
    call = Call(Account(platform, user), Place(platform, "c"), "party contact", how=how, name="Line Krogh")
    return Request(call, Member(Person(id="p_line", name="Line Krogh")), AGREEMENT, NOW)


def met(records, platform):
    for user, name in KNOWN[platform].items():
        records.people.meet(platform, user, name=name, language="da")
    return records


@pytest.mark.parametrize(
    ("platform", "text", "user"),
    [
        ("slack", "<@U0000001>", "T0000001/U0000001"),
        ("slack", "<@U0000001|anna>", "T0000001/U0000001"),
        ("slack", "<@T0000002/U0000003>", "T0000002/U0000003"),
        ("slack", "U0000002", "T0000001/U0000002"),
        ("slack", "Bo Øst", "T0000002/U0000003"),
        ("slack", "bo ost", "T0000002/U0000003"),
        ("slack", "øst", "T0000002/U0000003"),
        ("slack", "anna", "T0000001/U0000001"),
        ("slack", "Holm Anna", "T0000001/U0000001"),
        ("slack", "Anna Holm", "T0000001/U0000001"),
        ("mattermost", "@anne.h", "anne.h"),
        ("mattermost", f"<@{'a' * 26}>", "a" * 26),
        ("mattermost", "@Anna", "a" * 26),
        ("local", "@u_anna", "u_anna"),
        ("local", "u_anna", "u_anna"),
        ("local", "anne holmg", "u_anne"),
    ],
)
def test_somebody_known_is_found(records, platform, text, user):
    person = person_named(text, request(platform), met(records, platform))
    assert person.name == KNOWN[platform][user]


@pytest.mark.parametrize(
    ("platform", "how", "text", "expected"),
    [
        ("slack", "typed", "<@U0000777>", ("T0000001/U0000777", "T0000001/U0000777")),
        ("slack", "typed", "<@U0000777|Niels Ebbe>", ("T0000001/U0000777", "Niels Ebbe")),
        ("slack", "submitted", "U0000777", ("T0000001/U0000777", "T0000001/U0000777")),
        ("mattermost", "submitted", "b" * 26, ("b" * 26, "b" * 26)),
        ("local", "submitted", "u_niels", ("u_niels", "u_niels")),
    ],
)
def test_an_account_the_platform_vouches_for_is_met(records, platform, how, text, expected):
    person = person_named(text, request(platform, how), met(records, platform))
    (account,) = records.people.accounts(person.id)
    assert (account.user, person.name) == expected


@pytest.mark.parametrize("text", ["me", "mig", "Mig selv"])
def test_whoever_asks_may_mean_themself(records, text):
    assert person_named(text, request("local"), records).name == "Line Krogh"


@pytest.mark.parametrize(
    ("platform", "how", "text", "code"),
    [
        ("local", "typed", "", "person_needed"),
        ("local", "typed", "   ", "person_needed"),
        ("local", "typed", "@u_niels", "unknown_person"),
        ("local", "typed", "u_niels", "unknown_person"),
        ("local", "submitted", "@u_niels", "unknown_person"),
        ("local", "submitted", "Niels Ebbe", "unknown_person"),
        ("slack", "typed", "U0000777", "unknown_person"),
        ("slack", "typed", "<@nobody>", "unknown_person"),
        ("slack", "typed", "@", "unknown_person"),
        ("slack", "typed", "<@>", "unknown_person"),
        ("slack", "typed", "🙂", "unknown_person"),
        ("slack", "typed", "x" * 10_000, "unknown_person"),
        ("slack", "typed", "an ho", "which_person"),
        ("local", "typed", "holm", "which_person"),
    ],
)
def test_nobody_or_several_is_asked_back(records, platform, how, text, code):
    met(records, platform)
    with pytest.raises(Refusal) as no:
        person_named(text, request(platform, how), records)
    assert no.value.code == code
    assert len(str(no.value.facts.get("text", ""))) <= 60


def test_who_is_called_exactly_so_is_meant_although_others_begin_so(records):
    records.people.meet("local", "u_1", name="Anna", language="da")
    records.people.meet("local", "u_2", name="Anna Holm", language="da")
    assert person_named("anna", request("local"), records).name == "Anna"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("<@U0000001|anna>", "T0000001/U0000001"),
        ("@U0000001", "T0000001/U0000001"),
        ("Anna Holm", "Anna Holm"),
        ("@ghost", "@ghost"),
    ],
)
def test_a_form_is_filled_with_the_account_where_it_is_known(records, text, field):
    assert as_picked(text, request("slack"), met(records, "slack")) == field


@pytest.mark.parametrize(
    ("words", "split"),
    [
        ("osa <@U1|Anna Holm> deputy", ("osa", "<@U1|Anna Holm>", "deputy")),
        ("jobcenter cbe @anne.h", ("jobcenter cbe", "@anne.h", "")),
        ("<@U1>", ("", "<@U1>", "")),
        ("osa anna@kk.dk", None),
        ("osa Anna Holm", None),
        ("", None),
    ],
)
def test_words_are_split_at_the_mention(words, split):
    assert mention_in(words) == split
