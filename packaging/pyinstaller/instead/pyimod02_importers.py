"""In the place of PyInstaller's module of this name, which looks for modules in an archive first.

Ours are ordinary files in the program's folder, so that Python's own import, and nothing before it, finds them.
"""

import sys


def install() -> None:
    """What the start calls."""
    del sys._pyinstaller_pyz  # the archive, which is empty
    # Where the modules that are built into libpython would be: a few packages look at their __file__.
    sys._stdlib_dir = sys._MEIPASS
