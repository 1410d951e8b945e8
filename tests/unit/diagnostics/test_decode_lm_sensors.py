"""What sensors prints, in both its forms and however it was copied."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.decode import lm_sensors
from haas_client.diagnostics.decode.lm_sensors import Temperature
from haas_client.diagnostics.snapshot import Rail
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from tests.unit.captured import needs_captures, rows
from tests.unit.diagnostics import strategies

TEXT = """\
corsairpsu-hid-3-1
Adapter: HID adapter
v_in:        230.00 V
v_out +12v:   12.14 V  (crit min =  +8.41 V, crit max = +15.59 V)
psu fan:        0 RPM
vrm temp:     +46.2°C  (crit = +70.0°C)
power total: 152.00 W
curr +12v:     9.00 A  (crit max = +85.00 A)

it8665-isa-0290
Adapter: ISA adapter
in0:         672.00 mV (min =  +0.00 V, max =  +1.74 V)
+5V:          +5.01 V  (min =  +4.74 V, max =  +5.61 V)
vout1:       851.00 mV (crit min =  +0.65 V, min =  +0.68 V)
                       (max =  +1.02 V, crit max =  +1.25 V)  ALARM
vddgfx:           N/A
Ambient:      +44.0°C  (low  = +13.0°C, high = +43.0°C)  ALARM  sensor = thermistor
fan3:           FAULT  ALARM
intrusion0:  ALARM
"""

RAW = """\
it8665-isa-0290
Adapter: ISA adapter
in0:
  in0_input: 0.672
  in0_min: 0.000
  in0_max: 1.740
  in0_alarm: 0.000
+5V:
  in3_input: 5.010
  in3_lcrit: 4.500
  in3_min: 4.740
  in3_alarm: 1.000
CPU Fan:
  fan1_input: 3409.000
Ambient:
  temp2_input: 44.000
  temp2_max: 43.000
  temp2_crit: 90.000
  temp2_max_alarm: 1.000
