"""What the sensors show while a trial runs: hwmon, thermal zones, clocks, throttling. A PC may have none of them."""

import re
from collections.abc import Iterator
from statistics import mean

import msgspec

from haas_client.diagnostics.decode import hwmon
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.unknown import Unknown, Unreadable

_HWMON = "/sys/class/hwmon"
_ZONES = "/sys/class/thermal"
_CPUS = "/sys/devices/system/cpu"
_INPUT = re.compile(r"(temp|power|in)(\d{1,2})_(input|average)")
_CPU = re.compile(r"cpu\d{1,4}")
_MOST_SENSORS = 100
_MOST_CPUS = 16
"""Of whose clocks the mean is taken: it is the load that shows there, not each core."""

PROCESSORS = frozenset({"coretemp", "k10temp", "k8temp", "zenpower", "cpu_thermal", "x86_pkg_temp", "soc_thermal"})
"""Linux drivers, and thermal zones, that measure the processor itself (Documentation/hwmon)."""
DRIVES = frozenset({"nvme", "drivetemp"})


class Thermometer(msgspec.Struct, frozen=True, kw_only=True):
    """One temperature sensor."""

    chip: str
    """The driver's name: coretemp, nvme."""
    name: str
    """Unique on this PC, as the driver labels it: "coretemp Package id 0"."""
    path: str
    critical_celsius: float | None
    """The sensor's own critical limit."""
    device: str = ""
    """Of which device it is, in sysfs; empty where the kernel does not tell."""


class Sensors:
    """Which there are is looked up once; values are read anew each time. Nothing here raises."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.thermometers = tuple(_thermometers(host))
        self._volts = tuple(_volts(host))
        self._watts = tuple(_watts(host))
        self._cpus = tuple(name for name in _names(host, _CPUS) if _CPU.fullmatch(name))

    def celsius(self, thermometers: tuple[Thermometer, ...] | None = None) -> dict[str, float]:
        """By name; a sensor that gives no sensible value now is left out."""
        read = {
            one.name: _number(self._host, one.path)
            for one in (self.thermometers if thermometers is None else thermometers)
        }
        # -40 to 150 °C is what a chip's sensor can measure; an input that is wired to nothing shows other things.
        return {name: value / 1000 for name, value in read.items() if value is not None and -40e3 <= value <= 150e3}

    def volts(self) -> dict[str, float]:
        values: dict[str, float] = {}
        for chip, name, path in self._volts:
            content = _content(self._host, path)
            rails = hwmon.decode(chip, {"in0_input": content}) if content is not None else ()
            if rails and not isinstance(rails[0].volts, Unknown):
                values[name] = rails[0].volts
        return values

    def watts(self) -> dict[str, float]:
        read = {name: _number(self._host, path) for name, path in self._watts}
        return {name: value / 1e6 for name, value in read.items() if value is not None and 0 <= value <= 1e10}

    def megahertz(self) -> float | None:
        """Mean clock, in kHz at the kernel (Documentation/admin-guide/pm/cpufreq.rst)."""
        clocks = [_number(self._host, f"{_CPUS}/{cpu}/cpufreq/scaling_cur_freq") for cpu in self._cpus[:_MOST_CPUS]]
        known = [clock for clock in clocks if clock is not None and clock > 0]
        return mean(known) / 1000 if known else None

    def throttled(self) -> int | None:
        """Thermal throttling events of all cores since boot (arch/x86 therm_throt.c); ``None`` where not counted."""
        counts = [_number(self._host, f"{_CPUS}/{cpu}/thermal_throttle/core_throttle_count") for cpu in self._cpus]
        known = [int(count) for count in counts if count is not None and count >= 0]
        return sum(known) if known else None


def hottest_processor(celsius: dict[str, float]) -> float | None:
    """The highest of what measures the processor itself, by the names of :class:`Thermometer`.

    A board's open inputs show anything, and Tctl of some Ryzen is higher than the die is.
    """
    known = {name: value for name, value in celsius.items() if name.split(" ")[0] in PROCESSORS}
    without_offset = [value for name, value in known.items() if not name.endswith("Tctl")]
    return max(without_offset or known.values(), default=None)


def chip_and_label(name: str) -> tuple[str, str]:
    """The two that a sensor's name is made of, whatever number was put behind it to tell it from others."""
    chip, _, label = _NUMBER.sub("", name).partition(" ")
    return chip, label


