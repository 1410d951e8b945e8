"""What was found before a Hands-on, as frozen values. Nothing here ever forbids to go on: it warns."""

from datetime import date
from enum import StrEnum

import msgspec


class Line(StrEnum):
    """A line of the preparation, in the order in which they are shown."""

    NETWORK = "network"
    TEAMVIEWER = "teamviewer"
    SESSION = "session"
    CLOCK = "clock"
    CENTRE = "centre"


class Standing(StrEnum):
    GOOD = "good"
    WARN = "warn"
    """The owner had better do something first."""
    UNKNOWN = "unknown"
    """Could not be read: neither good nor bad."""


class Cause(StrEnum):
    """Why a line stands as it does; its words and its remedy stand in :mod:`haas_client.wording.handson`."""

    ONLINE = "online"
    ONLINE_SERVERS_SILENT = "online_servers_silent"
    """On the Internet, but TeamViewer's servers did not answer; advice only."""
    OFFLINE = "offline"
    SIGN_IN = "sign_in"
    """A network that wants its own page filled in first (a hotel's)."""
    LIMITED = "limited"
    PROXY_REFUSES = "proxy_refuses"
    NETWORK_UNKNOWN = "network_unknown"

    INSTALLED = "installed"
    NOT_INSTALLED = "not_installed"
    SERVICE_STOPPED = "service_stopped"
    """TeamViewer is installed and its background service does not run."""
    SERVICE_SILENT = "service_silent"
    """It runs, but does not answer on its port (127.0.0.1:5939)."""
    OLD_VERSION = "old_version"
    TEAMVIEWER_UNKNOWN = "teamviewer_unknown"

    X11 = "x11"
    WAYLAND = "wayland"
    """The owner has to allow the control in a window of the desktop's own."""
    WAYLAND_NO_PORTAL = "wayland_no_portal"
    """No portal for remote control: it can be looked at, at most."""
    TERMINAL = "terminal"
    """No desktop at all."""
    SESSION_UNKNOWN = "session_unknown"

    CLOCK_IN_STEP = "clock_in_step"
    CLOCK_OUT_OF_STEP = "clock_out_of_step"
    CLOCK_UNKNOWN = "clock_unknown"

    OPEN = "open"
    CLOSED = "closed"
    MAY_BE_CLOSED = "may_be_closed"


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One line with its cause."""

    line: Line
    standing: Standing
    cause: Cause
    facts: dict[str, str] = {}
    """What its words need: "version", "now", "until", "opens", "proxy", "desktop". Never an address with a password.

    Times are ISO 8601 with their offset: the wording says them.
    """


class Edition(StrEnum):
    FULL = "full"
    HOST = "host"
    """The small one that only lets in; it has no window of its own to raise in some versions."""


class TeamViewer(msgspec.Struct, frozen=True, kw_only=True):
    """TeamViewer on this PC. The password is not among what is known, and never will be."""

    edition: Edition | None = None
    """``None``: not found."""
    version: str = ""
    program: str = ""
    """The command that starts it."""
    runs: bool | None = None
    """Whether its window's program runs for this user; ``None``: could not be read."""


class Preflight(msgspec.Struct, frozen=True, kw_only=True):
    checks: tuple[Check, ...]
    """In the order of :class:`Line`, each once."""
    teamviewer: TeamViewer
    teamviewer_id: str | None = None
    """Digits, of any length; ``None`` where it cannot be read: the owner reads it in TeamViewer's own window."""

    @property
    def teamviewer_check(self) -> Check:
        """The line that tells of TeamViewer."""
        return next(check for check in self.checks if check.line == Line.TEAMVIEWER)


class Free(msgspec.Struct, frozen=True, kw_only=True):
    """The free Hands-on of the first month: shown, and never a reason to stop anybody. The centre's count decides."""

    until: date | None = None
    """The last day; ``None`` where the day of purchase is not known."""
    used: int | None = None
    """Of :data:`FREE_SESSIONS`, as the centre has told; ``None``: not told."""
    over: bool = False
    """The last day has passed, and the centre has told of no free one."""


FREE_SESSIONS = 3
"""Within one month of the purchase. Source: Linuxmania's service page (last updated 2021-06-09)."""
