"""How it stands: whether it can serve (`/readyz`), and the numbers of it (`/metrics`). Names nobody, and repeats no words.

With several replicas each tells of itself; what stands in the database is the same for all.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.app import Pagt
from bot.counts import BOUNDS_S
from bot.domain.outbox import Delivery
from bot.platforms.service import Service
from storage.migrate import NewerDatabaseError, pending

if TYPE_CHECKING:
    from prometheus_client.core import Metric

PATIENCE_S = 2.0
OLDEST_TICK_S = 120.0  # Four beats; a beat that has much to deliver ticks once before it.
COUNTED = (Delivery.PENDING, Delivery.SENDING, Delivery.UNCERTAIN)


@dataclass
class Standing:
    """The program and its platforms, looked at."""

    pagt: Pagt
    services: Sequence[Service]
    ticked_at: float = field(default_factory=time.monotonic)
    ticks: bool = False

    def ticked(self) -> None:
        """Note that a tick has ended well."""
        self.ticked_at, self.ticks = time.monotonic(), True

    @property
    def tick_age_s(self) -> float:
        """How long ago that was, or the start."""
        return time.monotonic() - self.ticked_at

    async def ready(self) -> dict[str, object]:
        """Tell how it stands; `well` is False when somebody has to look, and until the first tick has ended."""
        found: dict[str, object] = await self._database()
        age = round(self.tick_age_s)
        ticks = self.ticks and age < OLDEST_TICK_S
        found["tick"] = {"well": ticks, "age_s": age}
        well = found["database"] is True and found.get("schema") is True and "trouble" not in found and ticks
        for one in self.services:
            found[one.platform.name] = told = await one.health()
            well = well and told["well"] is True
        return {"well": well, **found}

    async def metrics(self) -> bytes:
        """Return the numbers as Prometheus reads them."""
        from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector  # noqa: PLC0415  # Only when asked.
        from prometheus_client.exposition import generate_latest  # noqa: PLC0415  # Likewise.

        registry = CollectorRegistry()
        for process in (ProcessCollector, PlatformCollector, GCCollector):
            process(registry=registry)
        registry.register(_Told(list(_metrics(self.pagt, await self.ready(), await self._outbox()))))
        return generate_latest(registry)

    async def _database(self) -> dict[str, object]:
        """Tell whether the database answers in a moment, has the code's tables, and keeps what it is given."""
        found: dict[str, object] = {}
        try:
            async with asyncio.timeout(PATIENCE_S):
                found["schema"] = not await self.pagt.store.run(pending, self.pagt.store)
        except NewerDatabaseError:
            found["schema"] = False
        except Exception:  # noqa: BLE001  # Whatever the reason is, it does not answer.
            return {"database": False}
        trouble = self.pagt.store.trouble
        return {"database": True, **found} | ({"trouble": trouble} if trouble else {})

    async def _outbox(self) -> dict[Delivery, int] | None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self.pagt.store.run(self._counted)
        except Exception:  # noqa: BLE001  # Then nobody can tell.
            return None

    def _counted(self) -> dict[Delivery, int]:
        with self.pagt.store.read() as installation:
            return installation.outbox.counted()


@dataclass(frozen=True, eq=False)
class _Told:
    """What Prometheus' library asks for the numbers."""

    found: "list[Metric]"

    def collect(self) -> "Iterable[Metric]":
        return self.found


def _metrics(pagt: Pagt, ready: dict[str, object], outbox: dict[Delivery, int] | None) -> "Iterable[Metric]":
    """Yield every number there is, each with a sentence on what it is."""
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily  # noqa: PLC0415  # Only when asked.

    counts = pagt.counts
    yield GaugeMetricFamily("pagt_ready", "1 while nobody has to look", value=float(ready["well"] is True))
    yield GaugeMetricFamily("pagt_database_up", "1 while the database answers", value=float(ready["database"] is True))
    tick = ready["tick"]
    assert isinstance(tick, dict)
    yield GaugeMetricFamily("pagt_tick_age_seconds", "Time since what is due was last looked at", value=tick["age_s"])
    link = GaugeMetricFamily("pagt_platform_up", "1 while the link to a platform stands", labels=["platform"])
    for name, told in ready.items():
        if isinstance(told, dict) and name != "tick":
            link.add_metric([name], float(told["well"] is True))
    yield link
    if outbox is not None:
        waiting = GaugeMetricFamily("pagt_outbox_messages", "Messages that have not gone out, by state", labels=["state"])
        for state in COUNTED:
            waiting.add_metric([state], outbox.get(state, 0))
        yield waiting
    delivered = CounterMetricFamily("pagt_deliveries", "Attempts to deliver, by kind and outcome", labels=["kind", "outcome"])
    for (kind, outcome), count in sorted(counts.deliveries.items()):
        delivered.add_metric([kind, outcome], count)
    yield delivered
    calls = CounterMetricFamily("pagt_calls", "What people asked for, by platform and outcome", labels=["platform", "outcome"])
    for (platform, outcome), count in sorted(counts.calls.items()):
        calls.add_metric([platform, outcome], count)
    yield calls
    took = HistogramMetricFamily("pagt_call_seconds", "How long people's calls took, commit included")
    took.add_metric([], _buckets(counts.answered_in), counts.seconds)
    yield took


def _buckets(found: dict[int, int]) -> list[tuple[str, float]]:
    """Return how many took no longer than each bound."""
    names = [*map(str, BOUNDS_S), "+Inf"]
    return [(name, sum(found.get(one, 0) for one in range(place + 1))) for place, name in enumerate(names)]
