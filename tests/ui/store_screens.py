"""The pictures that software centres show: ``python -m tests.ui.store_screens FOLDER``, Japanese and English."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from haas_client import i18n
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.ui.theme import Theme
from tests.ui import render_swap
from tests.ui.render import Camera

SIZE = (1120, 700)
WANTED = {"05-result-replace": "result", "40-swap-memory-off-16-take-out": "guide"}
"""Pictures of :mod:`tests.ui.render` that tell what the program is for, and what they are called here."""


class StoreCamera(Camera):
    """Keeps the wanted ones alone."""

    def shoot(self, widget: QWidget, name: str) -> None:
        if own := WANTED.get(name):
            super().shoot(widget, own)


def main(folder: Path) -> None:
    for language in ("ja", "en"):
        command = (sys.executable, "-P", "-m", "tests.ui.store_screens", str(folder), language)
        with tempfile.TemporaryDirectory() as home:
            homes = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), home)
            subprocess.run(command, env=os.environ | homes | {"QT_QPA_PLATFORM": "offscreen"}, check=True)


def draw(folder: Path, language: str) -> None:
    i18n.use(language)
    theme = Theme(QApplication([]), dark=False)
    camera = StoreCamera(folder, language, SIZE, language)
    with tempfile.TemporaryDirectory() as home:
        camera.flow(Path(home))
        with render_swap._begun(camera, Path(home), Kind.MEMORY) as (session, window):
            render_swap._steps(camera, session, window, Kind.MEMORY)
    del theme


if __name__ == "__main__":
    if len(sys.argv) > 2:
        draw(Path(sys.argv[1]), sys.argv[2])
    else:
        main(Path(sys.argv[1]))
