"""The command ``trial``: tests a drive, the memory or the power supply; what that will cost is said before."""

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

from haas_client import paths
from haas_client.as_json import printed
from haas_client.cli import Arguments
from haas_client.commands import terminal
from haas_client.diagnostics.history import History, default_path
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.trials import benches, load, runner, subjects
from haas_client.diagnostics.trials.bench import Bench, Halt
from haas_client.diagnostics.trials.local import OWNERS, LocalBench
from haas_client.diagnostics.trials.plan import Plan, plan
from haas_client.diagnostics.trials.values import (
    PREPARATIONS,
    Advance,
    Bad,
    Ending,
    Event,
    Offer,
    Step,
    Stop,
    TrialKind,
    TrialRecord,
)
from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.errors import ExitCode, HaasError
from haas_client.i18n import current, t
from haas_client.text import printable
from haas_client.wording import trials as words
from haas_client.wording.reasons import reason

_TESTS = {
    "short": TrialKind.SELF_TEST_SHORT,
    "long": TrialKind.SELF_TEST_LONG,
    "surface": TrialKind.SURFACE,
}
_SHOWN_STRETCHES = 5


class NotConfirmed(HaasError):
    """Nobody was there to be asked."""

    exit_code = ExitCode.USAGE


def run(arguments: Arguments) -> ExitCode:
    """Tests one part; raises :class:`HaasError` where the test was not begun."""
    if arguments.replay:
        raise HaasError(t("A test needs this PC itself, not a recording."), t("Please leave --replay out."))
    host, history = machine_host(None), History(default_path())
    for left in runner.interrupted(history, host):
        say(words.line(left, current()))
    seconds = load.SECONDS if arguments.minutes is None else arguments.minutes * 60
    bench: Bench = LocalBench(host, OWNERS, seconds) if arguments.subject == "power" else benches.bench(host)
    offer = _chosen(arguments, host, bench)
    cost = plan(host, offer, seconds)
    _explain(cost)
    if not (arguments.yes or _confirmed()):
        return ExitCode.OK
    halt, line = Halt(), _Line(quiet=arguments.as_json)
    with _stopped_by_signals(halt):
        record = runner.run(
            *(bench, offer, subjects.part(host, offer, halt)),
            history=history,
            host=host,
            tell=line.told,
            cancel=halt,
        )
    line.clear()
    host.release()
    _print(record, as_json=arguments.as_json)
    return _exit_code(record)


def say(text: str) -> None:
    """One line for a person; standard output is the result's."""
    with contextlib.suppress(OSError):  # the terminal may be gone: the trial must still be ended properly
        terminal.tell(text)
        sys.stderr.flush()


def _chosen(arguments: Arguments, host: Host, bench: Bench) -> Offer:
    try:
        offers = bench.offers()
    except Unreadable as error:
        raise HaasError(t("This PC's parts could not be listed."), reason(error.unknown, current())) from error
    kind = _wanted(arguments)
    fitting = [offer for offer in offers if offer.kind == kind]
    if not fitting:
        raise _not_offered(host, kind)
    name = arguments.drive.removeprefix("/dev/").replace("/", "!")
    if name:
        fitting = [offer for offer in fitting if offer.subject == name]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(offer.subject for offer in offers if offer.kind == kind)
    if fitting:
        raise HaasError(t("Which drive is meant?"), t("Please name one of: {names}").format(names=names))
    raise HaasError(
        t("There is no drive “{name}” that can be tested.").format(name=arguments.drive),
        t("Please name one of: {names}").format(names=names),
    )


def _wanted(arguments: Arguments) -> TrialKind:
    if arguments.subject == "drive":
        return _TESTS[arguments.test]
    if arguments.subject == "power":
        return TrialKind.LOAD
    if arguments.at_next_start:
        return TrialKind.MEMTEST86_PREPARE
    if arguments.undo:
        return TrialKind.MEMTEST86_UNDO
    return TrialKind.MEMORY_LONG if arguments.long else TrialKind.MEMORY_SHORT


def _not_offered(host: Host, kind: TrialKind) -> HaasError:
    missing = host.missing_right()
    if missing:
        if missing.reason == Reason.NO_RIGHT:
            advice = t("Please run it as “sudo {command}”.").format(command=f"{paths.PROGRAM} trial")
            return HaasError(t("Only the administrator may make this test."), advice)
        return HaasError(t("Only the administrator may make this test."), reason(missing, current()))
    if kind == TrialKind.MEMTEST86_UNDO:
        return HaasError(t("No memory test is prepared for the next start."), t("Nothing needs to be done."))
    if kind == TrialKind.MEMTEST86_PREPARE:
        return _no_memtest86(host)
    return HaasError(t("There is no drive that can be tested."))


