"""The commands against recorded machines, as a person calls them: output, files, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pyrage
import pytest

from haas_client import app, commands, log
from haas_client import machine as this_pc
from haas_client.bundle import archive
from haas_client.bundle.result import Result
from haas_client.diagnostics import history, readout
from haas_client.diagnostics.compare import Change, Comparison
from haas_client.diagnostics.kinds import PartKind, Verdict
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.errors import ExitCode
from tests.machines import hand_written
from tests.machines.live import live

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def failing(tmp_path: Path) -> Path:
    return hand_written.failing_ssd(tmp_path / "failing")


def run(*arguments: str | Path) -> int:
    return app.main(["--lang", "en", *map(str, arguments)])


def test_collect_writes_a_bundle_that_show_verifies(failing: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "x.zip"
    assert (
        run("--replay", failing, "collect", "-o", target, "--warranty", "ＬＭー２４", "--note", "noises") == ExitCode.OK
    )
    collected = capsys.readouterr()
    assert "We recommend replacing: Storage (SATA 2)" in collected.out
    assert f"Saved: {target}" in collected.err
    assert archive.read(target).request.warranty_number == "LM-24"
    assert run("show", target) == ExitCode.OK
    shown = capsys.readouterr()
    assert shown.out == collected.out
    assert shown.out.startswith("Warranty number: LM-24\n\nnoises\n\nWe recommend")
    assert "Checked: 7 of 7" in shown.err


def test_the_code_of_a_collection_is_told_by_code(failing: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "x.zip"
    assert run("--replay", failing, "collect", "-o", target, "--warranty", "LM-24") == ExitCode.OK
    bundle = archive.read(target)
    assert bundle.manifest.code is not None
    line = f"Diagnosis code: {readout.grouped(bundle.manifest.code)}"
    assert line in capsys.readouterr().out
    assert run("show", target) == ExitCode.OK
    assert line in capsys.readouterr().out
    assert run("show", target, "--json") == ExitCode.OK
    assert json.loads(capsys.readouterr().out)["code"] == bundle.manifest.code
    stopped = "In the last 30 days the PC stopped … times without being shut down. The cause is not known."
    groups = readout.grouped(bundle.manifest.code).split()
    assert run("code", *groups, "--warranty", "ｌｍ２４") == ExitCode.OK
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.splitlines() == [
        "Day of the diagnosis: 2026-11-20",
        "Power supply: Watch",
        f"  {stopped} [power.unmarked_boots]",
        "Memory: Not tested",
        "Storage (no. 1 · last digits of the serial number: 13): Replace",
        "  Several of the drive's counters agree that it is failing. [storage.several_signs]",
        "Warranty number: it fits this code.",
    ]


@pytest.mark.parametrize(
    ("numbers", "fits", "words"),
    [
        (("LM-24", "LM-24"), True, "it fits"),
        (("LM-24", "LM-25"), False, "it does not fit"),
        (("LM-24", ""), None, "one was given"),
        (("", "LM-24"), None, "none was given"),
        (("", ""), None, "none was given"),
    ],
)
def test_code_tells_whether_the_warranty_number_fits(
    numbers: tuple[str, str], fits: bool | None, words: str, failing: Path, capsys: Capture
) -> None:
    given, asked = numbers
    assert run("--replay", failing, "collect", "--json", "--warranty", given) == ExitCode.OK
    code = json.loads(capsys.readouterr().out)["code"]
    assert run("code", code, "--warranty", asked) == ExitCode.OK
    assert words in capsys.readouterr().out.splitlines()[-1]
    assert run("code", code, "--warranty", asked, "--json") == ExitCode.OK
    answer = json.loads(capsys.readouterr().out)
    assert answer["warranty_fits"] is fits
    assert answer["readout"] == json.loads(msgspec.json.encode(readout.decode(code)))


@pytest.mark.parametrize(
    ("digits", "why"),
    [
        (["1018 1580 2737 1347 2805"], "a digit is wrong"),
        (["1018", "1580", "2737"], "too short"),
        (["1018", "1580", "2737", "1347", "2850", "1"], "too long"),
        (["code"], "digits only"),
        (["2018 1580 2737 1347 2833"], "newer version"),
        (["1999 9999 9999 9999 9967"], "never writes"),
    ],
)
def test_a_code_that_was_misheard_is_refused_with_3(digits: list[str], why: str, capsys: Capture) -> None:
    assert run("code", *digits) == ExitCode.REFUSED
    captured = capsys.readouterr()
    assert captured.out == ""
    assert why in captured.err
    assert "Please" in captured.err


def test_the_bundle_fits_into_any_mail(tmp_path: Path) -> None:
    machine = hand_written.many_drives(tmp_path / "server")
    assert run("--replay", machine, "collect", "-o", tmp_path / "x.zip") == ExitCode.OK
    assert (tmp_path / "x.zip").stat().st_size <= 300_000
    assert len(archive.read(tmp_path / "x.zip").members) > 64


def test_json_is_the_documented_schema_and_needs_no_file(
    failing: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    assert run("collect", "--json", "--replay", failing) == ExitCode.OK
    result = msgspec.json.decode(capsys.readouterr().out, type=Result)
    assert not isinstance(result.diagnosis, Unknown)
    assert result.diagnosis.verdict(PartKind.STORAGE) == Verdict.REPLACE
    assert set(tmp_path.iterdir()) == before


def test_the_schema_in_the_documents_is_the_programs_own() -> None:
    documented = Path(__file__).parents[2] / "docs" / "schema" / "result.schema.json"
    assert json.loads(documented.read_bytes()) == json.loads(msgspec.json.encode(msgspec.json.schema(Result)))


def test_without_a_name_the_file_goes_here_and_never_over_another(
    failing: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    for _ in range(2):
        assert run("--replay", failing, "collect") == ExitCode.OK
    assert len(list(here.glob("linuxmania-*.zip"))) == 2


def test_an_unreadable_machine_gives_a_whole_honest_bundle(tmp_path: Path, capsys: Capture) -> None:
    machine = hand_written.unreadable(tmp_path / "container")
    assert run("--replay", machine, "collect", "-o", tmp_path / "x.zip") == ExitCode.OK
    bundle = archive.read(tmp_path / "x.zip")
    assert not isinstance(bundle.diagnosis, Unknown)
    assert not bundle.diagnosis.findings
    assert {state.verdict for state in bundle.diagnosis.parts} == {Verdict.UNREADABLE}
    assert all(state.why for state in bundle.diagnosis.parts)
    out = capsys.readouterr().out
    assert "No fault found in what could be read" in out
    assert "Good" not in out


def test_show_refuses_what_is_not_ours(tmp_path: Path, capsys: Capture) -> None:
    stranger = tmp_path / "x.zip"
    stranger.write_bytes(b"PK\x03\x04 not a bundle")
    assert run("show", stranger) == ExitCode.REFUSED
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "This file was refused" in captured.err
    assert list(tmp_path.iterdir()) == [stranger]


def test_a_folder_that_is_no_recording_is_refused(tmp_path: Path, capsys: Capture) -> None:
    assert run("--replay", tmp_path, "collect") == ExitCode.REFUSED
    (tmp_path / "recording.json").write_text('{"format": 99}')
    assert run("--replay", tmp_path, "collect") == ExitCode.REFUSED
    assert "format 99" in capsys.readouterr().err


def test_a_recording_of_a_recording_is_the_same_machine(failing: Path, tmp_path: Path, capsys: Capture) -> None:
    copy = tmp_path / "copy"
    assert run("--replay", failing, "record", copy) == ExitCode.OK
    assert copy.stat().st_mode & 0o077 == 0
    capsys.readouterr()
    outputs = []
    for machine in (failing, copy):
        assert run("--replay", machine, "collect", "--json") == ExitCode.OK
        snapshot = json.loads(capsys.readouterr().out)["snapshot"]
        outputs.append({name: snapshot[name] for name in ("system", "storage", "memory", "power", "records")})
    assert outputs[0] == outputs[1]


def test_record_never_writes_into_a_folder_in_use(failing: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter").write_text("dear")
    assert run("--replay", failing, "record", tmp_path / "used") == ExitCode.FAILED
    assert [path.name for path in (tmp_path / "used").iterdir()] == ["letter"]


def test_what_was_not_recorded_is_unknown_and_says_so(failing: Path, tmp_path: Path, capsys: Capture) -> None:
    index = json.loads((failing / "recording.json").read_bytes())
    index["commands"] = {}
    (failing / "recording.json").write_text(json.dumps(index))
    assert run("--replay", failing, "collect", "--json") == ExitCode.OK
    drives = json.loads(capsys.readouterr().out)["snapshot"]["storage"]["drives"]
    assert {drive["health"]["reason"] for drive in drives} == {Reason.NOT_RECORDED}


def test_a_recording_cannot_lead_out_of_its_folder(failing: Path, tmp_path: Path, capsys: Capture) -> None:
    secret = tmp_path / "secret"
    secret.write_text("MemTotal:       99 kB\n")
    recorded = failing / "files" / "proc" / "meminfo"
    recorded.unlink()
    recorded.symlink_to(secret)
    assert run("--replay", failing, "collect", "--json") == ExitCode.OK
    assert json.loads(capsys.readouterr().out)["snapshot"]["memory"]["visible_bytes"]["reason"] == "not_recorded"


@pytest.mark.parametrize(
    "arguments", [["--help"], ["collect", "--help"], ["show", "--help"], ["record", "--help"], ["code", "--help"]]
)
@pytest.mark.parametrize(("language", "word"), [("ja", "使い方"), ("en", "usage")])
def test_help_speaks_both_languages(language: str, word: str, arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(["--lang", language, *arguments])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(word)


def test_the_exit_codes_stand_in_the_help(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        app.main(["--lang", "en", "--help"])
    out = capsys.readouterr().out
    assert all(f"  {int(code)} " in out for code in ExitCode)


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["show"], ["code"], ["collect", "--nonsense"], ["--replay"], ["--lang", "xx"]]
)
def test_a_wrong_command_line_is_2(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(arguments)
    assert ended.value.code == ExitCode.USAGE
    assert "Traceback" not in capsys.readouterr().err


def test_without_a_display_the_message_names_collect(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    assert run() == ExitCode.USAGE
    err = capsys.readouterr().err
    assert "linuxmania-haas collect" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("display", [":94", "localhost:94", "nonsense", "unix:94.0"])
def test_a_dead_display_is_told_not_crashed_on(display: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert run() == ExitCode.USAGE
    assert f"The display {display} does not answer" in capsys.readouterr().err


def test_a_command_imports_no_qt(failing: Path) -> None:
    program = (
        "import sys; from haas_client.app import main; main(sys.argv[1:]); "
        "sys.exit(sorted(m for m in sys.modules if 'PySide6' in m or m == 'requests') or 0)"
    )
    command = (sys.executable, "-c", program, "--replay", str(failing), "collect", "--json")
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr


def test_output_into_a_closed_pipe_is_quiet(failing: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = (sys.executable, "-m", "haas_client", "--replay", str(failing), "collect", "--json")
    with os.fdopen(writer, "wb") as stdout:
        finished = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)
    assert finished.returncode == ExitCode.FAILED
    assert "Traceback" not in finished.stderr
    assert "Exception" not in finished.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_output_onto_a_full_disk_is_told(failing: Path) -> None:
    command = (sys.executable, "-m", "haas_client", "--lang", "en", "--replay", str(failing), "collect", "--json")
    with Path("/dev/full").open("wb") as stdout:
        finished = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)
    assert finished.returncode == ExitCode.FAILED
    assert "could not be written" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_terminal_without_japanese_is_no_error(failing: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LINUXMANIA_HAAS_LANG": "ja"}
    command = (sys.executable, "-m", "haas_client", "--replay", str(failing), "collect", "--json")
    finished = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert finished.returncode == 0, finished.stderr


def test_errors_without_a_place_leave_no_module_good(tmp_path: Path, capsys: Capture) -> None:
    machine = hand_written.healthy(tmp_path / "machine")
    counts = machine / "files" / "sys" / "devices" / "system" / "edac" / "mc" / "mc0"
    (counts / "ue_noinfo_count").write_text("3\n")
    (counts / "ce_noinfo_count").write_text("0\n")
    assert run("--replay", machine, "collect", "--json") == ExitCode.OK
    diagnosis = msgspec.json.decode(capsys.readouterr().out, type=Result).diagnosis
    assert not isinstance(diagnosis, Unknown)
    assert diagnosis.verdict(PartKind.MEMORY) == Verdict.REPLACE
    assert Verdict.OK not in {state.verdict for state in diagnosis.of_kind(PartKind.MEMORY)}


def test_compare_says_what_was_swapped(failing: Path, tmp_path: Path, capsys: Capture) -> None:
    before, after = tmp_path / "before.zip", tmp_path / "after.zip"
    assert run("--replay", failing, "collect", "-o", before) == ExitCode.OK
    for answer in (failing / "output").glob("*.out"):
        answer.write_bytes(answer.read_bytes().replace(b'"serial_number": "', b'"serial_number": "NEW'))
    assert run("--replay", failing, "collect", "-o", after) == ExitCode.OK
    capsys.readouterr()
    assert run("compare", before, after) == ExitCode.OK
    assert "- Replaced: Storage (SATA 2)" in capsys.readouterr().out
    assert run("compare", before, before) == ExitCode.OK
    assert "Replaced" not in capsys.readouterr().out
    assert run("compare", before, after, "--json") == ExitCode.OK
    comparison = msgspec.json.decode(capsys.readouterr().out, type=Comparison)
    assert comparison.same_machine is True
    assert comparison.parts[0].change == Change.REPLACED


def test_compare_refuses_what_is_not_ours(failing: Path, tmp_path: Path, capsys: Capture) -> None:
    before = tmp_path / "before.zip"
    assert run("--replay", failing, "collect", "-o", before) == ExitCode.OK
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 not a bundle")
    assert run("compare", before, tmp_path / "x.zip") == ExitCode.REFUSED
    assert run("compare", tmp_path / "none.zip", before) != ExitCode.OK


def test_a_recording_leaves_no_history(failing: Path) -> None:
    assert run("--replay", failing, "collect", "--json") == ExitCode.OK
    assert not history.default_path().exists()


def test_a_diagnosis_of_this_pc_leaves_one(failing: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    host = live(machine_host(failing))
    monkeypatch.setattr(commands, "machine_host", lambda _recording: host)
    for _ in range(2):
        assert run("collect", "--json") == ExitCode.OK
    assert len(history.History(history.default_path()).past().samples) == 2
    history.default_path().unlink()
    history.default_path().mkdir()
    capsys.readouterr()
    assert run("collect", "--json") == ExitCode.OK
    assert "The record of earlier diagnoses cannot be used" in capsys.readouterr().err
    log.to_file()  # what was logged lies in this test's home


def test_the_daily_check_is_a_command_that_prints_one_line_first(own_home: Path) -> None:
    command = (sys.executable, "-m", "haas_client", "check")
    said = [subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2)]
    assert said[0].startswith(b"done ")
    assert said[1].startswith(b"wait ")
    assert b"\n" in said[0]


# --- encryption


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PC with the centre's public key; gives the file with its secret key."""
    identity = pyrage.x25519.Identity.generate()
    public, secret = tmp_path / "centre.age-recipients", tmp_path / "secret.txt"
    public.write_text(f"{identity.to_public()}\n", encoding="utf-8")
    secret.write_text(f"# created: now\n{identity}\n", encoding="utf-8")
    monkeypatch.setattr(this_pc, "CENTRE_KEY", public)
    return secret


