"""TeamViewer on this PC: which, of what version, and whether its service answers its window."""

import contextlib
import os
import re
import socket

from haas_client import process
from haas_client.handson import running
from haas_client.handson.model import Cause, Check, Edition, Line, Standing, TeamViewer
from haas_client.handson.surroundings import Surroundings
from haas_client.process import Cancel

_PROGRAMS = ("/usr/bin/teamviewer", "/opt/teamviewer/tv_bin/script/teamviewer")
"""Where the packages and the archive put it, for a PATH that does not lead there."""
_PACKAGES = {"teamviewer": Edition.FULL, "teamviewer-host": Edition.HOST}
_DPKG = "/var/lib/dpkg/status"
_SANDBOX = "/.flatpak-info"
"""There in a Flatpak sandbox (flatpak-metadata(5)), which does not show the PC's own programs."""

DOWNLOAD_PAGE = "https://www.teamviewer.com/download/linux/"
"""TeamViewer's own, for the owner's browser; nothing is ever fetched from it by this program."""

OLDEST = 15
"""Own rule: packages of today are 15.x, and an expert's newer one may refuse an older one."""

_SECONDS = 4.0
_CONNECT_SECONDS = 2.0
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_VERSION = re.compile(r"\b[0-9]{1,3}(?:\.[0-9]{1,6}){1,3}\b", re.ASCII)
_ACTIVE, _STARTING = "active", ("activating", "reloading")


def look(surroundings: Surroundings, cancel: Cancel) -> tuple[Check, TeamViewer]:
    """The line of the preparation, and what it was drawn from. Blocks for some seconds at most."""
    found = find(surroundings, cancel)
    if found.edition is None:
        hidden = surroundings.file(_SANDBOX).exists()
        cause = Cause.TEAMVIEWER_UNKNOWN if hidden else Cause.NOT_INSTALLED
        return _check(Standing.UNKNOWN if hidden else Standing.WARN, cause, found), found
    if found.version and int(found.version.split(".")[0]) < OLDEST:
        return _check(Standing.WARN, Cause.OLD_VERSION, found), found
    if answers(surroundings):
        return _check(Standing.GOOD, Cause.INSTALLED, found), found
    state = _service(surroundings, cancel)
    silent = state in ("", _ACTIVE, *_STARTING)
    return _check(Standing.WARN, Cause.SERVICE_SILENT if silent else Cause.SERVICE_STOPPED, found), found


def find(surroundings: Surroundings, cancel: Cancel) -> TeamViewer:
    """What is installed; the version from the package manager, else from the program itself."""
    edition, version = _package(surroundings)
    program = start_command(surroundings)
    if not program:
        return TeamViewer()
    if not version:
        told = _told(program, cancel)
        found = _VERSION.search(told)
        version = found[0] if found else ""
        edition = edition or (Edition.HOST if "host" in told.lower() else Edition.FULL)
    windows = running.windows(surroundings)
    return TeamViewer(
        edition=edition or Edition.FULL,
        version=version,
        program=program,
        runs=None if windows is None else bool(windows),
    )


def start_command(surroundings: Surroundings) -> str:
    """The path of the command that starts it, as of now; "" where there is none."""
    places = (str(surroundings.file(path)) for path in _PROGRAMS)
    return surroundings.program("teamviewer") or next((path for path in places if os.access(path, os.X_OK)), "")


def answers(surroundings: Surroundings) -> bool:
    """Whether TeamViewer's service takes the connection of its window."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", surroundings.port), _CONNECT_SECONDS):
        return True
    return False


def _check(standing: Standing, cause: Cause, found: TeamViewer) -> Check:
    facts = {"version": found.version} if found.version else {}
    return Check(line=Line.TEAMVIEWER, standing=standing, cause=cause, facts=facts)


def _package(surroundings: Surroundings) -> tuple[Edition | None, str]:
    """The edition and version of an installed Debian package; the full one where both are there."""
    try:
        status = surroundings.file(_DPKG).read_text("utf-8", "replace")
    except OSError:
        return None, ""
    found: dict[str, str] = {}
    for paragraph in status.split("\n\n"):
        if not paragraph.startswith("Package: teamviewer"):
            continue
        fields = dict(line.partition(": ")[::2] for line in paragraph.splitlines() if line[:1].isalpha())
        if fields.get("Status", "").endswith(" installed"):
            found[fields.get("Package", "")] = fields.get("Version", "")
    for package, edition in _PACKAGES.items():
        if package in found:
            version = _VERSION.search(found[package])
            return edition, version[0] if version else ""
    return None, ""


def _told(program: str, cancel: Cancel) -> str:
    """What "teamviewer version" prints, without the codes of a terminal; "" where it does not come to its end."""
    return _ANSI.sub(" ", _printed((program, "version"), cancel))


def _service(surroundings: Surroundings, cancel: Cancel) -> str:
    """Systemd's word for the state of the service; "" where it cannot be asked."""
    systemctl = surroundings.program("systemctl")
    return _printed((systemctl, "is-active", "teamviewerd.service"), cancel).strip() if systemctl else ""


def _printed(argv: tuple[str, ...], cancel: Cancel) -> str:
    try:
        output = process.run(argv, limit_seconds=_SECONDS, cancel=cancel, max_bytes=64 * 1024)
    except (process.TimedOut, process.Cancelled, process.TooMuchOutput, OSError):
        return ""
    return output.stdout.decode("utf-8", "replace")
