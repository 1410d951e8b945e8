"""Who this PC is, as Linuxmania wrote it down when the PC was built: ``/etc/linuxmania-haas/machine.toml``.

The file is described in ``docs/machine-file.md``. What it does not tell is ``None`` or empty, never guessed.
"""

import errno
from datetime import date
from pathlib import Path

import msgspec

from haas_client import files
from haas_client.errors import ExitCode, HaasError
from haas_client.i18n import t
from haas_client.paths import factory_facts
from haas_client.text import printable

PATH = factory_facts()
FOLDER = PATH.parent
CENTRE_KEY = FOLDER / "centre.age-recipients"
"""The customer centre's public keys for age, one a line; where this file is, no bundle leaves unencrypted."""

MAX_BYTES = 64 * 1024
"""A PC with sixteen modules and thirty drives takes 5 KB."""


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
    """As printed on the label, in powers of a thousand: what the drive itself reports is a little more or less."""
    model: str = ""
    serial: str = ""


class Sold(msgspec.Struct, frozen=True, kw_only=True, tag="sold"):
    """What was sold: the share of the facts that concerns parts, and nobody's number."""

    model: str = ""
    purchased_on: date | None = None
    power_supply: SoldPowerSupply | None = None
    memory: tuple[SoldModule, ...] | None = None
    """``None``: not told. Empty: sold without any."""
    storage: tuple[SoldDrive, ...] | None = None


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """The factory facts of one PC."""

    warranty_number: str = ""
    """Normalised, as one that was typed."""
    model: str = ""
    purchased_on: date | None = None
    telephone: str = ""
    """The customer centre's number as it is printed on the warranty card; published nowhere, so never a default."""
    power_supply: SoldPowerSupply | None = None
    memory: tuple[SoldModule, ...] | None = None
    """``None``: not told. Empty: sold without any."""
    storage: tuple[SoldDrive, ...] | None = None
    closed: tuple[tuple[date, date], ...] = ()
    """First and last day of each time in which the customer centre is closed; for :func:`centre.reception`."""
    passed_over: tuple[str, ...] = ()
    """Keys of the file that this program does not know: of a newer one, or mistyped."""

    @property
    def sold(self) -> Sold:
        return Sold(
            model=self.model,
            purchased_on=self.purchased_on,
            power_supply=self.power_supply,
            memory=self.memory,
            storage=self.storage,
        )


class MachineFileUnusable(HaasError):
    """The factory's file is there and cannot be used; ``key`` is what is wrong in it ("" where it is the file)."""

    exit_code = ExitCode.REFUSED

    def __init__(self, why: str, key: str = "") -> None:
        """``why`` is for a technician, in English; so is a key."""
        self.key, self.why = key, why
        told = f"{key}: {why}" if key else why
        super().__init__(
            t("The file with the factory's facts about this PC cannot be used ({why}).").format(why=printable(told)),
            t("The PC itself is not affected. Please tell our customer centre, so that the file can be put right."),
        )


def load(path: Path = PATH) -> Machine:
    """The facts at ``path``; ``Machine()`` where there is no file, as on a PC of before there were any.

    Raises :class:`MachineFileUnusable`.
    """
    try:
        data = files.read_ordinary(path, MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return Machine()
    except OSError as error:
        if error.errno == errno.EINVAL:
            raise MachineFileUnusable("not an ordinary file") from error
        raise MachineFileUnusable(error.strerror or type(error).__name__) from error
    from haas_client import machine_file  # TOML and its shape, which a PC without such a file does without

    return machine_file.parse(data)
