"""TeamViewer's number on this PC, out of its configuration; nothing else in that file is looked at."""

import re

from haas_client.diagnostics.unknown import Reason, Unreadable

CONFIGURATION = "/etc/teamviewer/global.conf"
"""Root's alone; lines ``[type] Name = value`` (TeamViewer 15, read by TeamViewer's own PowerShell module)."""

_CLIENT_ID = re.compile(rb"^\[int(?:32|64)\] ClientID = ([1-9]\d{5,11})[ \t]*$", re.MULTILINE)
"""Today 9 or 10 digits; kept as text, since the number has outgrown 31 bits before."""


def client_id(configuration: bytes) -> str:
    """The number that an expert is told, digits only. Raises :class:`Unreadable` where none has been given yet."""
    found = _CLIENT_ID.search(configuration)
    if not found:
        raise Unreadable(Reason.NOT_REPORTED, "ClientID")
    return found[1].decode("ascii")
