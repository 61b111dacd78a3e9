"""Who calls, and which agreement they mean: asked of the database in one question, in the transaction of the call."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from bot.chat.request import Call
from bot.domain.person import Appointment, Member, Person
from bot.refusal import Refusal
from bot.words.language import spoken
from storage.agreements import Version
from storage.known import Known
from storage.records import Installation


class Caller(NamedTuple):
    """Who calls, under which agreement, in which language and zone.

    The person is empty for somebody we do not know; `offices` is all they ever held (People.member asks for what holds on a day);
    `versions` are the agreement's texts, `turned` tells whether anything was decided about its life, and `answer` is what the same
    call was answered, where it came before.
    """

    agreement_id: str
    person: Person | None
    language: str
    zone: str
    offices: Sequence[Appointment]
    versions: Sequence[Version]
    turned: bool
    answer: str | None

    def member(self, name: str, today: date) -> Member:
        """Return them with what they hold today; somebody we do not know by the name they call under, and with nothing."""
        if self.person is None:
            return Member(Person(id="", name=name, language=self.language))
        return Member(self.person, tuple([one for one in self.offices if one.holds_on(today)]))


def caller_of(installation: Installation, call: Call, now: datetime, chosen: str | None = None) -> Caller:
    """Find out who calls, under the agreement they mean; `chosen` is the one they are about to choose.

    Raises:
        Refusal: when there is none, or when they have to choose.
    """
    known = known_of(installation, call)
    agreement_id = agreement_meant(installation, call, known, chosen)
    person, offices, versions = known.people.get(agreement_id), known.offices.get(agreement_id, ()), known.versions[agreement_id]
    if person is not None:
        language, zone = person.language, person.living(call.zone)
    else:
        agreement = installation.agreements.at(agreement_id, now, versions)
        language, zone = call.language or (agreement.language if agreement else "da"), call.zone
    return Caller(agreement_id, person, language, zone, offices, versions, agreement_id in known.turned, known.answer)


def known_of(installation: Installation, call: Call) -> Known:
    """Return what is known of an account and of where it calls from."""
    return installation.accounts.known(call.account.platform, call.account.user, (call.place.platform, call.place.id), call.key)


def agreement_meant(installation: Installation, call: Call, known: Known, chosen: str | None = None) -> str:
    """Find the agreement: named by the caller, the place's, the person's only one, or the only one there is.

    Raises:
        Refusal: when there is none, or when the person has to choose.
    """
    if chosen is not None and chosen in known.agreements:
        return chosen
    if call.agreement is not None:
        if call.agreement not in known.agreements:
            raise Refusal("no_such_agreement", agreement=call.agreement[:40], known=known.agreements)
        return call.agreement
    if known.place is not None:
        return known.place
    mine = list(known.people) or known.agreements
    if not mine:
        raise Refusal("no_agreement")
    if len(mine) > 1:
        raise Refusal("which_agreement", agreements=[_titled(installation, one) for one in mine])
    return mine[0]


def _titled(installation: Installation, agreement_id: str) -> tuple[str, str]:
    agreement = installation.agreements.latest(agreement_id)
    return agreement_id, agreement.title.text(spoken()) if agreement else agreement_id
