"""Keeps the keyboard where it was while an area is built anew, or cannot be used for a moment."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

_TURNS = 8
"""Of the event loop: what is built anew several times in a row is shown some turns after it was made."""


class KeptFocus:
    """``target`` is what in ``area`` takes the place of what had the focus."""

    def __init__(self, area: QWidget, target: Callable[[], QWidget | None]) -> None:
        self._area, self._target = area, target
        self._kept = False

    def keep(self) -> None:
        """Before something in the area goes or is switched off."""
        focused: QWidget | None = self._area.window().focusWidget()
        self._kept = self._kept or (focused is not None and self._area.isAncestorOf(focused))

    def want(self) -> None:
        """The area is entered before what is to have the focus is there."""
        self._kept = True

    def drop(self) -> None:
        """It is where it was."""
        self._kept = False

    def give_back(self) -> None:
        """Afterwards; waits for a later call where the area is still switched off."""
        if self._kept and self._area.isEnabled():
            self._kept = False
            QTimer.singleShot(0, self._area, self._focus)  # once new widgets are shown

    def _focus(self, turns: int = _TURNS) -> None:
        target = self._target()
        if target and target.isVisible():
            target.setFocus()
        elif turns:  # not shown yet: made meanwhile, by a change after the one that asked
            QTimer.singleShot(0, self._area, lambda: self._focus(turns - 1))
        else:
            self._kept = True  # nothing that is there yet can have it: with what comes next
