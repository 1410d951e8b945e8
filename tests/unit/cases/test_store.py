"""Cases on disk: whole or not there, each wish done once, and nothing lost that was kept."""

import json
import os
import sqlite3
import stat
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from haas_client.cases import rows, states
from haas_client.cases.changes import ChangedElsewhere, Full
from haas_client.cases.files import FileGone
from haas_client.cases.model import (
    Actor,
    Case,
    EventKind,
    FileKind,
    MailText,
    Note,
    Particulars,
    Party,
    State,
    Via,
    Way,
)
from haas_client.cases.states import IllegalMove, Milestone, Move
from haas_client.cases.store import CaseGone, Cases, CasesUnusable
from haas_client.request import Request, Service, Symptom
from tests.unit.cases.conftest import Clock

REQUEST = Request(symptom=Symptom.STORAGE, words="入出力エラー", warranty_number="LM-24-018233")


def begun(cases: Cases, service: Service = Service.HANDSBUY) -> Case:
    return cases.begin(REQUEST, service)


def brought(cases: Cases, moves: str, service: Service = Service.HANDSBUY) -> Case:
    case = begun(cases, service)
    for move in moves.split():
        case = cases.move(case.id, Move(move), expected=case.state)
    return case


def test_without_a_case_nothing_is_made_on_disk(cases: Cases, folder: Path) -> None:
    assert cases.all() == ()
    assert cases.all(deleted=True) == ()
    assert cases.search("x") == ()
    cases.tidy()
    with pytest.raises(CaseGone):
        cases.get("0" * 16)
    assert not folder.exists()


def test_a_draft_is_there_again_for_another_window(cases: Cases, folder: Path) -> None:
    case = begun(cases)
    assert Cases(folder).all() == (case,)
    assert case.request == REQUEST
    assert [event.kind for event in case.events] == [EventKind.BEGUN]


def test_only_the_owner_may_read_what_is_kept(cases: Cases, folder: Path) -> None:
    before = os.umask(0)
    try:
        cases.add_file(begun(cases).id, FileKind.PHOTO, "photo-01.jpg", b"x")
    finally:
        os.umask(before)
    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_draft_is_edited_silently_and_what_was_sent_is_not(cases: Cases) -> None:
    case = begun(cases)
    edited = cases.edit(case.id, Request(words="anew"), Service.PHONE_MAIL)
    assert (edited.request.words, edited.service, len(edited.events)) == ("anew", Service.PHONE_MAIL, 1)
    sent = cases.move(case.id, Move.SEND, expected=State.DRAFT)
    more = cases.edit(case.id, Request(words="more"), Service.HANDSBUY)
    assert more.service == Service.PHONE_MAIL, "what was asked for changes by a move only"
    assert [event.kind for event in more.events[len(sent.events) :]] == [EventKind.CHANGED]
    assert cases.edit(case.id, Request(words="more")) == more, "the same again changes nothing"


def test_a_move_says_when_and_by_whom_and_what_was_told(cases: Cases, clock: Clock) -> None:
    case = brought(cases, "send")
    told = Particulars(reference=" HB-1042\n", part="SSD 500 GB")
    case = cases.move(case.id, Move.DECIDE, expected=State.ASKED, by=Actor.SUPPORT_LINK, particulars=told)
    event = case.events[-1]
    assert (event.origin, event.target, event.by) == (State.ASKED, State.DECIDED, Actor.SUPPORT_LINK)
    assert event.at == clock.now
    assert case.particulars == Particulars(reference="HB-1042", part="SSD 500 GB")
    case = cases.move(case.id, Move.QUOTE, expected=State.DECIDED, particulars=Particulars(price="12,000"))
    assert case.particulars.reference == "HB-1042", "what was told earlier stays"


def test_a_move_is_made_once_however_often_it_is_asked_for(cases: Cases, folder: Path) -> None:
    case = begun(cases)
    other_window = Cases(folder)
    case = cases.move(case.id, Move.SEND, expected=State.DRAFT)
    with pytest.raises(IllegalMove):
        other_window.move(case.id, Move.SEND, expected=State.DRAFT)
    assert cases.get(case.id) == case


@pytest.mark.parametrize(
    ("move", "by"), [(Move.PAY, Actor.OWNER), (Move.CLOSE, Actor.OWNER), (Move.DECIDE, Actor.PROGRAM)]
)
def test_an_illegal_move_changes_nothing(cases: Cases, move: Move, by: Actor) -> None:
    case = brought(cases, "send")
    with pytest.raises(IllegalMove):
        cases.move(case.id, move, expected=State.ASKED, by=by)
    assert cases.get(case.id) == case


