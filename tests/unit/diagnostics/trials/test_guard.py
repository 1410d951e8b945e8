"""What ends a trial by itself, and what does not."""

import threading

import pytest

from haas_client.diagnostics.trials.bench import Halt, why_stopped
from haas_client.diagnostics.trials.guard import Guard, limit_celsius
from haas_client.diagnostics.trials.sensors import Sensors, Thermometer, hottest_processor
from haas_client.diagnostics.trials.values import Stop
from haas_client.process import Cancel
from tests.unit.diagnostics.trials import machines

CORE = "/sys/class/hwmon/hwmon0"
DISK = "/sys/class/hwmon/hwmon1"
BOARD = "/sys/class/hwmon/hwmon2"


def pc(**changes: str) -> machines.Machine:
    machine = machines.Machine(
        {
            f"{CORE}/name": "coretemp\n",
            f"{CORE}/temp1_input": "50000\n",
            f"{CORE}/temp1_label": "Package id 0\n",
            f"{CORE}/temp1_crit": "100000\n",
            f"{DISK}/name": "drivetemp\n",
            f"{DISK}/temp1_input": "40000\n",
            f"{DISK}/temp1_crit": "65000\n",
            f"{BOARD}/name": "nct6775\n",
            f"{BOARD}/temp7_input": "127000\n",
            f"{BOARD}/in0_input": "1000\n",
            f"{BOARD}/in1_input": "99999999\n",
            f"{BOARD}/power1_average": "35000000\n",
            "/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq": "3000000\n",
            "/sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq": "1000000\n",
            "/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count": "3\n",
            "/sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count": "4\n",
            "/sys/devices/system/cpu/cpufreq/x": "",
        }
    )
    machine.links = {
        f"{CORE}/device": "/sys/devices/platform/coretemp.0",
        f"{DISK}/device": "/sys/devices/pci0/ata1/0:0:0:0",
        "/sys/block/sda/device": "/sys/devices/pci0/ata1/0:0:0:0",
    }
    machine.files |= changes
    return machine


def looks(machine: machines.Machine, drive: str = "", limit: float = 1000, count: int = 4) -> list[Stop | None]:
    guard = Guard(machine, limit, drive)
    return [guard.look() for _ in range(count)]


def test_a_pc_that_is_well_is_left_alone() -> None:
    assert looks(pc()) == [None] * 4


@pytest.mark.parametrize(("millidegrees", "hot"), [("97999", False), ("98000", True), ("100000", True)])
def test_two_kelvin_below_the_chips_own_limit_for_three_looks_is_too_hot(millidegrees: str, hot: bool) -> None:
    machine = pc(**{f"{CORE}/temp1_input": millidegrees})
    assert looks(machine) == ([None, None, Stop.HEAT, Stop.HEAT] if hot else [None] * 4)


def test_a_single_peak_is_no_danger() -> None:
    machine = pc()
    guard = Guard(machine, 1000)
    seen = []
    for reading in ("99000", "99000", "60000", "99000", "99000", "60000"):
        machine.files[f"{CORE}/temp1_input"] = reading
        seen.append(guard.look())
    assert seen == [None] * 6


def test_only_the_drive_under_test_counts() -> None:
    machine = pc(**{f"{DISK}/temp1_input": "64000"})
    assert looks(machine) == [None] * 4
    assert looks(machine, "sda")[2] == Stop.HEAT
    assert looks(machine, "sdb") == [None] * 4


@pytest.mark.parametrize(
    ("chip", "critical", "limit"),
    [
        ("coretemp", 100.0, 98.0),
        ("k10temp", None, 100.0),
        ("coretemp", 0.0, 100.0),
        ("coretemp", 255.0, 100.0),
        ("nvme", 84.8, 82.8),
        ("nvme", None, 80.0),
        ("drivetemp", None, 60.0),
        ("acpitz", 100.0, None),
        ("nct6775", 80.0, None),
    ],
)
def test_where_a_kind_of_part_is_too_hot(chip: str, critical: float | None, limit: float | None) -> None:
    found = limit_celsius(Thermometer(chip=chip, name=chip, path="/", critical_celsius=critical))
    assert found == pytest.approx(limit)


def test_a_battery_alone_ends_it() -> None:
    battery = {"/sys/class/power_supply/BAT0/type": "Battery", "/sys/class/power_supply/BAT0/status": "Discharging"}
    assert looks(pc(**battery))[0] == Stop.BATTERY
    assert looks(pc(**battery, **{"/sys/class/power_supply/AC/online": "1"}))[0] is None


def test_time_ends_it() -> None:
    assert looks(pc(), limit=-1)[0] == Stop.TOO_LONG


def test_the_guard_asks_the_trial_to_stop_and_says_why() -> None:
    guard = Guard(pc(), -1)
    with guard.watching(Cancel()) as halt:
        asked = threading.Event()
        with halt.watched(asked.set):
            assert asked.wait(10)
    assert halt.why == Stop.TOO_LONG


def test_the_owners_word_comes_through_with_its_reason() -> None:
    for given, why in ((Cancel(), Stop.OWNER), (Halt(), Stop.SESSION_ENDED)):
        with Guard(pc(), 1000).watching(given) as halt:
            if isinstance(given, Halt):
                given.stop(Stop.SESSION_ENDED)
            else:
                given.ask()
            assert halt.asked
            assert why_stopped(halt) == why


def test_the_first_reason_stays() -> None:
    halt = Halt()
    halt.stop(Stop.HEAT)
    halt.stop(Stop.OWNER)
    assert halt.why == Stop.HEAT


def test_sensors_are_named_by_their_drivers() -> None:
    sensors = Sensors(pc())
    assert sensors.celsius() == {"coretemp Package id 0": 50, "drivetemp temp1": 40, "nct6775 temp7": 127}
    assert sensors.volts() == {"nct6775 in0": 1.0}
    assert sensors.watts() == {"nct6775 power1": 35.0}
    assert sensors.megahertz() == 2000
    assert sensors.throttled() == 7


def test_a_pc_without_sensors_has_nothing_to_tell() -> None:
    sensors = Sensors(machines.Machine())
    assert (sensors.celsius(), sensors.volts(), sensors.watts()) == ({}, {}, {})
    assert (sensors.megahertz(), sensors.throttled()) == (None, None)
    assert looks(machines.Machine()) == [None] * 4


def test_two_chips_of_one_name_are_kept_apart() -> None:
    second = "/sys/class/hwmon/hwmon5"
    machine = pc(
        **{f"{second}/name": "coretemp", f"{second}/temp1_input": "60000", f"{second}/temp1_label": "Package id 0"}
    )
    assert Sensors(machine).celsius()["coretemp Package id 0 #2"] == 60


def test_an_open_input_and_an_offset_are_not_the_processors_heat() -> None:
    assert hottest_processor({"nct6775 temp7": 127.0}) is None
    assert hottest_processor({"k10temp Tctl": 90.0, "k10temp Tdie": 70.0, "nvme Composite": 95.0}) == 70
    assert hottest_processor({"k10temp Tctl": 90.0}) == 90
    machine = machines.Machine(
        {
            f"{CORE}/name": "k10temp",
            f"{CORE}/temp1_input": "105000",
            f"{CORE}/temp1_label": "Tctl",
            f"{CORE}/temp2_input": "85000",
            f"{CORE}/temp2_label": "Tdie",
        }
    )
    assert looks(machine) == [None] * 4
