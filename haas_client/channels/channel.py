"""The seam between a case and the ways to the customer centre: what is carried, by what, and what is known of it.

Mail, a file and a USB stick look alike to their caller; a support server will be one channel more.
"""

from enum import StrEnum
from pathlib import Path
from typing import Protocol

import msgspec

from haas_client.channels.draft import Draft


class Outcome(StrEnum):
    """What is known of a handover. None says "sent": that only the owner knows."""

    OPENED = "opened"
    """A mail program took the draft. Nothing is known of what became of it."""
    NO_PROGRAM = "no_program"
    """No way led to a mail program, or each one that was started ended at once with an error."""
    CANCELLED = "cancelled"
    """The owner called it off in a dialog of the desktop."""
    SAVED = "saved"
    """A file was written, and its drive has confirmed it."""


class Way(StrEnum):
    """What carried it."""

    PORTAL = "portal"
    XDG_EMAIL = "xdg_email"
    MAILTO = "mailto"
    FILE = "file"
    STICK = "stick"


class Enclosure(StrEnum):
    """The file in an opened mail. That it is really in it, only the owner can see."""

    ASKED = "asked"
    """The mail program was asked to put it in. Some do not, without a word (decision 024)."""
    BY_OWNER = "by_owner"
    """The owner has to put it in."""


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """What is carried: the words of a mail, and the saved bundle where there is one."""

    draft: Draft
    path: Path | None = None
    """The bundle where it was saved; its name is the one that the centre will see."""


class Handover(msgspec.Struct, frozen=True, kw_only=True):
    """How a handover went."""

    outcome: Outcome
    way: Way | None = None
    """The one that led to it; ``None`` where none did."""
    path: Path | None = None
    """Where the owner finds the file, if there is one."""
    enclosure: Enclosure | None = None
    """``None`` where no mail was opened, or no file goes with it."""


class Channel(Protocol):
    """One way to the centre. It may take a minute, and so belongs beside the interface, not in it."""

    def hand_over(self, parcel: Parcel) -> Handover:
        """Carries ``parcel`` as far as this program can; raises :class:`~haas_client.errors.HaasError`."""
