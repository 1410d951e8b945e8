"""The window: a header that says where one is, and one page at a time."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from haas_client.i18n import t
from haas_client.ui import theme
from haas_client.ui.app_icons import app_icon
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.reception import ReceptionPill
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, column, label, row
from haas_client.ui.widgets.focus import FocusRing
from haas_client.ui.widgets.painted import Brand, Pill

if TYPE_CHECKING:
    from haas_client.diagnostics.finding import Part
    from haas_client.ui.delivery import Delivery

MINIMUM = (880, 620)
DEFAULT = (1040, 720)
_HEADER_HEIGHT = 56
_NEED_DIAGNOSIS = frozenset(PageName) - {PageName.HOME, PageName.SYMPTOM, PageName.DIAGNOSIS}
_NEED_REQUEST = frozenset({PageName.SEND, PageName.HANDOVER})
"""Something was asked, or waits to be sent; a diagnosis alone will do as well."""
_TAB_KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class Window(QMainWindow):
    closed = Signal()

    def __init__(self, session: Session, may_close: Callable[[], bool] = lambda: True) -> None:
        """``may_close`` is asked whether the window may be closed without asking the owner first."""
        super().__init__()
        self._session = session
        self._may_close = may_close
        self._pages: dict[PageName, Page] = {}
        self.setWindowTitle(t("Linuxmania Support"))
        self.setWindowIcon(app_icon())
        self.setMinimumSize(*MINIMUM)
        self.resize(*DEFAULT)
        body = QWidget()
        layout = column(body)
        self._header = Header(session, self._go_back)
        self._stack = QStackedWidget()
        layout.addWidget(self._header)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(body)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self, self._go_back)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._go_back)
        self._ring = FocusRing(self)
        self.open(PageName.HOME)

    @cached_property
    def delivery(self) -> "Delivery":
        """Carries bundles away; loaded with the first page that needs it."""
        from haas_client.ui.delivery import Delivery

        return Delivery(self._session)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        page = self._stack.currentWidget()
        if not isinstance(page, Page):
            raise TypeError(page)
        return page

    def open(self, name: PageName) -> None:
        """Shows a page; those that need a diagnosis lead home where there is none."""
        page = self._get(name)
        left = self._stack.currentWidget()
        if isinstance(left, Page) and left is not page:
            page.come_from(left.name)
        page.enter()
        self._stack.setCurrentWidget(page)
        self._header.show_page(page)
        focus = page.first_focus()
        if focus:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_at(self, part: "Part") -> None:
        """Shows the page of a part, with this very part first."""
        name = PageName(part.kind.value)
        self._get(name).show_part(part)
        self.open(name)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's own name
        if not self._may_close():
            event.ignore()
            self._ask_before_closing()
            return
        event.accept()
        self._session.draft.save_at_once()  # without a tray the program ends now
        self.closed.emit()

    def _ask_before_closing(self) -> None:
        from haas_client.ui.closing import ClosingDialog

        self.raise_()
        ClosingDialog(self, self._close_at_once).open()

    def _close_at_once(self) -> None:
        self._may_close = lambda: True
        self.close()

    def _get(self, name: PageName) -> Page:
        session = self._session
        asked = name in _NEED_REQUEST and (session.evidence or session.draft.begun or session.offered)
        if session.result is None and name in _NEED_DIAGNOSIS and not asked:
            name = PageName.HOME
        if name == PageName.DIAGNOSIS and self._session.trial_runs:
            name = PageName.TRIAL  # one of them at a time
        return self._pages.get(name) or self._make(name)

    def _make(self, name: PageName) -> Page:
        page = self._new(name)
        page.go.connect(self.open)
        page.look_at.connect(self.look_at)
        self._pages[name] = page
        self._stack.addWidget(page)
        return page

    def _new(self, name: PageName) -> Page:
        """Pages are made, and their code is loaded, when first wanted: the start stays quick and the tray small."""
        if name == PageName.HOME:
            from haas_client.ui.pages.home import HomePage

            return HomePage(self._session)
        if name == PageName.SYMPTOM:
            from haas_client.ui.pages.symptom import SymptomPage

            return SymptomPage(self._session)
        if name == PageName.DIAGNOSIS:
            from haas_client.ui.pages.diagnosis import DiagnosisPage

            return DiagnosisPage(self._session)
        if name == PageName.RESULT:
            from haas_client.ui.pages.result import ResultPage

            return ResultPage(self._session)
        if name == PageName.SEND:
            from haas_client.ui.pages.send import SendPage

            return SendPage(self._session, self.delivery)
        if name == PageName.HANDOVER:
            from haas_client.ui.pages.handover import HandoverPage

            return HandoverPage(self._session, self.delivery)
        return self._new_part_page(name)

    def _new_part_page(self, name: PageName) -> Page:
        if name == PageName.POWER:
            from haas_client.ui.pages.power import PowerPage

            return PowerPage(self._session)
        if name == PageName.MEMORY:
            from haas_client.ui.pages.memory import MemoryPage

            return MemoryPage(self._session)
        if name == PageName.TRIAL:
            from haas_client.ui.pages.trial import TrialPage

            return TrialPage(self._session)
        from haas_client.ui.pages.storage import StoragePage

        return StoragePage(self._session)

    def event(self, event: QEvent) -> bool:
        """Tab and Shift+Tab are announced here from every page; Qt itself moves the focus without them at times."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _TAB_KEYS:
            self._ring.follow_keyboard()
        return super().event(event)

    def _go_back(self) -> None:
        if self.page.name != PageName.HOME:
            self.open(self.page.back())


