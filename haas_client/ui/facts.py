"""The factory's facts as the interface knows them: read when first wanted, and never a reason to fail.

Number and closures are asked for at each start: a PC without the file loads nothing that reads it.
"""

import logging
import os
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from haas_client import paths

if TYPE_CHECKING:
    from haas_client.machine import Machine, MachineFileUnusable

_log = logging.getLogger(__name__)


def path_of(replay: Path | None) -> Path:
    """Where the file lies: of a recorded PC in its recording."""
    return replay / "files" / paths.factory_facts().relative_to("/") if replay else paths.factory_facts()


class Facts:
    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def machine(self) -> "Machine":
        """What the file tells; nothing where there is none, or none that can be used."""
        return self._read[0]

    @property
    def problem(self) -> "MachineFileUnusable | None":
        """Why the file, which is there, cannot be used."""
        return self._read[1]

    @property
    def folder(self) -> Path:
        """Where Linuxmania's own files on this PC lie: the keys of the centre, beside the facts."""
        return self._path.parent

    @property
    def warranty_number(self) -> str:
        return self.machine.warranty_number if self._is_there else ""

    @property
    def closed(self) -> tuple[tuple[date, date], ...]:
        """When the customer centre is closed, for :func:`haas_client.centre.reception`."""
        return self.machine.closed if self._is_there else ()

    @property
    def telephone(self) -> str:
        """The customer centre's, as on the warranty card."""
        return self.machine.telephone if self._is_there else ""

    @cached_property
    def _is_there(self) -> bool:
        return os.path.lexists(self._path)

    @cached_property
    def _read(self) -> "tuple[Machine, MachineFileUnusable | None]":
        from haas_client import machine

        try:
            return machine.load(self._path), None
        except machine.MachineFileUnusable as error:
            _log.warning("%s cannot be used: %s", self._path.name, error.key or error.why)
            return machine.Machine(), error
