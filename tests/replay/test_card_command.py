"""The command ``card`` as a person on a server calls it."""

from dataclasses import replace
from pathlib import Path

import pytest

from haas_client import app, machine, settings, settings_file
from haas_client.errors import ExitCode
from haas_client.machine import Machine, MachineFileUnusable
from haas_client.settings import Settings
from tests.machines import hand_written

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def failing(tmp_path: Path) -> Path:
    return hand_written.failing_ssd(tmp_path / "failing")


@pytest.fixture(autouse=True)
def sold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A factory file of this PC, which no recording may be mixed up with."""
    monkeypatch.setattr(machine, "load", lambda: Machine(model="LM-SOLD", telephone="03-0000-0000"))


def run(*arguments: str | Path) -> int:
    return app.main(["--lang", "en", *map(str, arguments)])


def test_it_diagnoses_and_prints(failing: Path, capsys: Capture) -> None:
    assert run("--replay", failing, "card", "--warranty", "ＬＭー２４", "--telephone", "０３ー１１１１") == ExitCode.OK
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "If this PC does not start"
    assert "Warranty number: LM-24" in lines
    assert "Telephone: 03-1111" in lines
    assert "Model: Linuxmania LM-T1000" in lines
    assert any(line.startswith("Diagnosis code: 1") and line.endswith("(of 2026-11-20)") for line in lines)
    assert any("2034E2B51F3A · Replace" in line for line in lines)


def test_quick_asks_nothing_of_the_pc(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("haas_client.commands.machine_host", lambda _: pytest.fail("the PC was asked"))
    settings.save(replace(Settings(), warranty_number="LM-KEPT"), settings_file.default_path())
    assert run("card", "--quick") == ExitCode.OK
    out = capsys.readouterr().out
    assert "Model: LM-SOLD" in out
    assert "Telephone: 03-0000-0000" in out
    assert "Warranty number: LM-KEPT" in out
    assert "no diagnosis has been made yet" in out


def test_it_is_written_to_a_file(failing: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "card.txt"
    assert run("--replay", failing, "card", "-o", target) == ExitCode.OK
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"Saved: {target}\n"
    assert target.read_text().startswith("If this PC does not start\n")


def test_what_cannot_be_written_is_told(tmp_path: Path, capsys: Capture) -> None:
    assert run("card", "--quick", "-o", tmp_path / "missing" / "card.txt") == ExitCode.FAILED
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "The file could not be saved. The folder does not exist." in captured.err


def test_a_factory_file_that_cannot_be_used_is_told_and_costs_no_card(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load() -> Machine:
        raise MachineFileUnusable("Expected `str`", "model")

    monkeypatch.setattr(machine, "load", load)
    assert run("card", "--quick") == ExitCode.OK
    captured = capsys.readouterr()
    assert "cannot be used (model: Expected `str`)" in captured.err
    assert "Model: ____" in captured.out
