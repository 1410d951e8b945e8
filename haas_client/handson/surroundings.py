"""Where the preparation of a Hands-on asks: the session, its buses, TeamViewer's files, the network."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec

from haas_client.diagnostics.unknown import Reason, Unreadable

SITE = "https://www.teamviewer.com/"
"""TeamViewer names no fixed address of its relays; its site stands for them (its page "Ports used by TeamViewer")."""
OTHER_SITE = "https://www.linuxmania.jp/"
"""Ours: asked only where TeamViewer's does not answer, to tell one silent site from no Internet."""
PLAIN_SITE = "http://www.teamviewer.com/"
"""Sends on to its own https: address; a network that wants its own page filled in first sends elsewhere."""
PORT = 5939
"""On which TeamViewer's service answers its window, on this PC only."""

WINDOW = "TeamViewer"
"""The kernel's name of ``tv_bin/TeamViewer``; the service is "teamviewerd", the capture "TeamViewer_Desk"."""


def _environment() -> Mapping[str, str]:
    return dict(os.environ)


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """This PC as it is; a test says otherwise. Only a proxy always comes from the process's own environment."""

    environment: Mapping[str, str] = msgspec.field(default_factory=_environment)
    system_bus: str = ""
    """An address; "": the usual one."""
    root: Path = Path("/")
    """Under which TeamViewer's files and the package manager's are."""
    processes: Path = Path("/proc")
    window: str = WINDOW
    port: int = PORT
    site: str = SITE
    other_site: str = OTHER_SITE
    plain_site: str = PLAIN_SITE

    def variable(self, name: str) -> str:
        return self.environment.get(name, "")

    def session_bus(self) -> str:
        """As the environment names it, else where systemd puts it (systemd.special(7), dbus.socket)."""
        named, folder = self.variable("DBUS_SESSION_BUS_ADDRESS"), self.variable("XDG_RUNTIME_DIR")
        if not named and not folder:
            raise Unreadable(Reason.NOT_PRESENT, "session bus")
        return named or f"unix:path={folder}/bus"

    def program(self, name: str) -> str | None:
        """The absolute path of a program, as the owner's own PATH finds it."""
        found = shutil.which(name, path=self.variable("PATH") or os.defpath)
        return os.path.abspath(found) if found else None

    def file(self, path: str) -> Path:
        """An absolute path of the PC, under :attr:`root`."""
        return self.root / path.lstrip("/")
