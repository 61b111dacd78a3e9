"""A command through dispatch without the database, beside the same through the peers, each in a virtual environment of its own.

What is measured is the way from a line of words to a reply in one process: find the command, know who asks, see that they may,
look for person data, run the handler. Records stand in memory here, as the peers' clients do, and the handler answers one word.
A peer's script is in bench/peers/; one that cannot be installed is said so.
"""

import asyncio
import subprocess
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from bench.peers.timed import rate
from bench.row import Row, least
from bench.world import FILE, NOW
from bot.chat.message import Message
from bot.chat.request import Account, Call, Place, Reply, Request
from bot.dispatch import Dispatch
from bot.domain.agreement_file import read_agreement
from bot.domain.person import Appointment, Person
from bot.domain.role import Role
from bot.registry import Registry, all_commands, command
from storage.known import Known
from storage.records import Records

VENVS = Path("build/bench")
PEERS = Path(__file__).parent / "peers"
AGREEMENT = read_agreement(FILE.read_text(encoding="utf-8"))
PERSON = Person(id="p_bench", name="Vibeke Storm", language="da")


@dataclass(frozen=True)
class Peer:
    """Another bot: what to install, and the script that measures it."""

    name: str
    wants: tuple[str, ...]
    script: str


ALL = (
    Peer("slack-machine", ("slack-machine==0.40.1",), "slack_machine.py"),
    Peer("mmpy_bot", ("mmpy-bot==2.2.1",), "mmpy_bot_.py"),
    Peer("opsdroid", ("opsdroid==0.31.0", "setuptools<81"), "opsdroid_.py"),  # It asks setuptools for what later ones lack.
    Peer("errbot", ("errbot==6.2.1", "pytest"), "errbot_.py"),  # Its test backend imports pytest.
)


def rows(_folder: Path) -> Iterator[Row]:
    """Measure ours before and after the peers, and compare with the fastest."""
    ours, rates = [measured()], {}
    for peer in ALL:
        found = _peer(peer)
        if isinstance(found, str):
            yield Row(f"dispatch, {peer.name}", note=found)
        else:
            rates[peer.name] = found
            ours.append(measured())
    for name, found in rates.items():
        fastest = found == max(rates.values())
        yield Row(
            f"dispatch without the database, {name}{', the fastest peer' if fastest else ''}",
            "commands/s",
            ours=max(ours),
            floor=found,
            limit=least(1.0) if fastest else None,
        )


def _peer(peer: Peer) -> float | str:
    """Return how often a peer answers in a second, or why that cannot be told."""
    folder = VENVS / peer.name
    python = folder / "bin" / "python"
    if not (folder / "installed").exists():
        venv.create(folder, clear=True, with_pip=True)
        install = subprocess.run(
            [python, "-m", "pip", "install", "--quiet", *peer.wants], capture_output=True, text=True, check=False
        )
        if install.returncode:
            return f"could not be installed: {(install.stderr.strip().splitlines() or ['pip says nothing'])[-1][:100]}"
        (folder / "installed").touch()
    run = subprocess.run([python, PEERS / peer.script], capture_output=True, text=True, check=False, timeout=120)
    if run.returncode:
        return f"could not be run: {(run.stderr.strip().splitlines() or ['it says nothing'])[-1][:100]}"
    return float(run.stdout.split()[-1])


@command("initiative ping", danish="indsats ping", may="initiative.read")
def ping(_request: Request, _records: Records) -> Reply:
    """Answer."""
    return Reply(Message("pong"))


class InMemory:
    """Stands where the store and all its records would: one agreement, one person who may read."""

    def __init__(self) -> None:
        self.agreements = self.people = self.accounts = self.outbox = self.session = self
        office = Appointment(person_id=PERSON.id, role=Role.CHAIR, unit=None, since=NOW.date())
        self.known_ = Known({AGREEMENT.id: ()}, None, {AGREEMENT.id: PERSON}, {AGREEMENT.id: [office]}, (), None)

    def read(self) -> Any:
        """Open nothing."""
        return self

    def __enter__(self) -> Any:
        """Give the installation."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close nothing."""

    def within(self, *_: object, **__: object) -> Any:
        """Return the records."""
        return self

    def at(self, *_: object) -> Any:
        """Return the agreement."""
        return AGREEMENT

    def known(self, *_: object) -> Known:
        """Return whoever asks, and the agreement."""
        return self.known_


async def _once_with(dispatch: Dispatch, call: Call) -> None:
    reply = dispatch.answer(call)
    assert reply.message is not None
    assert reply.message.headline == "pong"


def measured() -> float:
    """Return how often Pagt answers in a second."""
    dispatch = Dispatch(cast("Any", InMemory()), Registry((*all_commands(), ping)), lambda: NOW)
    call = Call(Account("local", "chair"), Place("local", "bench", direct=True), "/initiative ping I-7", agreement=AGREEMENT.id)
    return asyncio.run(rate(lambda: _once_with(dispatch, call)))
