"""From a loaded agreement to a working group: the first administrator, the channel, the facilitator, and a contact for each party."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from bot import first_admin, loading
from bot.chat.plain import plain_form
from bot.dispatch import Dispatch
from bot.domain.claim import Claims
from bot.domain.role import Role
from bot.registry import Registry, all_commands
from bot.sample.people import who
from bot.words.language import LANGUAGES
from storage.tables import AuditRow

CLAIMS = Claims("kept by the stories alone")  # as conftest.py puts the program together


def code(bot) -> str:
    return first_admin.codes(bot.pagt.store, CLAIMS, bot.pagt.now())["koebenhavn"]


def roles_of(bot, person: str) -> set[Role]:
    with bot.pagt.store.read() as installation:
        records = installation.within("koebenhavn", actor="", now=bot.pagt.now())
        known = records.people.behind("local", who(person))
        return set(records.people.member(known, bot.pagt.now().date()).roles) if known else set()


def audit_of(bot, verb: str) -> list[tuple[str, str]]:
    with bot.pagt.store.read() as installation:
        rows = installation.session.exec(select(AuditRow).where(AuditRow.verb == verb).order_by(AuditRow.id)).all()
        return [(row.object, row.after) for row in rows]


def claimed(bot):
    assert not bot.says("admin", f"/aftale indløs {code(bot)}").refused
    return bot


# The first administrator.


def test_whoever_holds_the_code_becomes_the_first_administrator(fresh):
    bot = fresh
    answer = bot.says("admin", f"aftale indløs {code(bot).lower()}")
    assert not answer.refused
    assert "administrator" in answer.text
    assert "/aftale opsæt" in answer.text
    assert roles_of(bot, "admin") == {Role.ADMIN}
    assert any("administrator" in heard.splitlines()[0] for heard in bot.heard("admin"))


def test_a_code_works_once_and_a_wrong_one_never(fresh):
    bot = fresh
    right = code(bot)
    assert bot.says("reader", "/agreement claim ABCD-EFGH-IJKL").refused
    assert bot.says("reader", "/agreement claim").refused
    claimed(bot)
    assert bot.says("reader", f"/agreement claim {right}").refused
    assert roles_of(bot, "reader") == set()


def test_without_the_installations_secret_no_code_is_right(fresh):
    unaware = Dispatch(fresh.pagt.store, Registry(all_commands()), fresh.pagt.now)
    fresh.pagt = replace(fresh.pagt, dispatch=unaware)
    assert fresh.says("admin", f"/agreement claim {code(fresh)}").refused


# Binding the channel.


def test_an_administrator_sets_up_the_channel_and_names_facilitator_and_chair(fresh):
    bot = claimed(fresh)
    answer = bot.fills("admin", "/aftale opsæt", channel=True, facilitator="u_facilitator", employed="yes", chair="<@u_chair>")
    assert answer.text.startswith("0 af 11 parter har en repræsentant")
    assert "/part kontakt osa @navn" in answer.text
    assert roles_of(bot, "facilitator") == {Role.FACILITATOR}
    assert roles_of(bot, "chair") == {Role.CHAIR}
    welcome, nudge = (said.splitlines()[0] for said in bot.heard("facilitator"))
    assert "facilitator" in welcome
    assert "ordinært møde" in nudge  # the first thing that waits for whoever plans the meetings
    assert "Strategisk samarbejdsaftale" in bot.heard("chair", channel=True)[-1]


def test_a_direct_conversation_cannot_be_bound(bot):
    answer = bot.says("facilitator", "/aftale opsæt")
    assert answer.refused
    assert answer.form is None


def test_a_facilitator_has_to_be_of_the_authority_that_facilitates(fresh):
    bot = claimed(fresh)
    answer = bot.fills("admin", "/aftale opsæt", channel=True, facilitator="u_osa")
    assert answer.refused
    assert "Københavns Kommune" in answer.form.errors["employed"]
    assert "planlægges og faciliteres af Københavns Kommune" in plain_form(answer.form)
    assert next(one for one in answer.form.fields if one.name == "facilitator").value == "u_osa"
    assert roles_of(bot, "osa") == set()


def test_a_name_the_bot_does_not_know_stands_beside_its_field(fresh):
    bot = claimed(fresh)
    answer = bot.fills("admin", "/aftale opsæt", channel=True, facilitator="Kaptajn Nemo", employed="yes", chair="u_chair")
    assert set(answer.form.errors) == {"facilitator"}
    assert "@u_osa" in answer.form.errors["facilitator"]
    assert roles_of(bot, "chair") == set()


def test_setting_up_again_changes_nothing_and_tells_nobody_anew(bot):
    before = audit_of(bot, "appoint")
    answer = bot.fills("facilitator", "/aftale opsæt", channel=True)
    assert "10 af 11 parter har en repræsentant" in answer.text
    assert "/part kontakt krimforebyg @navn" in answer.text
    assert audit_of(bot, "appoint") == before
    assert bot.heard("facilitator", channel=True)[:-1] == []


def test_the_same_can_be_typed_in_one_line(fresh):
    bot = claimed(fresh)
    line = "/agreement setup facilitator: <@u_facilitator>; ansat: ja; chair: <@u_chair|Helle>"
    assert not bot.says("admin", line, channel=True).refused
    assert roles_of(bot, "facilitator") == {Role.FACILITATOR}
    assert roles_of(bot, "chair") == {Role.CHAIR}


def test_a_deputy_facilitator_binds_a_channel_but_appoints_nobody(bot):
    room = bot.room("c_nabo", outsiders=True)
    answer = bot.says_in(room, "facilitator_dep", "/aftale opsæt")
    assert answer.form is None
    assert not answer.refused
    assert "andre organisationer" in answer.text


def test_a_channel_is_let_go_again(bot):
    assert not bot.says("facilitator", "/aftale frigiv", channel=True).refused
    assert bot.says("facilitator", "/aftale frigiv", channel=True).refused
    with bot.pagt.store.read() as installation:
        assert installation.within("koebenhavn", actor="", now=bot.pagt.now()).places.channels() == []


# Contacts.


def test_a_facilitator_appoints_a_representative_who_learns_what_it_asks(bot):
    answer = bot.says("facilitator", "/part kontakt krimforebyg @u_krimforebyg")
    assert "Birgitte Hald Nørskov" in answer.text
    assert "11 af 11 parter har en repræsentant" in answer.text
    (welcome,) = bot.heard("krimforebyg")
    assert "Krimforebyggelse" in welcome.splitlines()[0]
    assert "Line Krogh Damsgaard" in welcome
    assert welcome.count("•") == 5
    assert "/indsats ny" in welcome
    assert "CPR" in welcome


@pytest.mark.parametrize(
    "line",
    [
        "/party contact krimforebyg <@u_krimforebyg>",
        "/party contact krimforebyg <@u_krimforebyg|birgitte>",
        "/party contact Krimforebyggelse u_krimforebyg",
        "part kontakt kriminalitetsforebyggelse Birgitte Hald Nørskov",
        "part kontakt KRIMFOREBYGGELSE birgitte norskov",
        "party contact unit: krimforebyg; person: @u_krimforebyg",
        "part kontakt part: krimforebyg; person: birgitte; som: repræsentant",
    ],
)
def test_a_contact_can_be_named_in_every_way_people_name_each_other(bot, line):
    answer = bot.says("facilitator", line)
    assert not answer.refused, answer.text
    assert roles_of(bot, "krimforebyg") == {Role.REPRESENTATIVE}


def test_who_hands_over_is_told_too_and_the_successor_gets_what_stands(bot):
    bot.fills("osa", "/indsats ny Åbent værksted", tracks="forebyggelse", starts_on="2026-01-12")
    bot.heard("osa")
    answer = bot.says("facilitator", "/part kontakt osa @u_reader")
    assert "Peter Langkilde Skov" in answer.text
    (farewell,) = bot.heard("osa")
    assert "Ida Marstrand Toft" in farewell
    welcome = bot.heard("reader")[-1]
    assert "Peter Langkilde Skov" in welcome
    assert "I-1 Åbent værksted" in welcome
    assert roles_of(bot, "osa") == set()


def test_a_successor_hears_of_the_status_round_that_is_still_open(bot):
    bot.day("2026-02-16")
    bot.says("facilitator", "/part kontakt osa @u_reader")
    assert "2026-Q1" in bot.heard("reader")[-1]
    assert bot.presses("reader", "Svar på statusrunden").form is not None


def test_a_deputy_who_becomes_representative_is_no_deputy_any_more(bot):
    bot.says("facilitator", "/part kontakt osa @u_osa_dep")
    assert roles_of(bot, "osa_dep") == {Role.REPRESENTATIVE}
    assert "–" in next(line for line in bot.says("facilitator", "part liste").text.splitlines() if line.startswith("OSA"))


def test_a_representative_appoints_the_units_own_deputy_and_nobody_else(bot):
    assert not bot.says("cbe", "/part kontakt cbe @u_krimforebyg suppleant").refused
    assert roles_of(bot, "krimforebyg") == {Role.DEPUTY}
    for line in ("/part kontakt cbe @u_reader", "/part kontakt osa @u_reader suppleant", "/part afmeld cbe @u_cbe"):
        assert bot.says("cbe", line).refused, line
    assert not bot.says("cbe", "/part afmeld cbe suppleant").refused
    assert roles_of(bot, "krimforebyg") == set()


def test_the_form_offers_a_representative_only_the_own_unit_and_its_deputy(bot):
    form = bot.says("cbe", "/part kontakt").form
    offered = {one.name: [option.value for option in getattr(one, "options", ())] for one in form.fields}
    assert offered["unit"] == ["cbe"]
    assert offered["role"] == ["deputy"]


def test_nobody_is_their_own_deputy(bot):
    answer = bot.says("facilitator", "/part kontakt osa @u_osa suppleant")
    assert answer.refused
    assert "Peter Langkilde Skov" in answer.text


def test_appointing_somebody_who_is_it_already_changes_and_tells_nothing(bot):
    answer = bot.says("facilitator", "/part kontakt osa @u_osa")
    assert "allerede" in answer.text
    assert bot.heard("osa") == []


def test_an_account_we_have_not_met_gets_its_name_when_it_first_does_something(fresh):
    bot = claimed(fresh)
    assert "u_eki er nu" in bot.says("admin", "/part kontakt eki <@u_eki>").text
    assert "Mads Hviid er nu" in bot.says("admin", "/part kontakt ssp <@u_ssp_dep|Mads Hviid>").text
    bot.says("eki", "/sprog dansk")
    said = bot.says("admin", "/part liste").text
    assert "Dorthe Lindegaard Munk" in said
    assert "u_eki" not in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/part kontakt", None),  # a form
        ("/part kontakt osa", None),
        ("/part kontakt osa <@!!>", None),
        ("/part kontakt osa @u_spoegelse", "u_spoegelse"),
        ("/part kontakt osa @u_reader suplleant", "suplleant"),
        ("/part kontakt oza @u_reader", "OSA"),
        ("/part kontakt osa Kaptajn Nemo", "Kaptajn Nemo"),
        ("/part kontakt osa <@u x>", "u x"),
        ("/part kontakt osa Karin; hvad: nu", "hvad"),
        ("/part kontakt osa S", "hele navnet"),
        ("/part afmeld osa", "Camilla Rosendal Friis"),
        ("/part afmeld krimforebyg", "Krimforebyggelse"),
        ("/part afmeld", "/part afmeld osa @anna"),
        ("/aftale udpeg kaptajn @u_reader", "kaptajn"),
        ("/aftale udpeg suppleant @u_reader", "/part kontakt"),
        ("/aftale afmeld læser @u_osa", "Peter Langkilde Skov"),
        ("/sprog klingonsk", "/sprog"),
        ("/aftale bestemmelse fjernsyn", "/aftale bestemmelse"),
    ],
)
def test_what_is_unclear_is_asked_back_with_what_to_type(bot, line, said):
    answer = bot.says("facilitator", line)
    if said is None:
        assert answer.form is not None
    else:
        assert answer.refused
        assert said in answer.text


# Roles that are not a unit's.


def test_roles_are_handed_out_and_ended(bot):
    assert not bot.says("facilitator", "/aftale udpeg læser @u_krimforebyg").refused
    assert roles_of(bot, "krimforebyg") == {Role.READER}
    assert not bot.says("facilitator", "/aftale afmeld læser Birgitte").refused
    assert roles_of(bot, "krimforebyg") == set()
    assert len(bot.heard("krimforebyg")) == 2


def test_there_is_one_facilitator_and_the_former_one_is_told(bot):
    form = bot.says("facilitator", "/aftale udpeg tovholder @u_reader").form
    assert {one.name: one.value for one in form.fields} | {"employed": ""} == {
        "role": "facilitator",
        "person": "u_reader",
        "employed": "",
    }
    assert bot.fills("facilitator", "/aftale udpeg tovholder @u_reader").refused
    ghost = bot.fills("facilitator", "/aftale udpeg tovholder @u_spoegelse", employed="yes")
    assert "u_spoegelse" in ghost.text
    assert not bot.fills("facilitator", "/aftale udpeg tovholder @u_reader", employed="yes").refused
    assert roles_of(bot, "facilitator") == set()
    assert "Ida Marstrand Toft" in bot.heard("facilitator")[-1]


def test_the_last_administrator_stays_until_there_is_another(bot):
    assert bot.says("admin", "/agreement relieve admin @u_admin").refused
    assert not bot.says("admin", "/agreement appoint admin @u_reader").refused
    assert not bot.says("admin", "/agreement relieve admin me").refused
    assert roles_of(bot, "admin") == set()


def test_who_is_relieved_may_do_nothing_more_and_is_told_whom_to_ask(bot):
    bot.says("facilitator", "/part afmeld osa @u_osa")
    answer = bot.says("osa", "/indsats liste")
    assert answer.refused
    assert "hjælp" in answer.text


# What people see.


@pytest.mark.parametrize(
    ("person", "more", "less"), [("osa", "/indsats ny", "/status spørg"), ("chair", "/status overblik", "/indsats ny")]
)
def test_help_shows_only_what_the_person_may_do(bot, person, more, less):
    said = bot.says(person, "hjælp").text
    assert more in said
    assert less not in said


def test_a_stranger_learns_in_three_sentences_what_this_is_and_what_to_try(bot):
    said = bot.says("krimforebyg", "hjælp").text
    intro = said.split("\n\n")[1]
    assert intro.count(". ") == 2
    assert "Line Krogh Damsgaard" in intro
    assert "/sprog" in said
    assert "/indsats" not in said


def test_an_unknown_word_offers_the_nearest(bot):
    assert "/status overblik" in bot.says("chair", "/statut overblik").text
    answer = bot.says("chair", "/hjælp indsast")
    assert answer.refused
    assert "indsats" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_each_persons_own_and_known_at_first_sight(fresh, language):
    name, other = {"da": ("dansk", "engelsk"), "en": ("English", "Danish")}[language]
    answer = fresh.says("osa", f"/language {language}")
    assert name in answer.text
    assert name in fresh.says("osa", "/language").text
    assert other not in fresh.says("osa", "whoami").text
    assert fresh.says("osa", f"/sprog {name}").text


def test_whoami_tells_roles_since_when_and_where(bot):
    said = bot.says("osa", "hvem er jeg").text
    assert "Peter Langkilde Skov" in said
    assert "repræsentant for OSA" in said
    assert "1. januar 2026" in said


def test_a_clause_is_read_word_for_word_in_both_languages(bot):
    text = "Møderne planlægges og faciliteres af Københavns Kommune."
    for person, line in (("facilitator", "/aftale bestemmelse 22"), ("admin", "/agreement clause the municipality plans")):
        assert text in bot.says(person, line).text
    assert "The Danish text is the agreement's own" in bot.says("admin", "agreement clause organisering-facilitering").text


def test_the_agreement_keeps_its_own_duties_and_house_rules_apart(bot):
    said = bot.says("facilitator", "/aftale vis").text
    ours = said.index("Husregler")
    assert said.index("Mindst fire møder om året") < ours < said.index("Et ordinært møde i hvert kvartal")
    assert "eksempel" in said.split("Spor")[0]
    assert "0 indsatser registreret" in said
    assert "registered" not in bot.says("admin", "/agreement show").text  # An administrator reads no initiatives.


def test_no_text_of_theirs_becomes_markup(bot):
    for line in ("/part vis *osa* <!channel>", "/aftale udpeg læser [x](http://y) @all", "/part kontakt osa <b>@all</b>"):
        answer = bot.says("facilitator", line)
        assert answer.refused


def test_the_trail_says_who_appointed_whom_and_when_without_names(bot):
    bot.says("facilitator", "/part kontakt krimforebyg @u_krimforebyg")
    thing, after = audit_of(bot, "appoint")[-1]
    assert thing.startswith("person:p_")
    assert '"unit": "krimforebyg"' in after
    assert "Birgitte" not in str(audit_of(bot, "appoint"))


# Several agreements in one installation.


@pytest.fixture
def two(bot):
    """A second agreement is loaded, and the facilitator of the first is known under it too."""
    harbour = (Path(__file__).parents[1] / "domain" / "harbour.toml").read_text(encoding="utf-8")
    plan = loading.plan(bot.pagt.store, harbour, bot.pagt.now())
    loading.apply(bot.pagt.store, plan, bot.pagt.now())
    with bot.pagt.store.begin() as installation:
        records = installation.within(plan.agreement.id, actor="test", now=bot.pagt.now())
        records.people.meet("local", who("facilitator"), name="Line Krogh Damsgaard", language="da")
    return bot, plan.agreement


def test_who_is_known_under_two_agreements_is_asked_once_which_one_is_meant(two):
    bot, harbour = two
    asked = bot.says("facilitator", "part liste")
    assert asked.refused
    assert harbour.title.da in asked.text
    assert harbour.title.da in bot.presses("facilitator", harbour.title.da).text
    assert harbour.title.da in bot.says("facilitator", "hvem").text
    assert "rocker" in bot.says("facilitator", "/aftale vælg koebenhavn").text
    assert "10 af 11" in bot.says("facilitator", "part liste").text


def test_who_is_known_under_one_agreement_is_never_asked(two):
    bot, _harbour = two
    assert "10 af 11" in bot.says("osa", "part liste").text


def test_an_agreement_that_is_not_there_cannot_be_chosen(two):
    bot, _harbour = two
    answer = bot.says("facilitator", "/aftale vælg atlantis")
    assert answer.refused
    assert "koebenhavn" in answer.text


def test_a_bound_channel_is_always_about_its_own_agreement(two):
    bot, harbour = two
    answer = bot.says("facilitator", f"/aftale vælg {harbour.id}", channel=True)
    assert answer.refused
    assert "10 af 11" in bot.says("facilitator", "/part liste", channel=True).text
