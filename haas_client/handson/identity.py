"""TeamViewer's number of this PC, which an expert is told: by the privileged helper, or read by root itself."""

import re

from haas_client.diagnostics.decode import teamviewer
from haas_client.diagnostics.helper import HelperHost
from haas_client.diagnostics.host import RealHost
from haas_client.diagnostics.unknown import Unreadable
from haas_client.handson.surroundings import Surroundings
from haas_client.process import Cancel

_DIGITS = re.compile("[0-9]{1,32}", re.ASCII)


def teamviewer_id(surroundings: Surroundings, cancel: Cancel) -> str | None:
    """Digits of any length, as text; ``None`` where it cannot be read. Nothing else of TeamViewer's file is kept.

    Blocks until the helper has answered, at most half a minute.
    """
    try:
        found = _as_root(surroundings) if RealHost().is_root else _by_helper(surroundings, cancel)
    except Unreadable:
        return None
    return found if _DIGITS.fullmatch(found) else None


def grouped(teamviewer_id: str) -> str:
    """In threes from the end, as TeamViewer's own window shows it: "1 482 903 771"."""
    first = len(teamviewer_id) % 3
    groups = [teamviewer_id[:first], *(teamviewer_id[n : n + 3] for n in range(first, len(teamviewer_id), 3))]
    return " ".join(group for group in groups if group)


def _as_root(surroundings: Surroundings) -> str:
    return teamviewer.client_id(RealHost().read(str(surroundings.file(teamviewer.CONFIGURATION))))


def _by_helper(surroundings: Surroundings, cancel: Cancel) -> str:
    host = HelperHost(surroundings.system_bus)
    try:
        return host.teamviewer_id(cancel)
    finally:
        host.release()
