"""memtester: the real one on a little memory, and its exit bits told apart."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.trials import memory, tools
from haas_client.diagnostics.trials.values import Advance, Done, Ending, Event, MemoryOutcome, Step
from haas_client.diagnostics.unknown import Unreadable
from haas_client.process import Cancel, Output, Watch

GOT = b"want 64MB (67108864 bytes)\ngot  64MB (67108864 bytes), trying mlock ...locked.\n"
LOOP = b"Loop 1/1:\n"
OK = b"  Stuck Address       : testing   0\b\b\b\b\b\b\b\b\b\b\b           \bok         \n"


def end(printed: bytes, exit_code: int) -> tuple[object, list[Event]]:
    told: list[Event] = []
    progress = memory.Progress(told.append)
    progress.heard(printed)
    return memory.result(Output(exit_code=exit_code, stdout=b"", stderr=b"", seconds=1.0), progress), told


def test_a_pass_without_a_difference_is_one() -> None:
    done, told = end(GOT + LOOP + OK + b"  Random Value        : ok\n", 0)
    outcome = MemoryOutcome(tested_bytes=67108864, passes=1, failed_tests=())
    assert done == Done(ending=Ending.COMPLETED, outcome=outcome)
    assert [event.code for event in told if isinstance(event, Step)] == ["stuck_address", "random_value"]


@pytest.mark.parametrize(("code", "failed"), [(2, ("Stuck Address",)), (4, ("?",)), (6, ("Stuck Address", "?"))])
def test_fault_bits_are_faults_even_where_nothing_was_printed_of_them(code: int, failed: tuple[str, ...]) -> None:
    done, _ = end(GOT + LOOP + OK, code)
    assert isinstance(done, Done)
    assert isinstance(done.outcome, MemoryOutcome)
    assert done.outcome.failed_tests == failed


@pytest.mark.parametrize("code", [1, -9, 127])
def test_a_test_that_did_not_take_place_is_no_fault_and_no_health(code: int) -> None:
    done, _ = end(GOT, code)
    assert isinstance(done, Done)
    assert (done.ending, done.outcome) == (Ending.FAILED, None)


def test_an_end_without_any_memory_is_not_a_pass() -> None:
    done, _ = end(b"", 0)
    assert isinstance(done, Done)
    assert done.ending == Ending.FAILED


def test_a_failing_test_is_named() -> None:
    failure = b"  Random Value        : FAILURE: 0x1 != 0x0 at offset 0x0.\n"
    done, _ = end(GOT + LOOP + OK + failure, 4)
    assert isinstance(done, Done)
    assert isinstance(done.outcome, MemoryOutcome)
    assert done.outcome.failed_tests == ("Random Value",)


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_no_output_makes_it_raise(pieces: list[bytes]) -> None:
    progress = memory.Progress(lambda event: None)
    for piece in pieces:
        try:
            progress.heard(piece)
        except Unreadable:
            return
    assert progress.tested_bytes >= 0


@pytest.mark.skipif(not shutil.which("memtester", path="/usr/sbin:/usr/bin"), reason="memtester is not installed")
def test_the_real_memtester_goes_through_all_its_tests() -> None:
    told: list[Event] = []
    progress = memory.Progress(told.append)
    output = tools.run("memtester", ("1M", "1"), 60, Cancel(), Watch(heard=progress.heard))
    if not progress.tested_bytes:
        pytest.skip("no memory may be locked here")
    done = memory.result(output, progress)
    assert done.ending == Ending.COMPLETED
    steps = [event for event in told if isinstance(event, Step)]
    assert len(steps) == steps[-1].number >= 16
    shares = [event.done for event in told if isinstance(event, Advance)]
    assert shares == sorted(shares)
    assert shares[-1] > 0.95
