"""A diagnosis or a sent file of a case: looked into as it was kept, or saved once more."""

from functools import partial

from PySide6.QtCore import QIODevice, QSaveFile, QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog

from haas_client.bundle import archive, report, section_words
from haas_client.bundle.contents import Contents, Section
from haas_client.bundle.report import Page as Report
from haas_client.cases.model import Case, CaseFile
from haas_client.cases.store import Cases
from haas_client.errors import HaasError
from haas_client.files import SaveFailed
from haas_client.i18n import Translator, current, t
from haas_client.ui.case_work import CaseWork
from haas_client.ui.pages.preview import KeptDialog
from haas_client.ui.widgets.basic import button, column, label, line, row
from haas_client.ui.widgets.notice_bar import Said
from haas_client.wording import cases as words

_WIDTH = 420
_ENCRYPTED = b"age-encryption.org/"
"""What a file of age begins with: https://age-encryption.org/v1."""


def look_into(work: CaseWork, case: Case, file: CaseFile) -> None:
    t_ = current()

    def show(read: tuple[Contents, Report]) -> None:
        KeptFileDialog(work, *read, words.file_kind(file.kind, t_)).open()

    work.ask(lambda store: _read(store, case, file, t_), show)


def save_copy(work: CaseWork, case: Case, file: CaseFile) -> None:
    """Asks for a place; what is written is what was kept, byte for byte."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _ = QFileDialog.getSaveFileName(work.page.window(), t("Save a copy"), f"{folder}/{file.name}")
    if not chosen:
        return
    work.ask(
        lambda store: save(chosen, store.files.read(case.id, file)),
        lambda _: work.say(Said(title=t("A copy was saved."), advice=chosen)),
    )


def save(path: str, data: bytes) -> None:
    """Writes ``data`` whole or not at all. Raises :class:`~haas_client.files.SaveFailed`."""
    file = QSaveFile(path)
    if not file.open(QIODevice.OpenModeFlag.WriteOnly) or file.write(data) != len(data) or not file.commit():
        raise SaveFailed(
            t("The file could not be saved.") + " " + file.errorString(),
            t("Nothing was lost. Please choose another place, such as a USB stick, and save again."),
        )


class KeptFileDialog(QDialog):
    """What is in it, section by section."""

    def __init__(self, work: CaseWork, bundle: Contents, page: Report, title: str) -> None:
        super().__init__(work.page.window())
        self._bridge = work.session.bridge
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        layout = column(self, margin=24, gap=8)
        layout.addWidget(label(title, "h2"))
        inside = bundle.manifest.sections
        rows: list[tuple[str, Section | None]] = [(t("What you wrote"), None)]
        rows += [(section_words.title(section, current()), section) for section in Section if section in inside]
        for number, (name, section) in enumerate(rows):
            if number:
                layout.addWidget(line())
            one = row(gap=12)
            one.addWidget(label(name, "h3"), 1)
            look = button(t("Look"), partial(self._look, bundle, page, section), "link", f"{t('Look')}: {name}")
            one.addWidget(look)
            layout.addLayout(one)
        foot = row()
        foot.addStretch()
        close = button(t("Close"), self.accept, "primary")
        foot.addWidget(close)
        layout.addSpacing(8)
        layout.addLayout(foot)
        close.setFocus()

    def _look(self, bundle: Contents, page: Report, section: Section | None) -> None:
        KeptDialog(self, self._bridge, bundle, page, section).open()


def _read(store: Cases, case: Case, file: CaseFile, t_: Translator) -> tuple[Contents, Report]:
    if store.files.read(case.id, file).startswith(_ENCRYPTED):
        raise HaasError(
            t("This file is encrypted to our centre: only our centre can open it."),
            t("It is whole, and you can save a copy of it."),
        )
    bundle = archive.read(store.files.path(case.id, file))
    manifest = bundle.manifest
    page = report.page(
        bundle.snapshot,
        bundle.diagnosis,
        bundle.request,
        t_,
        created_at=manifest.created_at,
        code=manifest.code,
    )
    return bundle, page
