"""Says that what is being written cannot be kept at the moment; quiet, for all else goes on."""

from PySide6.QtWidgets import QWidget

from haas_client.i18n import t
from haas_client.ui.case_draft import CaseDraft
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import column, fit, label, notice


class DraftNotice(QWidget):
    def __init__(self, draft: CaseDraft) -> None:
        super().__init__()
        self._draft = draft
        layout = column(self)
        frame, inside = notice(Tone.WARN)
        inside.addWidget(label(t("What you write here cannot be kept at the moment"), "h3"))
        self._why = label("", "caption")
        inside.addWidget(self._why)
        layout.addWidget(frame)
        draft.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self.setVisible(self._draft.problem is not None)
        if self._draft.problem:
            rest = t("You can go on all the same. It is lost when the program ends.")
            self._why.setText(fit(f"{self._draft.problem[0]} {rest}"))
