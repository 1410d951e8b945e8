"""Mail and folders, with programs of the test's own in place of the desktop's."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from haas_client import process
from haas_client.bundle import contents, report
from haas_client.channels import folder, mail
from haas_client.diagnostics.collect import collect
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.machine_host import machine_host
from haas_client.i18n import translator
from haas_client.request import Request, Symptom
from tests.machines import hand_written
from tests.programs import put_program

MADE_AT = datetime(2026, 11, 20, 0, 12, tzinfo=UTC)


def page(tmp_path: Path, request: Request, language: str = "en") -> report.Page:
    collection = collect(machine_host(hand_written.failing_ssd(tmp_path / "machine")))
    bundle = contents.build(collection, diagnose(collection.snapshot), request, key=b"k" * 32, created_at=MADE_AT)
    t, code = translator(language), bundle.manifest.code
    return report.page(bundle.snapshot, bundle.diagnosis, request, t, created_at=MADE_AT, code=code)


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing on it but what the test puts there."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    return programs


def test_the_mail_survives_a_lost_file(tmp_path: Path) -> None:
    request = Request(warranty_number="LM-24", symptom=Symptom.STORAGE, words="noises", contact="090")
    shown = page(tmp_path, request)
    draft = mail.draft(shown, "x.zip")
    assert draft.to == "customer@linuxmania.jp"
    assert "We recommend replacing: Storage (SATA 2)" in draft.subject
    for text in ("LM-24", "Trouble with storage", "noises", "090", "2034E2B51F3A", "312", "x.zip", shown.code):
        assert text in draft.body


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_long_story_still_fits_and_keeps_the_files_name(tmp_path: Path, language: str) -> None:
    shown = page(tmp_path, Request(words="長" * 1500), language)
    draft = mail.draft(shown, "x.zip")
    assert len(draft.body) <= mail.MAX_BODY
    assert "x.zip" in draft.body
    assert len(shown.code) == 24
    assert shown.code in draft.body


def test_the_mail_program_gets_address_subject_and_text(
    desktop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_PLUGIN_PATH", "/ours")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/ours")
    put_program(
        desktop,
        "xdg-email",
        f'for a; do echo "$a"; done > {tmp_path}/seen; echo "$QT_PLUGIN_PATH$LD_LIBRARY_PATH" > {tmp_path}/env',
    )
    assert mail.compose(mail.Draft(subject="S $(id)", body="B `id`")) == mail.Outcome.OPENED
    seen = (tmp_path / "seen").read_text().splitlines()
    assert seen == ["--utf8", "--subject", "S $(id)", "--body", "B `id`", "customer@linuxmania.jp"]
    assert (tmp_path / "env").read_text() == "\n"


@pytest.mark.parametrize("code", [1, 2, 3, 4])
def test_a_failing_mail_program_is_told(desktop: Path, code: int) -> None:
    put_program(desktop, "xdg-email", f"exit {code}")
    assert mail.compose(mail.Draft(subject="S", body="B")) == mail.Outcome.NO_PROGRAM


def test_no_mail_program_is_told(desktop: Path) -> None:
    assert mail.compose(mail.Draft(subject="S", body="B")) == mail.Outcome.NO_PROGRAM


def test_a_mail_program_that_stays_is_left_alone(
    desktop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "_WAIT_SECONDS", 0.2)
    put_program(desktop, "xdg-email", f"echo $$ > {tmp_path}/pid; exec /bin/sleep 60")
    assert mail.compose(mail.Draft(subject="S", body="B")) == mail.Outcome.OPENED
    (child,) = process._left_alone
    assert child.pid == int((tmp_path / "pid").read_text())
    assert child.poll() is None
    child.terminate()
    child.wait(5)


def test_the_file_is_marked_in_its_folder_where_a_manager_can(desktop: Path, tmp_path: Path) -> None:
    put_program(desktop, "busctl", f'echo "$*" > {tmp_path}/seen')
    assert folder.show(tmp_path / "x y.zip")
    assert (tmp_path / "seen").read_text().rstrip().endswith(f"ShowItems ass 1 file://{tmp_path}/x%20y.zip")


def test_else_the_folder_is_opened_and_else_it_is_told(desktop: Path, tmp_path: Path) -> None:
    put_program(desktop, "busctl", "exit 1")
    assert not folder.show(tmp_path / "x.zip")
    put_program(desktop, "xdg-open", f'echo "$1" > {tmp_path}/seen')
    assert folder.show(tmp_path / "x.zip")
    assert (tmp_path / "seen").read_text() == f"{tmp_path}\n"


def test_a_new_file_never_takes_anothers_name(tmp_path: Path) -> None:
    wanted = tmp_path / "x.zip"
    assert folder.unused(wanted) == wanted
    wanted.touch()
    (tmp_path / "x-2.zip").symlink_to("nowhere")
    assert folder.unused(wanted) == tmp_path / "x-3.zip"
