"""memtester over what is safely free: parsed while it prints, with its exit bits told apart.

memtester(8) of 4.x: names of tests and progress on standard output (backspaces over each other), differences on
standard error, exit code as bits. It is always given a number of passes: without one it never ends.
"""

import re
import resource
import time

import msgspec

from haas_client.diagnostics.host import Host
from haas_client.diagnostics.trials import tools
from haas_client.diagnostics.trials.bench import Tell, why_stopped
from haas_client.diagnostics.trials.values import Advance, Done, Ending, MemoryOutcome, Step, TrialKind
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel, Output, Watch

TOOL = "memtester"
MEBIBYTE = 1024 * 1024
SHORT_BYTES = 1024 * MEBIBYTE

BYTES_PER_SECOND = 8_000_000
"""Of one pass: 64 MiB took 8.05 s here (one core of a server processor of 2022); a quick desktop needs half of it."""
LONGEST_FACTOR = 10

# Own rule T-02: the owner goes on working, and a test that drives the desktop into swap is stopped by hand. What the
# kernel calls available without swapping (MemAvailable), less an eighth of all memory and at least 1 GiB, is free.
_RESERVE_BYTES = 1024 * MEBIBYTE
_RESERVE_SHARE = 8
LEAST_BYTES = 64 * MEBIBYTE
"""Less says nothing of a module."""

# memtester(8), exit code
_NOT_BEGUN, _STUCK, _OTHER = 0x01, 0x02, 0x04

STUCK_ADDRESS = "Stuck Address"
# The tests of memtester 4.6 on 64 bits in their order, with the rounds that each counts; those without a count take
# about as long as eight rounds. What one round takes is much the same in all of them.
_ROUNDS = {
    STUCK_ADDRESS: 16,
    "Random Value": 8,
    **dict.fromkeys(("Compare XOR", "Compare SUB", "Compare MUL", "Compare DIV", "Compare OR", "Compare AND"), 8),
    "Sequential Increment": 8,
    "Solid Bits": 64,
    "Block Sequential": 256,
    "Checkerboard": 64,
    "Bit Spread": 128,
    "Bit Flip": 512,
    **dict.fromkeys(("Walking Ones", "Walking Zeroes"), 128),
    **dict.fromkeys(("8-bit Writes", "16-bit Writes"), 8),
}
_ALL_ROUNDS = sum(_ROUNDS.values())

_GOT = re.compile(rb"got +\d+[A-Z]+ \((\d{1,18}) bytes\), trying mlock \.\.\.([a-z ]*)")
_ROUND = re.compile(rb"(?:setting|testing) +(\d{1,4})")
_BEGUN = re.compile(rb"^  ([A-Z0-9][A-Za-z0-9 -]{1,24}?) *:", re.MULTILINE)
_LOCKED, _REFUSED = b"locked", (b"insufficient", b"failed")
"""Between them: "too many pages, reducing...", and it tries with a page less."""
_MOST_PENDING = 64 * 1024
_ROUND_LENGTH = 48