_NUMBER = re.compile(r" #\d+$")


def of_device(thermometers: tuple[Thermometer, ...], device: str) -> tuple[Thermometer, ...]:
    """Those that measure a device, given its folder in sysfs; an NVMe drive's lie at its controller or above it."""
    return tuple(
        one for one in thermometers if one.device and (device == one.device or device.startswith(one.device + "/"))
    )


def _thermometers(host: Host) -> Iterator[Thermometer]:
    taken: set[str] = set()
    for folder, chip, files in _chips(host):
        device = _target(host, f"{folder}/device")
        for kind, number, file in _inputs(files):
            if kind != "temp":
                continue
            critical = _number(host, f"{folder}/temp{number}_crit") if f"temp{number}_crit" in files else None
            yield Thermometer(
                chip=chip,
                name=_unused(_named(host, folder, chip, f"temp{number}"), taken),
                path=f"{folder}/{file}",
                critical_celsius=critical / 1000 if critical else None,
                device=device,
            )
    if not taken:  # most zones stand for a sensor that hwmon shows as well
        yield from _zones(host, taken)


def _zones(host: Host, taken: set[str]) -> Iterator[Thermometer]:
    for zone in (name for name in _names(host, _ZONES) if re.fullmatch(r"thermal_zone\d{1,3}", name)):
        kind = _text(host, f"{_ZONES}/{zone}/type").replace("-", "_")
        yield Thermometer(
            chip=kind, name=_unused(kind or zone, taken), path=f"{_ZONES}/{zone}/temp", critical_celsius=None
        )


def _volts(host: Host) -> Iterator[tuple[str, str, str]]:
    taken: set[str] = set()
    for folder, chip, files in _chips(host):
        for kind, number, file in _inputs(files):
            if kind == "in" and file.endswith("_input"):
                yield chip, _unused(_named(host, folder, chip, f"in{number}"), taken), f"{folder}/{file}"


def _watts(host: Host) -> Iterator[tuple[str, str]]:
    taken: set[str] = set()
    for folder, chip, files in _chips(host):
        for kind, number, file in _inputs(files):
            if kind == "power" and (file.endswith("_input") or f"power{number}_input" not in files):
                yield _unused(_named(host, folder, chip, f"power{number}"), taken), f"{folder}/{file}"


def _chips(host: Host) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Folder, name and files of each chip."""
    for entry in (name for name in _names(host, _HWMON) if re.fullmatch(r"hwmon\d+", name)):
        folder = f"{_HWMON}/{entry}"
        yield folder, _text(host, f"{folder}/name"), frozenset(_names(host, folder))


def _inputs(files: frozenset[str]) -> list[tuple[str, str, str]]:
    found = [(match[1], match[2], file) for file in files if (match := _INPUT.fullmatch(file))]
    return sorted(found, key=lambda one: (one[0], int(one[1]), one[2]))[:_MOST_SENSORS]


def _named(host: Host, folder: str, chip: str, sensor: str) -> str:
    return f"{chip} {_text(host, f'{folder}/{sensor}_label') or sensor}"


def _unused(name: str, taken: set[str]) -> str:
    """Two processors, or two drives, have chips of the same name."""
    number, unused = 1, name
    while unused in taken:
        number += 1
        unused = f"{name} #{number}"
    taken.add(unused)
    return unused


def _names(host: Host, folder: str) -> tuple[str, ...]:
    try:
        return host.names(folder)
    except Unreadable:
        return ()


def _target(host: Host, path: str) -> str:
    try:
        return host.target(path)
    except Unreadable:
        return ""


def _content(host: Host, path: str) -> bytes | None:
    try:
        return host.read(path)
    except Unreadable:
        return None


def _text(host: Host, path: str) -> str:
    return (_content(host, path) or b"").decode("utf-8", "replace").strip()[:64]


def _number(host: Host, path: str) -> float | None:
    try:
        return float(int(host.read(path)))
    except (Unreadable, ValueError, OverflowError):
        return None