class Header(QFrame):
    """At home the brand and the centre's hours; elsewhere the way back and the four steps."""

    def __init__(self, session: Session, go_back: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setFixedHeight(_HEADER_HEIGHT)
        self._session = session
        self._row = layout = row(gap=12)
        layout.setContentsMargins(theme.PAGE_MARGIN, 0, theme.PAGE_MARGIN, 0)
        self.setLayout(layout)
        self._brand = Brand()
        self._back = button("← " + t("Back"), go_back, "link", t("Back"))
        self._title = label("", "brand")
        layout.addWidget(self._brand)
        layout.addWidget(self._back)
        layout.addWidget(self._title)
        layout.addStretch(1)
        self._steps: _Steps | None = None  # home has none
        self._reception = ReceptionPill(session.bridge)
        self._home = True
        self._warranty = Pill("", Tone.NEUTRAL, dot=False)
        self._warranty.hide()
        layout.addWidget(self._reception)
        layout.addWidget(self._warranty)

    def show_page(self, page: Page) -> None:
        home = page.name == PageName.HOME
        self._brand.setVisible(home)
        self._back.setVisible(not home)
        self._title.setText(t("Linuxmania Support") if home else page.title())
        self._show_step(page.step)
        self._home = home
        if self.isVisible():
            self._show_number()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        # After the first frame: what lies on disk, and holidays, need not hold the window back.
        QTimer.singleShot(0, self._reception.refresh)
        QTimer.singleShot(0, self._show_number)

    def _show_step(self, step: int) -> None:
        if self._steps is None and step:
            self._steps = _Steps()
            self._row.insertWidget(self._row.indexOf(self._reception), self._steps)
        if self._steps:
            self._steps.setVisible(step > 0)
            self._steps.show_step(step)

    def _show_number(self) -> None:
        number = self._session.request.warranty_number if self._home else ""
        self._warranty.setVisible(bool(number))
        self._warranty.show_state(t("Warranty number {number}").format(number=number), Tone.NEUTRAL)


class _Steps(QWidget):
    """1 Symptom · 2 Diagnosis · 3 Advice · 4 Sending"""

    def __init__(self) -> None:
        super().__init__()
        layout: QHBoxLayout = row(gap=4)
        self.setLayout(layout)
        self._labels = []
        for number, text in enumerate((t("Symptom"), t("Diagnosis"), t("Advice"), t("Sending")), start=1):
            if number > 1:
                layout.addWidget(label("·", "step"))
            step = label(f"{number} {text}", "step")
            self._labels.append(step)
            layout.addWidget(step)

    def show_step(self, current: int) -> None:
        for number, step in enumerate(self._labels, start=1):
            step.setProperty("current", number == current)
            step.style().unpolish(step)
            step.style().polish(step)
        if 0 < current <= len(self._labels):
            words = t("Step {number} of {count}: {title}")
            self.setAccessibleName(
                words.format(number=current, count=len(self._labels), title=self._labels[current - 1].text())
            )