def free_bytes(host: Host) -> int:
    """What may be tested without harm to the owner's work. Raises :class:`Unreadable`."""
    figures = dict(re.findall(r"^(MemTotal|MemAvailable): +(\d+) kB$", _meminfo(host), re.MULTILINE))
    if len(figures) != 2:
        raise Unreadable(Reason.MALFORMED, "/proc/meminfo")
    total, available = int(figures["MemTotal"]) * 1024, int(figures["MemAvailable"]) * 1024
    return max(0, available - max(_RESERVE_BYTES, total // _RESERVE_SHARE))


def test_bytes(host: Host, kind: TrialKind) -> int:
    """How much a trial will go over, in whole MiB. Raises :class:`Unreadable` where that is too little."""
    free = free_bytes(host)
    wanted = min(free, SHORT_BYTES) if kind == TrialKind.MEMORY_SHORT else free
    if wanted < LEAST_BYTES:
        raise Unreadable(Reason.NOT_PRESENT, f"free memory: {free // MEBIBYTE} MiB")
    return wanted // MEBIBYTE * MEBIBYTE


def expected_seconds(size_bytes: int) -> float:
    return size_bytes / BYTES_PER_SECOND


def run(host: Host, kind: TrialKind, tell: Tell, cancel: Cancel) -> Done:
    """One pass. Raises :class:`Unreadable` where it cannot be begun."""
    size = test_bytes(host, kind)
    if not _may_lock(host, size):
        raise Unreadable(Reason.NO_RIGHT, "mlock (RLIMIT_MEMLOCK)")
    progress = Progress(tell)
    try:
        output = tools.run(
            TOOL,
            (f"{size // MEBIBYTE}M", "1"),
            60 + LONGEST_FACTOR * expected_seconds(size),
            cancel,
            Watch(heard=progress.heard),
        )
    except Unreadable as error:
        if error.unknown.reason == Reason.CANCELLED:
            # What was found until then was found.
            return Done(ending=Ending.STOPPED, stop=why_stopped(cancel), outcome=progress.outcome(passes=0))
        raise
    return result(output, progress)


def _may_lock(host: Host, size: int) -> bool:
    """Root may lock any amount. Anybody else would have memtester shrink to their limit, page by page."""
    limit = resource.getrlimit(resource.RLIMIT_MEMLOCK)[0]
    return host.is_root or limit == resource.RLIM_INFINITY or limit >= size


def result(output: Output, progress: "Progress") -> Done:
    """What an end of memtester means."""
    code = output.exit_code
    failed = progress.failed(ended=True)
    if code > 0 and code & _STUCK and STUCK_ADDRESS not in failed:
        failed = (STUCK_ADDRESS, *failed)
    if code > 0 and code & _OTHER and not set(failed) - {STUCK_ADDRESS}:
        failed = (*failed, "?")
    faulty = code > 0 and bool(code & (_STUCK | _OTHER))
    if not progress.tested_bytes or (not faulty and code != 0):
        # 0x01 alone (no memory, no lock, a wrong call) and a signal (ended by the kernel for lack of memory).
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return Done(ending=Ending.FAILED, problem=Unknown(reason=Reason.FAILED, detail=f"{TOOL}: {how}"))
    if not faulty:
        failed = ()
    outcome = MemoryOutcome(tested_bytes=progress.tested_bytes, passes=1, failed_tests=failed)
    return Done(ending=Ending.COMPLETED, outcome=outcome)


class Seen(msgspec.Struct, kw_only=True):
    """One test of memtester as far as it came."""

    name: str
    passed: bool = False
    differs: bool = False


class Progress:
    """Reads memtester's output as it comes, in any pieces."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._pending = b""
        self._seen: list[Seen] = []
        self._started = time.monotonic()
        self._told = 0.0
        self.tested_bytes = 0

    def heard(self, data: bytes) -> None:
        self._pending += data
        *lines, self._pending = self._pending.split(b"\n")
        for line in lines:
            self._line(line, whole=True)
        self._line(self._pending, whole=False)
        self._pending = self._pending[:64] + self._pending[64:][-_MOST_PENDING:]

    def failed(self, *, ended: bool) -> tuple[str, ...]:
        """Tests that found a difference: those that printed one, or ended without "ok".

        The last one has only ended where memtester has (``ended``).
        """
        last = None if ended or not self._seen else self._seen[-1]
        return tuple(one.name for one in self._seen if not one.passed and (one is not last or one.differs))

    def outcome(self, *, passes: int) -> MemoryOutcome | None:
        """Of a test that was stopped; ``None`` before it had any memory."""
        if not self.tested_bytes:
            return None
        return MemoryOutcome(tested_bytes=self.tested_bytes, passes=passes, failed_tests=self.failed(ended=False))

    def _line(self, line: bytes, *, whole: bool) -> None:
        got = _GOT.search(line)
        if got and whole:
            if got[2].startswith(_REFUSED):  # it would go on with memory that the kernel may move or swap out
                raise Unreadable(Reason.NO_RIGHT, "mlock")
            self.tested_bytes = int(got[1]) if got[2].startswith(_LOCKED) else 0
            return
        begun = _BEGUN.match(line)
        if begun and begun[1] != b"Loop":
            self._test(begun[1].decode("ascii"), line[begun.end() :], whole=whole)
        elif b"FAILURE" in line and self._seen:
            self._seen[-1].differs = True

    def _test(self, name: str, rest: bytes, *, whole: bool) -> None:
        if not self._seen or self._seen[-1].name != name:
            self._seen.append(Seen(name=name))
            self._tell(Step(code=code_of(name), number=len(self._seen), total=max(len(_ROUNDS), len(self._seen))))
        test = self._seen[-1]
        test.differs = test.differs or b"FAILURE" in rest
        test.passed = test.passed or (whole and rest.rstrip().endswith(b"ok"))
        rounds = _ROUND.findall(rest[-_ROUND_LENGTH:])
        self._advance(test, int(rounds[-1]) if rounds else 0)

    def _advance(self, test: Seen, rounds: int) -> None:
        """Told at each hundredth: memtester counts more than a thousand rounds."""
        passed = sum(_ROUNDS.get(one.name, 8) for one in self._seen if one.passed)
        under_way = 0 if test.passed else min(rounds, _ROUNDS.get(test.name, 8))
        done = min(1.0, (passed + under_way) / _ALL_ROUNDS)
        if done < self._told + 0.01:
            return
        self._told = done
        elapsed = time.monotonic() - self._started
        self._tell(Advance(done=done, remaining_seconds=elapsed * (1 - done) / done if done > 0.02 else None))


def code_of(name: str) -> str:
    """The code of a test as a :class:`Step` names it: "stuck_address"."""
    return name.lower().replace(" ", "_").replace("-", "_")


def _meminfo(host: Host) -> str:
    return host.read("/proc/meminfo").decode("ascii", "replace")
