"""The load: the real stress-ng for a moment, its samples, and a stop that leaves nothing running."""

import shutil
import threading

import pytest

from haas_client.diagnostics.host import RealHost
from haas_client.diagnostics.trials import load
from haas_client.diagnostics.trials.values import (
    MOST_SAMPLES,
    Ending,
    Event,
    LoadOutcome,
    LoadSample,
    Step,
    Stop,
    thinned,
)
from haas_client.process import Cancel, Output

pytestmark = pytest.mark.skipif(not shutil.which("stress-ng"), reason="stress-ng is not installed")


def test_a_short_load_goes_through_its_steps() -> None:
    told: list[Event] = []
    done = load.run(RealHost(), 6.0, told.append, Cancel())
    assert done.ending == Ending.COMPLETED, done
    assert isinstance(done.outcome, LoadOutcome)
    assert not done.outcome.wrong_results
    assert [event.code for event in told if isinstance(event, Step)] == [step.code for step in load.STEPS]
    assert [event for event in told if isinstance(event, LoadSample)] == list(done.outcome.samples)


def test_a_stop_is_an_end_at_once_with_what_was_seen() -> None:
    cancel = Cancel()
    under_load = threading.Event()

    def tell(event: Event) -> None:
        if isinstance(event, LoadSample) and event.seconds > 0.5:
            under_load.set()
            cancel.ask()

    done = load.run(RealHost(), 120.0, tell, cancel)
    assert under_load.is_set()
    assert (done.ending, done.stop) == (Ending.STOPPED, Stop.OWNER)
    assert isinstance(done.outcome, LoadOutcome)
    assert done.outcome.samples


def test_samples_are_thinned_evenly() -> None:
    samples = tuple(LoadSample(seconds=float(second)) for second in range(3600))
    few = thinned(samples, MOST_SAMPLES)
    assert len(few) == MOST_SAMPLES
    assert (few[0], few[-1]) == (samples[0], samples[-1])


@pytest.mark.parametrize(
    ("code", "printed", "wrong"),
    [
        (2, b"stress-ng: fail:  [12] cpu: matrixprod error detected, failed hash", True),
        (2, b"stress-ng: error: [12] out of memory", False),
        (0, b"stress-ng: fail:  [12] cpu: x", False),
    ],
)
def test_wrong_arithmetic_is_told_from_a_load_that_could_not_run(code: int, printed: bytes, wrong: bool) -> None:
    assert load.is_wrong(Output(exit_code=code, stdout=b"", stderr=printed, seconds=1.0)) is wrong
