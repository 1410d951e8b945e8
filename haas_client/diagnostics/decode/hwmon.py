"""Voltages of the kernel's hwmon class (Documentation/hwmon/sysfs-interface.rst): millivolts in ``inN_*`` files."""

from collections.abc import Mapping

from haas_client.diagnostics.snapshot import Rail
from haas_client.diagnostics.unknown import Reason, Unknown

_MILLIVOLTS = 1000
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
            lowest_volts=_volts(files.get(f"{name}_lcrit"), f"{chip} {name}_lcrit"),
            highest_volts=_volts(files.get(f"{name}_crit"), f"{chip} {name}_crit"),
        )
        for name in inputs
    )


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