def test_collect_encrypts_where_the_centre_has_a_key_and_show_opens_it(
    failing: Path, centre: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert run("--replay", failing, "collect", "-o", tmp_path / "x.zip") == ExitCode.OK
    collected = capsys.readouterr()
    target = tmp_path / "x.zip.age"
    assert f"Saved: {target}" in collected.err
    assert "only the customer centre can open it" in collected.err
    assert not (tmp_path / "x.zip").exists()
    assert run("show", target) == ExitCode.REFUSED
    refused = capsys.readouterr()
    assert refused.out == ""
    assert "--identity KEYFILE" in refused.err
    assert run("show", target, "--identity", centre) == ExitCode.OK
    assert capsys.readouterr().out == collected.out


def test_a_folder_gets_an_encrypted_file_of_a_new_name(
    failing: Path, centre: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    for output in ((), ("-o", here), ()):
        assert run("--replay", failing, "collect", *output) == ExitCode.OK
    assert len(list(here.glob("linuxmania-*.zip.age"))) == len(list(here.iterdir())) == 3


def test_a_key_of_the_centre_that_is_not_right_still_gives_the_findings(
    failing: Path, centre: Path, tmp_path: Path, capsys: Capture
) -> None:
    this_pc.CENTRE_KEY.write_bytes(b"hello")
    assert run("--replay", failing, "collect", "-o", tmp_path / "x.zip") == ExitCode.FAILED
    told = capsys.readouterr()
    assert "We recommend replacing" in told.out
    assert "cannot be encrypted" in told.err
    assert not list(tmp_path.glob("x.zip*"))


def test_show_with_another_key_is_refused(failing: Path, centre: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run("--replay", failing, "collect", "-o", tmp_path / "x.zip") == ExitCode.OK
    centre.write_text(str(pyrage.x25519.Identity.generate()), encoding="utf-8")
    capsys.readouterr()
    assert run("show", tmp_path / "x.zip.age", "--identity", centre) == ExitCode.REFUSED
    assert "another key" in capsys.readouterr().err
    assert run("show", tmp_path / "x.zip.age", "--identity", tmp_path / "none") == ExitCode.REFUSED
    assert "key file none cannot be opened" in capsys.readouterr().err


def test_compare_opens_encrypted_files(failing: Path, centre: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run("--replay", failing, "collect", "-o", tmp_path / "x.zip") == ExitCode.OK
    target = tmp_path / "x.zip.age"
    assert run("compare", target, target) == ExitCode.REFUSED
    assert run("compare", target, target, "--identity", centre) == ExitCode.OK
