"""``judge`` as a technician uses it: what is sent, what comes out, and that one bad file keeps no other back."""

import json
import lzma
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from haas_client import app, command_line
from haas_client.diagnostics.judge import Kind
from haas_client.errors import ExitCode
from tests.machines import formats
from tests.unit.captured import FOLDER, needs_captures, rows

Capture = pytest.CaptureFixture[str]
HEALTHY = formats.ata("EX500", "SER1", 500_107_862_016, a5=0, a187=0, a197=0, a198=0)
FAILING = formats.ata("EX500", "SER2", 500_107_862_016, a5=0, a187=0, a197=100, a198=0)


def judged(capsys: Capture, *arguments: object) -> tuple[int, list[dict[str, Any]]]:
    code = app.main(["judge", *map(str, arguments)])
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return code, [json.loads(line) for line in told.out.splitlines()]


def written(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def test_every_kind_that_the_command_line_offers_is_judged() -> None:
    assert set(command_line.CAPTURES) == set(Kind)


def test_one_line_a_file_in_their_order(tmp_path: Path, capsys: Capture) -> None:
    files = [written(tmp_path, name, tree) for name, tree in (("b", FAILING), ("a", HEALTHY))]
    code, lines = judged(capsys, "smartctl", *files)
    assert code == ExitCode.OK
    assert [(line["file"], line["kind"], line["device"], line["verdict"]) for line in lines] == [
        (str(files[0]), "smartctl", "EX500 SER2", "replace"),
        (str(files[1]), "smartctl", "EX500 SER1", "ok"),
    ]
    assert set(lines[0]) == {"file", "kind", "device", "verdict", "findings"}


def test_a_finding_carries_what_a_technician_can_check(tmp_path: Path, capsys: Capture) -> None:
    _, (line,) = judged(capsys, "smartctl", written(tmp_path, "x", FAILING))
    (finding,) = line["findings"]
    assert set(finding) == {"code", "severity", "confidence", "part", "evidence"}
    assert (finding["code"], finding["severity"]) == ("storage.pending_sectors", "replace")
    assert finding["part"]["serial"] == "SER2"
    (evidence,) = finding["evidence"]
    assert set(evidence) == {"source", "value", "threshold", "reference"}
    assert (evidence["value"], evidence["threshold"]) == (100, "≥ 10")
    assert "Backblaze" in evidence["reference"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "malformed"),
        (b"not json", "malformed"),
        (b"[1, 2]", "malformed"),
        (b"{}", "malformed"),
        (b'{"a": 1}', "malformed"),
        (b"[" * 100_000, "malformed"),
        (b"\xff\xfe\x00", "malformed"),
        (None, "not_present"),
    ],
)
def test_what_cannot_be_read_is_unknown_and_all_else_is_judged(
    tmp_path: Path, capsys: Capture, content: bytes | None, reason: str
) -> None:
    broken = tmp_path / "broken" if content is None else written(tmp_path, "broken", content)
    healthy = written(tmp_path, "healthy", HEALTHY)
    code, lines = judged(capsys, "smartctl", broken, healthy)
    assert code == ExitCode.UNREADABLE
    assert [(line["verdict"], line.get("reason")) for line in lines] == [("unknown", reason), ("ok", None)]


def test_a_folder_is_no_capture(tmp_path: Path, capsys: Capture) -> None:
    code, (line,) = judged(capsys, "smartctl", tmp_path)
    assert (code, line["verdict"]) == (ExitCode.UNREADABLE, "unknown")


def test_a_file_named_by_bytes_that_are_no_text_is_judged(tmp_path: Path, capsys: Capture) -> None:
    file = written(tmp_path, os.fsdecode(b"disk\xff"), HEALTHY)
    code, (line,) = judged(capsys, "smartctl", file)
    assert (code, line["file"], line["verdict"]) == (ExitCode.OK, f"{tmp_path}/disk?", "ok")
    written(tmp_path, os.fsdecode(b"many\xff"), {"smartctl": HEALTHY})
    code, (line,) = judged(capsys, "smartctl", "--jsonl", tmp_path / os.fsdecode(b"many\xff"))
    assert (code, line["file"]) == (ExitCode.OK, f"{tmp_path}/many?:1")


