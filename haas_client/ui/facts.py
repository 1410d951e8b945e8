"""The factory's facts as the interface knows them: read when first wanted, and never a reason to fail."""

import logging
from functools import cached_property
from pathlib import Path

from haas_client import machine
from haas_client.machine import Machine, MachineFileUnusable

_log = logging.getLogger(__name__)


def path_of(replay: Path | None) -> Path:
    """Where the file lies: of a recorded PC in its recording."""
    return replay / "files" / machine.PATH.relative_to("/") if replay else machine.PATH


class Facts:
    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def machine(self) -> Machine:
        """What the file tells; nothing where there is none, or none that can be used."""
        return self._read[0]

    @property
    def problem(self) -> MachineFileUnusable | None:
        """Why the file, which is there, cannot be used."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[Machine, MachineFileUnusable | None]:
        try:
            return machine.load(self._path), None
        except MachineFileUnusable as error:
            _log.warning("%s cannot be used: %s", self._path.name, error.key or error.why)
            return Machine(), error
