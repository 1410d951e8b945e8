"""A link of the customer centre's: who asks for what, in this program's own words; nothing happens before a yes."""

from functools import partial

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from haas_client.cases.model import Case, State
from haas_client.errors import HaasError
from haas_client.i18n import current, t
from haas_client.links.model import Action, Reason
from haas_client.links.refusal import LinkRefused
from haas_client.request import MAX_FIELD
from haas_client.ui import theme
from haas_client.ui.case_work import CaseWork
from haas_client.ui.following import Following, Proposal, agreed
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, clear, column, label, line, notice, row, scrolled
from haas_client.ui.widgets.notice_bar import Said
from haas_client.wording import cases as case_words
from haas_client.wording import links as words


class LinkPage(Page):
    name = PageName.LINK

    def __init__(self, session: Session, following: Following) -> None:
        super().__init__(session)
        self._following = following
        self._work = CaseWork(self)
        self._work.busy.connect(self._show_busy)
        self._first: QWidget | None = None
        self._inner = QWidget()
        self._body = column(self._inner, gap=theme.GAP)
        self.content.addWidget(scrolled(self._inner), 1)
        self._deciding = column(gap=theme.GAP)  # always in sight, however much is told above
        self.content.addLayout(self._deciding)
        following.looked_at.connect(self._show)
        self._show()

    def title(self) -> str:
        return t("Link of the centre")

    def first_focus(self) -> QWidget | None:
        return self._first

    def back(self) -> PageName:
        return PageName.HOME

    def _show(self) -> None:
        clear(self._body)
        clear(self._deciding)
        found = self._following
        if found.proposal:
            self._add_proposal(found.proposal)
        elif found.looking:
            self._body.addWidget(label(t("The link is being checked…"), "sub"))
            self._first = None
        else:
            self._add_paste()
            if found.refused:
                self._add_refusal(found.refused)
        self._add_waiting()
        self._body.addStretch(1)
        if self._first and self.isVisible():
            self._first.setFocus()

    def _add_proposal(self, proposal: Proposal) -> None:
        t_ = current()
        who, layout = notice(Tone.ACCENT)
        layout.addWidget(label(t("From Linuxmania's customer centre"), "h3", Tone.ACCENT))
        layout.addWidget(label(t("The link carries the centre's mark, and is for this PC and this case."), "sub"))
        self._body.addWidget(who)
        frame, body = card()
        body.addWidget(label(case_words.title(proposal.case, t_), "caption"))
        body.addWidget(label(words.title(proposal.link, t_), "h1"))
        body.addWidget(label(words.meaning(proposal.link, t_), "sub"))
        for name, value in words.details(proposal.link, t_):
            body.addWidget(line())
            body.addWidget(label(name, "caption"))
            body.addWidget(label(value, selectable=True))
        self._body.addWidget(frame)
        promise = t("Nothing is changed before you agree. You can also call the centre first.")
        self._deciding.addWidget(label(promise, "sub"))
        yes = button(words.button(proposal.link, t_), partial(self._agree, proposal), "primary")
        buttons = row(gap=12)
        for one in (
            yes,
            button(t("Not now"), self._put_away, name=t("Not now: nothing is changed")),
            button(t("Contact the centre"), partial(self.go.emit, PageName.CENTRE), "link"),
        ):
            buttons.addWidget(one)
        buttons.addStretch()
        self._deciding.addLayout(buttons)
        self._first = yes

    def _add_refusal(self, error: HaasError) -> None:
        frame, layout = notice(Tone.WARN)
        layout.addWidget(label(error.title, "h3", Tone.WARN))
        layout.addWidget(label(error.advice, "sub"))
        if isinstance(error, LinkRefused) and error.reason == Reason.MACHINE_UNKNOWN:
            self._add_number(layout)
        self._body.insertWidget(0, frame)

    def _add_number(self, layout: QVBoxLayout) -> None:
        entry, field = row(gap=8), QLineEdit()
        field.setMaxLength(MAX_FIELD)
        field.setAccessibleName(t("Warranty number"))
        field.setPlaceholderText(t("As on your warranty card"))
        entry.addWidget(field, 1)
        check = button(t("Check"), lambda: self._following.look_again(field.text()), "", t("Check with this number"))
        field.returnPressed.connect(check.click)
        entry.addWidget(check)
        layout.addLayout(entry)
        self._first = field

    def _add_paste(self) -> None:
        frame, layout = card()
        layout.addWidget(label(t("Paste a link from the centre's mail"), "h2"))
        how = t("If nothing happened when you clicked it, copy the whole link, from “linuxmania-haas:” to its end.")
        layout.addWidget(label(how, "sub"))
        field = QPlainTextEdit()
        field.setAccessibleName(t("The link"))
        field.setTabChangesFocus(True)
        field.setFixedHeight(_FIELD_HEIGHT)
        layout.addWidget(field)
        check = button(t("Check the link"), lambda: self._following.look_at(field.toPlainText()), "primary")
        check.setEnabled(False)
        field.textChanged.connect(lambda: check.setEnabled(bool(field.toPlainText().strip())))
        buttons = row(gap=12)
        buttons.addWidget(check)
        buttons.addStretch()
        layout.addLayout(buttons)
        self._body.addWidget(frame)
        self._first = field

    def _add_waiting(self) -> None:
        if self._following.waiting:
            more = t("More links wait to be looked at: {count}").format(count=self._following.waiting)
            self._body.addWidget(label(more, "caption"))

    def _put_away(self) -> None:
        if not self._following.put_away():
            self.go.emit(PageName.HOME)

    def _agree(self, proposal: Proposal) -> None:
        self._work.ask(lambda store: agreed(store, proposal), partial(self._done, proposal), self._failed)

    def _done(self, proposal: Proposal, case: Case) -> None:
        if self._following.put_away():
            self._show()
            self.say.emit(Said(title=words.title(proposal.link, current())))
            return
        self.open_case.emit(case.id)
        self.say.emit(Said(title=words.title(proposal.link, current())))
        if proposal.link.action == Action.GUIDE and case.state == State.SWAP:
            self._work.swap(case)
        elif proposal.link.action == Action.DIAGNOSE and self._work.may_take_up(case):
            self.session.resume(case)
            self.session.start()
            self.go.emit(PageName.DIAGNOSIS)

    def _failed(self, _error: HaasError) -> bool:
        """The case went on meanwhile, or the link was used in another window: it is looked at once more."""
        self._following.look_again()
        return False

    def _show_busy(self, busy: bool) -> None:
        self.setEnabled(not busy)


_FIELD_HEIGHT = 96
