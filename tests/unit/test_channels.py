"""Mail and folders, with programs of the test's own in place of the desktop's."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client import process
from haas_client.bundle import contents, report
from haas_client.channels import folder, mail
from haas_client.channels.channel import Enclosure, Handover, Outcome, Parcel, Way
from haas_client.channels.draft import MAX_BODY, MAX_SUBJECT, Draft, draft, draft_without_file, mailto_url
from haas_client.channels.mail import Mail
from haas_client.diagnostics.collect import collect
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.machine_host import machine_host
from haas_client.i18n import translator
from haas_client.request import MAX_WORDS, Request, Symptom
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
    """A PATH with nothing on it but what the test puts there, and no session bus."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    return programs


WORDS = Draft(subject="件名 S $(id)", body="本文 `id` & 100 % #1\n\\c C:\\new +?=")
URL = (
    "mailto:customer@linuxmania.jp?subject=%E4%BB%B6%E5%90%8D%20S%20%24%28id%29"
    "&body=%E6%9C%AC%E6%96%87%20%60id%60%20%26%20100%20%25%20%231%0D%0A%5Cc%20C%3A%5Cnew%20%2B%3F%3D"
)


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    path = tmp_path / "x y.zip"
    path.write_bytes(b"bundle")
    return Parcel(draft=WORDS, path=path)


def logged(tmp_path: Path) -> list[str]:
    return (tmp_path / "seen").read_text().splitlines()


def test_the_mail_survives_a_lost_file(tmp_path: Path) -> None:
    request = Request(warranty_number="LM-24", symptom=Symptom.STORAGE, words="noises", contact="090")
    shown = page(tmp_path, request)
    mail = draft(shown, request, "x.zip")
    assert mail.to == "customer@linuxmania.jp"
    assert mail.subject == "[LM-24] Support request: We recommend replacing: Storage (SATA 2)"
    for text in ("LM-24", "Trouble with storage", "noises", "090", "2034E2B51F3A", "312", "x.zip", shown.code):
        assert text in mail.body
    told = dict(shown.machine)
    for name in ("Model", "Board", "System"):
        assert f"{name}: {told[name]}\n" in mail.body
    assert mail.body.count("smartctl 5 Reallocated_Sector_Ct = 312") == 1


def test_the_centres_own_mark_stands_in_the_subject(tmp_path: Path) -> None:
    request = Request(warranty_number="LM-24")
    assert draft(page(tmp_path, request), request, "x.zip", reference="A7").subject.startswith("[LM-24] [A7] Support")
    assert draft_without_file(Request(), translator("en"), reference="A7").subject.startswith("[A7] Support")
    case = "Case on the PC: 0123456789abcdef"
    assert case in draft(page(tmp_path, request), request, "x.zip", case_id="0123456789abcdef").body.split("\n")
    assert case in draft_without_file(Request(), translator("en"), case_id="0123456789abcdef").body.split("\n")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_long_story_still_fits_and_keeps_the_files_name(tmp_path: Path, language: str) -> None:
    request = Request(words="長" * 1500)
    shown = page(tmp_path, request, language)
    mail = draft(shown, request, "x.zip")
    assert len(mail.body) <= MAX_BODY
    assert "x.zip" in mail.body
    assert len(shown.code) == 24
    assert shown.code in mail.body


def test_a_question_needs_no_diagnosis_and_loses_no_word() -> None:
    words = "長" * MAX_WORDS
    request = Request(warranty_number="LM-24", symptom=Symptom.HOW_TO, words=words, name="N", contact="C")
    mail = draft_without_file(request, translator("en"))
    assert mail.subject == "[LM-24] Support request: How do I …?"
    for text in ("Warranty number: LM-24", "Name: N", "Contact: C", "Symptom: How do I …?", words):
        assert text in mail.body
    assert "attached" not in mail.body
    assert mailto_url(mail).endswith("%E9%95%B7" * MAX_WORDS)


def test_a_subject_is_one_short_line() -> None:
    mail = draft_without_file(Request(warranty_number="a\nBcc: x\r" + "9" * 300), translator("en"))
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    assert len(mail.subject) <= MAX_SUBJECT


def test_a_link_is_that_of_rfc_6068() -> None:
    assert mailto_url(WORDS) == URL


