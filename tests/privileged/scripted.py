"""The real helper over a machine of a test's own: ``python -m tests.privileged.scripted FOLDER [IDLE_SECONDS]``.

What stands in FOLDER under a source's id is a shell script that is run for it; the trials are those of :data:`OFFERS`.
"""

import sys
from pathlib import Path

from haas_client import process
from haas_client.diagnostics import questions
from haas_client.diagnostics.host import Command, RealHost
from haas_client.diagnostics.trials.bench import Tell
from haas_client.diagnostics.trials.values import Advance, Done, Ending, Offer, SpeedSample, Step, Stop, TrialKind
from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.privileged.__main__ import run
from haas_client.process import Cancel, Output

_SCRIPTS = {questions.BOOTS.line: "boots", questions.KERNEL.line: "kernel", questions.LAST_WORDS.line: "last-words"}
_LIMIT_SECONDS = 30.0

OFFERS = tuple(
    Offer(id=name, kind=TrialKind.SURFACE, subject="sda") for name in ("stays", "short", "much", "faulty", "refused")
)
MUCH = 10_000


class ScriptedHost(RealHost):
    """Its commands are a test's scripts; it has no drives, and of files only what the test put there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self, folder: str) -> tuple[str, ...]:
        raise Unreadable(Reason.NOT_PRESENT, folder)

    def read(self, path: str) -> bytes:
        return super().read(str(self._folder / Path(path).name))

    def run(self, command: Command, cancel: Cancel) -> Output:
        script = self._folder / _SCRIPTS[command.line]
        if not script.exists():
            raise Unreadable(Reason.NO_TOOL, command.tool)
        return _run(script, cancel)


class ScriptedBench:
    """Each offer is a way in which a trial may go."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def offers(self) -> tuple[Offer, ...]:
        return OFFERS

    def run(self, offer: Offer, tell: Tell, cancel: Cancel) -> Done:
        if offer.id == "refused":
            raise Unreadable(Reason.NO_TOOL, "memtester")
        if offer.id == "faulty":
            raise ZeroDivisionError
        tell(Step(code="scan", number=1, total=1))
        if offer.id == "much":
            for number in range(MUCH):
                tell(SpeedSample(position_bytes=number, bytes_per_second=1.0))
                tell(Advance(done=number / MUCH))
        if offer.id == "stays":
            try:
                _run(self._folder / "trial", cancel)
            except Unreadable:
                return Done(ending=Ending.STOPPED, stop=Stop.OWNER)
        return Done(ending=Ending.COMPLETED)


def _run(script: Path, cancel: Cancel) -> Output:
    try:
        return process.run(("/bin/sh", str(script)), limit_seconds=_LIMIT_SECONDS, cancel=cancel)
    except process.Cancelled as error:
        raise Unreadable(Reason.CANCELLED, script.name) from error
    except process.TimedOut as error:
        raise Unreadable(Reason.TIMED_OUT, script.name) from error


if __name__ == "__main__":
    here = Path(sys.argv[1])
    sys.exit(run(ScriptedHost(here), ScriptedBench(here), float(sys.argv[2]) if len(sys.argv) > 2 else 60.0))
