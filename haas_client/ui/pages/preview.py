"""What a section of the diagnostic file holds: first as a person reads it, then byte for byte."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QTabWidget, QWidget

from haas_client.bundle import section_words
from haas_client.bundle.contents import CASE, Contents, Section
from haas_client.bundle.report import Page
from haas_client.i18n import current, t
from haas_client.ui import theme
from haas_client.ui.widgets.basic import button, column, label, row

_WIDTH, _HEIGHT = 760, 560


class PreviewDialog(QDialog):
    """``section`` of ``bundle``; ``None`` is what the owner wrote."""

    def __init__(self, parent: QWidget, bundle: Contents, page: Page, section: Section | None) -> None:
        super().__init__(parent)
        title = section_words.title(section, current()) if section else t("What you wrote")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_WIDTH, _HEIGHT)
        layout = column(self, margin=theme.PAGE_MARGIN, gap=12)
        layout.addWidget(label(title, "h2"))
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.addTab(_text("\n".join(_readable(bundle, page, section)), t("To read")), t("To read"))
        for name, data in _files(bundle, section).items() if section != Section.PHOTOS else ():
            tabs.addTab(_text(data.decode("utf-8", "replace"), name, fixed=True), name)
        layout.addWidget(tabs, 1)
        foot = row()
        foot.addWidget(label(t("The files are shown exactly as they will be written."), "caption"), 1)
        close = button(t("Close"), self.accept, "primary")
        close.setDefault(True)
        foot.addWidget(close)
        layout.addLayout(foot)
        close.setFocus()


def _files(bundle: Contents, section: Section | None) -> dict[str, bytes]:
    return bundle.of_section(section) if section else {CASE: bundle.members[CASE]}


def _text(text: str, name: str, *, fixed: bool = False) -> QPlainTextEdit:
    widget = QPlainTextEdit(text or t("Nothing."))
    widget.setReadOnly(True)
    widget.setAccessibleName(name)
    widget.setTabChangesFocus(True)
    if fixed:
        widget.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return widget


def _readable(bundle: Contents, page: Page, section: Section | None) -> Iterator[str]:
    if section is None:
        yield from (f"{name}: {text}" for name, text in page.asked)
        yield ""
        yield page.symptom
        yield page.words
    elif section == Section.RESULT:
        yield from _result(page)
    elif section == Section.PARTS:
        for part in page.parts:
            yield f"{part.kind}   {part.slot}   {part.label}   {part.serial}"
    elif section == Section.SYSTEM:
        yield from (f"{name}: {text}" for name, text in page.machine)
    elif section == Section.RECORDS:
        yield page.boots
        yield ""
        yield from page.kernel or (t("The kernel log of this start has no line about faults."),)
    elif section == Section.PHOTOS:
        yield from bundle.of_section(Section.PHOTOS) or (t("No photo is in this file."),)
    else:
        yield from bundle.of_section(Section.RAW) or (t("None is in this file."),)


def _result(page: Page) -> Iterator[str]:
    if page.code:
        yield t("Diagnosis code: {code}").format(code=page.code)
        yield ""
    for finding in page.findings:
        yield finding.headline
        yield from (f"  {meaning}" for meaning in finding.meanings)
        for row_ in finding.evidence:
            yield f"  {row_.source}: {row_.value}   ({row_.threshold})"
        yield ""
    for part in page.parts:
        yield f"{part.kind} {part.slot}: {part.verdict_text}   {part.note}"
