"""A machine of which a trial asks little: files by path, and tools that answer as they are told."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.host import Command, Host
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.trials.bench import Tell
from haas_client.diagnostics.trials.values import Done, Event, Offer, TrialKind
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel, Output

NOW = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
NOTHING = Unknown(reason=Reason.NOT_REPORTED)
MEMORY = Part(kind=PartKind.MEMORY, slot=NOTHING, model=NOTHING, serial=NOTHING)
POWER = Part(kind=PartKind.POWER, slot=NOTHING, model=NOTHING, serial=NOTHING)
DRIVE = Part(kind=PartKind.STORAGE, slot="SATA channel 1", model="WDC WD10EZEX", serial="WD-1")

LOAD = Offer(id="load", kind=TrialKind.LOAD)
MEMORY_SHORT = Offer(id="memory_short", kind=TrialKind.MEMORY_SHORT)

Answer = Callable[[Command], Output]


def output(stdout: bytes = b"", exit_code: int = 0, stderr: bytes = b"") -> Output:
    return Output(exit_code=exit_code, stdout=stdout, stderr=stderr, seconds=0.1)


class Machine:
    """Folders are made of the files in them."""

    def __init__(
        self, files: Mapping[str, str] | None = None, *, answer: Answer | None = None, boot: str = "boot-1"
    ) -> None:
        self.files = {"/proc/sys/kernel/random/boot_id": boot + "\n"} | dict(files or {})
        self.links: dict[str, str] = {}
        self.asked: list[str] = []
        self._answer = answer

    is_root = True
    missing: Unknown | None = None

    def missing_right(self, cancel: Cancel | None = None) -> Unknown | None:
        return self.missing

    def release(self) -> None:
        pass

    def now(self) -> datetime:
        return NOW

    def read(self, path: str) -> bytes:
        try:
            return self.files[path].encode()
        except KeyError:
            raise Unreadable(Reason.NOT_PRESENT, path) from None

    def names(self, folder: str) -> tuple[str, ...]:
        inside = {path.removeprefix(folder + "/").partition("/")[0] for path in self.files if path.startswith(folder)}
        if not inside:
            raise Unreadable(Reason.NOT_PRESENT, folder)
        return tuple(sorted(inside))

    def target(self, path: str) -> str:
        try:
            return self.links[path]
        except KeyError:
            raise Unreadable(Reason.NOT_PRESENT, path) from None

    def run(self, command: Command, cancel: Cancel) -> Output:
        assert not cancel.asked
        self.asked.append(command.line)
        if self._answer is None:
            raise Unreadable(Reason.NO_TOOL, command.tool)
        return self._answer(command)

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was asked")


def host(files: Mapping[str, str] | None = None, **more: Any) -> Host:
    machine: Any = Machine(files, **more)
    return machine  # type: ignore[no-any-return]  # what a trial asks of a host


class Bench:
    """Tells these events and ends so; ``during`` is called before each event."""

    def __init__(self, *events: Event, done: Done, during: Callable[[int], None] = lambda number: None) -> None:
        self._events = events
        self._done = done
        self._during = during

    def offers(self) -> tuple[Offer, ...]:
        return (LOAD, MEMORY_SHORT)

    def run(self, offer: Offer, tell: Tell, cancel: Cancel) -> Done:
        for number, event in enumerate(self._events):
            self._during(number)
            tell(event)
        self._during(len(self._events))
        return self._done
