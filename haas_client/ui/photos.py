"""The photos of the case that is being written: made fit beside the interface, one after the other, and kept."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QImage

from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.ui.bridge import Bridge

# Pillow's half, and the store, are loaded with the first photo.
if TYPE_CHECKING:
    from haas_client.bundle.photos import Photo
    from haas_client.cases.model import CaseFile
    from haas_client.cases.store import Cases
    from haas_client.ui.case_draft import CaseDraft

_log = logging.getLogger(__name__)

THUMBNAIL = 72
"""Pixels of its longer edge, in those of the window."""
_OVERSAMPLED = 2 * THUMBNAIL
"""For screens of 200 %."""

_PICTURES = ("image/png", "image/jpeg", "image/webp", "image/bmp", "image/gif")
"""What a clipboard may hold as it is, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A picture that was chosen, dropped or pasted. ``read`` is for another thread."""

    name: str
    read: "Callable[[], Photo]"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """A photo of the case."""

    name: str
    data: bytes
    thumbnail: QImage


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    name: str
    title: str
    advice: str


class Photos(QObject):
    """All methods are for the interface's thread, and none of them waits."""

    changed = Signal()

    def __init__(self, bridge: Bridge, draft: "CaseDraft") -> None:
        super().__init__()
        self._bridge = bridge
        self._draft = draft
        self.shown: tuple[Shown, ...] = ()
        self.refused: tuple[Refused, ...] = ()
        """Of the last that were given, those that cannot be taken."""
        self.left_over = 0
        """How many of them did not fit any more."""
        self.done = 0
        """How many of them were looked at."""
        self.removed: tuple[int, Shown] | None = None
        """The last that was taken out, and its place."""
        self._queue: deque[Source] = deque()
        self._at_work = False
        self._run = 0
        self._number = 0
        self._files: dict[str, CaseFile] = {}  # by name; filled by the desk's workers, one after the other

    @property
    def adding(self) -> bool:
        return bool(self._queue) or self._at_work

    @property
    def total(self) -> int:
        """How many of those that were given are looked at: once the case is full no more are."""
        from haas_client.bundle.photos import MAX_PHOTOS

        left = min(len(self._queue), max(0, MAX_PHOTOS - len(self.shown) - self._at_work))
        return self.done + self._at_work + left

    def add(self, sources: Iterable[Source]) -> None:
        """Takes them in their order, until the case is full."""
        if not self.adding:
            self.done, self.refused, self.left_over, self.removed = 0, (), 0, None
        self._queue.extend(sources)
        self._next()
        self.changed.emit()

    def stop(self) -> None:
        """What was taken stays; the rest is left."""
        self._run += 1
        self._queue.clear()
        self._at_work = False
        self.changed.emit()

    def remove(self, photo: Shown) -> None:
        """:meth:`restore` undoes it."""
        self.removed = (self.shown.index(photo), photo)
        self.shown = tuple(one for one in self.shown if one is not photo)
        files = self._files
        self._draft.do(lambda store, case_id: _take_out(store, case_id, photo, files))
        self.changed.emit()

    def restore(self) -> None:
        if self.removed is None:
            return
        (place, photo), self.removed = self.removed, None
        self.shown = (*self.shown[:place], photo, *self.shown[place:])
        self._keep(photo, _put_back)
        self.changed.emit()

    def take_up(self, photos: Sequence[Shown], missing: Sequence[Refused], files: "dict[str, CaseFile]") -> None:
        """Those of a case that was written before; ``files`` by their names."""
        self.shown, self.refused = tuple(photos), tuple(missing)
        self._files = dict(files)
        self._number = max((_number(name) for name in files), default=0)
        self.changed.emit()

    def go_on(self) -> None:
        """The photos of the case are read: those that were added meanwhile come after them."""
        self._next()

    def keep_again(self) -> None:
        """What could not be kept while the store was not usable."""
        for photo in self.shown:
            if photo.name not in self._files:
                self._keep(photo, _put_in)

    def keep_anew(self) -> None:
        """All of them, in the case that is being written by now."""
        self._files = {}
        self.keep_again()

    def forget(self) -> None:
        """The next photo belongs to another case."""
        self.shown, self.refused, self.left_over, self.done, self.removed = (), (), 0, 0, None
        self._number, self._files = 0, {}
        self.stop()

    def _next(self) -> None:
        from haas_client.bundle.photos import MAX_PHOTOS

        if self._at_work or not self._queue or self._draft.loading:
            return
        if len(self.shown) >= MAX_PHOTOS:
            self.left_over += len(self._queue)
            self._queue.clear()
            return
        source = self._queue.popleft()
        self._number += 1
        self._at_work = True
        name, run = f"photo-{self._number:02}.jpg", self._run
        self._bridge.submit(
            lambda: shown(name, source.read().data),
            self,
            lambda photo: self._taken(run, photo),
            lambda error: self._not_taken(run, source, error),
        )

    def _taken(self, run: int, photo: Shown) -> None:
        if run != self._run:
            return
        self.shown = (*self.shown, photo)
        self._keep(photo, _put_in)
        self._step()

    def _not_taken(self, run: int, source: Source, error: Exception) -> None:
        if run != self._run:
            return
        if not isinstance(error, HaasError):
            _log.error("photo", exc_info=error)
            error = HaasError(t("This photo could not be taken in."), t("Your file was not changed. Please try again."))
        self.refused = (*self.refused, Refused(name=source.name, title=error.title, advice=error.advice))
        self._step()

    def _step(self) -> None:
        self._at_work = False
        self.done += 1
        self._next()
        self.changed.emit()

    def _keep(self, photo: Shown, how: "Callable[[Cases, str, Shown, dict[str, CaseFile]], None]") -> None:
        files = self._files
        failed = self._not_kept(photo)
        self._draft.do(lambda store, case_id: how(store, case_id, photo, files), self, None, failed)

    def _not_kept(self, photo: Shown) -> Callable[[Exception], None]:
        """A store that cannot be used keeps nothing, and that is told for the whole case; a full case for the photo."""
        from haas_client.cases.store import CasesUnusable

        def failed(error: Exception) -> None:
            if photo in self.shown and isinstance(error, HaasError) and not isinstance(error, CasesUnusable):
                self.shown = tuple(one for one in self.shown if one is not photo)
                self.refused = (*self.refused, Refused(name=photo.name, title=error.title, advice=error.advice))
                self.changed.emit()

        return failed


