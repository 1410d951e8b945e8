"""The guest's desktop: one user's login at the seat with a screen in memory, and what is on that screen."""

import io
import struct
import tarfile
from pathlib import Path

from PIL import Image

from tests.system.pc.pc import Pc

_FILES = Path(__file__).parent / "files"
_PLACES = {
    "environment.conf": "etc/environment.d/90-emulated-desktop.conf",
    "emulated-desktop.target": "etc/systemd/user/emulated-desktop.target",
    "emulated-screen.service": "etc/systemd/user/emulated-screen.service",
    "emulated-tray.service": "etc/systemd/user/emulated-tray.service",
}
PACKAGES = ("fonts-noto-cjk", "trayer", "xdotool", "xvfb")
"""What the desktop is made of, and what an owner's has beside what the package needs."""
_WANTED = "/etc/systemd/user/default.target.wants/emulated-desktop.target"


def install(pc: Pc) -> None:
    """Every login at the seat has a desktop from the next one on."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, place in _PLACES.items():
            archive.add(_FILES / name, place, filter=_as_roots)
    pc.shell.output(("tar", "-C", "/", "-x"), stdin=packed.getvalue())
    pc.shell.output(f"mkdir -p {Path(_WANTED).parent} && ln -s ../emulated-desktop.target {_WANTED}")


def _as_roots(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mode = 0o644
    return member


def log_in_anew(pc: Pc) -> None:
    """The owner logs out and in again, and the desktop has started what starts by itself."""
    pc.shell.output("rm -f /run/at-seat/here; loginctl terminate-user owner", seconds=60)
    pc.shell.output("until [ -e /run/at-seat/here ]; do sleep 0.2; done", seconds=90)
    begun = "until systemctl --user --quiet is-active xdg-desktop-autostart.target; do sleep 0.2; done"
    pc.shell.output(("at-seat", "sh", "-c", begun), seconds=90)


def windows(pc: Pc, name: str, *, seconds: int = 0) -> list[str]:
    """The ids of the windows that are shown and so named; waits for one for up to ``seconds``."""
    search = ("timeout", str(seconds), "xdotool", "search", "--sync") if seconds else ("xdotool", "search")
    words = ("env", "DISPLAY=:0", *search, "--onlyvisible", "--name", name)
    return pc.at_seat(words, seconds=seconds + 30).text.split()


def screen(pc: Pc) -> Image.Image:
    """What is on the screen now: X Window Dump version 7 with 32 bits a pixel, as Xvfb keeps it (X11/XWDFile.h)."""
    data = pc.shell.run("cat /run/user/1000/screen/Xvfb_screen0").stdout
    header = struct.unpack(">25I", data[:100])
    size, width, height, line, colours = header[0], header[4], header[5], header[12], header[19]
    begin = size + 12 * colours
    return Image.frombytes("RGB", (width, height), data[begin : begin + line * height], "raw", "BGRX", line)
