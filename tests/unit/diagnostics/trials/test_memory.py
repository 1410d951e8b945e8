"""memtester: its output in whatever pieces it comes, what its end means, and a real run of it."""

import os
import resource
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client import process
from haas_client.diagnostics.host import RealHost
from haas_client.diagnostics.trials import memory
from haas_client.diagnostics.trials.bench import Halt
from haas_client.diagnostics.trials.memory import MEBIBYTE, Progress, free_bytes, result
from haas_client.diagnostics.trials.values import (
    Advance,
    Ending,
    Event,
    MemoryOutcome,
    Step,
    Stop,
    TrialKind,
)
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel
from tests.unit.diagnostics.trials import machines
from tests.unit.diagnostics.trials.machines import output

# As memtester 4.6.0 printed it, with most of its rounds left out.
HEAD = (
    b"memtester version 4.6.0 (64-bit)\nCopyright (C) 2001-2020 Charles Cazabon.\n"
    b"Licensed under the GNU General Public License version 2 (only).\n\n"
    b"pagesize is 4096\npagesizemask is 0xfffffffffffff000\nwant 64MB (67108864 bytes)\n"
)
GOT = b"got  64MB (67108864 bytes), trying mlock ...locked.\n"
ROUNDS = b"\b" * 11 + b"setting   1" + b"\b" * 11 + b"testing   1" + b"\b" * 11
CLEAR = b"           " + b"\b" * 11
STUCK = b"  Stuck Address       :            " + ROUNDS
RANDOM = b"  Random Value        :  \b\\\b|\b/\b-"
SOLID = b"  Solid Bits          :            " + ROUNDS
OK = CLEAR + b"ok\n"
WELL = (
    HEAD
    + GOT
    + b"Loop 1/1:\n"
    + STUCK
    + OK
    + RANDOM
    + b"\b \bok\n  Compare XOR         : ok\n"
    + SOLID
    + OK
    + b"\nDone.\n"
)
FAILURE = b"FAILURE: 0x00000000000000ff != 0x00000000000000fb at offset 0x0000000000001a40.\n"
BAD = HEAD + GOT + b"Loop 1/1:\n" + STUCK + OK + SOLID + FAILURE + b"  Compare XOR         : ok\n\nDone.\n"


def heard(text: bytes, cuts: list[int] = []) -> tuple[Progress, list[Event]]:  # noqa: B006  read only
    events: list[Event] = []
    progress = Progress(events.append)
    places = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    for start, end in pairwise(places):
        progress.heard(text[start:end])
    return progress, events


def test_steps_are_told_as_they_begin_and_progress_only_rises() -> None:
    progress, events = heard(WELL)
    steps = [event.code for event in events if isinstance(event, Step)]
    assert steps == ["stuck_address", "random_value", "compare_xor", "solid_bits"]
    shares = [event.done for event in events if isinstance(event, Advance)]
    assert shares == sorted(set(shares))
    assert progress.tested_bytes == 64 * MEBIBYTE
    assert progress.failed(ended=True) == ()


@given(st.lists(st.integers(0, 10_000), max_size=40), st.sampled_from([WELL, BAD]))
def test_the_pieces_in_which_it_comes_change_nothing(cuts: list[int], text: bytes) -> None:
    whole, in_pieces = heard(text), heard(text, cuts)
    assert in_pieces[0].failed(ended=True) == whole[0].failed(ended=True)
    assert in_pieces[0].tested_bytes == whole[0].tested_bytes
    told = [[event for event in events if isinstance(event, Step)] for _, events in (whole, in_pieces)]
    assert told[0] == told[1]


@given(st.lists(st.binary(max_size=40) | st.sampled_from([HEAD, GOT, STUCK, OK, RANDOM, FAILURE, b"\n"]), max_size=20))
def test_no_output_breaks_it(pieces: list[bytes]) -> None:
    progress = Progress(lambda event: None)
    for piece in pieces:
        progress.heard(piece)
    done = result(output(exit_code=0), progress)
    assert done.ending in (Ending.COMPLETED, Ending.FAILED)


@pytest.mark.parametrize(
    ("text", "code", "failed"),
    [
        (WELL, 0, ()),
        (BAD, 4, ("Solid Bits",)),
        (HEAD + GOT + STUCK + b"\n" + SOLID + OK, 2, ("Stuck Address",)),
        (BAD, 6, ("Stuck Address", "Solid Bits")),
        (WELL, 4, ("?",)),  # which one, it does not say; that one failed is sure
        (BAD, 5, ("Solid Bits",)),  # could not have all the memory, and found a fault in what it had
    ],
)
def test_exit_bits_are_told_apart(text: bytes, code: int, failed: tuple[str, ...]) -> None:
    done = result(output(exit_code=code), heard(text)[0])
    assert done.ending == Ending.COMPLETED
    assert done.outcome == MemoryOutcome(tested_bytes=64 * MEBIBYTE, passes=1, failed_tests=failed)


