"""Every page and dialog in every state that :mod:`tests.ui.render` shows, looked at by a judge, not by a camera.

``python -m tests.ui.walk JUDGE PART``; each in a process of its own, because much goes on beside the windows.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QWidget

from haas_client.ui import roles
from haas_client.ui.theme import Theme
from tests import pseudo
from tests.ui import (
    audit,
    render_asking,
    render_card,
    render_cases,
    render_handson,
    render_links,
    render_swap,
    render_swap_paper,
    render_trials,
    room,
)
from tests.ui.render import Camera

Judge = Callable[[QWidget], list[str]]


class Walk(Camera):
    """Judges what the camera would take, and keeps what was found with the names of the states."""

    def __init__(self, judge: Judge, size: tuple[int, int]) -> None:
        super().__init__(Path(), "", size, "en")
        self._judge = judge
        self.seen: list[str] = []
        self.found: dict[str, list[str]] = {}

    def shoot(self, widget: QWidget, name: str) -> None:
        settle()
        self.seen.append(name)
        for fault in self._judge(widget):
            self.found.setdefault(fault, []).append(name)

    def keep(self, image: QImage, name: str) -> None:
        """A picture of paper is none of a window."""


def settle(_milliseconds: int = 0) -> None:
    for _ in range(12):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


PARTS: dict[str, Callable[[Walk, Path], Any]] = {
    "asking first": lambda walk, home: walk.flow(home),
    "other machines": lambda walk, home: walk.others(home),
    "parts": lambda walk, home: walk.parts(home),
    "as sold": lambda walk, home: walk.as_sold(home),
    "tests": render_trials.shoot,
    "card": render_card.shoot,
    "cases": lambda walk, home: render_cases.shoot(walk, home, "Since yesterday"),
    "asking": lambda walk, home: render_asking.shoot(walk, home, "en"),
    "links": render_links.shoot,
    "hands-on": render_handson.shoot,
    "swap": render_swap.shoot,
    "swap on paper": render_swap_paper.shoot,
}


JUDGES: dict[str, tuple[Judge, tuple[int, int]]] = {
    "heard": (audit.faults, (1040, 720)),
    "room": (room.tight, (1040, 720)),
    "little room": (room.tight, (880, 620)),
    "words": (room.untranslatable, (1040, 720)),
}
"""Each with the size of the window; all but the first in the language that nobody speaks."""


def main(judge: str, part: str) -> None:
    """Prints JSON: how many states were seen, and the faults with the states in which they were."""
    application = QApplication([])
    theme = Theme(application, dark=False)
    if judge == "heard":
        roles.install()
        QAccessible.setActive(True)
    else:
        pseudo.use()
    walk = Walk(*JUDGES[judge])
    with tempfile.TemporaryDirectory() as home:
        PARTS[part](walk, Path(home))
        del theme
        sys.stdout.write(json.dumps({"seen": len(walk.seen), "found": walk.found}) + "\n")
        sys.stdout.flush()
    os._exit(0)  # what still runs beside the window is waited for by nobody


if __name__ == "__main__":
    main(*sys.argv[1:])
