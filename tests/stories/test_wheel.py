"""The wheel of the year (Danish: årshjul): a picture, and words that say the same."""

import io

import pytest
from PIL import Image

from bot.chat.message import Picture, Table
from bot.documents.pen import NoFontError


def convened(talk, *days, kind="ordinary"):
    for day in days:
        assert not talk.says("facilitator", "meeting convene", f"{day}T10:00-12:00; kind: {kind}").refused


def parts(answer, kind):
    return [part for part in answer.message.parts if isinstance(part, kind)]


def rows(answer):
    (table,) = parts(answer, Table)
    return [" | ".join(row) for row in table.rows]


@pytest.fixture
def year(talk):
    return talk.after(met_and_meeting)


def met_and_meeting(talk):
    """A year with one meeting held, one convened and a seminar; today is 15 June."""
    convened(talk, "2026-03-12", "2026-09-17")
    convened(talk, "2026-10-07", kind="seminar")
    talk.bot.day("2026-02-26")  # the round opens before the meeting
    talk.bot.day("2026-03-13")
    talk.says("facilitator", "meeting held", "M-1")
    talk.bot.day("2026-06-15")


def test_the_year_is_shown_day_by_day_and_as_a_picture(year):
    answer = year.says("chair", "agreement wheel")
    assert (
        answer.message.headline
        == {
            "da": "Årshjulet 2026: 1 af 4 møder afholdt",
            "en": "The wheel of 2026: 1 of 4 meetings held",
        }[year.language]
    )
    told = rows(answer)
    for row in {
        "da": [
            "tors. d. 12. mar. | M-1 ordinært møde | afholdt",
            "man. d. 15. jun. | I dag | ◀",
            "27. jun. – 9. aug. | Sommerferie | lukket periode",
            "tors. d. 3. sep. | Punkter til dagsordenen for M-2 | frist",
            "tors. d. 17. sep. | M-2 ordinært møde | indkaldt",
            "ons. d. 30. sep. | Årlig status til Økonomiudvalget | skal gives",
            "ons. d. 7. okt. | M-3 seminar | forestår",
            "26. feb. – 11. mar. | Statusrunde 2026-Q1 | forbi",
            "16. nov. – 30. nov. | Statusrunde 2026-Q4 | forestår",
        ],
        "en": [
            "Thu 12 Mar | M-1 ordinary meeting | held",
            "Mon 15 Jun | Today | ◀",
            "27 Jun – 9 Aug | Summer break | closed period",
            "Thu 3 Sep | Items for the agenda of M-2 | deadline",
            "Thu 17 Sep | M-2 ordinary meeting | convened",
            "Wed 30 Sep | Annual status to the Finance Committee | to be delivered",
            "Wed 7 Oct | M-3 seminar | to come",
            "26 Feb – 11 Mar | Status round 2026-Q1 | over",
            "16 Nov – 30 Nov | Status round 2026-Q4 | to come",
        ],
    }[year.language]:
        assert row in told
    missing = {"da": "Sidste dag at indkalde et møde, der mangler", "en": "Last day to convene a meeting that is missing"}
    assert sum(missing[year.language] in row for row in told) == 2
    (picture,) = parts(answer, Picture)
    assert Image.open(io.BytesIO(picture.data)).format == "PNG"
    assert {"da": "12. marts (møde afholdt)", "en": "12 March (meeting held)"}[year.language] in picture.description
    assert len(picture.description) <= 500  # as much as Slack takes


def test_the_next_year_is_one_button_away(dansk):
    dansk.says("chair", "agreement wheel")
    answer = dansk.presses("chair", "2027 ›")
    assert "2027" in answer.message.headline
    assert not [row for row in rows(answer) if "◀" in row]
    assert "2026" in dansk.presses("chair", "‹ 2026").message.headline


def test_a_year_that_is_none_is_asked_about(dansk):
    answer = dansk.says("osa", "agreement wheel", "snart")
    assert answer.refused
    assert "årstal" in answer.text.casefold() or "tal" in answer.text


def test_where_the_font_cannot_be_read_the_words_stand_alone(dansk, monkeypatch):
    def unread(*_):
        raise NoFontError("no FreeType")

    monkeypatch.setattr("bot.documents.wheel.draw", unread)
    answer = dansk.says("osa", "agreement wheel")
    assert parts(answer, Picture) == []
    assert rows(answer)


def test_who_may_read_no_meetings_sees_no_wheel(dansk):
    assert dansk.says("admin", "agreement wheel").refused
