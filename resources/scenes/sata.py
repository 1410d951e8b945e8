"""SATA drives: 2.5 inch with four screws, 3.5 inch in a tray, the L-keyed plugs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenes.kit import drives
from scenes.kit.fasteners import screwdriver
from scenes.kit.frame import Frame, world
from scenes.kit.plugs import DATA_X, POWER_X, flat_cable, sata_data, sata_power, sata_wires
from scenes.kit.shapes import box, lettering, sheet
from scenes.kit.stage import arrow, table
from scenes.shot import Shot, circle, circles, rect


def _plugs(contacts: Frame, out: float) -> tuple[Frame, Frame]:
    """Both plugs with their cables, `out` cm from the drive."""
    data = sata_data(contacts.at(DATA_X, 0, out))
    power = sata_power(contacts.at(POWER_X, 0, out))
    flat_cable(data, ((0, 0, 1.3), (-0.1, 0, 2.4), (-1.0, 0.2, 5), (-3.5, -0.1, 9), (-5, -0.1, 22)))
    sata_wires(power, ((0, 0.05, 1.5), (0.1, 0.05, 2.6), (0.8, 0.3, 5), (2.6, 0.1, 9), (4, 0.1, 22)), ((1, 0, 0),) * 5)
    return data, power


def cables() -> Shot:
    """The plugs turned so that their L can be seen beside the drive's tongues."""
    table()
    drive = drives.small_drive(world((0, 0, 0), (0, 1.0, 0.0)))
    mouths = world((62, 0, 0), (0, -4.6, 0.9))
    data = sata_data(mouths.at(DATA_X - 0.9, 0, 0, turn=(0, 180, 0)).at())
    power = sata_power(mouths.at(POWER_X + 0.7, 0, 0, turn=(0, 180, 0)))
    back = ((0, 0, 1.4), (0, -0.1, 2.4), (0, -0.7, 3.6), (0.4, -3.5, 3.9), (1.0, -9, 4.4))
    flat_cable(data, back)
    sata_wires(power, back, ((1, 0, 0),) * 5)
    contacts = drives.small_contacts(drive)
    return Shot(
        (0.6, -15.0, 8.6),
        (0.1, -2.6, 0.55),
        10,
        58,
        markers={
            "data": circle(data.point(0, 0, 0), 1.0),
            "power": circle(power.point(0, 0, 0), 1.35),
            "drive": rect(contacts.point(-2.2, -0.4, 0.2), contacts.point(2.2, 0.4, 0.2)),
        },
    )


def mount_25() -> Shot:
    table()
    holder = world((0, 0, -28))
    bay = drives.tray_25(holder)
    drives.small_drive(bay)
    places = drives.side_screws(bay, 1.3)
    screwdriver(bay, (drives.SMALL[0] / 2 + 1.95, drives.SMALL_HOLES[0], 0.34), turn=(0, 90, 0), scale=0.8)
    return Shot(
        (9.5, -17, 15),
        (2.4, 3.4, 0.2),
        15,
        48,
        markers={"screws": circles(places, 0.9)},
    )


def _tray_shot(*, into: bool) -> Shot:
    table()
    holder = world((0, 0, 150))
    bays = drives.cage(holder)
    pulled = bays[1].at(0, 8.5, 0)
    drives.large_drive(drives.tray_35(pulled))
    drives.tray_35(bays[0])
    near, far = pulled.point(-8.2, 11, 1.4), pulled.point(-8.2, 18, 1.4)
    arrow([far, near] if into else [near, far], 1.3, (0, 0, 1))
    return Shot((20, -46, 31), (-4.5, -11.5, 2.5), 30, 50, markers={"tray": circle(pulled.point(0, 16.4, 1.3), 3.2)})


def tray() -> Shot:
    return _tray_shot(into=False)


def tray_in() -> Shot:
    return _tray_shot(into=True)


def _drive_shot(out: float, *, into: bool) -> Shot:
    table()
    drive = drives.small_drive(world((0, 0, 20)))
    contacts = drives.small_contacts(drive)
    data, power = _plugs(contacts, out)
    for x in (DATA_X - 1.3, POWER_X + 2.0):
        near, far = contacts.point(x, 0.5, 0.4), contacts.point(x, 0.5, 3.2)
        arrow([far, near] if into else [near, far], 0.6, (0, 0, 1))
    return Shot(
        (6, -14, 11.5),
        (0.8, 0.4, 0.2),
        11,
        48,
        markers={"data": circle(data.point(0, 0, 0.6), 1.0), "power": circle(power.point(0, 0, 0.6), 1.6)},
    )


def unplug() -> Shot:
    return _drive_shot(1.9, into=False)


def plugs_in() -> Shot:
    return _drive_shot(1.1, into=True)


def _serial_number(place: Frame, patch: tuple[float, float], size: float) -> None:
    """S/N and a number that is nobody's, a bar code above it: in letters on the label, so that lines show it too."""
    sheet(place, (0.3, size * 1.1, 0), patch, "paper")
    lettering(place, "S/N 0123 4567 89", (0, 0, 0.014), size, "hole")
    for i in range(26):
        bar = (size * (0.1 + 0.08 * (i * 7 % 3)), size * 1.5, 0.004)
        box(place, ((i - 12.5) * size * 0.32, size * 1.7, 0.013), bar, "hole", bevel=0)


def serial_label() -> Shot:
    table()
    small = drives.small_drive(world((0, 0, 8), (8.0, -4.5, 0)))
    large = drives.large_drive(world((0, 0, -6), (-4.5, -6.5, 0)))
    _serial_number(small.at(-0.5, 2.75, drives.SMALL[2] + 0.012), (5.6, 2.6), 0.5)
    _serial_number(large.at(-0.7, 2.35, drives.LARGE[2] + 0.057), (7.6, 2.5), 0.68)
    return Shot(
        (1.5, -18, 31),
        (1.2, 0.3, 0.5),
        20,
        45,
        markers={
            "serial-small": rect(*(small.point(x, y, 0.72) for x in (-2.8, 1.6) for y in (2.4, 3.3))),
            "serial-large": rect(*(large.point(x, y, 2.7) for x in (-4.0, 2.0) for y in (2.0, 3.0))),
        },
    )


PICTURES: Mapping[str, Callable[[], Shot]] = {
    "sata-cables": cables,
    "sata-25-mount": mount_25,
    "sata-35-tray": tray,
    "sata-35-tray-in": tray_in,
    "sata-unplug": unplug,
    "sata-plugs-in": plugs_in,
    "sata-serial-label": serial_label,
}