def test_nothing_to_judge_is_a_wrong_command_line(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as end:
        app.main(["judge", "smartctl"])
    assert end.value.code == ExitCode.USAGE
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("arguments", [["-"], ["--jsonl", "-"]])
def test_a_standard_input_that_is_closed_is_unreadable(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, arguments: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    code, (line,) = judged(capsys, "smartctl", *arguments)
    assert (code, line["verdict"], line["reason"]) == (ExitCode.UNREADABLE, "unknown", "not_present")


@pytest.mark.parametrize(
    "sent",
    [
        json.dumps(HEALTHY).encode("utf-16"),
        json.dumps(HEALTHY).encode("utf-8-sig"),
        b"$ sudo smartctl -j -x /dev/sda\r\n" + json.dumps(HEALTHY, indent=1).encode() + b"\r\n$ ",
        b"> smartctl says:\n> " + json.dumps(HEALTHY, indent=1).replace("\n", "\n> ").encode(),
    ],
    ids=["utf-16", "mark", "prompt", "quoted"],
)
def test_a_capture_is_read_however_it_was_saved_or_pasted(tmp_path: Path, capsys: Capture, sent: bytes) -> None:
    code, (line,) = judged(capsys, "smartctl", written(tmp_path, "x", sent))
    assert (code, line["verdict"]) == (ExitCode.OK, "ok")


def test_a_mark_before_the_first_line_of_many_is_passed_over(tmp_path: Path, capsys: Capture) -> None:
    file = written(tmp_path, "many", json.dumps({"smartctl": HEALTHY}).encode("utf-8-sig"))
    assert [line["verdict"] for line in judged(capsys, "smartctl", "--jsonl", file)[1]] == ["ok"]


def test_a_drive_whose_place_is_not_told_has_none(tmp_path: Path, capsys: Capture) -> None:
    tree = {name: value for name, value in FAILING.items() if name != "device"}
    _, (line,) = judged(capsys, "smartctl", written(tmp_path, "x", tree))
    assert line["findings"][0]["part"]["slot"] is None


def test_an_endless_file_is_refused(capsys: Capture) -> None:
    code, (line,) = judged(capsys, "dmidecode", "/dev/zero")
    assert (code, line["verdict"], line["reason"]) == (ExitCode.UNREADABLE, "unknown", "too_large")


def test_a_drive_that_sleeps_is_told_and_is_no_unreadable_file(tmp_path: Path, capsys: Capture) -> None:
    asleep = {
        "smartctl": {
            "exit_status": 2,
            "messages": [{"string": "Device is in STANDBY mode, exit(2)", "severity": "information"}],
        },
        "model_name": "EX500",
    }
    code, (line,) = judged(capsys, "smartctl", written(tmp_path, "x", asleep))
    assert (code, line["verdict"], line["reason"]) == (ExitCode.OK, "unknown", "asleep")
    assert [(one["code"], one["severity"]) for one in line["findings"]] == [("storage.asleep", "note")]


def test_a_wrong_cable_is_not_laid_to_the_drive(tmp_path: Path, capsys: Capture) -> None:
    tree = formats.ata("EX500", "SER1", 500_107_862_016, a5=0, a187=0, a197=0, a198=0)
    tree["ata_smart_attributes"]["table"].append(
        {"id": 199, "name": "UDMA_CRC_Error_Count", "value": 200, "raw": {"value": 400, "string": "400"}}
    )
    _, (line,) = judged(capsys, "smartctl", written(tmp_path, "x", tree))
    assert line["verdict"] == "cable"


def test_many_in_one_file_are_told_apart_by_their_lines(tmp_path: Path, capsys: Capture) -> None:
    lines = [{"smartctl": FAILING}, {"smartctl": None}, {"text": json.dumps(HEALTHY)}, 7]
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines) + "\n\n")
    code, judgements = judged(capsys, "smartctl", "--jsonl", file)
    assert code == ExitCode.UNREADABLE
    assert [(one["file"], one["verdict"]) for one in judgements] == [
        (f"{file}:1", "replace"),
        (f"{file}:2", "unknown"),
        (f"{file}:3", "ok"),
        (f"{file}:4", "unknown"),
    ]


def test_dmidecode_and_sensors_are_judged_under_text(tmp_path: Path, capsys: Capture) -> None:
    text = "+12V: +9.90 V  (min = +11.40 V, max = +12.60 V)  ALARM\n"
    file = written(tmp_path, "x.jsonl", {"text": f"nct6779-isa-0290\nAdapter: ISA adapter\n{text}"})
    code, (line,) = judged(capsys, "sensors", "--jsonl", file)
    assert (code, line["kind"]) == (ExitCode.OK, "sensors")
    assert line["verdict"] in ("watch", "unknown")


def test_a_kind_that_is_not_known_is_a_wrong_command_line(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        app.main(["judge", "horoscope", "x"])
    assert stopped.value.code == ExitCode.USAGE


@needs_captures
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("smartctl-captured", "smartctl"),
        ("smartctl-linuxhw", "smartctl"),
        ("smartctl-backblaze", "smartctl"),
        ("dmidecode-text", "dmidecode"),
        ("lm-sensors-text", "sensors"),
    ],
)
def test_every_captured_file_gets_its_line(name: str, kind: str, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "captures.jsonl"
    file.write_bytes(lzma.decompress((FOLDER / f"{name}.jsonl.xz").read_bytes()))
    _, lines = judged(capsys, kind, "--jsonl", file)
    assert len(lines) == len(rows(name))
    assert {line["verdict"] for line in lines} <= {"replace", "watch", "cable", "ok", "unknown"}
