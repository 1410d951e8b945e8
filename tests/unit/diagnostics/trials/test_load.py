"""The load test: how stress-ng is called, what its end means, and a real run of it."""

from itertools import pairwise

import pytest

from haas_client import process
from haas_client.diagnostics.host import RealHost
from haas_client.diagnostics.trials import load
from haas_client.diagnostics.trials.bench import Halt
from haas_client.diagnostics.trials.load import STEPS, arguments, is_wrong, off_rails
from haas_client.diagnostics.trials.values import (
    Ending,
    Event,
    LoadOutcome,
    LoadSample,
    OffRail,
    Step,
    Stop,
    thinned,
)
from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.process import Cancel
from tests.unit.diagnostics.trials import machines
from tests.unit.diagnostics.trials.machines import output
from tests.unit.diagnostics.trials.test_memory import children

needs_stress_ng = pytest.mark.skipif(process.find_tool("stress-ng") is None, reason="needs stress-ng")


@pytest.mark.parametrize(("processors", "workers"), [(1, (1, 1, 1)), (2, (1, 1, 2)), (16, (1, 8, 16)), (5, (1, 2, 5))])
def test_the_load_rises_from_one_processor_to_all(processors: int, workers: tuple[int, ...]) -> None:
    calls = [arguments(step, processors, 20, 0) for step in STEPS]
    assert tuple(int(call[call.index("--matrix") + 1]) for call in calls) == workers
    for call in calls:
        assert call[call.index("--timeout") + 1] == "20s"  # it ends by itself, whatever becomes of us
        assert "--verify" in call


def test_the_shares_of_the_steps_are_the_whole() -> None:
    assert sum(step.share for step in STEPS) == pytest.approx(1)


def rails(sensor: str, *volts: float) -> tuple[OffRail, ...]:
    return off_rails([LoadSample(seconds=float(at), volts={sensor: value}) for at, value in enumerate(volts)])


def test_a_rail_that_the_supply_itself_measured_off_is_told_with_its_furthest_value() -> None:
    own = "corsairpsu v_out +12v"
    assert rails(own, 12.0, 11.3, 11.2, 11.9) == (OffRail(rail="+12 V", sensor=own, volts=11.2),)
    assert rails(f"{own} #2", 12.7, 12.9) == (OffRail(rail="+12 V", sensor=f"{own} #2", volts=12.9),)


@pytest.mark.parametrize(
    ("sensor", "volts"),
    [
        ("corsairpsu v_out +12v", (12.0, 11.40, 12.60)),
        ("corsairpsu v_out +12v", (12.0, 11.3, 12.0)),  # once
        ("corsairpsu v_out +12v", (12.0, 11.3, 3.0)),  # a chip whose scaling is wrong
        ("nct6775 +12V", (11.0, 11.0, 11.0)),  # a board's chip
        ("corsairpsu v_in", (100.0, 99.0, 98.0)),
    ],
)
def test_what_is_no_fault_of_the_supply(sensor: str, volts: tuple[float, ...]) -> None:
    assert rails(sensor, *volts) == ()


FAIL = b"stress-ng: fail:  [31] cpu: prime error detected, number of primes has been miscalculated\n"


@pytest.mark.parametrize(
    ("code", "text", "wrong"),
    [
        (2, FAIL, True),
        (0, FAIL, False),
        (2, b"stress-ng: info:  [31] cpu: something\n", False),
        (2, b"stress-ng: fail:  [31] matrix: cannot fork\n", False),
        (3, FAIL, False),
    ],
)
def test_wrong_results_are_what_it_says_and_ends_with(code: int, text: bytes, wrong: bool) -> None:
    assert is_wrong(output(text, code)) is wrong
    assert is_wrong(output(b"", code, text)) is wrong


def sample(second: int) -> LoadSample:
    return LoadSample(seconds=second)


@pytest.mark.parametrize("count", [0, 1, 2, 299, 300, 301, 3600])
def test_samples_are_thinned_evenly_with_both_ends(count: int) -> None:
    kept = thinned(tuple(sample(second) for second in range(count)), 300)
    assert len(kept) == min(count, 300)
    if count:
        assert (kept[0].seconds, kept[-1].seconds) == (0, count - 1)
    gaps = [b.seconds - a.seconds for a, b in pairwise(kept)]
    assert not gaps or max(gaps) - min(gaps) <= 1


@needs_stress_ng
def test_stress_ng_itself() -> None:
    events: list[Event] = []
    done = load.run(RealHost(), 3, events.append, Cancel())
    assert done.ending == Ending.COMPLETED, done.problem
    assert isinstance(done.outcome, LoadOutcome)
    assert not done.outcome.wrong_results
    assert [event.code for event in events if isinstance(event, Step)] == ["warm_up", "half_load", "full_load"]
    samples = [event for event in events if isinstance(event, LoadSample)]
    assert list(done.outcome.samples) == samples
    assert samples[-1].seconds >= 3
    assert not [name for name in children() if name.startswith("stress-ng")]


@needs_stress_ng
def test_a_stop_leaves_no_worker() -> None:
    halt = Halt()

    def tell(event: Event) -> None:
        if isinstance(event, LoadSample) and event.seconds >= 1:
            assert [name for name in children() if name.startswith("stress-ng")]
            halt.stop(Stop.HEAT)

    done = load.run(RealHost(), 60, tell, halt)
    assert (done.ending, done.stop) == (Ending.STOPPED, Stop.HEAT)
    assert isinstance(done.outcome, LoadOutcome)
    assert done.outcome.seconds < 30
    assert not [name for name in children() if name.startswith("stress-ng")]


def test_without_the_program_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SEARCH_PATH", ("/nowhere",))
    with pytest.raises(Unreadable) as caught:
        load.run(machines.host(), 1, lambda event: None, Cancel())
    assert caught.value.unknown.reason == Reason.NO_TOOL


def test_the_kernel_tells_how_many_processors_run() -> None:
    path = "/sys/devices/system/cpu/online"
    for text, count in (("0-7\n", 8), ("0\n", 1), ("0-3,8-11\n", 8), ("", 1), ("x", 1)):
        assert load._processors(machines.host({path: text})) == count
