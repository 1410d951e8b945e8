"""``link``: what staff make and read, as they do."""

import json
import stat
from pathlib import Path

import pytest

from haas_client import app
from haas_client.errors import ExitCode
from haas_client.links import trust
from tests import links

Capture = pytest.CaptureFixture[str]


def said(capsys: Capture, *arguments: object, code: ExitCode = ExitCode.OK) -> tuple[str, str]:
    assert app.main(["link", "--lang", "en", *map(str, arguments)]) == code
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return told.out, told.err


@pytest.fixture
def key(tmp_path: Path, capsys: Capture) -> Path:
    """A key of the centre's, pinned in ``pc`` beside it."""
    path = tmp_path / "centre.pem"
    line, _ = said(capsys, "keygen", path)
    folder = tmp_path / "pc"
    links.pin(folder)
    (folder / trust.KEYS).write_text(line)
    return path


def made(capsys: Capture, key: Path, *more: object) -> str:
    common = ("--key", key, "--case", links.CASE, "--warranty", links.WARRANTY)
    return said(capsys, "make", *more, *common)[0].strip()


def test_a_key_is_its_owners_alone_and_never_written_over(capsys: Capture, key: Path) -> None:
    before = key.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    said(capsys, "keygen", key, code=ExitCode.USAGE)
    assert key.read_bytes() == before


def test_what_is_made_is_read(capsys: Capture, key: Path, tmp_path: Path) -> None:
    text = made(capsys, key, "shipped", "--set", "part=SSD 500 GB", "--set", "tracking=1234")
    out, err = said(capsys, "read", text, "--keys", tmp_path / "pc")
    assert "The part has been shipped" in out
    assert "Tracking number: 1234" in out
    assert "mark of the centre" in err
    read = json.loads(said(capsys, "read", text, "--keys", tmp_path / "pc", "--json")[0])
    assert (read["genuine"], read["link"]["case"]) == (True, links.CASE)


def test_one_of_another_key_is_read_and_refused(capsys: Capture, key: Path, tmp_path: Path) -> None:
    text = made(capsys, key, "paid")
    out, err = said(capsys, "read", text, "--keys", links.pin(tmp_path / "other"), code=ExitCode.REFUSED)
    assert "Your payment has arrived" in out
    assert "does not carry our centre's mark" in err


def test_the_whole_mail_and_a_code_for_a_letter(capsys: Capture, key: Path, tmp_path: Path) -> None:
    mail = made(capsys, key, "message", "--set", "text=お電話ください。", "--mail", "--qr", tmp_path / "code.svg")
    assert "linuxmania-haas:" in mail
    assert mail.endswith("Linuxmania カスタマセンター")
    assert (tmp_path / "code.svg").read_text().startswith("<?xml")


@pytest.mark.parametrize(
    "more",
    [
        ("shipped", "--set", "price=1"),
        ("shipped", "--set", "nonsense"),
        ("message",),
        ("confirm_hands_on", "--set", "free_number=9"),
        ("guide", "--set", "kind=engine"),
        ("paid", "--days", "0"),
        ("paid", "--case", "x"),
    ],
)
def test_what_is_wrong_is_said(capsys: Capture, key: Path, more: tuple[str, ...]) -> None:
    common = ("--key", key, "--warranty", links.WARRANTY)
    case = () if "--case" in more else ("--case", links.CASE)
    _, err = said(capsys, "make", *more, *common, *case, code=ExitCode.USAGE)
    assert err


def test_a_long_one_says_by_how_much(capsys: Capture, key: Path) -> None:
    common = ("--key", key, "--case", links.CASE, "--warranty", links.WARRANTY)
    _, err = said(capsys, "make", "message", "--set", f"text={'あ' * 200}", *common, code=ExitCode.FAILED)
    assert "characters too long" in err


@pytest.mark.parametrize(
    "content", [b"", b"\xff\x00", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_what_is_no_key_is_refused(capsys: Capture, tmp_path: Path, content: bytes) -> None:
    key = tmp_path / "key"
    key.write_bytes(content)
    common = ("--key", key, "--case", links.CASE, "--warranty", links.WARRANTY)
    said(capsys, "make", "paid", *common, code=ExitCode.FAILED)
    said(capsys, "make", "paid", "--key", tmp_path / "none", *common[2:], code=ExitCode.FAILED)