@pytest.mark.parametrize("text", [HEAD, HEAD + GOT, WELL])
@pytest.mark.parametrize("code", [1, -9, 64, 127])
def test_what_could_not_be_tested_is_no_fault_and_not_well_either(text: bytes, code: int) -> None:
    """0x01 says that memory could not be had or locked; a signal, that the kernel ended it."""
    done = result(output(exit_code=code), heard(text)[0])
    assert done.ending == Ending.FAILED
    assert done.outcome is None
    assert done.problem


def test_a_fault_word_without_the_exit_bit_is_not_believed() -> None:
    done = result(output(exit_code=0), heard(BAD)[0])
    assert isinstance(done.outcome, MemoryOutcome)
    assert done.outcome.failed_tests == ()


def test_memory_that_may_be_moved_is_not_tested_at_all() -> None:
    refused = HEAD + b"got  64MB (67108864 bytes), trying mlock ...insufficient permission.\nTrying again, unlocked:\n"
    with pytest.raises(Unreadable) as caught:
        heard(refused)
    assert caught.value.unknown.reason == Reason.NO_RIGHT


def test_what_was_really_locked_is_what_counts() -> None:
    less = HEAD + (
        b"got  64MB (67108864 bytes), trying mlock ...too many pages, reducing...\n"
        b"got  63MB (67104768 bytes), trying mlock ...locked.\n"
    )
    assert heard(less)[0].tested_bytes == 67104768


@pytest.mark.parametrize(
    ("total", "available", "free"),
    [(16384, 12288, 10240), (4096, 3072, 2048), (4096, 900, 0), (65536, 40960, 32768)],
)
def test_a_reserve_is_left_for_the_owner(total: int, available: int, free: int) -> None:
    """Figures in MiB: an eighth of all, and at least 1 GiB."""
    text = f"MemTotal:  {total * 1024} kB\nMemFree:  1 kB\nMemAvailable:  {available * 1024} kB\n"
    machine = machines.host({"/proc/meminfo": text})
    assert free_bytes(machine) == free * MEBIBYTE
    if free < 64:
        with pytest.raises(Unreadable):
            memory.test_bytes(machine, TrialKind.MEMORY_SHORT)
    else:
        assert memory.test_bytes(machine, TrialKind.MEMORY_SHORT) == MEBIBYTE * min(free, 1024)
        assert memory.test_bytes(machine, TrialKind.MEMORY_LONG) == MEBIBYTE * free


@pytest.mark.parametrize("text", ["", "MemTotal: 5 kB\n", "MemTotal: x\nMemAvailable: 7\n"])
def test_unknown_memory_is_unknown(text: str) -> None:
    with pytest.raises(Unreadable):
        free_bytes(machines.host({"/proc/meminfo": text}))


needs_memtester = pytest.mark.skipif(process.find_tool("memtester") is None, reason="needs memtester")


@needs_memtester
def test_memtester_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "test_bytes", lambda host, kind: MEBIBYTE)
    events: list[Event] = []
    done = memory.run(RealHost(), TrialKind.MEMORY_SHORT, events.append, Cancel())
    assert done.ending == Ending.COMPLETED
    assert done.outcome == MemoryOutcome(tested_bytes=MEBIBYTE, passes=1, failed_tests=())
    steps = [event for event in events if isinstance(event, Step)]
    assert [step.number for step in steps] == list(range(1, 19))
    assert {step.total for step in steps} == {18}
    shares = [event.done for event in events if isinstance(event, Advance)]
    assert shares[-1] > 0.99


@needs_memtester
def test_a_stop_ends_memtester_and_tells_what_it_saw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "test_bytes", lambda host, kind: 4 * MEBIBYTE)
    halt = Halt()

    def tell(event: Event) -> None:
        if isinstance(event, Step) and event.number == 3:
            halt.stop(Stop.HEAT)

    done = memory.run(RealHost(), TrialKind.MEMORY_SHORT, tell, halt)
    assert (done.ending, done.stop) == (Ending.STOPPED, Stop.HEAT)
    assert isinstance(done.outcome, MemoryOutcome)
    assert done.outcome.passes == 0
    assert "memtester" not in children()


def test_more_than_may_be_locked_is_refused_before_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "test_bytes", lambda host, kind: 1 << 50)
    monkeypatch.setattr(resource, "getrlimit", lambda which: (8 * MEBIBYTE, 8 * MEBIBYTE))
    machine = machines.Machine()
    machine.is_root = False
    with pytest.raises(Unreadable) as caught:
        memory.run(machine, TrialKind.MEMORY_SHORT, lambda event: None, Cancel())
    assert caught.value.unknown == Unknown(reason=Reason.NO_RIGHT, detail="mlock (RLIMIT_MEMLOCK)")


def children() -> list[str]:
    """Names of all processes that descend from this one."""
    parents: dict[int, tuple[int, str]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                name, _, rest = (folder / "stat").read_text().partition("(")[2].rpartition(")")
            except OSError:
                continue
            parents[int(folder.name)] = (int(rest.split()[1]), name)
    ours, found = {os.getpid()}, []
    for pid, (parent, name) in sorted(parents.items()):
        if parent in ours:
            ours.add(pid)
            found.append(name)
    return found
