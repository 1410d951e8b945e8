"""The window: a header that says where one is, and one page at a time."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from haas_client.i18n import t
from haas_client.ui import reading, roles
from haas_client.ui.app_icons import app_icon
from haas_client.ui.header import Header
from haas_client.ui.pages import making
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import column
from haas_client.ui.widgets.focus import FocusRing, is_tab

if TYPE_CHECKING:
    from haas_client.diagnostics.finding import Part
    from haas_client.ui.delivery import Delivery
    from haas_client.ui.following import Following
    from haas_client.ui.widgets.notice_bar import NoticeBar, Said

MINIMUM = (880, 620)
DEFAULT = (1040, 720)
_WITHOUT_DIAGNOSIS = {
    *(PageName.HOME, PageName.SYMPTOM, PageName.DIAGNOSIS, PageName.MACHINE),
    *(PageName.CENTRE, PageName.CARD, PageName.CASE, PageName.CASES, PageName.LINK),
    *(PageName.HANDS_ON, PageName.SWAP),
}
_NEED_DIAGNOSIS = frozenset(PageName) - _WITHOUT_DIAGNOSIS
_NEED_REQUEST = frozenset({PageName.SEND, PageName.HANDOVER})
"""Something was asked, or waits to be sent; a diagnosis alone will do as well."""


class Window(QMainWindow):
    closed = Signal()

    def __init__(self, session: Session, may_close: Callable[[], bool] = lambda: True) -> None:
        """``may_close`` is asked whether the window may be closed without asking the owner first."""
        super().__init__()
        roles.install()
        self._session = session
        self._may_close = may_close
        self._pages: dict[PageName, Page] = {}
        self.setWindowTitle(t("Linuxmania Support"))
        self.setWindowIcon(app_icon())
        self.setMinimumSize(*MINIMUM)
        self.resize(*DEFAULT)
        body = QWidget()
        layout = column(body)
        self._header = Header(session, self._go_back, lambda: self.open(PageName.MACHINE))
        self._stack = QStackedWidget()
        self._bar: NoticeBar | None = None
        self._body = layout
        layout.addWidget(self._header)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(body)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self, self._go_back)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._go_back)
        self._ring = FocusRing(self)
        session.parted.connect(self._tell_parted)
        session.hands_on_ended.connect(self._tell_hands_on)
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
        if self._bar and page is not left:
            self._bar.hide()
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

    def open_case(self, case_id: str) -> None:
        """Shows the page of a case."""
        from haas_client.ui.pages.case import CasePage

        page = self._get(PageName.CASE)
        if isinstance(page, CasePage):
            page.show_case(case_id)
        self.open(PageName.CASE)

    @cached_property
    def following(self) -> "Following":
        """Looks at links of the centre's; loaded with the first one."""
        from haas_client.ui.following import Following

        return Following(self._session, self._session.facts.folder)

    def open_link(self, text: str) -> None:
        """Shows what a link of the centre's asks for, and waits for the owner's word."""
        self.following.hand_over(text)
        self.open(PageName.LINK)

    def say(self, said: "Said") -> None:
        """Tells something above the page that is shown, until it is put away or another page is opened."""
        if self._bar is None:
            from haas_client.ui.widgets.notice_bar import NoticeBar

            self._bar = NoticeBar()
            self._body.insertWidget(1, self._bar)
        self._bar.show_said(said)

    def _tell_parted(self) -> None:
        from haas_client.ui.theme import Tone
        from haas_client.ui.widgets.notice_bar import Said

        title = t("This case is being written in another window too.")
        advice = t("Nothing was lost: what you write here is a case of its own from now on.")
        self.say(Said(title=title, advice=advice, tone=Tone.WARN))

    def _tell_hands_on(self) -> None:
        """On its own page it stands there."""
        from haas_client.ui.theme import Tone
        from haas_client.ui.widgets.notice_bar import Said

        if self.page.name != PageName.HANDS_ON:
            title = t("The remote work seems to have ended.")
            act = (t("Say how it went"), lambda: self.open(PageName.HANDS_ON))
            self.say(Said(title=title, tone=Tone.ACCENT, act=act))

    @called_by_qt
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
        page = making.new(name, self._session, lambda: self.delivery, lambda: self.following)
        page.go.connect(self.open)
        page.look_at.connect(self.look_at)
        page.open_case.connect(self.open_case)
        page.say.connect(self.say)
        page.retitled.connect(lambda: self._retitle(page))
        self._pages[name] = page
        self._stack.addWidget(page)
        return page

    def _retitle(self, page: Page) -> None:
        if page is self._stack.currentWidget():
            self._header.show_page(page)

    @called_by_qt
    def event(self, event: QEvent) -> bool:
        """Tab and Shift+Tab are announced here from every page; Qt itself moves the focus without them at times."""
        if is_tab(event):
            self._ring.follow_keyboard()
        return super().event(event)

    @called_by_qt
    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  Qt's own name and argument
        return reading.go_on(self, forward=forward)

    def _go_back(self) -> None:
        if self.page.name != PageName.HOME:
            self.open(self.page.back())
