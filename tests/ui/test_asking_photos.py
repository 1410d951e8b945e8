"""Photos of a request: chosen, dropped and pasted; taken one after the other; refused ones named; none lost."""

import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from haas_client.bundle import archive, photos
from haas_client.bundle.chosen import Section
from haas_client.bundle.photos import MAX_PHOTOS, Photo
from haas_client.cases.model import Case, FileKind
from haas_client.cases.store import Cases
from haas_client.request import Request, Service
from haas_client.ui import kept_case
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.preview import PreviewDialog
from haas_client.ui.window import Window
from tests.machines import hand_written
from tests.ui.conftest import OpenWindow, ready
from tests.ui.seen import press, texts
from tests.ui.test_asking import begin, kept, settled, words_of


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[str], Path]:
    """``picture(name)`` gives a file with a picture, each of another colour."""
    made: list[Path] = []

    def make(name: str) -> Path:
        path = tmp_path / name
        Image.new("RGB", (64, 48), (len(made) % 256, 90, 30)).save(path, "JPEG")
        made.append(path)
        return path

    return make


class Gate:
    """Lets pictures through one by one, and notes in which thread each was made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open = threading.Semaphore(0)
        self.threads: set[threading.Thread] = set()
        real = photos.prepare

        def prepare(data: bytes) -> Photo:
            self.open.acquire(timeout=10)
            self.threads.add(threading.current_thread())
            return real(data)

        monkeypatch.setattr(photos, "prepare", prepare)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate(monkeypatch)
    yield gate
    gate.open.release(500)


def drop(widget: QWidget, data: QMimeData) -> bool:
    """Drags ``data`` over ``widget`` and lets go; gives whether it is taken there."""
    action, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(QPoint(9, 9), action, data, buttons, keys)
    enters.ignore()
    QApplication.sendEvent(widget, enters)
    if not enters.isAccepted():
        return False
    event = QDropEvent(QPointF(9, 9), action, data, buttons, keys)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def added(qtbot: QtBot, window: Window, count: int) -> None:
    session = window._session
    qtbot.waitUntil(lambda: len(session.draft.photos.shown) == count and not session.draft.photos.adding)
    settled(qtbot, session)


def in_case() -> list[str]:
    [case] = kept()
    return [file.name for file in case.of_kind(FileKind.PHOTO)]


def test_several_files_are_chosen_in_a_dialog(
    qtbot: QtBot, open_window: OpenWindow, picture: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [str(picture("one.jpg")), str(picture("two.jpg"))]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (paths, ""))
    window = open_window()
    begin(qtbot, window)
    press(qtbot, window, "Add photos")
    added(qtbot, window, 2)
    assert in_case() == ["photo-01.jpg", "photo-02.jpg"]
    assert {"Photo 1", "Photo 2"} <= {one.accessibleName() for one in window.page.findChildren(QLabel)}


def test_files_are_dropped_anywhere_on_the_page(
    qtbot: QtBot, open_window: OpenWindow, picture: Callable[[str], Path]
) -> None:
    window = open_window()
    begin(qtbot, window)
    assert drop(window.page, files(picture("one.jpg")))
    added(qtbot, window, 1)
    text = QMimeData()
    text.setText("only words")
    assert not drop(window.page, text)
    assert not window._session.draft.photos.adding


def test_a_picture_is_pasted_beside_the_words_and_among_them(
    qtbot: QtBot, open_window: OpenWindow, picture: Callable[[str], Path]
) -> None:
    window = open_window()
    begin(qtbot, window, words="see")
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    clipboard = QGuiApplication.clipboard()
    clipboard.setImage(image)
    window.page.first_focus().setFocus()  # type: ignore[union-attr]  # the page has one
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    added(qtbot, window, 1)
    clipboard.setMimeData(files(picture("one.jpg")))
    qtbot.keyClick(words_of(window), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    added(qtbot, window, 2)
    assert words_of(window).toPlainText() == "see"
    clipboard.setText(" this")
    qtbot.keyClick(words_of(window), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert words_of(window).toPlainText() == "see this"


def test_a_picture_in_the_clipboard_is_not_decoded_by_the_interface(
    qtbot: QtBot, open_window: OpenWindow, gate: Gate, picture: Callable[[str], Path]
) -> None:
    window = open_window()
    begin(qtbot, window)
    data = QMimeData()
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(buffer, "PNG")
    data.setData("image/png", buffer.getvalue())
    QGuiApplication.clipboard().setMimeData(data)
    window.page.first_focus().setFocus()  # type: ignore[union-attr]  # the page has one
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    drop(window.page, files(picture("one.jpg")))
    gate.open.release(2)
    added(qtbot, window, 2)
    assert threading.main_thread() not in gate.threads


def test_what_is_no_photo_is_named_and_the_others_are_taken(
    qtbot: QtBot, open_window: OpenWindow, picture: Callable[[str], Path], tmp_path: Path
) -> None:
    heic, text = tmp_path / "IMG_1.heic", tmp_path / "note.txt"
    heic.write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 64)
    text.write_text("no picture")
    window = open_window()
    begin(qtbot, window)
    drop(window.page, files(heic, picture("one.jpg"), text, picture("two.jpg")))
    added(qtbot, window, 2)
    shown = texts(window.page)
    assert "IMG_1.heic: This photo is in the HEIC or AVIF format, which cannot be read here." in shown
    assert "note.txt: This file is not a photo that can be read here." in shown
    assert "Most Compatible" in shown


def test_of_two_hundred_the_first_ones_are_taken_and_the_rest_is_told(
    qtbot: QtBot, open_window: OpenWindow, picture: Callable[[str], Path]
) -> None:
    window = open_window()
    begin(qtbot, window)
    drop(window.page, files(*(picture(f"{number:03}.jpg") for number in range(200))))
    assert "Adding photos: 1 / 20" in texts(window.page)
    added(qtbot, window, MAX_PHOTOS)
    assert len(in_case()) == MAX_PHOTOS
    assert "Of those that you added, 180 did not fit." in texts(window.page)
    first = Image.open(io.BytesIO(window._session.draft.photos.shown[0].data)).convert("RGB")
    assert first.getpixel((30, 20))[0] < 8  # type: ignore[index]  # three colours; the first file has no red


def test_adding_can_be_stopped_and_what_was_taken_stays(
    qtbot: QtBot, open_window: OpenWindow, picture: Callable[[str], Path], gate: Gate
) -> None:
    window = open_window()
    begin(qtbot, window)
    drop(window.page, files(*(picture(f"{number}.jpg") for number in range(12))))
    gate.open.release(2)
    qtbot.waitUntil(lambda: "Adding photos: 3 / 12" in texts(window.page))
    press(qtbot, window, "Stop adding photos")
    gate.open.release(12)
    qtbot.waitUntil(lambda: not window._session.bridge._jobs)  # the one that was under way has come to its end
    added(qtbot, window, 2)
    assert "Adding photos" not in texts(window.page)
    assert in_case() == ["photo-01.jpg", "photo-02.jpg"]


def test_a_photo_is_taken_out_and_put_back_where_it_was(
    qtbot: QtBot, open_window: OpenWindow, picture: Callable[[str], Path]
) -> None:
    window = open_window()
    begin(qtbot, window)
    drop(window.page, files(picture("one.jpg"), picture("two.jpg"), picture("three.jpg")))
    added(qtbot, window, 3)
    before = window._session.draft.photos.shown
    press(qtbot, window, "Remove photo 2")
    added(qtbot, window, 2)
    assert in_case() == ["photo-01.jpg", "photo-03.jpg"]
    assert "A photo was taken out." in texts(window.page)
    press(qtbot, window, "Put the photo back")
    added(qtbot, window, 3)
    assert window._session.draft.photos.shown == before
    assert sorted(in_case()) == ["photo-01.jpg", "photo-02.jpg", "photo-03.jpg"]
    assert "A photo was taken out." not in texts(window.page)


def test_photos_survive_the_end_of_the_program(
    qtbot: QtBot, open_window: OpenWindow, picture: Callable[[str], Path]
) -> None:
    window = open_window()
    begin(qtbot, window)
    drop(window.page, files(picture("one.jpg"), picture("two.jpg")))
    added(qtbot, window, 2)
    before = [photo.data for photo in window._session.draft.photos.shown]
    [case] = kept()
    lost = case.of_kind(FileKind.PHOTO)[1]
    other = open_window(hand_written.healthy)
    session = other._session
    session.resume(case)
    qtbot.waitUntil(lambda: len(session.draft.photos.shown) == 2)
    assert [photo.data for photo in session.draft.photos.shown] == before
    # The next one has a name of its own.
    other.open(PageName.SYMPTOM)
    drop(other.page, files(picture("three.jpg")))
    added(qtbot, other, 3)
    assert in_case() == ["photo-01.jpg", "photo-02.jpg", "photo-03.jpg"]
    Cases().files.path(case.id, lost).unlink()
    third = open_window(hand_written.healthy)
    third._session.resume(kept()[0])
    third.open(PageName.SYMPTOM)
    qtbot.waitUntil(lambda: "photo-02.jpg: The file photo-02.jpg of this case cannot be read" in texts(third.page))
    assert len(third._session.draft.photos.shown) == 2


def test_photos_of_a_case_that_was_deleted_elsewhere_do_not_go_with_the_next(
    qtbot: QtBot, open_window: OpenWindow, picture: Callable[[str], Path]
) -> None:
    window = open_window()
    session = window._session
    begin(qtbot, window)
    drop(window.page, files(picture("one.jpg")))
    added(qtbot, window, 1)
    with qtbot.waitSignal(session.draft.gone):
        session.desk.ask(lambda store: store.delete(session.case_id))
    assert session.draft.photos.shown == ()
    drop(window.page, files(picture("two.jpg")))
    added(qtbot, window, 1)
    assert in_case() == ["photo-01.jpg"]


def test_a_photo_that_is_added_while_a_case_is_read_comes_after_its_own(
    qtbot: QtBot, open_window: OpenWindow, picture: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Cases()
    case = store.begin(Request(words="x"), Service.PHONE_MAIL)
    case, _ = store.add_file(case.id, FileKind.PHOTO, "photo-01.jpg", photos.from_file(picture("one.jpg")).data)
    reading, real_read = threading.Event(), kept_case.read

    def slow_read(store: Cases, case: Case) -> kept_case.KeptCase:
        reading.wait(10)
        return real_read(store, case)

    monkeypatch.setattr(kept_case, "read", slow_read)
    window = open_window()
    window._session.resume(case)
    window.open(PageName.SYMPTOM)
    drop(window.page, files(picture("two.jpg")))
    QApplication.processEvents()
    reading.set()
    added(qtbot, window, 2)
    assert [photo.name for photo in window._session.draft.photos.shown] == ["photo-01.jpg", "photo-02.jpg"]
    assert in_case() == ["photo-01.jpg", "photo-02.jpg"]


def test_photos_go_in_the_file_unless_they_are_switched_off(
    qtbot: QtBot, open_window: OpenWindow, picture: Callable[[str], Path], tmp_path: Path
) -> None:
    window = open_window()
    begin(qtbot, window)
    drop(window.page, files(picture("one.jpg")))
    added(qtbot, window, 1)
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Start the diagnosis")
    press(qtbot, window, "I would like HandsBuy")
    drop(window.page, files(picture("two.jpg")))
    added(qtbot, window, 2)
    ready(qtbot, window)
    assert "2 photos; the places where they were taken have been removed" in texts(window.page)
    dialog = PreviewDialog(window, window._session, window.delivery.outgoing, Section.PHOTOS)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: {"photos/photo-01.jpg", "photos/photo-02.jpg"} <= set(texts(dialog).splitlines()))
    dialog.close()
    with qtbot.waitSignal(window.delivery.done):
        window.delivery.save_to(tmp_path / "with.zip")
    assert len(archive.read(tmp_path / "with.zip").photos) == 2
    window.open(PageName.SEND)
    [switch] = [one for one in window.page.findChildren(QCheckBox) if one.accessibleName() == "Put in: Photos"]
    switch.setChecked(False)
    ready(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        window.delivery.save_to(tmp_path / "without.zip")
    assert not archive.read(tmp_path / "without.zip").photos


def test_photos_are_kept_once_the_store_can_be_used_again(
    qtbot: QtBot, open_window: OpenWindow, picture: Callable[[str], Path], own_home: Path
) -> None:
    folder = own_home / "data" / "linuxmania-haas"
    folder.mkdir(parents=True)
    (folder / "cases").write_text("no folder")
    window = open_window()
    begin(qtbot, window, words="")
    drop(window.page, files(picture("one.jpg"), picture("two.jpg")))
    added(qtbot, window, 2)
    assert window._session.draft.problem
    (folder / "cases").unlink()
    qtbot.keyClicks(words_of(window), "now")
    qtbot.waitUntil(lambda: bool(kept()) and len(in_case()) == 2)
    assert window._session.draft.problem is None
