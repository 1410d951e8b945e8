"""The photos of a case: small pictures with a way to take each out, how far adding is, and what could not be taken."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QStandardPaths, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QGuiApplication, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QProgressBar, QWidget

from haas_client.i18n import current, t
from haas_client.ui.photos import THUMBNAIL, Photos, Shown, from_files, holds_pictures, sources
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import button, clear, column, label, notice, row
from haas_client.ui.widgets.flow import Flow

_MOST_TOLD = 5
"""Refused files that are named one by one; of 200 wrong ones nobody reads more."""


class PhotoStrip(QWidget):
    """Takes no room while there is nothing to show."""

    def __init__(self, photos: Photos) -> None:
        super().__init__()
        self._photos = photos
        self._layout = column(self, gap=8)
        self._pictures = QWidget()
        self._flow = Flow(gap=8)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._pictures.setLayout(self._flow)
        self._thumbnails: dict[Shown, _Thumbnail] = {}
        self._told = column(gap=8)
        self._layout.addLayout(self._told)
        self._layout.addWidget(self._progress_row())
        self._undo, undo_layout = QWidget(), row(gap=8)
        self._undo.setLayout(undo_layout)
        undo_layout.addWidget(label(t("A photo was taken out."), "caption"))
        undo_layout.addWidget(button(t("Undo"), photos.restore, "link", t("Put the photo back")))
        undo_layout.addStretch()
        self._layout.addWidget(self._undo)
        self._layout.addWidget(self._pictures)  # last: what is told is seen first
        photos.changed.connect(self.refresh)
        self.refresh()

    def choose(self) -> None:
        """Asks for files; several at once."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        patterns = t("Pictures (*.jpg *.jpeg *.png *.webp *.gif *.bmp)") + ";;" + t("All files (*)")
        chosen, _ = QFileDialog.getOpenFileNames(self, t("Add photos"), folder, patterns)
        if chosen:
            self._photos.add(from_files(map(Path, chosen)))

    def take(self, data: QMimeData) -> None:
        """What was dropped or pasted."""
        self._photos.add(sources(data))

    def refresh(self) -> None:
        photos = self._photos
        for gone in [photo for photo in self._thumbnails if photo not in photos.shown]:
            thumbnail = self._thumbnails.pop(gone)
            self._flow.removeWidget(thumbnail)
            thumbnail.hide()
            thumbnail.deleteLater()
        if [photo for photo in self._thumbnails if photo in photos.shown] != list(
            photos.shown[: len(self._thumbnails)]
        ):
            self._begin_anew()
        for number, photo in enumerate(photos.shown, start=1):
            if photo not in self._thumbnails:
                self._thumbnails[photo] = _Thumbnail(photo, partial(photos.remove, photo))
                self._flow.addWidget(self._thumbnails[photo])
            self._thumbnails[photo].show_number(number)
        self._pictures.setVisible(bool(photos.shown))
        self._show_progress()
        self._undo.setVisible(photos.removed is not None)
        self._tell()
        self.setVisible(bool(photos.shown or photos.adding or photos.removed or photos.refused or photos.left_over))

    def _begin_anew(self) -> None:
        """A photo that came back stands where it was."""
        for thumbnail in self._thumbnails.values():
            self._flow.removeWidget(thumbnail)
            thumbnail.hide()
            thumbnail.deleteLater()
        self._thumbnails = {}

    def _progress_row(self) -> QWidget:
        self._progress = QWidget()
        layout = row(gap=12)
        self._progress.setLayout(layout)
        self._count = label("", "caption")
        self._count.setWordWrap(False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("Adding photos"))
        layout.addWidget(self._count)
        layout.addWidget(self._bar, 1)
        layout.addWidget(button(t("Stop"), self._photos.stop, "", t("Stop adding photos")))
        return self._progress

    def _show_progress(self) -> None:
        photos = self._photos
        self._progress.setVisible(photos.adding)
        if photos.adding:
            total = photos.total
            number = min(photos.done + 1, total)
            self._count.setText(t("Adding photos: {number} / {total}").format(number=number, total=total))
            self._bar.setRange(0, total)
            self._bar.setValue(photos.done)

    def _tell(self) -> None:
        clear(self._told)
        photos = self._photos
        if not photos.refused and not photos.left_over:
            return
        frame, layout = notice(Tone.WARN)
        for told in photos.refused[:_MOST_TOLD]:
            layout.addWidget(label(f"{told.name}: {told.title}", "h3", Tone.WARN))
            layout.addWidget(label(told.advice, "caption"))
        more = len(photos.refused) - _MOST_TOLD
        if more > 0:
            words = current().plural(
                "{count} more file could not be taken.", "{count} more files could not be taken.", more
            )
            layout.addWidget(label(words, "caption"))
        if photos.left_over:
            layout.addWidget(label(_left_over(photos.left_over), "h3", Tone.WARN))
            layout.addWidget(label(t("Please take out what is not needed, and add those that matter most."), "caption"))
        self._told.addWidget(frame)


def _left_over(count: int) -> str:
    from haas_client.bundle.photos import MAX_PHOTOS

    words = t("A request can have {most} photos. Of those that you added, {count} did not fit.")
    return words.format(most=MAX_PHOTOS, count=count)


class _Thumbnail(QFrame):
    def __init__(self, photo: Shown, remove: Callable[[], object]) -> None:
        super().__init__()
        layout = column(self, gap=2)
        self._picture = QLabel()
        self._picture.setFixedSize(THUMBNAIL, THUMBNAIL)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        pixmap = QPixmap.fromImage(photo.thumbnail)
        pixmap.setDevicePixelRatio(max(pixmap.width(), pixmap.height(), 1) / THUMBNAIL)
        self._picture.setPixmap(pixmap)
        layout.addWidget(self._picture)
        self._remove = button(t("Remove"), remove, "link")
        layout.addWidget(self._remove, alignment=Qt.AlignmentFlag.AlignHCenter)

    def show_number(self, number: int) -> None:
        self._picture.setAccessibleName(t("Photo {number}").format(number=number))
        self._remove.setAccessibleName(t("Remove photo {number}").format(number=number))


class PictureDoor(QObject):
    """Lets pictures into a page: dropped anywhere on it, or pasted where the focus takes no text."""

    def __init__(self, page: QWidget, take: Callable[[QMimeData], None]) -> None:
        super().__init__(page)
        self._take = take
        page.setAcceptDrops(True)
        page.installEventFilter(self)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), page)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)

    @called_by_qt
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        if isinstance(event, QDragMoveEvent) and holds_pictures(event.mimeData()):  # entering is one too
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop and holds_pictures(event.mimeData()):
            event.acceptProposedAction()
            self._take(event.mimeData())
            return True
        return super().eventFilter(watched, event)

    def _paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if holds_pictures(data):
            self._take(data)
