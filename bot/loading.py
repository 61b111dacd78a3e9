"""Loading an agreement from a file's text: what would change, and doing it. Who opens the file and asks is the command line's."""

from datetime import datetime

from bot.domain.agreement import Agreement
from bot.domain.agreement_file import read_agreement
from bot.domain.loading import Plan, Version, planned
from bot.domain.repeal import must_hold
from bot.jobs.rebuild import rebuild
from bot.refusal import Refusal
from storage.records import Installation
from storage.store import Store

OPERATOR = "operator"  # The actor of what somebody does at the shell.


def plan(store: Store, text: str, now: datetime) -> Plan:
    """Read a file's text and tell what loading it would change; nothing is written.

    Raises:
        AgreementFileError: when the text is no agreement, with the line and key of every mistake.
        Refusal: as `bot.domain.loading.planned`; `agreement_ended` when it was repealed from the day the text would hold, or earlier.
    """
    agreement = read_agreement(text)
    with store.read() as installation:
        return _planned(installation, agreement, now)


def apply(store: Store, plan: Plan, now: datetime) -> int:
    """Load what was planned and return the version's number; doing it again changes nothing.

    Raises:
        Refusal: `loaded_meanwhile` when somebody has loaded another text since the plan was made.
    """
    agreement, today = plan.agreement, now.astimezone(plan.agreement.zone).date()
    with store.begin() as installation:
        installation.agreements.lock(agreement.id)
        again = _planned(installation, agreement, now)
        if not again.changes:
            return again.number
        if again != plan:
            raise Refusal("loaded_meanwhile", number=again.number - 1)
        number = installation.agreements.add_version(agreement, effective_from=plan.effective_from, now=now, by=OPERATOR)
        installation.session.flush()
        in_force = installation.agreements.on(agreement.id, today)
        assert in_force is not None
        rebuild(installation.within(agreement.id, actor=OPERATOR, now=now), in_force)
    return number


def _planned(installation: Installation, agreement: Agreement, now: datetime) -> Plan:
    versions = [
        Version(row.number, row.effective_from, Agreement.model_validate_json(row.content))
        for row in installation.agreements.versions(agreement.id)
    ]
    found = planned(agreement, versions, now.astimezone(agreement.zone).date())
    if found.changes:
        must_hold(installation.within(agreement.id, actor=OPERATOR, now=now).turns.all(), found.effective_from)
    return found