def test_a_repair_keeps_all_that_was_before_and_has_a_line_of_its_own(cases: Cases) -> None:
    case = brought(cases, "send decide offer_free ship receive")
    case, _photo = cases.add_file(case.id, FileKind.PHOTO, "photo-01.jpg", b"x")
    before = case
    case = cases.move(case.id, Move.CHANGE_TO_REPAIR, expected=State.SWAP)
    assert case.events[:-1] == before.events
    assert (case.files, case.particulars, case.request) == (before.files, before.particulars, before.request)
    assert states.progress(case).milestones[2:] == (Milestone.REPAIR, Milestone.REPAIRING, Milestone.MACHINE_BACK)
    for move in (Move.SEND_MACHINE, Move.MACHINE_BACK, Move.CLOSE):
        case = cases.move(case.id, move, expected=case.state)
    progress = states.progress(case)
    assert progress.reached == len(progress.milestones) == 5


def test_the_line_tells_how_far_it_is(cases: Cases) -> None:
    progress = states.progress(brought(cases, "send decide quote pay ship"))
    assert progress.milestones[progress.reached] == Milestone.SWAP
    done = states.progress(brought(cases, "send answer close", Service.PHONE_MAIL))
    assert done.reached == len(done.milestones)


def test_the_last_step_can_be_taken_back_once_and_both_stay_in_the_timeline(cases: Cases) -> None:
    case = brought(cases, "send decide")
    case = cases.move(case.id, Move.QUOTE, expected=State.DECIDED, particulars=Particulars(price="1", reference="A"))
    back = cases.take_back(case.id, expected=State.QUOTED)
    assert (back.state, back.particulars) == (State.DECIDED, Particulars())
    assert [event.kind for event in back.events[-2:]] == [EventKind.MOVED, EventKind.TAKEN_BACK]
    with pytest.raises(IllegalMove):
        cases.take_back(case.id, expected=State.DECIDED)


def test_what_was_noted_since_a_step_stays_when_it_is_taken_back(cases: Cases) -> None:
    case = brought(cases, "send decide")
    case = cases.move(case.id, Move.QUOTE, expected=State.DECIDED, particulars=Particulars(price="1", part="SSD"))
    case = cases.tell(case.id, Particulars(reference="HB-1042", part="Fan"))
    back = cases.take_back(case.id, expected=State.QUOTED)
    assert back.particulars == Particulars(reference="HB-1042", part="Fan")


def test_a_change_of_service_is_taken_back_whole(cases: Cases) -> None:
    case = brought(cases, "send answer over_to_handsbuy", Service.PHONE_MAIL)
    assert (case.service, case.state) == (Service.HANDSBUY, State.ASKED)
    back = cases.take_back(case.id, expected=State.ASKED)
    assert (back.service, back.state) == (Service.PHONE_MAIL, State.ANSWERED)


def test_what_the_centre_s_link_told_cannot_be_taken_back(cases: Cases) -> None:
    case = brought(cases, "send")
    cases.move(case.id, Move.DECIDE, expected=State.ASKED, by=Actor.SUPPORT_LINK)
    with pytest.raises(IllegalMove):
        cases.take_back(case.id, expected=State.DECIDED)


def test_a_message_is_noted_once(cases: Cases) -> None:
    case = begun(cases)
    note = Note(text="明日 10 時に電話します", via=Via.TELEPHONE, by=Party.CENTRE)
    once = cases.note(case.id, "n1", note)
    assert cases.note(case.id, "n1", note) == once
    assert once.events[-1].note == note
    assert cases.note(case.id, "n2", Note(text=" \n")) == once, "nothing was said"
    assert len(cases.note(case.id, "n3", note).events) == len(once.events) + 1


def test_sent_is_what_the_owner_confirms(cases: Cases) -> None:
    case = begun(cases)
    case, file = cases.add_file(case.id, FileKind.BUNDLE, "linuxmania.zip", b"bundle")
    case = cases.prepare(case.id, Way.MAIL, file, "/home/owner/linuxmania.zip")
    assert (case.state, len(case.waiting)) == (State.DRAFT, 1)
    case = cases.confirm_sent(case.id, case.waiting[0].id)
    assert (case.state, case.waiting) == (State.ASKED, ())
    sent = case.events[-1].parcel
    assert sent
    assert sent.bundle == file
    assert sent.sent_at
    assert cases.confirm_sent(case.id, sent.id) == case, "said twice, done once"
    back = cases.take_back(case.id, expected=State.ASKED)
    assert (back.state, len(back.waiting)) == (State.DRAFT, 1), "it waits again"


