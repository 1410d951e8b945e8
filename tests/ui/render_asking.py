"""Asking for help in every state, for :mod:`tests.ui.render`: photos, private words, ways, what is left to do."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import msgspec
import pyrage
from PIL import Image, ImageDraw
from PySide6.QtWidgets import QDialog

from haas_client import machine
from haas_client.bundle import photos as photo_files
from haas_client.bundle.chosen import Section
from haas_client.bundle.picture import PhotoRefused
from haas_client.cases.model import Way
from haas_client.channels import channel, folder, removable
from haas_client.channels.channel import Enclosure, Handover, Outcome
from haas_client.channels.mail import Mail
from haas_client.channels.removable import Drive
from haas_client.request import Service, Symptom
from haas_client.ui.outbox import Delivered
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.preview import MailDialog, PreviewDialog
from haas_client.ui.photos import Refused, Source
from haas_client.ui.session import Session
from haas_client.ui.window import Window
from tests.machines import hand_written

if TYPE_CHECKING:
    from tests.ui.render import Camera

_WORDS = {
    "ja": "昨日の夜から「入出力エラー」と表示されます。返信は someone@example.org か 03-0000-0000 へお願いします。",
    "en": "Since yesterday “input/output error” appears. Please answer to someone@example.org or 03-0000-0000.",
}
_STICK = Drive(label="KINGSTON", mount=Path("/media/owner/K"), free_bytes=10**9, writable=True, volume="/v", device=1)
_PATH = Path("/home/owner/Documents/linuxmania-20261123-0912.zip")


def shoot(camera: "Camera", home: Path, language: str) -> None:
    with patch.object(removable, "drives", return_value=(_STICK,)), patch.object(folder, "show", return_value=True):
        _writing(camera, home, language)
        _sending(camera, home, language)
        _handing_over(camera, home, language)
        _without(camera, home, language)


def _writing(camera: "Camera", home: Path, language: str) -> None:
    with _window(camera, home, language) as (session, window):
        photos = session.draft.photos
        window.open(PageName.SYMPTOM)
        photos.add(_pictures(4))
        until(lambda: len(photos.shown) == 4)
        camera.shoot(window, "20-symptom-photos")
        photos.remove(photos.shown[1])
        photos.refused = (_refused(),)
        photos.left_over = 180
        photos.changed.emit()
        camera.shoot(window, "20-symptom-photos-refused")
        with patch.object(type(photos), "adding", True), patch.object(type(photos), "total", 12):
            photos.done = 2
            photos.changed.emit()
            camera.shoot(window, "20-symptom-photos-adding")
        session.change(symptom=Symptom.HOW_TO)
        session.draft.problem = ("ディスクに空きがありません。", "") if language == "ja" else ("The disk is full.", "")
        session.draft.changed.emit()
        photos.forget()
        window.open(PageName.SYMPTOM)
        camera.shoot(window, "20-symptom-not-kept")


def _sending(camera: "Camera", home: Path, language: str) -> None:
    from tests.ui.render import diagnose

    with _window(camera, home, language) as (session, window):
        session.draft.photos.add(_pictures(2))
        until(lambda: len(session.draft.photos.shown) == 2)
        diagnose(session)
        _open_send(window)
        camera.shoot(window, "21-send-photos-private")
        camera.long(window, "21-send-photos-private-whole")
        for section in (None, Section.PHOTOS, Section.RECORDS):
            dialog: QDialog = PreviewDialog(window, session, window.delivery.outgoing, section)
            _shoot_dialog(camera, dialog, f"22-preview-{section.value if section else 'words'}")
        built = window.delivery.outgoing.built
        if built:
            _shoot_dialog(camera, MailDialog(window, built.mail(_PATH.name)), "22-preview-mail")
        key = home / "key"
        key.write_text(str(pyrage.x25519.Identity.generate().to_public()))
        with patch.object(machine, "CENTRE_KEY", key):
            _open_send(window)
            camera.shoot(window, "21-send-encrypted")
        key.write_text("age1nonsense")
        with patch.object(machine, "CENTRE_KEY", key):
            window.open(PageName.HOME)
            window.open(PageName.SEND)
            camera.shoot(window, "21-send-cannot-encrypt")


def _handing_over(camera: "Camera", home: Path, language: str) -> None:
    from tests.ui.render import diagnose, settle

    with _window(camera, home, language) as (session, window):
        diagnose(session)
        _open_send(window)
        opened = Handover(outcome=Outcome.OPENED, way=channel.Way.PORTAL, enclosure=Enclosure.ASKED, path=_PATH)
        with patch.object(Mail, "hand_over", return_value=opened):
            window.delivery.write_mail()
            until(lambda: window.page.name == PageName.HANDOVER)
        settle(200)
        delivery = window.delivery
        first = delivery.last
        if first is None:
            raise RuntimeError("nothing was made ready")
        first = msgspec.structs.replace(first, path=_PATH)
        saved = Handover(outcome=Outcome.SAVED, way=channel.Way.FILE, path=_PATH)
        states: dict[str, Delivered] = {
            "mail": first,
            "no-program": _with(first, handover=Handover(outcome=Outcome.NO_PROGRAM, path=_PATH)),
            "called-off": _with(first, handover=Handover(outcome=Outcome.CANCELLED, path=_PATH)),
            "file": _with(first, way=Way.FILE, handover=saved),
            "stick": _with(first, way=Way.FILE, handover=_with_way(saved)),
            "telephone": _with(first, way=Way.TELEPHONE, handover=None, path=None, draft=None),
            "offered-vanished": _with(first, handover=None, path=None, gone=_PATH),
            "not-kept": _with(first, case=None, parcel=None),
        }
        for name, state in states.items():
            delivery.last = state
            window.open(PageName.HANDOVER)
            camera.shoot(window, f"23-handover-{name}")
            camera.long(window, f"23-handover-{name}-whole")
        delivery.last = first
        window.open(PageName.HANDOVER)
        window.page._wait()  # type: ignore[attr-defined]  # the handover page's
        camera.long(window, "23-handover-waiting")
        delivery.confirm()
        until(lambda: delivery.last is not None and delivery.last.sent)
        camera.shoot(window, "23-handover-sent")


def _without(camera: "Camera", home: Path, language: str) -> None:
    with _window(camera, home, language) as (session, window):
        session.change(symptom=Symptom.HOW_TO)
        session.without_diagnosis = True
        session.draft.photos.add(_pictures(1))
        until(lambda: len(session.draft.photos.shown) == 1)
        _open_send(window)
        camera.shoot(window, "21-send-without-diagnosis")


@contextmanager
def _window(camera: "Camera", home: Path, language: str) -> Iterator[tuple[Session, Window]]:
    session, window = camera.window(hand_written.failing_ssd, home)
    words = _WORDS[language]
    session.change(symptom=Symptom.STORAGE, words=words, service=Service.HANDSBUY, warranty_number="LM-24-018233")
    window.open(PageName.SYMPTOM)
    yield session, window
    window.close()
    until(lambda: not session.desk.busy)


def _open_send(window: Window) -> None:
    window.open(PageName.SYMPTOM)
    window.open(PageName.SEND)
    until(lambda: window.delivery.outgoing.built is not None)


def _shoot_dialog(camera: "Camera", dialog: QDialog, name: str) -> None:
    from tests.ui.render import settle

    dialog.show()
    settle(400)
    camera.shoot(dialog, name)
    dialog.close()


def until(met: Callable[[], bool]) -> None:
    from tests.ui.render import settle

    for _ in range(400):
        if met():
            return
        settle(25)
    raise RuntimeError("never came to be")


def _pictures(count: int) -> list[Source]:
    return [Source(name=f"{number}.jpg", read=partial(_photo, number)) for number in range(count)]


def _photo(number: int) -> photo_files.Photo:
    return photo_files.prepare(_jpeg(number))


def _jpeg(number: int) -> bytes:
    image = Image.new("RGB", (800, 600), (70 + 50 * number % 180, 100, 140))
    ImageDraw.Draw(image).rectangle((200, 150, 600, 450), fill=(200, 190, 160))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    return buffer.getvalue()


def _refused() -> Refused:
    try:
        photo_files.prepare(b"\0\0\0\x18ftypheic" + b"\0" * 64)
    except PhotoRefused as error:
        return Refused(name="IMG_0012.heic", title=error.title, advice=error.advice)
    raise RuntimeError("it was taken")


def _with(delivered: Delivered, **changes: object) -> Delivered:
    return msgspec.structs.replace(delivered, **changes)


def _with_way(handover: Handover) -> Handover:
    return msgspec.structs.replace(handover, way=channel.Way.STICK, path=Path("/media/owner/K") / _PATH.name)
