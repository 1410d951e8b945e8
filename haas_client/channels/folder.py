"""Files on the owner's PC: a bundle put where the owner wants it, a name for a new one, and its folder shown."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from haas_client import process
from haas_client.bundle import archive
from haas_client.bundle.encryption import ENDING as ENCRYPTED
from haas_client.channels.channel import Handover, Outcome, Parcel, Way

_WAIT_SECONDS = 5.0


class File:
    """The channel: a copy of the bundle at the place that the owner chose, which replaces what stood there."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def hand_over(self, parcel: Parcel) -> Handover:
        """Raises :class:`~haas_client.bundle.archive.SaveFailed`; the bundle itself is then untouched."""
        if parcel.path is None:
            raise ValueError("nothing to save")
        archive.copy(parcel.path, self._target)
        return Handover(outcome=Outcome.SAVED, way=Way.FILE, path=self._target)


def new_name(made_at: datetime) -> str:
    """A file name in the owner's local time: linuxmania-20261123-0912.zip."""
    return f"linuxmania-{made_at.astimezone():%Y%m%d-%H%M}.zip"


def unused(path: Path) -> Path:
    """``path``, or the same with a number where something of that name stands already."""
    candidate, number = path, 2
    ending = "".join(path.suffixes[-2:]) if path.suffix == ENCRYPTED else path.suffix
    while os.path.lexists(candidate):
        candidate = path.with_name(f"{path.name.removesuffix(ending)}-{number}{ending}")
        number += 1
    return candidate


def show(path: Path) -> bool:
    """Whether a file manager was told to show ``path``: marked where it can (FileManager1), else its folder."""
    manager = "org.freedesktop.FileManager1"
    call = ("/org/freedesktop/FileManager1", manager, "ShowItems", "ass", "1", path.as_uri(), "")
    return _worked("busctl", "--user", "call", manager, *call) or _worked("xdg-open", str(path.parent))


def _worked(program: str, *arguments: str) -> bool:
    tool = shutil.which(program)
    if tool is None:
        return False
    try:
        return process.launch((tool, *arguments), wait_seconds=_WAIT_SECONDS) in (0, None)
    except OSError:
        return False
