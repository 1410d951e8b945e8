"""The photos of a case: small beside its words, large when one is pressed."""

from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from shiboken6 import isValid

from haas_client.cases.files import FileGone
from haas_client.cases.model import Case, CaseFile, FileKind
from haas_client.cases.store import Cases
from haas_client.i18n import t
from haas_client.ui.case_work import CaseWork
from haas_client.ui.widgets.basic import button, column, row
from haas_client.ui.widgets.dialog import Dialog
from haas_client.ui.widgets.flow import Flow

_SMALL = QSize(84, 60)
_SHARP = 2
"""Pixels of a picture for each of a screen of today."""
_AT_ONCE = 8
"""Photos that one wish reads, so that no other wish has to wait for hundreds of them."""
_ROOM = 0.8
"""Of the screen."""


class Photos:
    """Reads the photos of one case beside the interface, each of them once."""

    def __init__(self, work: CaseWork) -> None:
        self._work = work
        self._small: dict[str, QPixmap | None] = {}
        self._buttons: dict[str, QPushButton] = {}

    def of(self, case: Case) -> QWidget | None:
        photos = case.of_kind(FileKind.PHOTO)
        if not photos:
            return None
        shown = QWidget()
        flow = Flow(gap=8)
        flow.setContentsMargins(0, 0, 0, 0)
        shown.setLayout(flow)
        self._buttons = {}
        for number, photo in enumerate(photos, start=1):
            name = t("Photo {number} of {count}").format(number=number, count=len(photos))
            one = button("", partial(self._enlarge, case, photo), "photo", name)
            one.setFixedSize(_SMALL)
            one.setIconSize(_SMALL)
            self._buttons[photo.id] = one
            flow.addWidget(one)
            self._fill(photo.id)
        unread = [photo for photo in photos if photo.id not in self._small]
        for start in range(0, len(unread), _AT_ONCE):
            self._read(case, unread[start : start + _AT_ONCE])
        return shown

    def _read(self, case: Case, photos: list[CaseFile]) -> None:
        for photo in photos:
            self._small[photo.id] = None
        self._work.session.desk.ask(
            lambda store: {photo.id: _read(store, case, photo, _SMALL * _SHARP) for photo in photos},
            self._work,
            self._arrived,
            lambda _error: self._forget(photos),
        )

    def _arrived(self, images: dict[str, QImage]) -> None:
        for photo_id, image in images.items():
            self._small[photo_id] = QPixmap.fromImage(image)
            self._fill(photo_id)

    def _forget(self, photos: list[CaseFile]) -> None:
        """They are read again when the page is next built."""
        for photo in photos:
            self._small.pop(photo.id, None)

    def _fill(self, photo_id: str) -> None:
        small, one = self._small.get(photo_id), self._buttons.get(photo_id)
        if small is None or one is None or not isValid(one):
            return
        if small.isNull():
            one.setText("?")
            one.setToolTip(t("This photo cannot be read any more."))
        else:
            one.setIcon(QIcon(small))

    def _enlarge(self, case: Case, photo: CaseFile) -> None:
        page = self._work.page
        room = page.screen().availableSize() * _ROOM

        def show(image: QImage) -> None:
            if image.isNull():
                self._work.tell_failure(FileGone(photo.name))
            else:
                PhotoDialog(page.window(), QPixmap.fromImage(image), photo.name).open()

        self._work.ask(lambda store: _read(store, case, photo, room), show)


class PhotoDialog(Dialog):
    def __init__(self, parent: QWidget, picture: QPixmap, name: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = column(self, margin=12, gap=12)
        shown = QLabel()
        shown.setPixmap(picture)
        shown.setAccessibleName(name)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(shown)
        foot = row()
        foot.addStretch()
        close = button(t("Close"), self.accept, "primary")
        foot.addWidget(close)
        layout.addLayout(foot)
        close.setFocus()


def _read(store: Cases, case: Case, photo: CaseFile, room: QSize) -> QImage:
    """The photo, no larger than ``room``; a null image where it is not there or is none."""
    try:
        data = store.files.read(case.id, photo)
    except FileGone:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if size.isValid() and (size.width() > room.width() or size.height() > room.height()):
        reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
