"""``python -m benchmarks [--runs N] [--only start|memory|collect|idle] [--xvfb]``: one table of ratios.

``--installed PROGRAM`` measures a program as it is installed, from outside alone (:mod:`benchmarks.installed`).
The figures are taken side by side in one run, ours and a peer in turn, and compared pair by pair; nothing here passes
or fails. The targets stand beside the figures for whoever reads them.
"""

import argparse
import contextlib
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks import collect, idle, installed, memory, screens, start
from benchmarks.figures import Row, missing_row, table
from benchmarks.guests import NoAnswer, environment
from haas_client import __version__, i18n, paths

_PARTS = ("start", "memory", "collect", "idle")
_RUNS = 7


def main() -> int:
    """Measures what is asked for and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").partition("\n\n")[2])
    parser.add_argument("--runs", metavar="N", type=int, default=_RUNS, help=f"pairs of each figure ({_RUNS})")
    parser.add_argument("--only", choices=_PARTS, help="one part alone")
    parser.add_argument(
        "--xvfb", action="store_true", help="windows on a private Xvfb instead of $DISPLAY or offscreen"
    )
    parser.add_argument("--installed", metavar="PROGRAM", help="measures an installed program, seen from outside")
    arguments = parser.parse_args()
    if arguments.runs < 1:
        parser.error("--runs must be at least 1")
    wanted = (arguments.only,) if arguments.only else _PARTS
    absent = screens.missing()
    if (arguments.xvfb or arguments.installed) and absent:
        parser.error(absent)
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder, contextlib.ExitStack() as stack:
        needed = arguments.xvfb or arguments.installed or {"memory", "idle"} & set(wanted)
        private = stack.enter_context(screens.private()) if needed and not absent else None
        measuring = _Measuring(Path(folder), private, absent, own=arguments.xvfb, program=arguments.installed)
        rows = [row for part in wanted for row in measuring.part(part, arguments.runs)]
    print(_heading(measuring.language))
    print(table(rows))
    return 0


class _Measuring:
    """Where windows and trays are shown in this run."""

    def __init__(
        self, home: Path, private: Mapping[str, str] | None, absent: str, *, own: bool, program: str | None
    ) -> None:
        self.language = _language()
        self._absent, self._program = absent, program
        window = private if own and private else screens.present_or_offscreen()
        self._window = environment(home, self.language, window)
        self._window_platform = screens.name(window, private)
        self._tray = environment(home, self.language, private) if private else None
        self._tray_platform = screens.name(private, private) if private else ""

    def part(self, part: str, runs: int) -> list[Row]:
        """The rows of a part; where it cannot be measured, one row that says why, and the others go on."""
        print(f"measuring: {part} …", file=sys.stderr, flush=True)
        try:
            return self._installed(self._program, part, runs) if self._program else self._part(part, runs)
        except (NoAnswer, subprocess.SubprocessError, OSError) as error:
            print(f"{part}: {error}", file=sys.stderr)
            return [missing_row(part, f"failed ({type(error).__name__}, see above)")]

    def _part(self, part: str, runs: int) -> list[Row]:
        if part == "start":
            return start.measure(self._window, self._window_platform, runs)
        if part == "memory":
            return self._memory(runs)
        if part == "collect":
            return collect.measure(self._window, runs)
        return self._idle()

    def _installed(self, program: str, part: str, runs: int) -> list[Row]:
        tray = self._tray or self._window  # a private display is there: main() has seen to it
        if part == "start":
            return installed.start(program, self._window, runs)
        if part == "memory":
            return installed.hidden(program, tray, runs)
        if part == "collect":
            return collect.measure(self._window, runs, (program,))
        return installed.at_rest(program, tray)

    def _memory(self, runs: int) -> list[Row]:
        rows = memory.window(self._window, self._window_platform, runs)
        if self._tray is None:
            return [*rows, *memory.no_tray(self._absent)]
        return [*rows, *memory.tray(self._tray, self._tray_platform, runs)]

    def _idle(self) -> list[Row]:
        rows = idle.measure("window", self._window, self._window_platform)
        for state in ("hidden", "closed"):
            if self._tray is None:
                rows += idle.missing(state, self._absent)
            else:
                rows += idle.measure(state, self._tray, self._tray_platform)
        return rows


def _language() -> str:
    """Japanese, as the owners see it, where its catalogue has been made; else English."""
    return "ja" if (paths.resources() / "locale" / "ja").is_dir() else i18n.LANGUAGES[1]


def _heading(language: str) -> str:
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    return (
        f"{paths.PROGRAM} {__version__}, {platform.system()} {platform.release()} {platform.machine()}, "
        f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load}, language {language}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
