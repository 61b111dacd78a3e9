"""What people do in 2027, for the log in test_year_2027.py: a group that keeps its agreement, with the slips every group makes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Deed:
    """A line somebody types, or a form they send."""

    who: str
    line: str
    form: tuple[tuple[str, str], ...] = ()


ANSWERING = ("ssp", "eki", "cba", "sikkerby", "naerpoliti", "forebyggelse", "buf")  # the others are reminded
COMING = ("ea", *ANSWERING)  # who says yes to a meeting at once


def answers(*people: str) -> tuple[Deed, ...]:
    """Return that these answer the open round: nothing has changed."""
    return tuple(Deed(one, "/status svar uændret") for one in people)


def comes(meeting: int, *people: str) -> tuple[Deed, ...]:
    """Return that these say yes to a meeting."""
    return tuple(Deed(one, f"/møde svar M-{meeting} ja") for one in people)


DEEDS: dict[str, tuple[Deed, ...]] = {
    "2027-02-12": answers(*ANSWERING),
    "2027-05-26": answers(*ANSWERING, "osa"),
    "2027-08-17": answers(*ANSWERING, "ea"),
    "2027-11-16": answers(*ANSWERING, "osa", "cbe", "ea"),
    # The first meeting is convened after the first nudge, and held.
    "2027-01-06": (Deed("facilitator", "/møde indkald 2027-02-25T10:00-12:00; sted: Rådhuset"),),
    # All but one answer; one sends regrets, and its deputy comes. That one is not there either, and one is represented by proxy.
    "2027-01-07": (*comes(1, *COMING), Deed("osa", "/møde svar M-1 nej")),
    "2027-01-08": (Deed("osa_dep", "/møde svar M-1 ja"),),
    "2027-02-26": (
        Deed("facilitator", "/møde afholdt M-1"),
        Deed("facilitator", "/møde fremmøde M-1 alle undtagen cbe, krimforebyg ved eki"),
    ),
    # A party submits an item; it is decided, and somebody is to do something about it, which takes two reminders.
    "2027-01-20": (Deed("osa", "/møde punkt Fælles åbningstider; til: beslutning"),),
    "2027-03-01": (
        Deed("facilitator", "/møde beslutning M-1 2 intet nyt"),
        Deed("facilitator", "/møde beslutning M-1 8 godkendt: Klubberne åbner to aftener om ugen."),
        Deed("facilitator", "/møde aktion M-1 8; hvad: Finder to lokaler; part: osa; frist: 2027-04-15"),
        Deed("facilitator", "/møde udsend M-1"),
    ),
    "2027-03-02": (
        Deed("osa", "/møde bemærkning M-1 ingen bemærkninger"),
        Deed("eki", "/møde bemærkning M-1 pkt. 8 Det begynder først i maj."),
    ),
    "2027-03-10": (Deed("facilitator", "/møde godkend M-1"),),
    "2027-04-20": (Deed("osa_dep", "/møde aktion A-1 udført To lokaler på Nørrebro."),),
    # The second is convened when the deputy has been nudged, moved once, and held.
    "2027-04-27": (Deed("facilitator", "/møde indkald 2027-06-01T10:00-12:00; sted: Politigården"),),
    "2027-05-11": (Deed("facilitator", "/møde omlæg M-2 2027-06-08T10:00-12:00; hvorfor: Lokalet er optaget"),),
    "2027-05-13": comes(2, *COMING, "osa"),
    "2027-06-09": (
        Deed("facilitator", "/møde afholdt M-2"),
        Deed("facilitator", "/møde fremmøde M-2 alle undtagen cbe, krimforebyg ved eki"),  # cbe has missed two running
    ),
    # Its minutes are late, an item is put off, and the minutes are approved at the next meeting.
    "2027-05-12": (Deed("eki", "/møde punkt Lokaler i Sydhavnen; til: beslutning"),),
    "2027-06-17": (Deed("facilitator", "/møde beslutning M-2 8 udsat"), Deed("facilitator", "/møde udsend M-2")),
    "2027-09-06": (Deed("facilitator", "/møde beslutning M-3 2 godkendt"),),
    # A party asks for an extra meeting in the summer; it counts as well.
    "2027-08-10": (Deed("osa", "/møde anmod To nye indsatser kræver en beslutning"),),
    "2027-08-12": (Deed("facilitator", "/møde indkald 2027-09-02T09:00-10:30; type: ad hoc; sted: Onlinemøde"),),
    "2027-08-13": comes(3, *COMING, "osa", "cbe"),
    "2027-09-03": (Deed("facilitator", "/møde afholdt M-3"), Deed("facilitator", "/møde fremmøde M-3 alle")),
    # The autumn's meeting is cancelled, and the year is short until the last safe day draws near.
    "2027-08-20": (Deed("facilitator", "/møde indkald 2027-09-23T10:00-12:00; sted: Rådhuset"),),
    "2027-09-16": (Deed("facilitator", "/møde aflys M-4; hvorfor: For få kan komme"),),
    "2027-11-25": (Deed("facilitator", "/møde indkald 2027-12-14T10:00-12:00; sted: Rådhuset"),),
    # Nobody says at once that the last one was held.
    "2027-11-26": comes(5, *COMING, "osa", "cbe"),
    "2027-12-21": (Deed("facilitator", "/møde afholdt M-5"), Deed("facilitator", "/møde fremmøde M-5 alle")),
}
