"""How far one is, as a thin bar."""

from PySide6.QtWidgets import QProgressBar

from haas_client.i18n import t


class StepBar(QProgressBar):
    def __init__(self) -> None:
        super().__init__()
        self.setTextVisible(False)

    def show_progress(self, number: int, count: int) -> None:
        self.setRange(0, max(count, 1))
        self.setValue(number)
        self.setAccessibleName(t("Step {number} of {count}").format(number=number, count=count))
