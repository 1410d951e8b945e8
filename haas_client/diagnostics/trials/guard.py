"""What ends a trial by itself: heat, a battery that is all that feeds the PC, and a time that no trial ever takes."""

import contextlib
import logging
import threading
import time
from collections.abc import Iterator

import msgspec

from haas_client.diagnostics.host import Host
from haas_client.diagnostics.mains import on_battery
from haas_client.diagnostics.trials import sensors
from haas_client.diagnostics.trials.bench import Halt, why_stopped
from haas_client.diagnostics.trials.sensors import Sensors, Thermometer
from haas_client.diagnostics.trials.values import Stop
from haas_client.diagnostics.unknown import Unreadable
from haas_client.process import Cancel

_log = logging.getLogger(__name__)

_EVERY_SECONDS = 1.0
_LOOKS = 3
"""So many looks in a row must be too hot: a turbo clock makes single peaks, which are no danger."""


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """Where a kind of part is too hot."""

    margin: float
    """Below the sensor's own critical limit, in kelvin."""
    plausible: tuple[float, float]
    """Own limits outside these are not meant as such (0, 127, 255 stand for "none" in some firmware)."""
    fallback: float
    """Where the sensor states no limit of its own."""


# Own rule T-01. Processors of today run up to their limit by design and slow down there, so that only the limit itself
# means that cooling fails: 2 K below what the chip calls critical; without such a value 100 °C, above the 95 °C that
# AMD gives as the highest of Ryzen (k10temp states none).
_PROCESSOR = Limit(margin=2, plausible=(70, 130), fallback=100)
# NVMe drives state theirs; one that does not is at home below 80 °C (JEDEC JESD218: client drives in use, case 70 °C).
_FLASH = Limit(margin=2, plausible=(50, 110), fallback=80)
# Makers of disks allow 60 °C in use (a few 65 or 70, which drivetemp shows where the disk tells it).
_DISK = Limit(margin=2, plausible=(45, 90), fallback=60)


def limit_celsius(thermometer: Thermometer) -> float | None:
    """From where on it is too hot; ``None`` for a sensor that is not of a part which a trial heats."""
    if thermometer.chip in sensors.PROCESSORS:
        kind = _PROCESSOR
    elif thermometer.chip in sensors.DRIVES:
        kind = _FLASH if thermometer.chip == "nvme" else _DISK
    else:
        return None  # boards leave inputs open, which show anything
    own, (lowest, highest) = thermometer.critical_celsius, kind.plausible
    return own - kind.margin if own is not None and lowest <= own <= highest else kind.fallback


class Guard:
    """Looks after one trial. ``drive`` is the kernel's name of the drive under test, whose sensors count too."""

    def __init__(self, host: Host, limit_seconds: float, drive: str = "") -> None:
        self._host = host
        self._ends_at = time.monotonic() + limit_seconds
        self._sensors = Sensors(host)
        self._limits = {
            one: limit
            for one in _that_count(self._sensors.thermometers, _device(host, drive))
            if (limit := limit_celsius(one)) is not None
        }
        self._hot_looks = 0

    def look(self) -> Stop | None:
        """Why the trial must end now; called once a second."""
        if on_battery(self._host):
            return Stop.BATTERY
        if time.monotonic() > self._ends_at:
            return Stop.TOO_LONG
        self._hot_looks = self._hot_looks + 1 if self._is_hot() else 0
        return Stop.HEAT if self._hot_looks >= _LOOKS else None

    def _is_hot(self) -> bool:
        read = self._sensors.celsius(tuple(self._limits))
        return any(read.get(one.name, limit - 1) >= limit for one, limit in self._limits.items())

    @contextlib.contextmanager
    def watching(self, cancel: Cancel) -> Iterator[Halt]:
        """A cancellation for the trial, asked for by ``cancel`` and by this guard."""
        halt, done = Halt(), threading.Event()

        def work() -> None:
            while not done.wait(_EVERY_SECONDS):
                why = self.look()
                if why:
                    _log.warning("trial stopped: %s", why)
                    halt.stop(why)
                    return

        thread = threading.Thread(target=work, name="trial-guard", daemon=True)
        with cancel.watched(lambda: halt.stop(why_stopped(cancel))):
            thread.start()
            try:
                yield halt
            finally:
                done.set()
                thread.join()


def _that_count(all_of_them: tuple[Thermometer, ...], device: str) -> Iterator[Thermometer]:
    """The processor's (without Tctl where there is Tdie: some Ryzen add an offset to the former), and the drive's."""
    dies = {one.device for one in all_of_them if one.name.endswith("Tdie")}
    for one in all_of_them:
        if one.chip in sensors.PROCESSORS and not (one.device in dies and "Tctl" in one.name):
            yield one
    if device:
        yield from (one for one in sensors.of_device(all_of_them, device) if one.chip in sensors.DRIVES)


def _device(host: Host, drive: str) -> str:
    if not drive:
        return ""
    try:
        return host.target(f"/sys/block/{drive}/device")
    except Unreadable:
        return ""
