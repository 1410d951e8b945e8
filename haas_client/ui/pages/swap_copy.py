"""Where the copy of a drive is, and what was seen of it: files of both are read, and nothing is written."""

import secrets
import weakref
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QProgressBar, QVBoxLayout

from haas_client.handsbuy import copy_proof
from haas_client.handsbuy.copy_compare import Progress
from haas_client.handsbuy.copy_proof import CopyProof
from haas_client.handsbuy.drive_contents import Contents
from haas_client.i18n import current, t
from haas_client.process import Cancel
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, clear, column, fit_height, label, notice, row
from haas_client.ui.widgets.dialog import Dialog
from haas_client.wording import copy_proof as words

if TYPE_CHECKING:
    from haas_client.ui.pages.swap import SwapPage

_WIDTH = 560


class CopyDialog(Dialog):
    """Two folders are named: what is copied, and the copy. What was proven is kept when the owner says so."""

    progressed = Signal(object)

    def __init__(self, page: "SwapPage") -> None:
        super().__init__(page.window())
        self._session, self._swapping = page.session, page.session.swapping
        self._cancel: Cancel | None = None
        self.found: CopyProof | None = None
        self.setWindowTitle(t("Check the copy"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        body = column(self, margin=24, gap=8)
        body.addWidget(label(t("Check the copy"), "h2"))
        body.addWidget(label(t("Files of both are read and compared. Nothing is written or changed."), "sub"))
        self._original = self._place(t("Your files on the old drive"), self._first_mount())
        self._copy = self._place(t("The copy of them"), self._swapping.swap.copy.place if self._swapping.swap else "")
        for _field, layout in (self._original, self._copy):
            body.addLayout(layout)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("How far it is"))
        self._bar.hide()
        body.addWidget(self._bar)
        self._result = column(gap=6)
        body.addLayout(self._result)
        body.addSpacing(8)
        buttons = row(gap=12)
        buttons.addStretch()
        buttons.addWidget(button(t("Close"), self.reject))
        self._check = button(t("Compare"), self._start)
        self._keep = button(t("Use this copy"), self._kept, "primary")
        self._keep.setEnabled(False)
        for one in (self._check, self._keep):
            buttons.addWidget(one)
        body.addLayout(buttons)
        self.progressed.connect(self._show_progress)
        self.finished.connect(lambda _result: self._stop())
        self._copy[0].setFocus()

    def _place(self, caption: str, path: str) -> tuple[QLineEdit, QVBoxLayout]:
        layout = column(gap=4)
        layout.addWidget(label(caption, "caption"))
        entry = row(gap=8)
        field = QLineEdit(path)
        field.setAccessibleName(caption)
        entry.addWidget(field, 1)
        entry.addWidget(button(t("Choose"), partial(self._choose, field, caption), "", f"{t('Choose')}: {caption}"))
        layout.addLayout(entry)
        return field, layout

    def _first_mount(self) -> str:
        """Where the drive's own files are, home before the rest."""
        found = self._swapping.contents
        mounts = [one for volume in found.volumes for one in volume.mounts] if isinstance(found, Contents) else []
        home = str(Path.home())
        if any(home == one or home.startswith(one.rstrip("/") + "/") for one in mounts):
            return home
        return next((one for one in mounts if one.startswith("/")), "")

    def _choose(self, field: QLineEdit, caption: str) -> None:
        chosen = QFileDialog.getExistingDirectory(self, caption, field.text())
        if chosen:
            field.setText(chosen)

    def _start(self) -> None:
        swap = self._swapping.swap
        if swap is None or self._cancel:
            return
        cancel = self._cancel = Cancel()
        original, copy, part = self._folder(self._original[0]), Path(self._copy[0].text().strip()), swap.part
        me, bridge, host = weakref.ref[QObject](self), self._session.bridge, self._session.host

        def told(progress: Progress) -> None:
            bridge.post(me, lambda: self.progressed.emit(progress))

        def work() -> CopyProof:
            machine = host()
            try:
                at = copy_proof.places(original, copy, part, machine, cancel)
            finally:
                machine.release()
            return copy_proof.prove(original, copy, at, seed=secrets.randbits(32), cancel=cancel, on_progress=told)

        clear(self._result)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._check.setEnabled(False)
        self._keep.setEnabled(False)
        bridge.submit(work, self, self._show, lambda _error: self._show(CopyProof(finished=False)))

    def _folder(self, field: QLineEdit) -> Path | None:
        text = field.text().strip()
        return Path(text) if text else None

    def _show_progress(self, progress: Progress) -> None:
        self._bar.setRange(0, max(progress.total_files, 1))
        self._bar.setValue(progress.done_files)

    def _show(self, found: CopyProof) -> None:
        self._cancel, self.found = None, found
        self._bar.hide()
        self._check.setEnabled(True)
        self._keep.setEnabled(found.proof is not None)
        clear(self._result)
        tone = Tone.OK if found.proof else Tone.WARN
        frame, layout = notice(tone)
        layout.addWidget(label(words.headline(found, current()), "h3", tone))
        for line in words.details(found, current()):
            layout.addWidget(label(line, "sub"))
        for title, names in words.listed(found, current()):
            layout.addWidget(label(f"{title}: {names}", "caption"))
        self._result.addWidget(frame)
        fit_height(self)

    def _kept(self) -> None:
        if self.found:
            self._swapping.settle(self.found.as_copy(Path(self._copy[0].text().strip())))
            self.accept()

    def _stop(self) -> None:
        if self._cancel:
            self._cancel.ask()
