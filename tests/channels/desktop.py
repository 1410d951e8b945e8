"""A desktop of the test's own: a mail program for mailto: links, a session bus, and the real portal on it."""

import asyncio
import contextlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.channels.mailbox import Mailbox
from tests.privileged.bus import START_SECONDS, owned

AT_TERMINAL = Path(__file__).with_name("at_terminal.py")
PORTAL = Path("/usr/libexec/xdg-desktop-portal")
BACKEND = "org.freedesktop.impl.portal.desktop.haastest"

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={folder}/bus</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""

_MUTT = """set smtp_url="smtp://127.0.0.1:{port}" ssl_starttls=no ssl_force_tls=no
set from="owner@example.net" hostname="example.net" charset=utf-8 send_charset="utf-8"
set copy=no abort_unmodified=no wait_key=no move=no spoolfile=/dev/null folder={folder} tmpdir={folder}
set autoedit=yes edit_headers=yes editor="touch -d @2000000000"
"""
"""An owner who looks at the mail in an editor, saves it as it is, and sends it."""


def mutt_command(folder: Path, box: Mailbox, *, takes_files: bool) -> tuple[str, ...]:
    """The mail program; by its own defaults it leaves out a file that a link names, without a word."""
    folder.mkdir()
    allowed = "mailto_allow attach\n" if takes_files else ""
    (folder / "muttrc").write_text(_MUTT.format(port=box.port, folder=folder) + allowed)
    return sys.executable, str(AT_TERMINAL), str(folder / "muttrc")


def install(command: tuple[str, ...]) -> None:
    """Makes ``command`` the owner's program for mailto: links."""
    data, config = (Path(os.environ[name]) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"))
    (data / "applications").mkdir()
    entry = f"[Desktop Entry]\nType=Application\nName=Mail\nExec={shlex.join(command)} %u\n"
    (data / "applications" / "owners-mail.desktop").write_text(entry + "MimeType=x-scheme-handler/mailto;\n")
    (config / "mimeapps.list").write_text("[Default Applications]\nx-scheme-handler/mailto=owners-mail.desktop\n")


def missing(*programs: str | Path) -> str:
    """Which of the programs are not here, for a skip."""
    return ", ".join(str(one) for one in programs if shutil.which(one) is None)


@contextlib.contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """A private session bus; gives its address. Its number lies beside it as "pid"."""
    (folder / "bus.conf").write_text(_BUS.format(folder=folder))
    read, write = os.pipe()
    argv = ["dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", f"--print-address={write}"]
    daemon = subprocess.Popen(argv, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            assert pipe.readline(), "the bus did not start"
        (folder / "pid").write_text(str(daemon.pid))
        yield f"unix:path={folder}/bus"
    finally:
        daemon.terminate()
        daemon.wait(START_SECONDS)


@contextlib.contextmanager
def real_portal(folder: Path, address: str) -> Iterator[None]:
    """xdg-desktop-portal itself, which takes :data:`BACKEND` for mails."""
    (folder / "portals").mkdir()
    lines = ("[portal]", f"DBusName={BACKEND}", "Interfaces=org.freedesktop.impl.portal.Email", "UseIn=haastest")
    (folder / "portals" / "haastest.portal").write_text("\n".join(lines) + "\n")
    environment = os.environ | {
        "DBUS_SESSION_BUS_ADDRESS": address,
        "XDG_CURRENT_DESKTOP": "haastest",
        "XDG_DESKTOP_PORTAL_DIR": str(folder / "portals"),
    }
    portal = subprocess.Popen((str(PORTAL),), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        asyncio.run(asyncio.wait_for(owned(address, "org.freedesktop.portal.Desktop"), START_SECONDS))
        yield
    finally:
        portal.terminate()
        portal.wait(START_SECONDS)