def _no_memtest86(host: Host) -> HaasError:
    from haas_client.diagnostics.trials import memtest86

    title = t("The next start cannot be prepared for memtest86+.")
    try:
        entry = memtest86.entry(host)
        if memtest86.prepared(host) == entry.id:
            return HaasError(
                t("The memory test is prepared for the next start already."),
                t("“{command}” takes it back.").format(command=f"{paths.PROGRAM} trial memory --undo"),
            )
    except Unreadable as error:
        return HaasError(title, words.no_memtest86(error.unknown, current()))
    return HaasError(title)


def _explain(cost: Plan) -> None:
    """What will be done and what it costs, before it is begun; raises where it cannot be begun."""
    say(words.title(cost.offer, current()))
    for line in (words.about(cost.offer.kind, current()), *words.costs(cost, current())):
        say("  " + line)
    why = words.hindrance(cost, current())
    if why:
        raise HaasError(t("The test was not begun."), why)


def _confirmed() -> bool:
    """Asks at a terminal; raises :class:`NotConfirmed` where there is none."""
    if not sys.stdin or not sys.stdin.isatty() or not sys.stderr.isatty():
        raise NotConfirmed(t("The test was not begun."), t("Without a terminal, please say that it may begin: --yes"))
    sys.stderr.write(t("Begin? [y/N] "))
    sys.stderr.flush()
    answer = sys.stdin.readline().strip().lower()
    if answer[:1] in ("y", "ｙ", "は"):
        return True
    say(t("Nothing was begun."))
    return False


@contextlib.contextmanager
def _stopped_by_signals(halt: Halt) -> Iterator[None]:
    """Ctrl-C, a shutdown and a terminal that is closed end the test in order, and nothing of it goes on."""
    whys = {signal.SIGINT: Stop.OWNER, signal.SIGTERM: Stop.SESSION_ENDED, signal.SIGHUP: Stop.SESSION_ENDED}

    def stop(number: int, _frame: FrameType | None) -> None:
        # In a thread: a handler may not wait for a lock that the code it interrupts may hold.
        threading.Thread(target=halt.stop, args=(whys[signal.Signals(number)],), daemon=True).start()

    before = {number: signal.signal(number, stop) for number in whys}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Line:
    """One line on the terminal that is written over and over; where there is none, a line for each step."""

    def __init__(self, *, quiet: bool) -> None:
        self._terminal = not quiet and sys.stderr.isatty()
        self._quiet = quiet
        self._step = ""
        self._bad = 0

    def clear(self) -> None:
        self._write("")

    def told(self, event: Event) -> None:
        if isinstance(event, Step):
            name = words.step(event.code, current())
            self._step = f"{name} ({event.number}/{event.total})" if event.total > 1 else name
            if not self._terminal and not self._quiet:
                say(self._step)
            self._write(self._step)
        elif isinstance(event, Bad):
            self._bad += 1
        elif isinstance(event, Advance):
            self._write(" · ".join(self._parts(event)))

    def _parts(self, event: Advance) -> Iterator[str]:
        yield self._step
        yield f"{event.done:.0%}"
        if event.remaining_seconds is not None:
            yield t("{duration} left").format(duration=words.duration(event.remaining_seconds, current()))
        if self._bad:
            yield current().plural("{count} place unreadable", "{count} places unreadable", self._bad)

    def _write(self, text: str) -> None:
        if self._terminal:
            with contextlib.suppress(OSError):
                sys.stderr.write(f"\r\x1b[K{printable(text)}")
                sys.stderr.flush()


def _print(record: TrialRecord, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(printed(record))
        return
    terminal.show("\n".join(_lines(record)))


def _lines(record: TrialRecord) -> Iterator[str]:
    if record.kind in PREPARATIONS and record.ending == Ending.COMPLETED:
        yield words.prepared(record.kind, current())
        return
    yield words.ending(record, current())
    yield from words.outcome(record, current())
    stretches = getattr(record.outcome, "unreadable", ())
    yield from (f"  {one.position_bytes} + {one.length_bytes}" for one in stretches[:_SHOWN_STRETCHES])
    what_next = words.next_step(record, current())
    if what_next:
        yield what_next


def _exit_code(record: TrialRecord) -> ExitCode:
    if words.found_fault(record):
        return ExitCode.FAULT_FOUND
    if record.ending == Ending.COMPLETED:
        return ExitCode.OK
    stopped = record.ending == Ending.STOPPED and record.stop in (Stop.OWNER, Stop.SESSION_ENDED)
    return ExitCode.INTERRUPTED if stopped else ExitCode.FAILED
