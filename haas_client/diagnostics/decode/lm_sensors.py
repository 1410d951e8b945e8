"""What ``sensors`` and ``sensors -u`` print (lm-sensors 3.x), also quoted in a mail: voltages, temperatures, alarms.

A chip's name stands on a line of its own (driver, bus, address); readings follow as "label: value (limits) ALARM", with
limits that go on over the next lines. ``-u`` prints a label and below it "in0_input: 0.672".
"""

import math
import re
from collections.abc import Iterable, Mapping

import msgspec

from haas_client.diagnostics.decode import pasted
from haas_client.diagnostics.snapshot import Rail
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

_CHIP = re.compile(r"(\S{1,40}?)-(?:isa|pci|i2c|spi|virtual|acpi|hid|mdio|scsi|sdio)-\S{1,20}")
_READING = re.compile(r"([^:]{1,60}):\s{0,80}(\S.*)")
_RAW = re.compile(r"(in|temp)(\d{1,3})_(input|min|max|crit|lcrit|alarm|(?:min|max|crit|lcrit)_alarm)", re.ASCII)

# The degree sign is whatever the locale made of it: nothing, a question mark, other letters of other code pages.
_NUMBER = r"([+-]?\d{1,9}(?:[.,]\d{1,9})?)"
_VOLTS = re.compile(_NUMBER + r" ?([mk]?)V\b", re.ASCII)
_DEGREES = re.compile(_NUMBER + r"[^\w\s(),+-]{0,7} ?([CF])\b", re.ASCII)
_LIMIT = re.compile(
    r"((?:crit )?(?:min|max|low|high)|crit)\s{0,3}=\s{0,9}" + _NUMBER + r"[^,)]{0,6}?([mk]?)(?=[VCF]\b)", re.ASCII
)
_SILENT = re.compile(r"(N/A|FAULT)\b")
_NAMELESS = re.compile(r"in\d{1,3}")

_SCALES = {"": 1.0, "m": 0.001, "k": 1000.0}
_HIGHEST = 1000.0
"""Above any voltage in a PC, and any temperature: a larger number is a reading error."""
_MOST_READINGS = 2000
_LONGEST = 1000
"""Characters of limits to one reading; the longest seen have 150."""


class Temperature(msgspec.Struct, frozen=True, kw_only=True):
    """One temperature that a sensor chip reports; many inputs are wired to nothing, and read anything."""

    chip: str
    label: str
    celsius: float | Unknown
    highest_celsius: float | Unknown
    """The chip's own critical limit, or the high one where it has no other."""
    alarm: bool = False


class Readings(msgspec.Struct, frozen=True, kw_only=True):
    rails: tuple[Rail, ...]
    temperatures: tuple[Temperature, ...]


class _Reading:
    """One label with what is printed of it, joined over its lines."""

    def __init__(self, chip: str, label: str, text: str) -> None:
        self.chip = chip
        self.label = label
        self.text = text
        self.raw: dict[str, float] = {}
        self.input = ""


def decode(text: bytes | str) -> Readings:
    """Reads every voltage and temperature. Raises :class:`Unreadable` where no chip is named in the text."""
    readings = _readings(list(pasted.lines(text, "sensors")))
    rails = (_rail(reading) for reading in readings)
    temperatures = (_temperature(reading) for reading in readings)
    return Readings(
        rails=tuple(rail for rail in rails if rail), temperatures=tuple(each for each in temperatures if each)
    )


def _readings(lines: Iterable[str]) -> list[_Reading]:
    found: list[_Reading] = []
    chip = ""
    for line in lines:
        named = _CHIP.fullmatch(line)
        if named:
            chip = named[1]
        elif chip and len(found) < _MOST_READINGS:
            _take(found, chip, line)
    if not chip:
        none = any("No sensors found" in line for line in lines)
        raise Unreadable(Reason.NOT_MEASURABLE if none else Reason.MALFORMED, "sensors")
    return found


def _take(found: list[_Reading], chip: str, line: str) -> None:
    """Adds a line to the readings: a new one, more limits of the last one, or one of its raw values."""
    if line.startswith("(") and found:
        if len(found[-1].text) < _LONGEST:
            found[-1].text += f" {line}"
        return
    if line.endswith(":"):
        found.append(_Reading(chip, line[:-1], ""))
        return
    match = _READING.fullmatch(line)
    if not match or match[1] == "Adapter":
        return
    raw = _RAW.fullmatch(match[1])
    if raw is None:
        found.append(_Reading(chip, match[1].strip(), match[2]))
    elif found and (number := _number(match[2])) is not None:
        found[-1].input = raw[1] + raw[2]
        found[-1].raw[raw[3]] = number


