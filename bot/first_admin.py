"""Who is the first administrator: named in the settings (PAGT_ADMIN), or by a code that `pagt run` prints. Later ones are appointed in chat."""

from datetime import datetime

from bot.acts.appoint import Office, appoint
from bot.domain.claim import Claims
from bot.domain.role import Role
from storage.records import Installation, Records
from storage.store import Store

SETTINGS = "settings"  # The actor of what the settings say.


def name_admin(store: Store, account: str, now: datetime) -> list[str]:
    """Appoint the account of PAGT_ADMIN, as `slack:T…/U…`, in every agreement that has no administrator; return their ids.

    Raises:
        ValueError: when the account is not written as platform, colon, user.
    """
    platform, colon, user = account.strip().partition(":")
    if not (platform and colon and user):
        raise ValueError("PAGT_ADMIN is written as platform:user, for example slack:T0123/U0456")
    with store.begin() as installation:
        without = _without_admin(installation, now)
        for records in without:
            agreement = installation.agreements.on(records.agreement_id, records.now.date())
            assert agreement is not None  # An id exists only together with its first version.
            person = records.people.meet(platform, user, name=user, language=agreement.language)
            appoint(records, agreement, person, Office(Role.ADMIN))
        return [records.agreement_id for records in without]


def codes(store: Store, claims: Claims, now: datetime) -> dict[str, str]:
    """Return, for every agreement without an administrator, the code that makes whoever types it one."""
    with store.read() as installation:
        return {
            records.agreement_id: claims.code(records.agreement_id, records.people.times_given(Role.ADMIN))
            for records in _without_admin(installation, now)
        }


def _without_admin(installation: Installation, now: datetime) -> list[Records]:
    """Return the records of every agreement in which nobody is administrator today."""
    found = []
    for agreement_id in installation.agreements.ids():
        records = installation.within(agreement_id, actor=SETTINGS, now=now)
        agreement = installation.agreements.on(agreement_id, now.date())
        assert agreement is not None
        if not records.people.holding(Role.ADMIN, now.astimezone(agreement.zone).date()):
            found.append(records)
    return found
