"""Where windows are shown while they are measured: Qt's offscreen platform, a display that is there, or Xvfb."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.guests import end

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
PRIVATE = "xcb on a private Xvfb with trayer"
_TRAY_SECONDS = 1.5


def present_or_offscreen() -> dict[str, str]:
    """``$DISPLAY`` (xcb) where it is set, else offscreen."""
    display = os.environ.get("DISPLAY")
    if not display:
        return OFFSCREEN
    keys = os.environ.get("XAUTHORITY") or str(Path.home() / ".Xauthority")  # guests have a home of their own
    return {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display, "XAUTHORITY": keys}


def name(display: Mapping[str, str], private: Mapping[str, str] | None) -> str:
    """The display in words, for "how it was taken"."""
    if display is private:
        return PRIVATE
    return f"{display['QT_QPA_PLATFORM']} {display.get('DISPLAY', '')}".strip()


def missing() -> str:
    """Which of the programs that a private display with a tray needs are not installed; empty where none is."""
    absent = [program for program in ("Xvfb", "trayer") if shutil.which(program) is None]
    return f"{', '.join(absent)} not installed" if absent else ""


@contextlib.contextmanager
def private() -> Iterator[dict[str, str]]:
    """A display of our own with a tray (Xvfb, trayer), both ended afterwards."""
    with server() as display, _trayer(display):
        yield display


@contextlib.contextmanager
def server(*options: str) -> Iterator[dict[str, str]]:
    """A display of our own."""
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        number = process.stdout.readline().strip() if process.stdout else ""
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
    finally:
        end(process)


@contextlib.contextmanager
def _trayer(display: Mapping[str, str]) -> Iterator[None]:
    variables = {**os.environ, **display, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    variables.pop("WAYLAND_DISPLAY", None)
    process = subprocess.Popen(
        ["trayer"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=variables,
    )
    try:
        time.sleep(_TRAY_SECONDS)  # until it owns the tray's selection
        yield
    finally:
        end(process)
