"""Voltages of the kernel's hwmon class (Documentation/hwmon/sysfs-interface.rst): millivolts in ``inN_*`` files."""

from collections.abc import Mapping

from haas_client.diagnostics.snapshot import Rail
from haas_client.diagnostics.unknown import Reason, Unknown

_MILLIVOLTS = 1000
_ALARMS = ("alarm", "min_alarm", "max_alarm", "crit_alarm", "lcrit_alarm")
_MOST = 1_000_000
"""1000 V: above anything in a PC; a larger number is a reading error."""


def decode(chip: str, files: Mapping[str, bytes | Unknown]) -> tuple[Rail, ...]:
    """The rails of one chip from its ``in*`` files, in the order of their numbers."""
    inputs = sorted(
        (name.removesuffix("_input") for name in files if name.startswith("in") and name.endswith("_input")),
        key=lambda name: (len(name), name),
    )
    return tuple(
        Rail(
            chip=chip,
            input=name,
            label=_label(files.get(f"{name}_label")),
            volts=_volts(files.get(f"{name}_input"), f"{chip} {name}_input"),
            lowest_volts=_limit(files, chip, f"{name}_lcrit", f"{name}_min"),
            highest_volts=_limit(files, chip, f"{name}_crit", f"{name}_max"),
            alarm=any(_is_set(files.get(f"{name}_{alarm}")) for alarm in _ALARMS),
        )
        for name in inputs
    )


def _limit(files: Mapping[str, bytes | Unknown], chip: str, critical: str, other: str) -> float | Unknown:
    """The critical limit; the other one where the driver has no critical one."""
    name = critical if critical in files or other not in files else other
    return _volts(files.get(name), f"{chip} {name}")


def _is_set(content: bytes | Unknown | None) -> bool:
    return isinstance(content, bytes) and content.strip() == b"1"


def _label(content: bytes | Unknown | None) -> str:
    return content.decode("utf-8", "replace").strip() if isinstance(content, bytes) else ""


def _volts(content: bytes | Unknown | None, source: str) -> float | Unknown:
    if content is None:
        return Unknown(reason=Reason.NOT_REPORTED, detail=source)
    if isinstance(content, Unknown):
        return content
    try:
        millivolts = int(content)
    except ValueError:
        return Unknown(reason=Reason.MALFORMED, detail=source)
    if abs(millivolts) > _MOST:
        return Unknown(reason=Reason.MALFORMED, detail=source)
    return millivolts / _MILLIVOLTS
