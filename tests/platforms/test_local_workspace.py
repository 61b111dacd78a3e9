"""The workspace keeps what it took: over reopening, over a kill, and for each person what is theirs to see."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.form import Check, Choices, Form, Short
from bot.chat.message import Message, Option
from bot.platforms.local.database import instant, stamp
from bot.platforms.local.open_form import Step, form_from_json, form_to_json
from bot.platforms.local.post import Draft, number_of, reference
from bot.platforms.local.room import Room
from bot.platforms.local.user import User
from bot.platforms.local.workspace import Workspace
from tests.platforms.scripted import HOSTILE, MORNING, every_field, every_part, world_in


@pytest.fixture
def workspace(tmp_path):
    made = world_in(tmp_path).workspace
    yield made
    made.close()


def everything(workspace: Workspace) -> list[object]:
    rooms = [workspace.rooms.open_to(one.id) for one in workspace.users.all()]
    posts = [workspace.posts.seen(one.id) for one in workspace.users.all()]
    forms = [workspace.forms.of(one.id) for one in workspace.users.all()]
    unread = [dict(workspace.rooms.unread(one.id)) for one in workspace.users.all()]
    return [workspace.users.all(), rooms, posts, forms, unread, workspace.now(), workspace.database.latest()]


def fill(workspace: Workspace) -> None:
    post = workspace.posts.add(Draft(room="c_agreement", message=every_part(), key="key-1"))
    workspace.posts.add(Draft(room="c_agreement", author="u_osa", text="In the thread", thread=post.id))
    workspace.posts.add(Draft(room="c_agreement", author="u_eki", text="/only me", only_for="u_eki"))
    workspace.posts.edit(post.id, Message("Edited"))
    workspace.rooms.read("u_osa", "c_agreement")
    workspace.users.speak("u_eki", "da")
    opened = workspace.forms.open(Step("delivery-1", "u_chair", "c_open", None, post.id), every_field())
    workspace.forms.typed(opened, {"title": "Half a tit"})
    workspace.clock.forward(MORNING + timedelta(days=3))


def test_what_was_kept_is_there_when_it_is_opened_again(tmp_path):
    first = world_in(tmp_path).workspace
    fill(first)
    before = everything(first)
    first.close()
    again = Workspace(tmp_path / "workspace.db", real=lambda: MORNING)
    assert everything(again) == before
    assert again.forms.of("u_chair").form.fields[0].value == "Half a tit"
    again.close()


@pytest.mark.slow
def test_what_was_committed_outlives_a_kill(tmp_path):
    program = """
import os, signal, sys
from pathlib import Path
from bot.platforms.local.post import Draft
from bot.platforms.local.room import Room
from bot.platforms.local.workspace import Workspace
workspace = Workspace(Path(sys.argv[1]))
workspace.rooms.add(Room("c_agreement", "agreement"))
for number in range(20):
    workspace.posts.add(Draft(room="c_agreement", text=str(number)))
with workspace.database.begin():
    workspace.posts.add(Draft(room="c_agreement", text="half done"))
    os.kill(os.getpid(), signal.SIGKILL)