@given(subject=st.text(), body=st.text())
def test_what_is_put_into_a_link_comes_out_of_it(subject: str, body: str) -> None:
    url = urlsplit(mailto_url(Draft(subject=subject, body=body)))
    assert (url.scheme, url.path, url.fragment) == ("mailto", "customer@linuxmania.jp", "")
    fields = dict(part.partition("=")[::2] for part in url.query.split("&"))
    assert fields.keys() == {"subject", "body"}
    assert unquote(fields["subject"]) == subject
    assert unquote(fields["body"]) == body.replace("\n", "\r\n")
    assert url.query.isascii()


def test_a_link_beyond_what_a_program_takes_loses_its_end() -> None:
    url = mailto_url(Draft(subject="S", body="first\n" + "長" * 50_000))
    assert url == "mailto:customer@linuxmania.jp?subject=S&body=first"


def test_the_mail_program_gets_the_draft_and_is_asked_for_the_file(
    desktop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parcel: Parcel
) -> None:
    monkeypatch.setenv("QT_PLUGIN_PATH", "/ours")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/ours")
    put_program(
        desktop,
        "xdg-email",
        f'for a; do echo "$a"; done > {tmp_path}/seen; echo "$QT_PLUGIN_PATH$LD_LIBRARY_PATH" > {tmp_path}/env',
    )
    expected = Handover(outcome=Outcome.OPENED, way=Way.XDG_EMAIL, path=parcel.path, enclosure=Enclosure.ASKED)
    assert Mail().hand_over(parcel) == expected
    assert logged(tmp_path) == ["--utf8", "--attach", f"{tmp_path}/x y.zip", URL]
    assert (tmp_path / "env").read_text() == "\n"


def test_a_mail_without_a_file_speaks_of_none(desktop: Path, tmp_path: Path) -> None:
    put_program(desktop, "xdg-email", f'echo "$*" > {tmp_path}/seen')
    assert Mail().hand_over(Parcel(draft=WORDS)) == Handover(outcome=Outcome.OPENED, way=Way.XDG_EMAIL)
    assert logged(tmp_path) == [URL]


@pytest.mark.parametrize("end", ["exit 1", "exit 2", "exit 3", "exit 4", "kill -SEGV $$"])
def test_a_failing_way_leads_to_the_next(desktop: Path, tmp_path: Path, end: str, parcel: Parcel) -> None:
    put_program(desktop, "xdg-email", f"echo email $# >> {tmp_path}/seen; {end}")
    put_program(desktop, "xdg-open", f'echo open "$1" >> {tmp_path}/seen')
    expected = Handover(outcome=Outcome.OPENED, way=Way.MAILTO, path=parcel.path, enclosure=Enclosure.BY_OWNER)
    assert Mail().hand_over(parcel) == expected
    assert logged(tmp_path) == ["email 4", "email 1", f"open {URL}"]


def test_a_mail_program_that_dislikes_the_file_is_asked_without_it(
    desktop: Path, tmp_path: Path, parcel: Parcel
) -> None:
    put_program(desktop, "xdg-email", "[ $# = 1 ]")
    expected = Handover(outcome=Outcome.OPENED, way=Way.XDG_EMAIL, path=parcel.path, enclosure=Enclosure.BY_OWNER)
    assert Mail().hand_over(parcel) == expected


def test_no_mail_program_is_told(desktop: Path, parcel: Parcel) -> None:
    expected = Handover(outcome=Outcome.NO_PROGRAM, path=parcel.path, enclosure=Enclosure.BY_OWNER)
    assert Mail().hand_over(parcel) == expected
    assert Mail().hand_over(Parcel(draft=WORDS)) == Handover(outcome=Outcome.NO_PROGRAM)


def test_a_mail_program_that_stays_is_left_alone(
    desktop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parcel: Parcel
) -> None:
    monkeypatch.setattr(mail, "_WAIT_SECONDS", 0.2)
    put_program(desktop, "xdg-email", f"echo $$ > {tmp_path}/pid; exec /bin/sleep 60")
    assert Mail().hand_over(parcel).outcome == Outcome.OPENED
    (child,) = process._left_alone
    assert child.pid == int((tmp_path / "pid").read_text())
    assert child.poll() is None
    child.terminate()
    child.wait(5)


def test_a_file_is_copied_byte_for_byte_and_the_bundle_stays(tmp_path: Path, parcel: Parcel) -> None:
    target = tmp_path / "out.zip"
    target.write_bytes(b"older")
    assert folder.File(target).hand_over(parcel) == Handover(outcome=Outcome.SAVED, way=Way.FILE, path=target)
    assert target.read_bytes() == b"bundle"
    assert parcel.path is not None
    assert parcel.path.read_bytes() == b"bundle"


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
