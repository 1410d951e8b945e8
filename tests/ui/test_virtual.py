"""An error in a method that Qt calls is told and ends nothing else."""

import importlib
import inspect
import pkgutil
import subprocess
import sys
from collections.abc import Iterator

import haas_client.ui
from haas_client.ui.virtual import called_by_qt

_NOT_VIRTUAL = {"setText", "text"}
"""Only our own code calls these."""

_PROGRAM = """
from PySide6.QtWidgets import QApplication, QWidget
from haas_client.ui.virtual import called_by_qt

class Failing(QWidget):
    {mark}
    def closeEvent(self, event):
        int("no number")

application = QApplication([])
widget = Failing()
widget.show()
try:
    widget.close()
except ValueError as error:
    print(error)
"""


def _methods_of_qt() -> Iterator[tuple[str, object]]:
    for module in pkgutil.walk_packages(haas_client.ui.__path__, "haas_client.ui."):
        for kind in vars(importlib.import_module(module.name)).values():
            if not isinstance(kind, type) or kind.__module__ != module.name:
                continue
            of_qt = {name for base in kind.__mro__ if base.__module__.startswith("PySide6") for name in vars(base)}
            for name, method in vars(kind).items():
                if inspect.isfunction(method) and not name.startswith("__") and name in of_qt - _NOT_VIRTUAL:
                    yield f"{module.name}.{kind.__name__}.{name}", method


def test_every_method_that_qt_calls_is_marked() -> None:
    methods = dict(_methods_of_qt())
    assert len(methods) >= 50
    mark = called_by_qt(lambda self: None).__code__
    assert [name for name, method in methods.items() if getattr(method, "__code__", None) is not mark] == []


def test_an_error_of_pythons_own_in_one_does_not_end_the_program() -> None:
    script = _PROGRAM.format(mark="@called_by_qt")
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "no number" in ended.stdout
