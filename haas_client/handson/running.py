"""Whether TeamViewer's window's program runs for this user; its service and its capture of the screen are others."""

import contextlib
import os
from pathlib import Path

from haas_client.handson.surroundings import Surroundings

_ENDED = ("Z", "X")
"""proc_pid_stat(5): one that we started stays in the list until it is reaped."""


def windows(surroundings: Surroundings) -> tuple[int, ...] | None:
    """The numbers of its processes (to be watched by ``os.pidfd_open``); ``None`` where that cannot be read."""
    try:
        folders = [folder for folder in surroundings.processes.iterdir() if folder.name.isdecimal()]
    except OSError:
        return None
    return tuple(sorted(int(folder.name) for folder in folders if _is_window(folder, surroundings.window)))


def _is_window(folder: Path, name: str) -> bool:
    with contextlib.suppress(OSError, ValueError):  # ended just now
        if folder.stat().st_uid != os.getuid():
            return False
        before, _, after = (folder / "stat").read_text("utf-8", "replace").rpartition(")")
        return before.partition("(")[2] == name and not after.strip().startswith(_ENDED)
    return False
