"""Why a boot ended without a mark: asked only where there is one, and what the kernel said excuses the supply."""

from datetime import timedelta
from pathlib import Path

import pytest

from haas_client.diagnostics import questions
from haas_client.diagnostics.collect import collect
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.replay import ReplayHost
from haas_client.diagnostics.snapshot import KernelLine, Records
from haas_client.diagnostics.unknown import Reason, Unknown
from tests.machines import formats
from tests.machines.recording import BOOT_ID, RECORDED_AT, Recording

ASKED = questions.LAST_WORDS.line


def machine(
    folder: Path, end: str, said: bytes | None = None, exit_code: int = 0
) -> tuple[tuple[KernelLine, ...] | Unknown, set[str]]:
    """What the kernel said, and the codes of what was found."""
    recording = Recording()
    boots = (("a" * 32, RECORDED_AT - timedelta(days=9), end), ("b" * 32, RECORDED_AT - timedelta(days=5), end))
    running = (BOOT_ID, RECORDED_AT - timedelta(hours=5), "running")
    recording.file("/proc/sys/kernel/random/boot_id", BOOT_ID)
    recording.command(questions.BOOTS.line, formats.journal_marks(*boots, running))
    recording.command(questions.KERNEL.line, formats.kernel_log(RECORDED_AT, "Linux version 6.8.0"))
    if said is not None:
        recording.command(ASKED, said, exit_code=exit_code)
    snapshot = collect(ReplayHost(recording.save(folder))).snapshot
    assert isinstance(snapshot.records, Records)
    return snapshot.records.last_words, {finding.code for finding in diagnose(snapshot).findings}


def test_a_pc_whose_boots_ended_well_is_not_asked(tmp_path: Path) -> None:
    assert machine(tmp_path / "pc", "clean") == ((), set())


def test_a_panic_excuses_the_supply(tmp_path: Path) -> None:
    panic = formats.kernel_log(RECORDED_AT - timedelta(days=9, minutes=-3), "Kernel panic - not syncing: Fatal error")
    last, found = machine(tmp_path / "pc", "unmarked", panic.encode())
    assert isinstance(last, tuple)
    assert [line.text for line in last] == ["Kernel panic - not syncing: Fatal error"]
    assert "power.stop_explained" in found
    assert "power.unmarked_boots" not in found


def test_nothing_said_is_an_answer(tmp_path: Path) -> None:
    last, found = machine(tmp_path / "pc", "unmarked", b"", exit_code=1)
    assert last == ()
    assert "power.unmarked_boots" in found


@pytest.mark.parametrize("said", [None, b""])
def test_no_answer_is_unknown_and_excuses_nothing(tmp_path: Path, said: bytes | None) -> None:
    last, found = machine(tmp_path / "pc", "unmarked", said, exit_code=2)
    assert isinstance(last, Unknown)
    assert last.reason in (Reason.NOT_RECORDED, Reason.FAILED)
    assert "power.unmarked_boots" in found
