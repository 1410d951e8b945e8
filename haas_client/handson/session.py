"""The kind of the session, and whether its desktop lets anybody control it."""

from enum import StrEnum

from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.handson import bus
from haas_client.handson.model import Cause, Check, Line, Standing
from haas_client.handson.surroundings import Surroundings

_KEYBOARD, _POINTER = 1, 2
"""org.freedesktop.portal.RemoteDesktop, AvailableDeviceTypes."""


class Kind(StrEnum):
    X11 = "x11"
    WAYLAND = "wayland"
    TERMINAL = "tty"
    UNKNOWN = ""


def look(surroundings: Surroundings) -> Check:
    """The line of the preparation; blocks while the buses are asked."""
    kind = of(surroundings)
    if kind == Kind.X11:
        return _check(Standing.GOOD, Cause.X11, surroundings)
    if kind == Kind.WAYLAND:
        cause = Cause.WAYLAND if _may_be_controlled(surroundings) else Cause.WAYLAND_NO_PORTAL
        return _check(Standing.WARN, cause, surroundings)
    if kind == Kind.TERMINAL:
        return _check(Standing.WARN, Cause.TERMINAL, surroundings)
    return _check(Standing.UNKNOWN, Cause.SESSION_UNKNOWN, surroundings)


def of(surroundings: Surroundings) -> Kind:
    """As the session says itself, else as logind does. Never by ``DISPLAY``: XWayland sets it on Wayland too."""
    said = surroundings.variable("XDG_SESSION_TYPE").lower() or _logind(surroundings)
    if said in (Kind.X11, Kind.WAYLAND):
        return Kind(said)
    if said != Kind.TERMINAL:
        return Kind.UNKNOWN
    if surroundings.variable("WAYLAND_DISPLAY"):  # a desktop started by hand on a terminal keeps the terminal's word
        return Kind.WAYLAND
    # So does startx. What DISPLAY then means is open: a desktop here, or one forwarded from another PC.
    return Kind.UNKNOWN if surroundings.variable("DISPLAY") else Kind.TERMINAL


def _logind(surroundings: Surroundings) -> str:
    """The word of logind for the session of this process, or of its user's desktop (sd-login's "auto")."""
    name = "org.freedesktop.login1"
    try:
        found = bus.properties(surroundings.system_bus, name, "/org/freedesktop/login1/session/auto", f"{name}.Session")
    except Unreadable:
        return ""
    return str(found.get("Type", ""))


def _may_be_controlled(surroundings: Surroundings) -> bool:
    """Whether the desktop's portal takes keyboard and pointer of others; also where it could not be asked."""
    try:
        found = bus.properties(
            surroundings.session_bus(),
            "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop",
            "org.freedesktop.portal.RemoteDesktop",
        )
    except Unreadable as error:
        return error.unknown.reason != Reason.NOT_PRESENT
    devices = found.get("AvailableDeviceTypes", _KEYBOARD | _POINTER)
    return "version" in found and isinstance(devices, int) and bool(devices & _POINTER)


def _check(standing: Standing, cause: Cause, surroundings: Surroundings) -> Check:
    desktop = surroundings.variable("XDG_CURRENT_DESKTOP").rpartition(":")[2][:40]
    facts = {"desktop": desktop} if desktop else {}
    return Check(line=Line.SESSION, standing=standing, cause=cause, facts=facts)