def _put_in(store: "Cases", case_id: str, photo: Shown, files: "dict[str, CaseFile]") -> None:
    from haas_client.cases.model import FileKind

    if photo.name in files:  # asked twice, it is kept once
        return
    _, files[photo.name] = store.add_file(case_id, FileKind.PHOTO, photo.name, photo.data)


def _put_back(store: "Cases", case_id: str, photo: Shown, files: "dict[str, CaseFile]") -> None:
    if photo.name in files:
        store.restore_file(case_id, files[photo.name])
    else:  # it was taken out while nothing could be kept
        _put_in(store, case_id, photo, files)


def _take_out(store: "Cases", case_id: str, photo: Shown, files: "dict[str, CaseFile]") -> None:
    if photo.name in files:
        store.remove_file(case_id, files[photo.name].id)


def shown(name: str, data: bytes) -> Shown:
    """A photo of ours with its small picture; for another thread."""
    picture = QImage.fromData(data)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return Shown(name=name, data=data, thumbnail=picture.scaled(_OVERSAMPLED, _OVERSAMPLED, keep, smooth))


def sources(data: QMimeData) -> tuple[Source, ...]:
    """What was dropped or pasted: files, or a picture itself. Empty where it is something else."""
    if data.hasUrls():
        return from_files([Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()])
    name = t("Picture from the clipboard")
    for kind in _PICTURES:
        if data.hasFormat(kind):
            return (Source(name=name, read=partial(_prepared, bytes(data.data(kind).data()))),)
    if data.hasImage():
        picture = QImage(data.imageData())
        return (Source(name=name, read=lambda: _prepared(_png(picture))),)
    return ()


def holds_pictures(data: QMimeData) -> bool:
    """Whether :func:`sources` would find anything."""
    local = data.hasUrls() and any(url.isLocalFile() for url in data.urls())
    return local or data.hasImage() or any(data.hasFormat(kind) for kind in _PICTURES)


def from_files(paths: Iterable[Path]) -> tuple[Source, ...]:
    return tuple(Source(name=path.name, read=partial(_from_file, path)) for path in paths)


def _from_file(path: Path) -> "Photo":
    from haas_client.bundle import photos

    return photos.from_file(path)


def _prepared(data: bytes) -> "Photo":
    from haas_client.bundle import photos

    return photos.prepare(data)


def _png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the format's name, as Qt has it
    return bytes(buffer.data().data())


def _number(name: str) -> int:
    digits = name.removeprefix("photo-").removesuffix(".jpg")
    return int(digits) if digits.isascii() and digits.isdigit() else 0
