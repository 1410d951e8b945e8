"""The ways out of this PC, and what came of them, told below."""

import contextlib
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from haas_client import files
from haas_client.channels import folder
from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.ui.bridge import Bridge
from haas_client.ui.paper.sheet import a4
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, column, label, notice

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_log = logging.getLogger(__name__)


@contextlib.contextmanager
def _busy() -> Iterator[None]:
    """A guide of twenty pages takes a second or two to be drawn."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()


class Outlet(QWidget):
    """Prints and saves for its page or dialog; takes no room before there is something to tell."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._saved: Path | None = None
        frame, layout = notice(Tone.ACCENT)
        self._title, self._advice = label("", "h3"), label("", "sub", selectable=True)
        layout.addWidget(self._title)
        layout.addWidget(self._advice)
        self._show_folder = button(t("Show in its folder"), self._open_folder, "link")
        layout.addWidget(self._show_folder, alignment=Qt.AlignmentFlag.AlignLeft)
        column(self).addWidget(frame)
        self.hide()

    def print(self, work: Callable[["QPrinter"], object], on_printed: Callable[[], None], without: HaasError) -> None:
        """Asks for a printer and has ``work`` done with it; tells ``without`` where this PC has none.

        Returns at once; ``on_printed`` follows when the printer has taken it.
        """
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo  # 10 MB that only printing needs

        if not QPrinterInfo.availablePrinterNames():
            self.tell(without.title, without.advice)
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(a4())
        dialog = QPrintDialog(printer, self.parentWidget())
        dialog.setWindowTitle(t("Print"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._print(lambda: work(printer), on_printed))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def save(self, path: Path, make: Callable[[], bytes], on_saved: Callable[[Path], None]) -> None:
        """Writes in another thread; tells here where that failed."""
        try:
            with _busy():
                data = make()
        except HaasError as error:
            self._failed(error)
            return
        self._bridge.submit(lambda: files.write_atomically(path, data), self, lambda _: on_saved(path), self._failed)

    def tell(self, title: str, advice: str, saved: Path | None = None) -> None:
        """``saved`` can be shown in its folder."""
        self._saved = saved
        self._title.setText(title)
        self._advice.setText(advice)
        self._show_folder.setVisible(saved is not None)
        self.show()

    def _print(self, work: Callable[[], object], on_printed: Callable[[], None]) -> None:
        try:
            with _busy():
                work()
        except HaasError as error:
            self.tell(error.title, error.advice)
            return
        on_printed()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, HaasError):
            self.tell(error.title, error.advice)
            return
        _log.error("paper", exc_info=error)
        self.tell(t("The file could not be made."), t("Nothing was lost. Please try again, or call our centre."))

    def _open_folder(self) -> None:
        if self._saved:
            path = self._saved
            self._bridge.submit(lambda: folder.show(path), self, self._folder_shown, self._failed)

    def _folder_shown(self, shown: bool) -> None:
        if not shown:
            self.tell(t("No file manager could be opened. The file is in the folder named here."), str(self._saved))
