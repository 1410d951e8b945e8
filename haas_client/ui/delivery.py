"""Carries a bundle to a file and to the mail program, beside the interface. It never claims that anything was sent."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from haas_client import paths
from haas_client.bundle import archive, encryption
from haas_client.bundle.archive import SaveFailed
from haas_client.channels import folder, mail
from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.ui.session import Session

_log = logging.getLogger(__name__)


class Delivered(msgspec.Struct, frozen=True, kw_only=True):
    """A saved bundle, and the mail that was opened for it (if one was)."""

    path: Path
    draft: mail.Draft
    outcome: mail.Outcome | None
    """``None``: saved as a file only."""


class Delivery(QObject):
    done = Signal()
    failed = Signal(str, str)
    """What happened, and what to do."""
    busy = Signal(bool)
    folder_not_shown = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.last: Delivered | None = None

    def save_as(self, parent: QWidget) -> None:
        """Asks for a place and saves there."""
        suggestion = _places()[0] / folder.new_name(datetime.now(UTC))
        chosen, _ = QFileDialog.getSaveFileName(
            parent, t("Save the diagnostic file"), str(folder.unused(suggestion)), t("Diagnostic file (*.zip)")
        )
        if chosen:
            path = Path(chosen)
            # The dialog has asked about the name that was typed, not about the one with our ending.
            self.save_to(path if path.suffix.lower() == ".zip" else folder.unused(path.with_name(path.name + ".zip")))

    def save_to(self, path: Path) -> None:
        """Saves to ``path``, replacing what is there (the dialog has asked)."""
        self._begin(lambda: self._deliver([path], with_mail=False))

    def write_mail(self) -> None:
        """Saves where a mail program finds it, then opens the draft."""
        name = folder.new_name(datetime.now(UTC))
        self._begin(lambda: self._deliver([place / name for place in _places()], with_mail=True))

    def show_folder(self) -> None:
        """Shows the saved file in the file manager."""
        if self.last:
            path = self.last.path
            self._session.bridge.submit(lambda: folder.show(path), self, self._folder_shown, self._fail)

    def _begin(self, work: Callable[[], Delivered]) -> None:
        self.busy.emit(True)
        self._session.bridge.submit(work, self, self._finish, self._fail)

    def _deliver(self, candidates: list[Path], *, with_mail: bool) -> Delivered:
        """Runs in another thread; reads the session's frozen values, and touches no widget."""
        bundle = self._session.build()
        path = _write_to_first(candidates, bundle.members, keep_others=with_mail)
        draft = mail.draft(self._session.page(bundle), path.name)
        self._session.remember_owner()
        outcome = mail.compose(draft) if with_mail else None
        return Delivered(path=path, draft=draft, outcome=outcome)

    def _finish(self, delivered: Delivered) -> None:
        self.last = delivered
        self.busy.emit(False)
        self.done.emit()
        if delivered.outcome is not None:
            self.show_folder()

    def _folder_shown(self, shown: bool) -> None:
        if not shown:
            self.folder_not_shown.emit()

    def _fail(self, error: Exception) -> None:
        self.busy.emit(False)
        if isinstance(error, HaasError):
            self.failed.emit(error.title, error.advice)
            return
        _log.error("delivery", exc_info=error)
        self.failed.emit(t("The file could not be made."), t("Nothing was lost. Please try again, or call our centre."))


def _write_to_first(candidates: list[Path], members: dict[str, bytes], *, keep_others: bool) -> Path:
    """Writes to the first candidate that takes it; raises the first one's :class:`SaveFailed` where none does."""
    first: SaveFailed | None = None
    keys = encryption.recipients()
    for candidate in candidates:
        path = archive.named(candidate, keys)
        if keep_others or path != candidate:  # nobody was asked about a name that ends in .age
            path = folder.unused(path)
        try:
            return archive.write(path, members, recipients=keys)
        except SaveFailed as error:
            first = first or error
    raise first or SaveFailed(t("The file could not be saved."))


def _places() -> list[Path]:
    """Where an owner looks for a file, best first; the last ones for a home that cannot be written."""
    standard = QStandardPaths.StandardLocation
    names = (standard.DocumentsLocation, standard.DownloadLocation, standard.HomeLocation)
    found = [Path(QStandardPaths.writableLocation(name)) for name in names if QStandardPaths.writableLocation(name)]
    runtime = paths.runtime_dir()
    return [place for place in found if place.is_dir()] + ([runtime] if runtime else []) or [Path.home()]
