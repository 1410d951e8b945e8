"""An update while the program waits in the tray: it starts anew before it loads more of itself.

Window and pages are loaded when they are first shown; by then the files on the disk may be those of another version,
which do not fit what is loaded already.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from haas_client.cli import Arguments


class Renewal:
    """Of the file that runs; a program that runs from its sources has none, and is never renewed."""

    def __init__(self, executable: Path | None) -> None:
        self._executable = executable
        self._began_as = self._file()

    @property
    def is_due(self) -> bool:
        """Whether another file stands in its place. One that was taken away cannot be started: then we go on."""
        found = self._file()
        return found is not None and found != self._began_as

    def start_anew(self, arguments: Sequence[str]) -> NoReturn:
        """Becomes the new version, in the same process: whoever waits for its end notices nothing."""
        from haas_client import process  # loads a decoder, which a tray that waits does without

        process.become((str(self._executable), *arguments))

    def _file(self) -> tuple[int, int, int] | None:
        try:
            found = os.stat(self._executable) if self._executable else None
        except OSError:
            return None
        return (found.st_dev, found.st_ino, found.st_mtime_ns) if found else None


def of_this_program() -> Renewal:
    return Renewal(Path(sys.executable) if getattr(sys, "frozen", False) else None)


def words(arguments: Arguments, link: str = "") -> list[str]:
    """The command line by which the tray program comes back with its window, and looks at ``link``."""
    if link:
        return [link]  # it stands alone, as the desktop hands it over
    return ["--lang", arguments.language, *(["--replay", str(arguments.replay)] if arguments.replay else [])]