def _rail(reading: _Reading) -> Rail | None:
    """The reading as a voltage; ``None`` where it is something else."""
    if reading.raw:
        return _raw_rail(reading) if reading.input.startswith("in") else None
    main, _, rest = reading.text.partition("(")
    value = _VOLTS.match(main)
    silent = _SILENT.match(main) if _looks_like_a_rail(reading.label) else None
    if not value and not silent:
        return None
    limits = _limits(rest)
    return Rail(
        chip=reading.chip,
        input=reading.label if _NAMELESS.fullmatch(reading.label) else "",
        label="" if _NAMELESS.fullmatch(reading.label) else reading.label,
        volts=_scaled(value[1], value[2], reading) if value else _unknown(reading),
        lowest_volts=_first(limits, reading, "crit min", "min"),
        highest_volts=_first(limits, reading, "crit max", "max"),
        alarm="ALARM" in reading.text,
    )


def _raw_rail(reading: _Reading) -> Rail:
    return Rail(
        chip=reading.chip,
        input=reading.input,
        label="" if _NAMELESS.fullmatch(reading.label) else reading.label,
        volts=_first(reading.raw, reading, "input"),
        lowest_volts=_first(reading.raw, reading, "lcrit", "min"),
        highest_volts=_first(reading.raw, reading, "crit", "max"),
        alarm=_has_alarm(reading.raw),
    )


def _temperature(reading: _Reading) -> Temperature | None:
    if reading.raw:
        if not reading.input.startswith("temp"):
            return None
        celsius, highest = _first(reading.raw, reading, "input"), _first(reading.raw, reading, "crit", "max")
        alarm = _has_alarm(reading.raw)
    else:
        main, _, rest = reading.text.partition("(")
        value = _DEGREES.match(main)
        if not value:
            return None
        limits = _limits(rest)
        celsius, highest = _scaled(value[1], "", reading), _first(limits, reading, "crit", "high")
        if value[2] == "F":
            celsius, highest = _from_fahrenheit(celsius), _from_fahrenheit(highest)
        alarm = "ALARM" in reading.text
    return Temperature(chip=reading.chip, label=reading.label, celsius=celsius, highest_celsius=highest, alarm=alarm)


def _has_alarm(raw: Mapping[str, float]) -> bool:
    return any(value for name, value in raw.items() if name.endswith("alarm"))


def _looks_like_a_rail(label: str) -> bool:
    """Whether "N/A" behind ``label`` stands for a voltage: labels that drivers give to voltages begin so."""
    return re.match(r"\+?\d|in\d|v(in|out|dd|core|soc|cc|bat)|[vV]_", label, re.IGNORECASE) is not None


def _limits(rest: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, number, prefix in _LIMIT.findall(rest):
        value = _number(number)
        if value is not None:
            found.setdefault(name, value * _SCALES[prefix])
    return found


def _first(values: Mapping[str, float], reading: _Reading, *names: str) -> float | Unknown:
    found = next((values[name] for name in names if name in values), None)
    return _unknown(reading) if found is None else _possible(found, reading)


def _scaled(number: str, prefix: str, reading: _Reading) -> float | Unknown:
    value = _number(number)
    return _unknown(reading) if value is None else _possible(value * _SCALES[prefix], reading)


def _possible(value: float, reading: _Reading) -> float | Unknown:
    if abs(value) > _HIGHEST:
        return Unknown(reason=Reason.MALFORMED, detail=f"{reading.chip} {reading.label}")
    return round(value, 3)


def _unknown(reading: _Reading) -> Unknown:
    return Unknown(reason=Reason.NOT_REPORTED, detail=f"{reading.chip} {reading.label}")


def _from_fahrenheit(value: float | Unknown) -> float | Unknown:
    return value if isinstance(value, Unknown) else round((value - 32) / 1.8, 1)


def _number(text: str) -> float | None:
    match = re.match(_NUMBER, text, re.ASCII)
    if not match:
        return None
    value = float(match[1].replace(",", "."))
    return value if math.isfinite(value) else None