def test_only_the_newest_of_what_waits_is_offered(cases: Cases) -> None:
    case = begun(cases)
    case = cases.prepare(case.id, Way.FILE)
    case = cases.prepare(case.id, Way.MAIL)
    assert [parcel.way for parcel in case.waiting] == [Way.MAIL]
    assert [event.parcel.way for event in case.events if event.parcel] == [Way.FILE, Way.MAIL]
    assert cases.withdraw_parcel(case.id, case.waiting[0].id).waiting == ()


def test_what_waits_no_longer_is_not_taken_for_sent(cases: Cases) -> None:
    case = cases.prepare(begun(cases).id, Way.MAIL)
    gone = case.waiting[0]
    case = cases.withdraw_parcel(case.id, gone.id)
    with pytest.raises(IllegalMove):
        cases.confirm_sent(case.id, gone.id)
    assert cases.get(case.id) == case


def test_more_that_is_sent_later_makes_no_step_but_a_line(cases: Cases) -> None:
    case = cases.prepare(brought(cases, "send").id, Way.MAIL)
    case = cases.confirm_sent(case.id, case.waiting[0].id)
    assert (case.state, case.events[-1].kind) == (State.ASKED, EventKind.SENT_MORE)


def test_an_answered_question_is_asked_again_by_sending(cases: Cases) -> None:
    case = cases.prepare(brought(cases, "send answer", Service.PHONE_MAIL).id, Way.MAIL)
    case = cases.confirm_sent(case.id, case.waiting[0].id)
    assert case.state == State.SENT
    back = cases.take_back(case.id, expected=State.SENT)
    assert (back.state, len(back.waiting)) == (State.ANSWERED, 1), "it waits again"


def test_files_are_read_back_as_they_were_or_not_at_all(cases: Cases, folder: Path) -> None:
    case, file = cases.add_file(begun(cases).id, FileKind.PHOTO, "photo-01.jpg", b"picture")
    assert cases.files.read(case.id, file) == b"picture"
    path = cases.files.path(case.id, file)
    path.chmod(0o600)
    path.write_bytes(b"another")
    with pytest.raises(FileGone):
        cases.files.read(case.id, file)
    path.unlink()
    with pytest.raises(FileGone):
        cases.files.read(case.id, file)
    assert cases.get(case.id).files == (file,), "the case itself is whole"


def test_a_removed_file_can_be_brought_back_until_it_is_tidied_away(cases: Cases) -> None:
    case, file = cases.add_file(begun(cases).id, FileKind.PHOTO, "photo-01.jpg", b"picture")
    assert cases.remove_file(case.id, file.id).files == ()
    assert cases.restore_file(case.id, file).files == (file,)
    assert cases.restore_file(case.id, file).files == (file,)
    cases.remove_file(case.id, file.id)
    cases.tidy()
    with pytest.raises(FileGone):
        cases.restore_file(case.id, file)


def test_one_diagnosis_a_step_is_kept(cases: Cases) -> None:
    case = begun(cases)
    cases.add_file(case.id, FileKind.DIAGNOSIS, "d.zip", b"before 1")
    _, before = cases.add_file(case.id, FileKind.DIAGNOSIS, "d.zip", b"before 2")
    cases.move(case.id, Move.SEND, expected=State.DRAFT)
    cases.add_file(case.id, FileKind.DIAGNOSIS, "d.zip", b"after 1")
    case, after = cases.add_file(case.id, FileKind.DIAGNOSIS, "d.zip", b"after 2")
    assert case.of_kind(FileKind.DIAGNOSIS) == (before, after)
    assert cases.files.read(case.id, before) == b"before 2"
    cases.tidy()
    assert len(list(cases.files.path(case.id, after).parent.iterdir())) == 2