"""
    root = Path(__file__).parents[2]
    killed = subprocess.run([sys.executable, "-c", program, tmp_path / "workspace.db"], cwd=root, check=False)
    assert killed.returncode == -9
    again = world_in(tmp_path).workspace
    assert [one.text for one in again.posts.seen("u_osa")] == [str(number) for number in range(20)]
    again.close()


def test_a_step_that_fails_leaves_nothing_behind(workspace):
    before = everything(workspace)

    def half() -> None:
        with workspace.database.begin():
            fill(workspace)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert everything(workspace) == before


def test_two_processes_see_each_others_writing(tmp_path):
    one, other = (Workspace(tmp_path / "workspace.db", real=lambda: MORNING) for _ in range(2))
    one.users.add(User("u_osa", "Mads Holm"))
    seen = other.database.latest()
    one.posts.add(Draft(room="d_u_osa", message=Message("Hello")))
    assert [change.kind for change in other.database.since(seen, 10)] == ["posted"]
    assert len(other.posts.seen("u_osa")) == 1
    one.close()
    other.close()


def test_a_file_of_a_newer_pagt_is_not_touched(tmp_path):
    made = Workspace(tmp_path / "workspace.db")
    with made.database.begin() as connection:
        connection.execute("PRAGMA user_version = 99")
    made.close()
    with pytest.raises(RuntimeError, match="99"):
        Workspace(tmp_path / "workspace.db")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_every_text_is_kept_as_it_was_written(workspace, text):
    made = workspace.posts.add(Draft(room="c_agreement", author="u_osa", text=text))
    assert workspace.posts.by_id(made.id).text == text


def test_half_a_character_is_replaced(workspace):
    assert workspace.posts.add(Draft(room="c_agreement", author="u_osa", text="a\ud83d")).text == "a?"


@pytest.mark.parametrize("id_", ["", "a b", "../x", "ø", 'x"y', "x" * 81, "x\n"])
def test_an_id_that_could_not_stand_in_an_address_is_refused(id_):
    with pytest.raises(ValueError, match="not an id"):
        User(id_, "Name")
    with pytest.raises(ValueError, match="not an id"):
        Room(id_, "name")


def test_somebody_added_again_is_renamed_and_keeps_their_language(workspace):
    workspace.users.speak("u_osa", "da")
    workspace.users.add(User("u_osa", "Mads Ø. Holm", "Deputy, OSA"))
    found = workspace.users.by_id("u_osa")
    assert (found.name, found.title, found.language) == ("Mads Ø. Holm", "Deputy, OSA", "da")
    assert [one.id for one in workspace.users.all()] == ["u_osa", "u_eki", "u_chair"]


@pytest.mark.parametrize(("name", "initials"), [("Mads Ø. Holm", "MH"), ("Pagt", "P"), ("", "?"), ("ærø ås", "ÆÅ")])
def test_an_avatar_has_the_letters_of_the_name(name, initials):
    assert User("u_x", name).initials == initials


def test_the_clock_runs_on_from_where_it_was_put(tmp_path):
    real = [MORNING]
    workspace = Workspace(tmp_path / "workspace.db", real=lambda: real[0])
    assert workspace.now() == MORNING
    workspace.clock.start(datetime(2026, 1, 12, 8, 0, tzinfo=UTC))
    real[0] += timedelta(minutes=5)
    assert workspace.now() == datetime(2026, 1, 12, 8, 5, tzinfo=UTC)
    workspace.clock.forward(datetime(2026, 2, 1, 8, 0, tzinfo=UTC))
    assert workspace.now() == datetime(2026, 2, 1, 8, 0, tzinfo=UTC)
    workspace.close()


def test_the_clock_is_never_turned_back(workspace):
    workspace.clock.forward(MORNING + timedelta(days=1))
    with pytest.raises(ValueError, match="forward"):
        workspace.clock.forward(MORNING)
    with pytest.raises(ValueError, match="forward"):
        workspace.clock.start(MORNING)
    assert workspace.now() == MORNING + timedelta(days=1)


def test_posts_carry_the_agreements_time(workspace):
    workspace.clock.forward(MORNING + timedelta(days=30))
    assert workspace.posts.add(Draft(room="c_agreement", text="x")).at == MORNING + timedelta(days=30)


def test_only_one_person_sees_what_is_only_for_them(workspace):
    made = workspace.posts.add(Draft(room="c_agreement", message=Message("For you"), only_for="u_osa"))
    assert [one.id for one in workspace.posts.seen("u_osa")] == [made.id]
    assert workspace.posts.seen("u_eki") == workspace.posts.roots("u_eki", "c_agreement") == []
    assert not workspace.posts.hide(made.id, "u_eki")
    assert workspace.posts.hide(made.id, "u_osa")
    assert workspace.posts.seen("u_osa") == []


def test_what_everybody_sees_cannot_be_hidden(workspace):
    made = workspace.posts.add(Draft(room="c_agreement", message=Message("For all")))
    assert not workspace.posts.hide(made.id, "u_osa")


def test_a_persons_own_conversation_is_nobody_elses(workspace):
    workspace.posts.add(Draft(room="d_u_osa", message=Message("Hello, Mads")))
    assert [len(workspace.posts.seen(user)) for user in ("u_osa", "u_eki")] == [1, 0]
    assert [one.id for one in workspace.rooms.open_to("u_eki")] == ["c_agreement", "c_open", "d_u_eki"]
    assert dict(workspace.rooms.unread("u_eki")) == {}


def test_a_reply_to_a_reply_joins_its_thread(workspace):
    root = workspace.posts.add(Draft(room="c_agreement", text="root"))
    reply = workspace.posts.add(Draft(room="c_agreement", text="reply", thread=root.id))
    second = workspace.posts.add(Draft(room="c_agreement", text="to the reply", thread=reply.id))
    assert second.thread == root.id
    assert [one.text for one in workspace.posts.replies("u_osa", root.id)] == ["reply", "to the reply"]
    assert workspace.posts.threads("u_osa", [root])[root.id].replies == 2


def test_unread_counts_what_others_said_and_not_what_one_asked_for(workspace):
    workspace.posts.add(Draft(room="c_agreement", author="u_osa", text="mine"))
    workspace.posts.add(Draft(room="c_agreement", author="u_eki", text="theirs"))
    workspace.posts.add(Draft(room="c_agreement", message=Message("an answer to me"), only_for="u_osa"))
    workspace.posts.add(Draft(room="d_u_osa", message=Message("a nudge")))
    assert dict(workspace.rooms.unread("u_osa")) == {"c_agreement": 1, "d_u_osa": 1}
    workspace.rooms.read("u_osa", "c_agreement")
    assert dict(workspace.rooms.unread("u_osa")) == {"d_u_osa": 1}
    assert workspace.rooms.mark("u_osa", "c_agreement") == 3


def test_reading_what_is_read_changes_nothing(workspace):
    workspace.posts.add(Draft(room="c_agreement", author="u_eki", text="theirs"))
    workspace.rooms.read("u_osa", "c_agreement")
    before = workspace.database.latest()
    workspace.rooms.read("u_osa", "c_agreement")
    workspace.rooms.read("u_osa", "c_open")
    assert workspace.database.latest() == before


def test_a_delivery_is_posted_once(workspace):
    first, again = (workspace.posts.add(Draft(room="c_agreement", author="u_osa", text="x", delivery="d-1")) for _ in range(2))
    assert first == again


def test_earlier_posts_come_in_pages(workspace):
    made = [workspace.posts.add(Draft(room="c_agreement", text=str(number))) for number in range(10)]
    page = workspace.posts.roots("u_osa", "c_agreement", before=made[7].number, limit=3)
    assert [one.text for one in page] == ["4", "5", "6"]


def test_a_reader_who_is_too_far_behind_is_told_so(workspace):
    for number in range(6):
        workspace.posts.add(Draft(room="c_agreement", text=str(number)))
    latest = workspace.database.latest()
    assert workspace.database.since(latest - 3, 5) is not None
    assert workspace.database.since(latest - 6, 5) is None
    with workspace.database.begin() as connection:
        connection.execute("DELETE FROM change WHERE id <= ?", [latest - 2])
    assert workspace.database.since(latest - 3, 5) is None
    assert workspace.database.since(latest, 5) == []


def test_listeners_hear_of_a_change_once_it_stands(workspace):
    heard: list[int] = []
    stop = workspace.database.listen(lambda: heard.append(len(workspace.posts.seen("u_osa"))))
    workspace.posts.add(Draft(room="c_agreement", text="x"))
    stop()
    workspace.posts.add(Draft(room="c_agreement", text="y"))
    assert heard == [1]


def test_a_person_has_one_form_before_them(workspace):
    first = workspace.forms.open(Step("d-1", "u_osa", "c_agreement"), every_field())
    second = workspace.forms.open(Step("d-2", "u_osa", "c_agreement"), every_field())
    other = workspace.forms.open(Step("d-3", "u_eki", "c_agreement"), every_field())
    assert workspace.forms.by_id(first.id, "u_osa") is None
    assert workspace.forms.of("u_osa") == second
    assert workspace.forms.by_id(other.id, "u_osa") is None
    workspace.forms.close(second)
    assert workspace.forms.of("u_osa") is None


@given(
    values=st.dictionaries(st.sampled_from(["title", "tracks", "closed"]), st.text()),
    errors=st.dictionaries(st.text(), st.text()),
)
def test_a_kept_form_comes_back_as_it_was(values, errors):
    form = Form(
        "New",
        "/new",
        (
            Short(name="title", label="Title", aliases=("t", "titel")),
            Choices(name="tracks", label="Tracks", options=(Option("One", "1", ("første",)), Option("Two", "2"))),
            Check(name="closed", label="Closed"),
        ),
        "Send",
    )
    changed = form.filled(values).refused(errors)
    assert form_from_json(form_to_json(changed)) == changed


def test_a_form_with_every_kind_of_field_comes_back_as_it_was():
    assert form_from_json(form_to_json(every_field())) == every_field()


@given(st.text(max_size=40) | st.integers(min_value=1, max_value=10**14).map(reference))
def test_a_reference_is_read_or_is_nobodys(text):
    number = number_of(text)
    assert number == 0 or reference(number) == text


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.timezones()))  # noqa: DTZ001  # Hypothesis wants them so.
def test_an_instant_is_kept_to_the_microsecond(when):
    assert instant(stamp(when)) == when.astimezone(UTC)  # Python finds no two times equal in an hour that exists twice.
