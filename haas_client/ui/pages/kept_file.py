"""A diagnosis or a sent file of a case: looked into as it was kept, or saved once more."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from haas_client import case_record, files
from haas_client.bundle import archive, encryption, report, section_words
from haas_client.bundle.chosen import Section
from haas_client.bundle.contents import Contents
from haas_client.bundle.report import Page as Report
from haas_client.cases.model import Case, CaseFile
from haas_client.cases.store import Cases
from haas_client.channels import folder
from haas_client.errors import HaasError
from haas_client.i18n import Translator, current, t
from haas_client.ui import places
from haas_client.ui.case_work import CaseWork
from haas_client.ui.pages.preview import KeptDialog
from haas_client.ui.widgets.basic import button, column, label, line, row
from haas_client.ui.widgets.dialog import Dialog
from haas_client.ui.widgets.notice_bar import Said
from haas_client.wording import cases as words

_WIDTH = 420


def look_into(work: CaseWork, case: Case, file: CaseFile) -> None:
    t_ = current()

    def show(read: tuple[Contents, Report]) -> None:
        KeptFileDialog(work, *read, words.file_kind(file.kind, t_)).open()

    work.ask(lambda store: _read(store, case, file, t_), show)


def save_copy(work: CaseWork, case: Case, file: CaseFile) -> None:
    """Asks for a place; what is written is what was kept, byte for byte."""
    chosen = _asked(work, t("Save a copy"), file.name)
    if not chosen:
        return
    work.ask(
        lambda store: files.write_atomically(chosen, store.files.read(case.id, file)),
        lambda _: work.say(Said(title=t("A copy was saved."), advice=str(chosen))),
    )


def export(work: CaseWork, case: Case) -> None:
    """Asks for a place, and puts the whole case there as one file: its page, its data, and all its files."""
    name = f"linuxmania-{case.begun_at.astimezone():%Y%m%d}-{case.id[:6]}.zip"
    chosen = _asked(work, t("Save everything as one file"), name)
    if not chosen:
        return
    t_ = current()

    def write(store: Cases) -> tuple[str, ...]:
        members, gone = case_record.members(case, lambda file: store.files.read(case.id, file), t_)
        archive.write(chosen, members, recipients=())  # for the owner, who must be able to open it
        return gone

    def done(gone: tuple[str, ...]) -> None:
        missing = t("Not in it, for they cannot be read any more: {names}").format(names=", ".join(gone))
        work.say(Said(title=t("All of it was saved."), advice="\n".join((str(chosen), *([missing] if gone else [])))))

    work.ask(write, done)


def _asked(work: CaseWork, title: str, name: str) -> Path | None:
    suggestion = folder.unused(places.documents()[0] / name)
    chosen, _ = QFileDialog.getSaveFileName(work.page.window(), title, str(suggestion))
    return Path(chosen) if chosen else None


class KeptFileDialog(Dialog):
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
    if store.files.read(case.id, file).startswith(encryption.MARK):
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
