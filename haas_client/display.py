"""Whether there is a display to open a window on; Qt itself would abort the whole program where there is none."""

import os
import re
import socket
from collections.abc import Mapping

from haas_client.i18n import t

_WITHOUT_DISPLAY = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
_X_DISPLAY = re.compile(r"(?P<host>[^:]*):(?P<number>\d{1,5})(\.\d+)?")
_SECONDS = 2.0


def problem(environment: Mapping[str, str]) -> str:
    """Why no window can be opened, in a sentence; empty where one can."""
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in _WITHOUT_DISPLAY:
        return ""
    wayland, x11 = environment.get("WAYLAND_DISPLAY", ""), environment.get("DISPLAY", "")
    if not wayland and not x11:
        return t("There is no display to open a window on.")
    folder = environment.get("XDG_RUNTIME_DIR", "")
    if wayland and _answers(wayland if wayland.startswith("/") else os.path.join(folder, wayland)):
        return ""
    if x11 and _x_answers(x11):
        return ""
    return t("The display {name} does not answer.").format(name=wayland or x11)


def _x_answers(name: str) -> bool:
    match = _X_DISPLAY.fullmatch(name)
    if not match:
        return name.startswith("/") and _answers(name)
    if match["host"] not in ("", "unix"):
        return _port_answers(match["host"], 6000 + int(match["number"]))
    path = f"/tmp/.X11-unix/X{match['number']}"  # noqa: S108  the X servers' own place
    return _answers("\0" + path) or _answers(path)


def _answers(path: str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_SECONDS)
            connection.connect(path)
    except (OSError, ValueError):
        return False
    return True


def _port_answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=_SECONDS):
            return True
    except OSError:
        return False
