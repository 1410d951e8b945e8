"""One of a few choices, side by side."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from PySide6.QtWidgets import QButtonGroup, QWidget

from haas_client.ui.widgets.basic import button, one_tab_stop, row

C = TypeVar("C")


class Segments(QWidget, Generic[C]):
    """Arrow keys move between them; Tab reaches the chosen one."""

    def __init__(
        self, name: str, choices: Mapping[C, str], chosen: C, on_choose: Callable[[C], object] = lambda _: None
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        layout = row(gap=6)
        self.setLayout(layout)
        self._group = QButtonGroup(self)
        self._choices = list(choices)
        for number, (choice, words) in enumerate(choices.items()):
            one = button(words, lambda: None, "answer", f"{name}: {words}")
            one.setCheckable(True)
            one.setChecked(choice == chosen)
            self._group.addButton(one, number)
            layout.addWidget(one)
        layout.addStretch()
        one_tab_stop(self._group)
        self._group.idToggled.connect(lambda number, on: self._toggled(number, on, on_choose))

    @property
    def chosen(self) -> C:
        return self._choices[self._group.checkedId()]

    def choose(self, choice: C) -> None:
        self._group.button(self._choices.index(choice)).setChecked(True)

    def _toggled(self, number: int, on: bool, on_choose: Callable[[C], object]) -> None:
        one_tab_stop(self._group)
        if on:
            on_choose(self._choices[number])
