"""What a tray that only waits has loaded: most owners have it running all day."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import sys
from PySide6 import QtCore
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from haas_client import app, settings
QSystemTrayIcon.isSystemTrayAvailable = staticmethod(lambda: True)
QTimer.singleShot(0, QApplication.quit)
QTimer.singleShot(200, QApplication.quit)
for name in ("argparse", "dataclasses"):
    sys.modules.pop(name, None)  # PySide's own signatures want it
app.main(["--hidden"])
if "Qt" in vars(QtCore):  # PySide makes it, and its 1,116 members, when it is first named
    print("Qt")
heavy = ("argparse", "sqlite3", "msgspec", "psutil", "jinja2", "dataclasses")
print(*sorted(name for name in sys.modules if name.partition(".")[0] in heavy))
"""


@pytest.mark.parametrize("kept", ["", '{"warranty_number":"","name":"","contact":"","daily_check":false}'])
def test_no_decoder_no_database_no_parser_and_none_of_the_enumerations_of_qt(own_home: Path, kept: str) -> None:
    if kept:
        folder = own_home / "config" / "linuxmania-haas"
        folder.mkdir()
        (folder / "settings.json").write_text(kept)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "QT_QPA_PLATFORM": "offscreen"}
    command = (sys.executable, "-c", _PROGRAM)
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert finished.stdout.strip() == ""