def test_a_case_takes_no_endless_number_of_files(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("haas_client.cases.changes.MAX_FILES", 2)
    case = begun(cases)
    for _ in range(2):
        cases.add_file(case.id, FileKind.PHOTO, "p.jpg", b"x")
    with pytest.raises(Full):
        cases.add_file(case.id, FileKind.PHOTO, "p.jpg", b"x")
    assert len(list(cases.files.path(case.id, cases.get(case.id).files[0]).parent.iterdir())) == 2


def test_tidying_leaves_what_is_not_ours_and_what_is_being_written(cases: Cases, folder: Path) -> None:
    case, file = cases.add_file(begun(cases).id, FileKind.PHOTO, "p.jpg", b"x")
    own = cases.files.path(case.id, file).parent
    for name in ("0" * 16, "note.txt", "1" * 16 + ".part", "2" * 16 + ".part"):
        (own / name).write_bytes(b"")
    os.utime(own / ("2" * 16 + ".part"), (0, 0))
    (folder / "files" / ("a" * 16)).mkdir()
    (folder / "files" / "photos of mine").mkdir()
    cases.tidy()
    assert sorted(path.name for path in own.iterdir()) == sorted((file.id, "note.txt", "1" * 16 + ".part"))
    assert sorted(path.name for path in (folder / "files").iterdir()) == sorted((case.id, "photos of mine"))


def test_what_is_deleted_can_be_brought_back_for_thirty_days(cases: Cases, clock: Clock) -> None:
    case, file = cases.add_file(begun(cases).id, FileKind.PHOTO, "p.jpg", b"x")
    cases.delete(case.id)
    assert cases.all() == ()
    assert [one.id for one in cases.all(deleted=True)] == [case.id]
    with pytest.raises(IllegalMove):
        cases.move(case.id, Move.SEND, expected=State.DRAFT)
    clock.now += timedelta(days=29)
    cases.tidy()
    assert cases.restore(case.id).files == (file,)
    cases.delete(case.id)
    clock.now += timedelta(days=31)
    cases.tidy()
    assert cases.all(deleted=True) == ()
    assert not cases.files.path(case.id, file).parent.exists()


def test_what_is_erased_is_gone_with_its_files(cases: Cases) -> None:
    case, file = cases.add_file(begun(cases).id, FileKind.PHOTO, "p.jpg", b"x")
    other = begun(cases)
    cases.erase(case.id)
    assert [one.id for one in cases.all()] == [other.id]
    assert not cases.files.path(case.id, file).exists()
    with pytest.raises(CaseGone):
        cases.get(case.id)


def test_a_clock_that_is_set_back_turns_nothing_round(cases: Cases, clock: Clock) -> None:
    first, second = begun(cases), begun(cases)
    clock.now -= timedelta(days=4000)
    first = cases.move(first.id, Move.SEND, expected=State.DRAFT)
    cases.move(first.id, Move.DECIDE, expected=State.ASKED)
    assert [case.id for case in cases.all()] == [first.id, second.id]
    assert [event.move for event in cases.get(first.id).events] == ["", "send", "decide"]
    assert cases.get(first.id).state == State.DECIDED


@pytest.mark.parametrize(
    ("words", "found"),
    [("エラー", True), ("ｴﾗｰ", True), ("lm-24", True), ("hb-1042 ssd", True), ("hb-1042 hdd", False), ("", True)],
)
def test_words_are_found_in_any_width(cases: Cases, words: str, found: bool) -> None:
    case = brought(cases, "send")
    cases.tell(case.id, Particulars(reference="HB-1042"))
    cases.note(case.id, "n", Note(text="ＳＳＤを送ります"))
    assert bool(cases.search(words)) is found


def test_a_store_that_is_no_database_is_kept_aside_with_its_files(cases: Cases, folder: Path) -> None:
    case, file = cases.add_file(begun(cases).id, FileKind.PHOTO, "p.jpg", b"x")
    (folder / "cases.sqlite3").write_bytes(b"no database at all " * 500)
    for suffix in ("-wal", "-shm"):
        (folder / f"cases.sqlite3{suffix}").unlink(missing_ok=True)
    anew = begun(cases)
    assert cases.all() == (anew,)
    (aside,) = cases.put_aside
    assert (aside / "cases.sqlite3").read_bytes().startswith(b"no database")
    assert (aside / "files" / case.id / file.id).read_bytes() == b"x"


def test_a_store_of_a_newer_version_is_left_as_it_is(cases: Cases, folder: Path) -> None:
    case = begun(cases)
    with sqlite3.connect(folder / "cases.sqlite3") as database:
        database.execute(f"PRAGMA user_version = {len(rows.MIGRATIONS) + 1}")
    database.close()
    before = (folder / "cases.sqlite3").read_bytes()
    for wish in (cases.all, cases.tidy, lambda: begun(cases), lambda: cases.delete(case.id)):
        with pytest.raises(CasesUnusable):
            wish()
    assert (folder / "cases.sqlite3").read_bytes() == before
    assert cases.put_aside == ()


def test_a_row_that_nobody_of_ours_wrote_hides_no_other_and_loses_no_file(cases: Cases, folder: Path) -> None:
    broken, file = cases.add_file(begun(cases).id, FileKind.PHOTO, "p.jpg", b"x")
    whole = begun(cases)
    for data in (b"{}", b"\xff", "text", 7):
        with sqlite3.connect(folder / "cases.sqlite3") as database:
            database.execute("UPDATE cases SET data = ? WHERE id = ?", (data, broken.id))
        database.close()
        assert [case.id for case in cases.all()] == [whole.id]
        with pytest.raises(CaseGone):
            cases.get(broken.id)
        cases.tidy()
        assert cases.files.path(broken.id, file).read_bytes() == b"x"


_ELSEWHERE = {
    "id": "../../elsewhere",
    "kind": "photo",
    "name": "x",
    "sha256": "",
    "size_bytes": 1,
    "added_at": "2026-11-24T00:00:00Z",
}


@pytest.mark.parametrize(
    "changed",
    [{"id": "../../elsewhere"}, {"service": "phone_mail"}, {"service": "hands_on"}, {"files": [_ELSEWHERE]}],
)
def test_a_row_that_contradicts_itself_hides_no_other(cases: Cases, folder: Path, changed: dict[str, object]) -> None:
    """A state that its service has not has no place on its line; an id of another place leads out of the folder."""
    broken, whole = brought(cases, "send decide quote"), begun(cases)
    data = {**json.loads(msgspec.json.encode(msgspec.structs.replace(broken, events=()))), **changed}
    with sqlite3.connect(folder / "cases.sqlite3") as database:
        database.execute("UPDATE cases SET data = ? WHERE id = ?", (json.dumps(data), broken.id))
    database.close()
    assert [case.id for case in cases.all()] == [whole.id]


def test_texts_that_utf8_cannot_hold_are_kept_as_far_as_they_can_be(cases: Cases) -> None:
    case = cases.begin(Request(words="a\udcffb"), Service.PHONE_MAIL)
    case = cases.note(case.id, "n", Note(text="c\ud800d"))
    case = cases.tell(case.id, Particulars(part="e\udc00f"))
    assert (case.request.words, case.particulars.part) == ("a?b", "e?f")


def test_two_users_have_nothing_in_common(tmp_path: Path) -> None:
    one, other = Cases(tmp_path / "one" / "cases"), Cases(tmp_path / "other" / "cases")
    begun(one)
    assert other.all() == ()


def test_words_are_changed_only_where_they_are_still_those_that_were_read(cases: Cases) -> None:
    case = begun(cases)
    newer = cases.edit(case.id, Request(words="newer"))
    with pytest.raises(ChangedElsewhere):
        cases.edit(case.id, Request(words="older"), base=REQUEST)
    assert cases.get(case.id) == newer
    assert cases.edit(case.id, Request(words="newest"), base=newer.request).request.words == "newest"


def test_a_case_that_was_deleted_while_the_clock_stood_years_back_can_be_brought_back(
    cases: Cases, clock: Clock
) -> None:
    case = begun(cases)
    now = clock.now
    clock.now = now - timedelta(days=4000)
    cases.delete(case.id)
    clock.now = now + timedelta(days=20)
    cases.tidy()
    assert cases.restore(case.id).deleted_at is None
    cases.delete(case.id)
    clock.now = now + timedelta(days=60)
    cases.tidy()
    assert cases.all(deleted=True) == ()


def test_the_words_of_a_mail_stay_with_what_waits_and_wait_again(cases: Cases) -> None:
    mail = MailText(subject="S", body="B")
    case = cases.prepare(begun(cases).id, Way.MAIL, mail=mail)
    assert case.waiting[0].mail == mail
    case = cases.confirm_sent(case.id, case.waiting[0].id)
    assert all(event.parcel is None or event.parcel.mail is None for event in case.events), "they stand there once"
    assert cases.take_back(case.id, expected=case.state).waiting[0].mail == mail
