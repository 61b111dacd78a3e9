"""The first administrator: named in the settings, or by the code that is printed."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.claim import Claims
from bot.domain.person import Appointment
from bot.domain.role import Role
from bot.first_admin import codes, name_admin
from bot.loading import apply, plan
from tests.storage.sample import ROOT

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
CLAIMS = Claims("a secret of some length")


@pytest.fixture
def loaded(sqlite_store):
    text = (ROOT / "agreements" / "koebenhavn.toml").read_text(encoding="utf-8")
    apply(sqlite_store, plan(sqlite_store, text, NOW), NOW)
    return sqlite_store


def admins(store):
    with store.read() as installation:
        records = installation.within("koebenhavn", actor="", now=NOW)
        people = records.people.holding(Role.ADMIN, date(2026, 5, 4))
        return [account.user for one in people for account in records.people.accounts(one.id)]


def test_the_account_of_the_settings_becomes_the_first_administrator_once(loaded):
    assert name_admin(loaded, "slack:T0123/U0456", NOW) == ["koebenhavn"]
    assert name_admin(loaded, "slack:T0123/U0456", NOW) == []
    assert admins(loaded) == ["T0123/U0456"]


def test_where_there_is_an_administrator_the_settings_change_nothing(loaded):
    name_admin(loaded, "slack:T0123/U0456", NOW)
    assert name_admin(loaded, "mattermost:anna@chat.example", NOW) == []
    assert admins(loaded) == ["T0123/U0456"]


@pytest.mark.parametrize("account", ["", "slack", "slack:", ":U0456", " : "])
def test_an_account_is_written_as_platform_and_user(loaded, account):
    with pytest.raises(ValueError, match="PAGT_ADMIN"):
        name_admin(loaded, account, NOW)


def test_before_anything_is_loaded_there_is_nothing_to_claim(sqlite_store):
    assert codes(sqlite_store, CLAIMS, NOW) == {}
    assert name_admin(sqlite_store, "slack:T0123/U0456", NOW) == []


def test_a_code_is_owed_only_while_nobody_is_administrator_and_never_twice_the_same(loaded):
    first = codes(loaded, CLAIMS, NOW)
    assert first == codes(loaded, CLAIMS, NOW) == {"koebenhavn": CLAIMS.code("koebenhavn", 0)}
    name_admin(loaded, "slack:T0123/U0456", NOW)
    assert codes(loaded, CLAIMS, NOW) == {}
    with loaded.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=NOW)
        (admin,) = records.people.holding(Role.ADMIN, date(2026, 5, 4))
        records.people.relieve(admin.id, Role.ADMIN, None, date(2026, 5, 4))
    assert codes(loaded, CLAIMS, NOW)["koebenhavn"] not in {first["koebenhavn"], ""}


def test_an_administrator_appointed_from_later_on_does_not_close_the_door_today(loaded):
    with loaded.begin() as installation:
        records = installation.within("koebenhavn", actor="test", now=NOW)
        person = records.people.meet("slack", "U1", name="Anna", language="da")
        records.people.appoint(Appointment(person_id=person.id, role=Role.ADMIN, since=date(2026, 6, 1)))
    assert set(codes(loaded, CLAIMS, NOW)) == {"koebenhavn"}
