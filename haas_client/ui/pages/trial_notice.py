"""Home's word on tests: one that runs, and one in which the PC went off."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from haas_client.i18n import current, t
from haas_client.request import Symptom
from haas_client.ui import aftermath, theme
from haas_client.ui.pages.page import PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, clear, column, label, notice, row

if TYPE_CHECKING:
    from haas_client.diagnostics.trials.values import TrialRecord

Go = Callable[[PageName], object]


class TrialNotice(QWidget):
    """Takes no room while there is nothing to tell."""

    def __init__(self, session: Session, go: Go) -> None:
        super().__init__()
        self._session, self._go = session, go
        self._column = column(self, gap=theme.GAP)
        self._went_off: TrialRecord | None = None
        session.trial_changed.connect(self._show)
        aftermath.look_up(session, self, self._found)
        self._show()

    def _found(self, record: "TrialRecord | None") -> None:
        self._went_off = record
        self._show()

    def _show(self) -> None:
        clear(self._column)
        if self._session.trial_runs:
            self._column.addWidget(self._running())
        if self._went_off:
            self._column.addWidget(self._stopped(self._went_off))
        self.setVisible(self._column.count() > 0)

    def _running(self) -> QFrame:
        frame, layout = notice(Tone.ACCENT)
        line = row(gap=12)
        line.addWidget(label(t("A test is running."), "h3"), 1)
        line.addWidget(button(t("Show the running test"), lambda: self._go(PageName.TRIAL), "link"))
        layout.addLayout(line)
        return frame

    def _stopped(self, record: "TrialRecord") -> QFrame:
        from haas_client.wording import trials as words

        frame, layout = notice(Tone.WARN)
        layout.addWidget(label(words.ending(record, current()), "h3", Tone.WARN))
        meaning = t(
            "This may be a hint at the power supply, the cooling or the memory. It counts in the next diagnosis."
        )
        layout.addWidget(label(meaning, "sub"))
        layout.addWidget(label(words.next_step(record, current()), "advice"))
        line = row(gap=8)
        line.addWidget(button(t("Get help with it"), lambda: self._get_help(record)))
        line.addWidget(button(t("Put this notice away"), lambda: self._put_away(record), "link"))
        line.addStretch()
        layout.addSpacing(4)
        layout.addLayout(line)
        return frame

    def _get_help(self, record: "TrialRecord") -> None:
        self._session.change(symptom=Symptom(record.part.kind.value))
        self._go(PageName.SYMPTOM)

    def _put_away(self, record: "TrialRecord") -> None:
        self._went_off = None
        aftermath.seen(self._session, record)
        self._show()
