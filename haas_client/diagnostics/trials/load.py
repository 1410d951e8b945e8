"""Full load on processor and memory with stress-ng, in steps, while rails, temperatures and clocks are sampled.

Needs no root and runs as the owner. A supply that is at its end lets the PC go off in a step that can be named; a
cooler that is, lets it get hot.
"""

import re
import time
from collections.abc import Sequence

import msgspec

from haas_client.diagnostics import atx
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.trials import memory, sensors, tools
from haas_client.diagnostics.trials.bench import Tell, why_stopped
from haas_client.diagnostics.trials.sensors import Sensors
from haas_client.diagnostics.trials.values import (
    MOST_SAMPLES,
    Advance,
    Done,
    Ending,
    LoadOutcome,
    LoadSample,
    OffRail,
    Step,
    thinned,
)
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel, Output, Watch

TOOL = "stress-ng"
SECONDS = 120.0
"""A supply near its end goes off when the load jumps, a cooler shows within some two minutes at full load."""
MOST_SECONDS = 3600.0
_EVERY_SECONDS = 1.0
_GRACE_SECONDS = 30.0
"""How much longer than told stress-ng may take to start and to end its workers."""
_MOST_TEST_BYTES = 1024 * memory.MEBIBYTE
_MEMORY_SHARE = 4
"""Of what is safely free: the load is to heat, not to look for bad cells (the memory test does)."""


