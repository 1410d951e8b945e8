"""``machine``: what the factory, and support, read of a file and of the PC."""

import json
from pathlib import Path

import pytest

from haas_client import app
from haas_client.errors import ExitCode
from tests.machines import hand_written

Capture = pytest.CaptureFixture[str]
EXAMPLE = Path(__file__).parents[2] / "packaging" / "machine.example.toml"

AS_BUILT = """
format = 1
[[memory]]
slot = "DIMM_A2"
size_gb = 16
serial = "36D18F21"
[[memory]]
slot = "DIMM_B2"
size_gb = 16
[[storage]]
capacity_gb = 1000
"""


def run(*arguments: str | Path) -> int:
    return app.main(["--lang", "en", *map(str, arguments)])


@pytest.fixture
def healthy(tmp_path: Path) -> Path:
    return hand_written.healthy(tmp_path / "healthy")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "machine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_pc_as_built_fits_its_file(healthy: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run("--replay", healthy, "machine", written(tmp_path, AS_BUILT)) == ExitCode.OK
    told = capsys.readouterr()
    assert told.out.count("Same as sold\n") == 3
    assert told.err == ""


def test_the_file_of_a_recorded_pc_is_read_from_its_recording(tmp_path: Path, capsys: Capture) -> None:
    changed = hand_written.changed_since_sold(tmp_path / "changed")
    assert run("--replay", changed, "machine") == ExitCode.FAULT_FOUND
    lines = capsys.readouterr().out.splitlines()
    assert lines[:5] == [
        "/etc/linuxmania-haas/machine.toml",
        "Warranty number: LM-24-018233",
        "Model: LM-T1000",
        "Purchased on: 2026-05-01",
        "Telephone of the customer centre: 03-0000-0000",
    ]
    place = lines.index("Memory (DIMM_B2) – Another part")
    assert lines[place + 1 : place + 3] == [
        "  as sold: M378A2K43EB1-CWE · 16 GB · serial number 36D18F30",
        "  now: Samsung M378A2K43EB1-CWE · 16 GB · serial number 36D18F44",
    ]
    assert "Storage – Not found" in lines


def test_json_says_the_same(tmp_path: Path, capsys: Capture) -> None:
    changed = hand_written.changed_since_sold(tmp_path / "changed")
    assert run("--replay", changed, "machine", "--json") == ExitCode.FAULT_FOUND
    told = json.loads(capsys.readouterr().out)
    assert told["found"] is True
    assert told["machine"]["warranty_number"] == "LM-24-018233"
    states = [row["state"] for row in told["rows"]]
    assert states == ["unreadable", "missing", "as_sold", "other", "as_sold", "missing"]


def test_a_pc_without_a_file_is_no_fault(healthy: Path, capsys: Capture) -> None:
    assert run("--replay", healthy, "machine") == ExitCode.OK
    assert "That is no fault" in capsys.readouterr().out
    assert run("--replay", healthy, "machine", "--json") == ExitCode.OK
    assert json.loads(capsys.readouterr().out)["found"] is False


def test_a_mistyped_key_does_not_go_unnoticed(healthy: Path, tmp_path: Path, capsys: Capture) -> None:
    path = written(tmp_path, AS_BUILT.replace("serial =", "seril ="))
    assert run("--replay", healthy, "machine", path) == ExitCode.FAULT_FOUND
    assert "[[memory]] 1, seril" in capsys.readouterr().out


def test_what_could_not_be_checked_is_not_passed(tmp_path: Path, capsys: Capture) -> None:
    container = hand_written.unreadable(tmp_path / "container")
    assert run("--replay", container, "machine", EXAMPLE) == ExitCode.UNREADABLE
    assert "Memory (DIMM_A2) – Could not be read" in capsys.readouterr().out


def test_a_file_that_is_not_there_or_cannot_be_used_is_told(healthy: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run("--replay", healthy, "machine", tmp_path / "none.toml") == ExitCode.FAILED
    assert "There is no such file" in capsys.readouterr().err
    path = written(tmp_path, "format = 1\nmodel = 3\n")
    assert run("--replay", healthy, "machine", path) == ExitCode.REFUSED
    told = capsys.readouterr()
    assert "model: Expected `str`, got `int`" in told.err
    assert told.out == ""


def test_a_broken_file_in_its_place_is_refused_by_the_command_and_not_by_the_diagnosis(
    tmp_path: Path, capsys: Capture
) -> None:
    changed = hand_written.changed_since_sold(tmp_path / "changed")
    (changed / "files/etc/linuxmania-haas/machine.toml").write_text("format = 1\n[[memory]]\nsize_gb = 0\n")
    assert run("--replay", changed, "machine") == ExitCode.REFUSED
    capsys.readouterr()
    assert run("--replay", changed, "collect", "--json") == ExitCode.OK
    told = json.loads(capsys.readouterr().out)
    assert told["snapshot"]["sold"] == {
        "type": "unknown",
        "reason": "malformed",
        "detail": "machine.toml [[memory]] 1, size_gb",
    }
    problems = [source["name"] for source in told["snapshot"]["sources"] if source["problem"]]
    assert "machine.toml" in problems
    assert not [one for one in told["diagnosis"]["findings"] if "sold" in one["code"]]


def test_a_diagnosis_tells_what_is_gone_without_anybodys_number(tmp_path: Path, capsys: Capture) -> None:
    changed = hand_written.changed_since_sold(tmp_path / "changed")
    assert run("--replay", changed, "collect", "--json") == ExitCode.OK
    out = capsys.readouterr().out
    found = {(one["code"], one["part"]["serial"]) for one in json.loads(out)["diagnosis"]["findings"]}
    assert {
        ("memory.sold_missing", "36D18F07"),
        ("memory.not_as_sold", "36D18F44"),
        ("storage.sold_missing", "WFN2K7L9"),
    } <= found
    assert "018233" not in out
    assert "03-0000-0000" not in out


def test_a_pc_without_a_file_has_no_unanswered_question(healthy: Path, capsys: Capture) -> None:
    assert run("--replay", healthy, "collect", "--json") == ExitCode.OK
    told = json.loads(capsys.readouterr().out)
    assert told["snapshot"]["sold"]["reason"] == "not_recorded"
    assert "machine.toml" not in [source["name"] for source in told["snapshot"]["sources"]]
