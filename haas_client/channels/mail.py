"""A mail draft in the owner's own mail program. Whether it is sent, only the owner knows.

Three ways, in this order (decision 024): the desktop's mail portal, ``xdg-email``, a plain ``mailto:`` link.
"""

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from haas_client import process
from haas_client.channels.channel import Enclosure, Handover, Outcome, Parcel, Way
from haas_client.channels.draft import Draft, mailto_url

_log = logging.getLogger(__name__)

# xdg-email(1): it returns once the mail program was told; some mail programs stay in the foreground instead.
_WAIT_SECONDS = 5.0

_NO_PORTAL = frozenset(("KDE", "DDE", "DEEPIN"))
"""Their backends answer 1 (called off) for a mail that they opened and 0 (done) for one that they could not open, and
cut the body at the first "&" or "#": xdg-desktop-portal-kde, src/email.cpp of 5.x; the answer also of 6.2."""


class Mail:
    """The channel. It takes at most a minute where a desktop does not answer."""

    def hand_over(self, parcel: Parcel) -> Handover:
        """Opens the draft by the first way that works."""
        if not _NO_PORTAL & set(os.environ.get("XDG_CURRENT_DESKTOP", "").upper().split(":")):
            opened = _by_portal(parcel)
            if opened:
                return opened
        for way, arguments, asked in _commands(parcel.draft, parcel.path):
            if _worked(way, arguments):
                return _handover(Outcome.OPENED, way, parcel, asked=asked)
        return _handover(Outcome.NO_PROGRAM, None, parcel, asked=False)


def _by_portal(parcel: Parcel) -> Handover | None:
    from haas_client.channels import portal  # and asyncio with it, which the start of the window does without

    try:
        opened = portal.compose(parcel.draft, parcel.path)
    except portal.PortalFailed as error:
        _log.info("mail by %s: %s", Way.PORTAL, error)
        return None
    if opened:
        return _handover(Outcome.OPENED, Way.PORTAL, parcel, asked=True)
    return Handover(outcome=Outcome.CANCELLED, way=Way.PORTAL, path=parcel.path)


def _commands(draft: Draft, path: Path | None) -> Iterator[tuple[Way, tuple[str, ...], bool]]:
    """Way, command, and whether it asks to put the file in.

    The link is given whole, not as --subject and --body: xdg-email lets ``echo`` read those, and a backslash (the sign
    of the Yen) in the owner's words then takes the rest of them away.
    """
    url = mailto_url(draft)
    if path:
        yield Way.XDG_EMAIL, ("xdg-email", "--utf8", "--attach", str(path), url), True
    yield Way.XDG_EMAIL, ("xdg-email", url), False
    yield Way.MAILTO, ("xdg-open", url), False


def _worked(way: Way, command: tuple[str, ...]) -> bool:
    """Whether a mail program was told: the command ended well, or still runs. One that crashes at once did not."""
    tool = shutil.which(command[0])
    if tool is None:
        _log.info("mail by %s: %s is not installed", way, command[0])
        return False
    try:
        code = process.launch((tool, *command[1:]), wait_seconds=_WAIT_SECONDS)
    except OSError as error:
        _log.info("mail by %s: %s", way, error.strerror)
        return False
    if code:
        _log.info("mail by %s: exit code %d", way, code)
    return not code


def _handover(outcome: Outcome, way: Way | None, parcel: Parcel, *, asked: bool) -> Handover:
    enclosure = (Enclosure.ASKED if asked else Enclosure.BY_OWNER) if parcel.path else None
    return Handover(outcome=outcome, way=way, path=parcel.path, enclosure=enclosure)
