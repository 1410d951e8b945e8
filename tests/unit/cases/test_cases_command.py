"""``cases`` on a PC without a screen, and the case as a page and as a file to take along."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from haas_client import app, case_record, i18n, paths
from haas_client.cases.model import Case, FileKind, Note, Particulars
from haas_client.cases.states import Move
from haas_client.cases.store import Cases
from haas_client.errors import ExitCode
from haas_client.request import Request, Service, Symptom

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def case() -> Case:
    cases = Cases()
    case = cases.begin(
        Request(symptom=Symptom.STORAGE, words="<b>Ｅｒｒｏｒ</b>\n\x1b[31m", name="A & B"), Service.HANDSBUY
    )
    cases.add_file(case.id, FileKind.PHOTO, "photo-01.jpg", b"picture")
    case = cases.move(case.id, Move.SEND, expected=case.state)
    case = cases.move(case.id, Move.DECIDE, expected=case.state, particulars=Particulars(reference="HB-1042"))
    return cases.note(case.id, "n", Note(text="明日お送りします"))


def said(capsys: Capture, *arguments: object, code: ExitCode = ExitCode.OK) -> tuple[str, str]:
    assert app.main(["cases", "--lang", "en", *map(str, arguments)]) == code
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err
    return told.out, told.err


def test_without_any_nothing_is_listed_and_nothing_made(capsys: Capture) -> None:
    assert said(capsys) == ("", "There is none.\n")
    assert not paths.cases().exists()


def test_they_are_listed_with_what_comes_next(capsys: Capture, case: Case) -> None:
    out, _ = said(capsys)
    title = "HandsBuy — Swap of storage (Receipt number HB-1042)"
    day = f"{case.changed_at.astimezone():%Y-%m-%d}"
    assert out == f"{case.id[:6]}  {day}  {title}: HandsBuy agreed — Waiting for the centre\n"


@pytest.mark.parametrize(("words", "found"), [("error", True), ("hb-1042 お送り", True), ("printer", False)])
def test_they_are_searched(capsys: Capture, case: Case, words: str, found: bool) -> None:
    out, _ = said(capsys, "--search", words)
    assert (case.id[:6] in out) is found


def test_one_is_shown_by_the_beginning_of_its_id(capsys: Capture, case: Case) -> None:
    out, _ = said(capsys, case.id[:6].upper())
    for text in ("<b>Ｅｒｒｏｒ</b>", "A & B", "HB-1042", "明日お送りします", "photo-01.jpg", "Request sent"):
        assert text in out


@pytest.mark.parametrize("letters", [1, 5])
def test_a_name_that_is_too_short_is_refused(capsys: Capture, case: Case, letters: int) -> None:
    _, err = said(capsys, case.id[:letters], code=ExitCode.USAGE)
    assert "at least 6 characters" in err


def test_a_name_of_none_is_refused(capsys: Capture, case: Case) -> None:
    _, err = said(capsys, "zzzzzz", code=ExitCode.USAGE)
    assert "There is no case that begins with zzzzzz." in err


def test_as_json_it_can_be_read_again(capsys: Capture, case: Case) -> None:
    out, _ = said(capsys, "--json")
    (listed,) = json.loads(out)["cases"]
    assert (listed["id"], listed["state"], listed["particulars"]) == (case.id, "decided", {"reference": "HB-1042"})
    out, _ = said(capsys, case.id, "--json")
    assert json.loads(out) == listed


def test_all_of_it_is_saved_in_one_file(capsys: Capture, case: Case, tmp_path: Path) -> None:
    said(capsys, case.id[:8], "-o", tmp_path / "case.zip")
    with zipfile.ZipFile(tmp_path / "case.zip") as saved:
        assert saved.namelist() == ["case.html", "case.json", "files/01-photo-01.jpg"]
        assert saved.read("files/01-photo-01.jpg") == b"picture"
        assert json.loads(saved.read("case.json"))["id"] == case.id
        page = saved.read("case.html").decode()
    assert "&lt;b&gt;Ｅｒｒｏｒ&lt;/b&gt;" in page
    assert "A &amp; B" in page
    assert "<script" not in page


def test_a_file_that_is_gone_is_named_and_the_rest_is_saved(capsys: Capture, case: Case, tmp_path: Path) -> None:
    store = Cases()
    store.files.path(case.id, case.files[0]).unlink()
    _, err = said(capsys, case.id, "-o", tmp_path / "case.zip")
    assert "photo-01.jpg" in err
    assert zipfile.ZipFile(tmp_path / "case.zip").namelist() == ["case.html", "case.json"]


def test_it_is_deleted_and_brought_back(capsys: Capture, case: Case) -> None:
    _, err = said(capsys, case.id, "--delete")
    assert f"linuxmania-haas cases {case.id[:6]} --restore" in err
    assert said(capsys)[0] == ""
    assert case.id[:6] in said(capsys, "--deleted")[0]
    assert case.id[:6] in said(capsys, "--deleted", "--search", "hb-1042")[0]
    assert said(capsys, "--deleted", "--search", "printer")[0] == ""
    said(capsys, case.id, "--restore")
    assert case.id[:6] in said(capsys)[0]


def test_a_case_of_the_end_of_time_is_listed(capsys: Capture) -> None:
    Cases(clock=lambda: datetime(9999, 12, 31, 23, 59, tzinfo=UTC)).begin(Request(words="x"), Service.PHONE_MAIL)
    assert "9999-12-31" in said(capsys)[0]


def test_a_store_that_cannot_be_used_is_told_in_a_sentence(capsys: Capture, case: Case) -> None:
    store = paths.cases() / "cases.sqlite3"
    store.unlink()
    store.mkdir()
    _, err = said(capsys, code=ExitCode.FAILED)
    assert "Your cases cannot be read or kept at the moment" in err


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_page_is_whole_in_both_languages(case: Case, language: str) -> None:
    page = case_record.html(case, i18n.translator(language))
    assert f'<html lang="{language}">' in page
    assert ("ハンズバイ" in page) is (language == "ja")
    assert "HB-1042" in page


def test_a_step_that_was_taken_back_is_not_told_as_done(case: Case) -> None:
    """On paper as in the window: else a wrong part or number would be read as a fact."""
    cases = Cases()
    case = cases.take_back(case.id, expected=case.state)
    told = [line.what for line in case_record.page(case, i18n.translator("en")).lines]
    assert "HandsBuy agreed (taken back)" in told
    assert "HandsBuy agreed" not in told
    assert "Request sent" in told
