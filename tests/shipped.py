"""Where the guides that ship can be used from: as they are, or with stand-ins for pictures that are not drawn yet."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from haas_client.handsbuy.pack import library
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.library import State
from haas_client.handsbuy.pack.load import load
from haas_client.handsbuy.pack.source import COMMON
from tests import whole_guides

_PROGRAM = library.program_folder()


@cache
def root() -> Path:
    """The folder of all of them."""
    found = [library._entry(folder, library.Origin.PROGRAM, _PROGRAM / COMMON) for folder in library.folders(_PROGRAM)]
    if all(entry.state == State.USED for entry in found):
        return _PROGRAM
    copy = Path(tempfile.mkdtemp(prefix="guides-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    whole_guides.guides(copy)
    return copy


@cache
def guide(guide_id: str) -> Guide:
    return load(root() / guide_id, root() / COMMON)


IDS = whole_guides.IDS
