"""``guide``: what writers, the centre and owners without a window do with guides."""

import json
from pathlib import Path

import pytest

from haas_client import app, machine, paths
from haas_client.cases.model import Particulars, State
from haas_client.cases.states import Move
from haas_client.cases.store import Cases
from haas_client.errors import ExitCode
from haas_client.handsbuy.pack import library, signed
from haas_client.request import Request, Service
from tests import links, packs

Capture = pytest.CaptureFixture[str]


def said(capsys: Capture, *arguments: object, code: ExitCode = ExitCode.OK, language: str = "en") -> tuple[str, str]:
    assert app.main(["guide", "--lang", language, *map(str, arguments)]) == code
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return told.out, told.err


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's guides: the document's example, made clean; and a PC without keys."""
    root = tmp_path / "guides"
    packs.written(root, of=packs.clean())
    monkeypatch.setattr(library, "program_folder", lambda: root)
    monkeypatch.setattr(machine, "FOLDER", tmp_path / "etc")
    return root


@pytest.fixture
def key(tmp_path: Path, program: Path, capsys: Capture) -> Path:
    """A key of the centre's that may sign guides on this PC."""
    path = tmp_path / "centre.pem"
    assert app.main(["link", "keygen", str(path)]) == ExitCode.OK
    machine.FOLDER.mkdir()
    (machine.FOLDER / signed.KEYS).write_text(capsys.readouterr().out)
    return path


def test_a_clean_guide_passes_and_is_listed(capsys: Capture, program: Path) -> None:
    assert said(capsys, "lint") == ("", "Guides: 1. Errors: 0. Warnings: 0.\n")
    out, _ = said(capsys, "list", language="ja")
    assert out.startswith(f"{packs.ID}  1.0.0  メモリの交換(見本)")
    (row,) = json.loads(said(capsys, "list", "--json")[0])["guides"]
    assert (row["id"], row["state"], row["origin"]) == (packs.ID, "used", "program")


def test_faults_are_told_with_their_place_and_end_with_3(capsys: Capture, program: Path) -> None:
    (program / "common/static@1/text/en.toml").unlink()
    out, err = said(capsys, "lint", program / packs.ID, code=ExitCode.REFUSED)
    assert out == (
        "common/static@1/text/en.toml: error: The guide cannot be used: missing. "
        "Please put that right first: other things may only show then. [unusable]\n"
    )
    assert "Errors: 1" in err
    (one,) = json.loads(said(capsys, "lint", program, "--json", code=ExitCode.REFUSED)[0])["findings"]
    assert (one["rule"], one["severity"]) == ("unusable", "error")


def test_warnings_alone_pass(capsys: Capture, program: Path) -> None:
    guide = program / packs.ID / "guide.toml"
    guide.write_text(guide.read_text().replace("[15, 30]", "[150, 300]"))
    out, _ = said(capsys, "lint")
    assert "warning: The steps take" in out


def test_a_fragments_fault_is_told_once(capsys: Capture, program: Path) -> None:
    other = packs.clean()
    for name in [name for name in other if name.startswith(packs.ID)]:
        content = other[name]
        text = content.replace(packs.ID, "jp.other.guide") if isinstance(content, str) else content
        path = program / name.replace(packs.ID, "jp.other.guide")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (program / "common/static@1/README").write_text("x")
    step = program / "common/static@1/fragment.toml"
    step.write_text(step.read_text().replace("seconds = 10", ""))
    out, err = said(capsys, "lint", code=ExitCode.REFUSED)
    assert out.count("\n") == 2
    assert "common/static@1/fragment.toml, step unplug: warning: " in out
    assert "Guides: 2" in err


def test_what_is_not_there_is_said(capsys: Capture, program: Path) -> None:
    said(capsys, "lint", program / "nowhere", code=ExitCode.FAILED)
    assert "no guide" in said(capsys, "show", "jp.no.guide", code=ExitCode.FAILED)[1]


def test_a_guide_as_text_with_what_is_known(capsys: Capture, program: Path) -> None:
    out, _ = said(capsys, "show", packs.ID, "--quick", language="ja")
    assert "メモリの切り欠きと 交換するスロット の突起を合わせます。" in out
    assert "危険: " in out
    assert "? メモリはどちらの形ですか (長いほう(約 13 cm) / 短いほう(約 7 cm))" in out
    assert "{" not in out


def test_the_cases_order_stands_in_it(capsys: Capture, program: Path) -> None:
    store = Cases()
    case = store.begin(Request(), Service.HANDSBUY)
    told = Particulars(part_kind="memory", part_capacity_bytes=16 * 1024**3)
    store.move(case.id, Move.SEND, expected=State.DRAFT, particulars=told)
    out, _ = said(capsys, "show", packs.ID, "--quick", "--case", case.id, language="ja")
    assert "16 GB のメモリが見えています" in out
    said(capsys, "show", packs.ID, "--quick", "--case", "0123456789", code=ExitCode.USAGE)


def test_from_the_centre_to_another_pc(capsys: Capture, program: Path, key: Path, tmp_path: Path) -> None:
    guide = program / packs.ID / "guide.toml"
    old = guide.read_text()
    guide.write_text(old.replace('version    = "1.0.0"', 'version    = "1.0.1"'))
    said(capsys, "export", packs.ID, "-o", tmp_path / "guide.zip", "--key", key)
    guide.write_text(old)
    assert said(capsys, "install", tmp_path / "guide.zip")[0] == ""
    assert (paths.guides() / packs.ID / "guide.toml").exists()
    out, _ = said(capsys, "list")
    assert "1.0.1" in out
    assert "left out: another one is not older" in out
    said(capsys, "install", tmp_path / "guide.zip", code=ExitCode.FAILED)
    (paths.guides() / packs.ID / "text/en.toml").write_text("")
    assert "left out: text/en.toml: altered since it was signed" in said(capsys, "list")[0]


def test_unsigned_and_of_no_form(capsys: Capture, program: Path, tmp_path: Path) -> None:
    _, err = said(capsys, "export", packs.ID, "-o", tmp_path / "guide.zip")
    assert "not signed" in err
    said(capsys, "install", tmp_path / "guide.zip", code=ExitCode.REFUSED)
    said(capsys, "export", packs.ID, "-o", tmp_path / "guide.html", code=ExitCode.USAGE)
    said(capsys, "export", packs.ID, "-o", tmp_path / "g.zip", "--key", tmp_path / "none", code=ExitCode.FAILED)
    said(capsys, "export", packs.ID, "-o", tmp_path / "guide.json")
    assert json.loads((tmp_path / "guide.json").read_text())["guideid"] == packs.ID


def test_another_key_signs_nothing_here(capsys: Capture, program: Path, tmp_path: Path) -> None:
    assert app.main(["link", "keygen", str(tmp_path / "other.pem")]) == ExitCode.OK
    links.pin(machine.FOLDER)
    (machine.FOLDER / signed.KEYS).write_text("nonsense\n")
    said(capsys, "export", packs.ID, "-o", tmp_path / "guide.zip", "--key", tmp_path / "other.pem")
    assert "no keys" in said(capsys, "install", tmp_path / "guide.zip", code=ExitCode.REFUSED)[1]