"""


def known(value: object) -> object:
    return None if isinstance(value, Unknown) else value


def facts(rail: Rail) -> tuple[object, ...]:
    limits = (known(rail.lowest_volts), known(rail.highest_volts))
    return (rail.chip, rail.input, rail.label, known(rail.volts), *limits, rail.alarm)


def warmth(one: Temperature) -> tuple[object, ...]:
    return (one.chip, one.label, known(one.celsius), known(one.highest_celsius), one.alarm)


def rails(line: str, chip: str = "nct6779-isa-0290") -> list[tuple[object, ...]]:
    return [facts(rail)[3:] for rail in lm_sensors.decode(f"{chip}\n{line}\n").rails]


def test_voltages_are_read_with_the_chips_own_limits_and_alarms() -> None:
    assert [facts(rail) for rail in lm_sensors.decode(TEXT).rails] == [
        ("corsairpsu", "", "v_in", 230.0, None, None, False),
        ("corsairpsu", "", "v_out +12v", 12.14, 8.41, 15.59, False),
        ("it8665", "in0", "", 0.672, 0.0, 1.74, False),
        ("it8665", "", "+5V", 5.01, 4.74, 5.61, False),
        ("it8665", "", "vout1", 0.851, 0.65, 1.25, True),
        ("it8665", "", "vddgfx", None, None, None, False),
    ]


def test_temperatures_are_read() -> None:
    assert [warmth(one) for one in lm_sensors.decode(TEXT).temperatures] == [
        ("corsairpsu", "vrm temp", 46.2, 70.0, False),
        ("it8665", "Ambient", 44.0, 43.0, True),
    ]


def test_raw_output_is_read() -> None:
    readings = lm_sensors.decode(RAW)
    assert [facts(rail) for rail in readings.rails] == [
        ("it8665", "in0", "", 0.672, 0.0, 1.74, False),
        ("it8665", "in3", "+5V", 5.01, 4.5, None, True),
    ]
    assert [warmth(one) for one in readings.temperatures] == [("it8665", "Ambient", 44.0, 90.0, True)]


@pytest.mark.parametrize(
    ("line", "volts"),
    [
        ("in1: 1000.00 mV", 1.0), ("in1: +0.42 V", 0.42), ("in1: -12.10 V", -12.1), ("in1: 0.40 kV", 400.0),
        ("in1: 1,25 V", 1.25), ("in1: 2000.00 V", None), ("in1: N/A", None),
    ],
)  # fmt: skip
def test_a_voltage_is_read_in_its_unit(line: str, volts: float | None) -> None:
    assert [found[0] for found in rails(line)] == [volts]


@pytest.mark.parametrize(
    "line", ["fan1: 971 RPM", "power1: 35.00 W", "curr1: 3.00 A", "x: ALARM", "in1: ８ V", "in1: V"]
)
def test_what_is_no_voltage_is_none(line: str) -> None:
    assert rails(line) == []


@pytest.mark.parametrize("degree", ["°C", "\u00c2\u00b0C", "ｰC", "?C", " C", "C", "\ufffdC", "゜C"])
def test_a_temperature_is_read_whatever_became_of_its_sign(degree: str) -> None:
    text = f"nvme-pci-0100\nComposite:    +53.0{degree}  (low  = -273.1{degree}, high = +70.0{degree})\n"
    text += f"                       (crit = +80.0{degree})\n"
    assert [warmth(one)[1:4] for one in lm_sensors.decode(text).temperatures] == [("Composite", 53.0, 80.0)]


def test_fahrenheit_is_turned_into_celsius() -> None:
    (found,) = lm_sensors.decode("k10temp-pci-00c3\nTctl: +212.0°F  (high = +158.0°F)\n").temperatures
    assert (found.celsius, found.highest_celsius) == (100.0, 70.0)


@pytest.mark.parametrize(
    "name",
    [
        "k10temp-pci-00c3",
        "acpitz-acpi-0",
        "dell_smm-virtual-0",
        "r8169_0_300:00-mdio-0",
        "BAT0-acpi-0",
        "pmbus-i2c-1-58",
    ],
)
def test_chips_on_every_bus_are_known(name: str) -> None:
    assert [facts(rail)[0] for rail in lm_sensors.decode(f"{name}\nin0: 1.00 V\n").rails] == [
        name.split("-", maxsplit=1)[0]
    ]


@pytest.mark.parametrize(
    "changed",
    [
        TEXT.encode(), TEXT.encode("latin-1"), TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.encode("utf-16"),
        "".join(f"> {line}\n" for line in TEXT.splitlines()), "".join(f">>\t{line}\n" for line in TEXT.splitlines()),
        "こんにちは\n\n" + TEXT,
    ],
)  # fmt: skip
def test_it_is_read_however_it_was_copied(changed: bytes | str) -> None:
    assert lm_sensors.decode(changed) == lm_sensors.decode(TEXT)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", Reason.MALFORMED), ("in0: 1.00 V", Reason.MALFORMED), ("No sensors found!\n", Reason.NOT_MEASURABLE)],
)
def test_text_without_a_chip_is_unreadable(text: str, reason: Reason) -> None:
    with pytest.raises(Unreadable) as caught:
        lm_sensors.decode(text)
    assert caught.value.unknown.reason == reason


def read_or_unreadable(data: bytes | str) -> None:
    try:
        readings = lm_sensors.decode(data)
    except Unreadable:
        return
    assert strategies.kept(readings)


LINES = st.sampled_from([*TEXT.splitlines(), *RAW.splitlines(), "in0: 999999999.9 kV", "  in0_input: nan", "()", ":"])


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_anything_is_read_or_unreadable(data: bytes | str) -> None:
    read_or_unreadable(data)


@given(st.lists(LINES | st.text(max_size=30), max_size=30).map("\n".join))
def test_lines_in_any_order_are_read_or_unreadable(text: str) -> None:
    read_or_unreadable(text)


@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.binary(max_size=3)), min_size=1, max_size=8))
def test_text_with_bytes_changed_is_read_or_unreadable(changes: list[tuple[int, bytes]]) -> None:
    data = (TEXT + RAW).encode()
    for place, piece in changes:
        data = data[:place] + piece + data[place + len(piece) :]
    read_or_unreadable(data)


@needs_captures
def test_every_captured_output_is_read() -> None:
    for row in rows("lm-sensors-text"):
        readings = lm_sensors.decode(row["text"])
        volts = re.findall(r"^[^:\n]+:\s+[+-]?[\d.]+ m?V", row["text"], re.MULTILINE)
        degrees = re.findall(r"^[^:\n]+:\s+[+-]?[\d.]+.C", row["text"], re.MULTILINE)
        known_rails = [rail for rail in readings.rails if isinstance(rail.volts, float)]
        assert (len(known_rails), len(readings.temperatures)) == (len(volts), len(degrees)), row["source"]
        assert strategies.kept(readings)
