"""Who this PC is, as Linuxmania wrote it down when the PC was built: ``/etc/linuxmania-haas/machine.toml``.

The file is described in ``docs/machine-file.md``. What it does not tell is ``None`` or empty, never guessed.
"""

import tomllib
from datetime import date
from pathlib import Path

import msgspec

from haas_client.errors import HaasError
from haas_client.i18n import t

FOLDER = Path("/etc/linuxmania-haas")
PATH = FOLDER / "machine.toml"
CENTRE_KEY = FOLDER / "centre.age-recipients"
"""The customer centre's public keys for age, one a line; where this file is, no bundle leaves unencrypted."""

_MAX_BYTES = 64 * 1024


class MachineFileUnusable(HaasError):
    """The file is there and cannot be used; nothing of it is."""


class SoldPowerSupply(msgspec.Struct, frozen=True, kw_only=True):
    model: str = ""
    watts: int | None = None


class SoldModule(msgspec.Struct, frozen=True, kw_only=True):
    size_bytes: int
    slot: str = ""
    """As the board names it in SMBIOS (``Locator``)."""
    part_number: str = ""
    serial: str = ""


class SoldDrive(msgspec.Struct, frozen=True, kw_only=True):
    size_bytes: int
    model: str = ""
    serial: str = ""


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """The factory facts of one PC."""

    warranty_number: str = ""
    model: str = ""
    purchased_on: date | None = None
    telephone: str = ""
    """The customer centre's number as it is printed on the warranty card; published nowhere, so never a default."""
    power_supply: SoldPowerSupply | None = None
    memory: tuple[SoldModule, ...] | None = None
    storage: tuple[SoldDrive, ...] | None = None


def load(path: Path = PATH) -> Machine:
    """The factory facts; an empty :class:`Machine` where there is no file. Raises :class:`MachineFileUnusable`."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES)
        return msgspec.convert(tomllib.loads(data.decode()), Machine)
    except FileNotFoundError:
        return Machine()
    except (OSError, ValueError, RecursionError) as error:  # ValueError: no UTF-8, no TOML, or of another shape
        raise MachineFileUnusable(
            t("Linuxmania's file on this PC, {path}, cannot be used.").format(path=path),
            t("This program works without it. Please tell our centre."),
        ) from error