class LoadStep(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    share: float
    """Of the whole time."""
    processors: float
    """Share of the PC's processors that work; one at least."""


# From little to much, so that where the PC goes off tells how much it took.
STEPS = (
    LoadStep(code="warm_up", share=1 / 6, processors=0),
    LoadStep(code="half_load", share=1 / 6, processors=1 / 2),
    LoadStep(code="full_load", share=2 / 3, processors=1),
)

# stress-ng(1), exit status
_WRONG, _NO_METRICS = 2, 7
_FAIL = re.compile(rb"^stress-ng: (?:fail|error): +\[\d+\] +(?:cpu|vm|stress-ng-cpu|stress-ng-vm)\b", re.MULTILINE)


def arguments(step: LoadStep, processors: int, seconds: float, test_bytes: int) -> tuple[str, ...]:
    """How stress-ng is called in one step.

    Multiplying matrices loads the floating-point units, caches and memory most (stress-ng(1), --cpu-method matrixprod:
    "probably the best … to make a CPU run hot"; the stressor of its own does the same). Nothing there checks itself,
    so some workers go through all methods with --verify, and others write patterns to memory and read them back.
    """
    workers = max(1, round(processors * step.processors))
    checking = max(1, workers // 4)
    return (
        *("--matrix", str(workers), "--matrix-method", "prod"),
        *("--cpu", str(checking), "--cpu-method", "all"),
        *("--vm", str(checking), "--vm-bytes", f"{max(1, test_bytes // memory.MEBIBYTE)}M", "--vm-method", "all"),
        *("--verify", "--timeout", f"{max(1, round(seconds))}s"),
        *("--oomable", "--no-rand-seed", "--temp-path", "/tmp"),  # noqa: S108  it writes nothing there, but insists
    )


def test_bytes(host: Host) -> int:
    """How much memory the load writes to in all; nothing where little is free."""
    try:
        return min(_MOST_TEST_BYTES, memory.free_bytes(host) // _MEMORY_SHARE)
    except Unreadable:
        return 0


def run(host: Host, seconds: float, tell: Tell, cancel: Cancel) -> Done:
    """Loads for about ``seconds``. Raises :class:`Unreadable` where it cannot be begun."""
    if not tools.is_there(TOOL):
        raise Unreadable(Reason.NO_TOOL, TOOL)
    return _Load(host, min(seconds, MOST_SECONDS), tell).run(cancel)


class _Load:
    def __init__(self, host: Host, seconds: float, tell: Tell) -> None:
        self._host = host
        self._seconds = seconds
        self._tell = tell
        self._sensors = Sensors(host)
        self._processors = _processors(host)
        self._test_bytes = test_bytes(host)
        self._started = time.monotonic()
        self._samples: list[LoadSample] = []

    def run(self, cancel: Cancel) -> Done:
        wrong = False
        for number, step in enumerate(STEPS, start=1):
            self._tell(Step(code=step.code, number=number, total=len(STEPS)))
            self._look()
            try:
                output = self._step(step, cancel)
            except Unreadable as error:
                if error.unknown.reason == Reason.CANCELLED:
                    return Done(ending=Ending.STOPPED, stop=why_stopped(cancel), outcome=self._outcome(wrong=wrong))
                return Done(ending=Ending.FAILED, problem=error.unknown, outcome=self._outcome(wrong=wrong))
            wrong = wrong or is_wrong(output)
            problem = _problem(output)
            if problem and not wrong:
                return Done(ending=Ending.FAILED, problem=problem, outcome=self._outcome(wrong=False))
            if wrong:
                break  # more of it would prove no more
        self._look()
        return Done(ending=Ending.COMPLETED, outcome=self._outcome(wrong=wrong))

    def _step(self, step: LoadStep, cancel: Cancel) -> Output:
        seconds = self._seconds * step.share
        watch = Watch(look=self._look, every_seconds=_EVERY_SECONDS)
        call = arguments(step, self._processors, seconds, self._test_bytes)
        return tools.run(TOOL, call, seconds + _GRACE_SECONDS, cancel, watch)

    def _look(self) -> None:
        elapsed = round(time.monotonic() - self._started, 1)
        sample = LoadSample(
            seconds=elapsed,
            celsius=self._sensors.celsius(),
            volts=self._sensors.volts(),
            watts=self._sensors.watts(),
            megahertz=self._sensors.megahertz(),
            throttled=self._sensors.throttled(),
        )
        self._samples.append(sample)
        self._tell(sample)
        done = min(1.0, elapsed / self._seconds)
        self._tell(Advance(done=done, remaining_seconds=max(0.0, self._seconds - elapsed)))

    def _outcome(self, *, wrong: bool) -> LoadOutcome:
        seconds = round(time.monotonic() - self._started, 1)
        return LoadOutcome(
            seconds=seconds,
            samples=thinned(tuple(self._samples), MOST_SAMPLES),
            wrong_results=wrong,
            off_rails=off_rails(self._samples),
        )


def off_rails(samples: Sequence[LoadSample]) -> tuple[OffRail, ...]:
    """What the supply itself measured outside the limits of its rails, more than once."""
    names = dict.fromkeys(name for sample in samples for name in sample.volts)
    found = (_off_rail(name, [sample.volts[name] for sample in samples if name in sample.volts]) for name in names)
    return tuple(one for one in found if one)


def _off_rail(sensor: str, volts: Sequence[float]) -> OffRail | None:
    chip, its_label = sensors.chip_and_label(sensor)
    rule = atx.rule_of(its_label) if atx.is_supply_chip(chip) else None
    if rule is None or not all(rule.can_be(value) for value in volts):
        return None
    off = [value for value in volts if not rule.allows(value)]
    if len(off) < _OFF_LOOKS:
        return None
    return OffRail(rail=rule.name, sensor=sensor, volts=max(off, key=lambda value: abs(value - rule.nominal)))


_OFF_LOOKS = 2
"""A single reading between two steps of the load may be one that caught the regulation at work."""


def is_wrong(output: Output) -> bool:
    """Whether a worker that checks itself got a wrong result: it says so, and stress-ng ends with 2."""
    return output.exit_code == _WRONG and bool(_FAIL.search(output.stdout) or _FAIL.search(output.stderr))


def _problem(output: Output) -> Unknown | None:
    if output.exit_code in (0, _NO_METRICS):
        return None
    how = f"signal {-output.exit_code}" if output.exit_code < 0 else f"exit code {output.exit_code}"
    return Unknown(reason=Reason.FAILED, detail=f"{TOOL}: {how}")


def _processors(host: Host) -> int:
    """How many processors the kernel runs, from /sys ("0-7"; Documentation/ABI/testing/sysfs-devices-system-cpu)."""
    try:
        text = host.read("/sys/devices/system/cpu/online").decode("ascii", "replace")
    except Unreadable:
        return 1
    count = 0
    for part in re.findall(r"(\d{1,5})(?:-(\d{1,5}))?", text):
        first, last = int(part[0]), int(part[1] or part[0])
        count += max(0, last - first + 1)
    return max(1, count)
