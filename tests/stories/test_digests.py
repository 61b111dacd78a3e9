"""The digest of a status round: what it says first, who may read it, and what is left out where outsiders read along."""

import pytest

from bot.acts import round as act
from bot.domain.initiative import State
from bot.sample import cast
from tests.stories.asking import OPENS, PERIOD, digest, figures, opened, registered, section, state_of

STAGE = "rounds"

# The digest.


@pytest.fixture
def told(talk):
    return talk.after(replied)


def replied(talk):
    """A round with something under every heading."""
    registered(
        talk,
        ("Fælles sensorer", "osa", "eki"),
        ("Åben skole", "buf"),
        ("Natteravne", "ssp"),
        ("Gadeplan", "cba"),
    )
    talk.bot.day("2026-02-15")
    talk.changed(lambda records: setattr(records.initiatives.by_number(4), "heard_on", records.now.date().replace(year=2025)))
    opened(talk)
    talk.fills("osa", "status reply", progress1="Første hold", new_needs="En indsats i skoler")
    talk.fills("eki", "status reply", state1="paused", obstacles1="Ingen nøgler", help_needed="Nøgler fra OSA")
    talk.fills("buf", "status reply", state2="adjusted", progress2="Nye tider")
    talk.says("ssp", "status reply", talk.word("unchanged"))
    talk.says("ea", "status reply", "Hils alle")


def test_the_digest_begins_with_what_needs_a_decision_and_names_who_is_missing(told):
    text = digest(told)
    assert figures(text.splitlines()[0]) == [5, 11, 4, 1, 1, 1, 1]  # of parties; initiatives, decisions, moved, stuck, silent
    order = ["Needs a decision", "Stuck", "Seen differently", "Moved", "Needs help", "Silent", "Remarks"]
    places = [text.index(f"\n{told.word(title)} (") for title in order]
    assert places == sorted(places)
    assert "OSA: En indsats i skoler" in section(text, told.word("Needs a decision"))
    stuck = section(text, told.word("Stuck"))
    assert "I-1 Fælles sensorer" in stuck
    assert "EKI: " in stuck
    assert "Ingen nøgler" in stuck
    assert f"EKI: {told.word('paused')}" in section(text, told.word("Seen differently"))
    assert "I-2 Åben skole" in section(text, told.word("Moved"))
    assert told.word("adjusted") in section(text, told.word("Moved"))
    assert "EKI: Nøgler fra OSA" in section(text, told.word("Needs help"))
    assert "I-4 Gadeplan" in section(text, told.word("Silent"))
    assert "Hils alle" in section(text, told.word("Remarks"))
    missing = next(
        line
        for line in text.splitlines()
        if line.startswith(told.word("**Not answered:** {units}", units="").replace("*", "").strip())
    )
    assert "Nærpoliti" in missing
    assert "SSP" not in missing


def test_the_leads_state_is_the_initiatives_and_the_participants_stands_beside_it(told):
    assert state_of(told, 1) is State.ACTIVE
    shown = told.says("reader", "initiative show", "I-1").text
    assert "Første hold" in shown
    assert f"EKI ({told.word('paused')})" in shown
    assert f"OSA ({told.word('active')})" in shown


@pytest.mark.parametrize("person", ["chair", "facilitator", "facilitator_dep", "reader"])
def test_chair_facilitator_and_readers_see_the_digest_at_any_time(bot, person):
    bot.day(OPENS)
    assert figures(bot.says(person, "/status overblik").text.splitlines()[0]) == [0, 11, 0]


def test_a_long_digest_is_cut_with_a_button_to_all_of_it(talk):
    registered(
        talk, *[(f"Indsats {number}", "osa") for number in range(1, 9)], *[(f"Skole {number}", "buf") for number in range(1, 9)]
    )
    opened(talk)
    talk.fills("osa", "status reply", **{f"progress{number}": "Kører" for number in range(1, 9)})
    talk.fills("buf", "status reply", **{f"progress{number}": "Kører" for number in range(9, 17)})
    short = digest(talk)
    assert short.count("Kører") == 8
    everything = talk.presses("chair", "Show all").text
    assert everything.count("Kører") == 16
    assert talk.word("Show all") not in everything
    talk.says("facilitator", "status close")
    assert "Vis alt" in str(talk.posts("chair", channel=True)[-1].message)


def test_the_digest_leaves_out_what_is_confidential_where_outsiders_read_along(talk):
    registered(talk, ("Fælles sensorer", "osa"), ("Hemmelig", "osa"))
    talk.changed(lambda records: setattr(records.initiatives.by_number(2), "confidential", True))
    wide = talk.bot.room("bredt", outsiders=True)
    talk.changed(lambda records: records.places.bind("local", wide, direct=False, outsiders=True))
    opened(talk)
    talk.fills("osa", "status reply", progress1="Kører", progress2="Kører hemmeligt")
    asked_there = talk.bot.says_in(wide, "chair", talk.line("status digest")).text
    assert "hemmelig" not in asked_there.casefold()
    assert {"da": "1 indsats ", "en": "1 initiative "}[talk.language] in asked_there.splitlines()[0]
    assert "Kører hemmeligt" in digest(talk)
    talk.says("facilitator", "status close")
    seen = {
        post.room: str(post.message)
        for post in talk.bot.workspace.posts.seen("u_reader")
        if post.author is None and post.only_for is None
    }
    assert "hemmelig" not in seen[wide].casefold()
    assert "Kører hemmeligt" in seen[cast.CHANNEL]


def test_a_digest_meant_for_insiders_is_not_posted_once_outsiders_read_along(dansk):
    registered(dansk, ("Hemmelig", "osa"))
    dansk.changed(lambda records: setattr(records.initiatives.by_number(1), "confidential", True))
    opened(dansk)

    def close(records):
        with dansk.bot.pagt.store.read() as installation:
            agreement = installation.agreements.latest("koebenhavn")
        act.close(records, agreement, records.rounds.by_period(PERIOD))
        records.places.bind("local", cast.CHANNEL, direct=False, outsiders=True)

    dansk.changed(close)
    dansk.bot.settle()
    assert dansk.posts("chair", channel=True) == []


def test_status_show_tells_who_has_answered_and_who_has_not(talk):
    talk.after(opened)
    talk.says("osa", "status reply", talk.word("unchanged"))
    shown = talk.says("eki", "status show").text
    assert talk.word("Status {period}: {count} of {parties} parties have answered", period=PERIOD, count=1, parties=11) in shown
    assert "• OSA: " in shown
    assert "EKI" in shown.split("• OSA: ")[1]
