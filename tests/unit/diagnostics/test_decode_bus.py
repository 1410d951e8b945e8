"""UDisks2 and UPower as busctl prints them: values are read, and nothing in them is trusted."""

import json
from typing import Any

import pytest
from hypothesis import given

from haas_client.diagnostics.decode import bus
from haas_client.diagnostics.decode.bus import UdisksDrive
from haas_client.diagnostics.snapshot import AtaAttribute, Battery, Health
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from tests.unit.diagnostics import strategies

UDISKS = "org.freedesktop.UDisks2"
ATA: dict[str, Any] = {
    "SmartSupported": True,
    "SmartEnabled": True,
    "SmartUpdated": 1_782_874_800,
    "SmartFailing": False,
    "SmartTemperature": 309.15,
    "SmartPowerOnSeconds": 7_260_000,
    "SmartSelftestStatus": "success",
}
NVME: dict[str, Any] = {
    "SmartUpdated": 1_782_874_800,
    "SmartCriticalWarning": [],
    "SmartTemperature": 313,
    "SmartPowerOnHours": 500,
    "SmartSelftestStatus": "success",
}
IDENTITY = {"Model": "Example SSD", "Serial": "SER1", "Revision": "FW1", "Vendor": ""}
UPS: dict[str, Any] = {
    "Type": 3, "PowerSupply": True, "Vendor": "APC", "Model": "ES 500", "Percentage": 87.6, "Capacity": 93.0
}  # fmt: skip
WORDS = {
    *("data", "type", "Drive", f"{UDISKS}.Block", f"{UDISKS}.Drive", f"{UDISKS}.Drive.Ata", *ATA, *NVME, *IDENTITY),
    *(f"{UDISKS}.NVMe.Controller", f"{UDISKS}.Partition", *UPS),
}


def wrapped(value: Any) -> Any:
    """``value`` as busctl prints a variant."""
    return {"type": "v", "data": value}


def answer(*payload: Any) -> bytes:
    return json.dumps({"type": "a{oa{sa{sv}}}", "data": list(payload)}).encode()


def objects(name: str, **interfaces: dict[str, Any]) -> dict[str, Any]:
    """A block device and its drive; ``interfaces`` by the end of their names (Ata, Controller)."""
    full = {"Ata": f"{UDISKS}.Drive.Ata", "Controller": f"{UDISKS}.NVMe.Controller"}
    drive = f"/org/freedesktop/UDisks2/drives/Example_{name}"
    inside = {
        full[interface]: {key: wrapped(value) for key, value in values.items()}
        for interface, values in interfaces.items()
    }
    return {
        f"/org/freedesktop/UDisks2/block_devices/{name}": {f"{UDISKS}.Block": {"Drive": wrapped(drive)}},
        drive: {f"{UDISKS}.Drive": {key: wrapped(value) for key, value in IDENTITY.items()}, **inside},
    }


def drive(**interfaces: dict[str, Any]) -> UdisksDrive:
    return bus.udisks_drives(answer(objects("sda", **interfaces)))["sda"]


def health(**interfaces: dict[str, Any]) -> Health:
    found = drive(**interfaces).health
    assert isinstance(found, Health)
    return found


# --- drives of UDisks2


def test_a_drive_is_known_by_its_block_device() -> None:
    found = bus.udisks_drives(answer({**objects("sda", Ata=ATA), **objects("nvme0n1", Controller=NVME)}))
    assert set(found) == {"sda", "nvme0n1"}
    assert (found["sda"].model, found["sda"].serial, found["sda"].firmware) == ("Example SSD", "SER1", "FW1")
    assert found["sda"].object_path == "/org/freedesktop/UDisks2/drives/Example_sda"


def test_a_partition_is_no_drive() -> None:
    tree = objects("sda", Ata=ATA)
    tree["/org/freedesktop/UDisks2/block_devices/sda1"] = {
        **tree["/org/freedesktop/UDisks2/block_devices/sda"],
        f"{UDISKS}.Partition": {},
    }
    assert set(bus.udisks_drives(answer(tree))) == {"sda"}


def test_a_block_device_without_a_drive_is_passed_over() -> None:
    tree = {"/org/freedesktop/UDisks2/block_devices/loop0": {f"{UDISKS}.Block": {"Drive": wrapped("/")}}}
    assert bus.udisks_drives(answer(tree)) == {}


def test_the_health_of_an_ata_drive_is_read() -> None:
    found = health(Ata=ATA)
    assert (found.source, found.passed, found.nvme) == ("udisks2", True, None)
    assert (found.temperature_celsius, found.power_on_hours) == (36, 2016)
    assert found.self_test_failed is False
    assert isinstance(found.power_cycles, Unknown)


@pytest.mark.parametrize(("failing", "passed"), [(True, False), (False, True)])
def test_a_failing_ata_drive_has_not_passed(failing: bool, passed: bool) -> None:
    assert health(Ata=ATA | {"SmartFailing": failing}).passed is passed


@pytest.mark.parametrize("failing", [None, 0, "no"])
def test_an_ata_drive_that_does_not_say_has_neither_passed_nor_failed(failing: object) -> None:
    assert isinstance(health(Ata=ATA | {"SmartFailing": failing}).passed, Unknown)


@pytest.mark.parametrize(
    "changes", [{"SmartUpdated": 0}, {"SmartUpdated": None}, {"SmartEnabled": False}, {"SmartEnabled": None}]
)
def test_an_ata_drive_that_was_never_read_says_nothing(changes: dict[str, Any]) -> None:
    found = drive(Ata=ATA | changes)
    assert isinstance(found.health, Unknown)
    assert found.health.reason == Reason.NOT_REPORTED


@pytest.mark.parametrize("name", ["SmartSupported", "SmartEnabled"])
def test_attributes_are_asked_for_only_where_smart_is_on(name: str) -> None:
    assert drive(Ata=ATA).has_ata_smart is True
    assert drive(Ata=ATA | {name: False}).has_ata_smart is False
    assert drive(Controller=NVME).has_ata_smart is False


@pytest.mark.parametrize(
    ("status", "failed"),
    [
        ("success", False),
        *((f"error_{kind}", True) for kind in ("unknown", "electrical", "servo", "read", "handling")),
        ("fatal", True),
        ("aborted", None),
        ("interrupted", None),
        ("inprogress", None),
        ("", None),
        (None, None),
        (["fatal"], None),
    ],
)
def test_a_self_test_is_judged_by_its_status(status: object, failed: bool | None) -> None:
    for interface, values in (("Ata", ATA), ("Controller", NVME)):
        found = health(**{interface: values | {"SmartSelftestStatus": status}}).self_test_failed
        assert (None if isinstance(found, Unknown) else found) is failed


@pytest.mark.parametrize("kelvin", [0, -1, 1000, None, True, "309"])
def test_a_temperature_that_is_none_is_unknown(kelvin: object) -> None:
    assert isinstance(health(Ata=ATA | {"SmartTemperature": kelvin}).temperature_celsius, Unknown)


@pytest.mark.parametrize(
    ("words", "bits"),
    [
        ([], 0),
        (["spare"], 1),
        (["temperature"], 2),
        (["degraded"], 4),
        (["readonly"], 8),
        (["volatile_mem"], 16),
        (["pmr_readonly"], 32),
        (["spare", "degraded", "spare"], 5),
    ],
)
def test_the_words_of_an_nvme_warning_become_its_bits(words: list[str], bits: int) -> None:
    found = health(Controller=NVME | {"SmartCriticalWarning": words})
    assert found.nvme is not None
    assert found.nvme.critical_warning == bits
    assert found.passed is (bits == 0)
    assert (found.temperature_celsius, found.power_on_hours) == (40, 500)


@pytest.mark.parametrize("words", [None, "spare", ["unheard of"], [1], {}, ["spare", None]])
def test_an_nvme_warning_that_is_not_understood_is_neither_good_nor_bad(words: object) -> None:
    found = health(Controller=NVME | {"SmartCriticalWarning": words})
    assert isinstance(found.passed, Unknown)
    assert found.nvme is not None
    assert isinstance(found.nvme.critical_warning, Unknown)


@pytest.mark.parametrize("words", [[[1]], [{}]])
def test_an_nvme_warning_of_another_shape_is_neither_good_nor_bad(words: object) -> None:
    assert isinstance(health(Controller=NVME | {"SmartCriticalWarning": words}).passed, Unknown)


def test_a_drive_that_was_read_in_the_first_second_of_all_time_says_something() -> None:
    assert health(Ata=ATA | {"SmartUpdated": 1}).passed is True


def test_an_nvme_drive_that_was_never_read_says_nothing() -> None:
    assert isinstance(drive(Controller=NVME | {"SmartUpdated": 0}).health, Unknown)


# --- attributes

ROW: list[Any] = [5, "reallocated-sector-count", 0x33, 99, 98, 10, 12, 3, {}]


def row(**changes: Any) -> AtaAttribute:
    values = list(ROW)
    for name, value in changes.items():
        values[("id", "name", "flags", "value", "worst", "threshold", "pretty", "unit").index(name)] = value
    (found,) = bus.udisks_attributes(answer([values]))
    return found


def test_an_attribute_is_read() -> None:
    assert row() == AtaAttribute(
        id=5, name="reallocated-sector-count", value=99, worst=98, threshold=10, raw=12, raw_text="12",
        prefailure=True, failed="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "threshold", "failed"),
    [(10, 10, "now"), (9, 10, "now"), (11, 10, ""), (0, 10, "now"), (-1, 10, ""), (0, 0, ""), (5, -1, "")],
)
def test_an_attribute_fails_at_its_threshold(value: int, threshold: int, failed: str) -> None:
    assert row(value=value, threshold=threshold).failed == failed


@pytest.mark.parametrize(("flags", "prefailure"), [(1, True), (0x33, True), (0x32, False), (0, False)])
def test_a_flag_tells_failure_from_age(flags: int, prefailure: bool) -> None:
    assert row(flags=flags).prefailure is prefailure


@pytest.mark.parametrize(("unit", "raw"), [(1, 12), (3, 12), (0, None), (2, None), (4, None)])
def test_only_a_count_is_a_raw_value(unit: int, raw: int | None) -> None:
    assert row(unit=unit).raw == raw


def test_figures_of_zero_are_figures() -> None:
    found = row(value=0, worst=0, threshold=0, pretty=0)
    assert (found.value, found.worst, found.threshold, found.raw) == (0, 0, 0, 0)


def test_negative_figures_are_unknown() -> None:
    found = row(value=-1, worst=-1, threshold=-1, pretty=-1)
    assert (found.value, found.worst, found.threshold, found.raw) == (None, None, None, None)


@pytest.mark.parametrize(
    "broken", [[], ROW[:7], None, {}, "x", ["5", *ROW[1:]], [*ROW[:6], "12", 3], [*ROW[:3], 1.5, *ROW[4:]]]
)
def test_a_row_of_another_shape_is_passed_over(broken: Any) -> None:
    assert [found.id for found in bus.udisks_attributes(answer([broken, ROW]))] == [5]


@pytest.mark.parametrize("place", [0, *range(2, 8)])
def test_a_row_with_a_truth_value_for_a_number_is_passed_over(place: int) -> None:
    assert bus.udisks_attributes(answer([[*ROW[:place], True, *ROW[place + 1 :]]])) == ()


@pytest.mark.parametrize("payload", [[], [[]], [None], [{}], [5], ["x"]])
def test_without_rows_there_are_no_attributes(payload: list[Any]) -> None:
    assert bus.udisks_attributes(answer(*payload)) == ()


# --- UPower

PREFIX = "/org/freedesktop/UPower/devices/"


def test_paths_of_devices_are_read_and_no_others() -> None:
    data = answer([f"{PREFIX}battery_BAT0", "/elsewhere", 5, None, f"{PREFIX}ups_hid"])
    assert bus.upower_paths(data) == (f"{PREFIX}battery_BAT0", f"{PREFIX}ups_hid")


@pytest.mark.parametrize("payload", [[], [None], [5], [{}], [[]]])
def test_without_paths_there_are_none(payload: list[Any]) -> None:
    assert bus.upower_paths(answer(*payload)) == ()


def test_a_ups_is_read() -> None:
    found = bus.upower_battery(answer({name: wrapped(value) for name, value in UPS.items()}))
    assert found == Battery(kind="ups", vendor="APC", model="ES 500", charge_percent=88, capacity_percent=93)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"Type": 2}, "battery"),
        ({"Type": 1}, None),
        ({"Type": 5}, None),  # a mouse
        ({"Type": "2"}, None),
        ({"PowerSupply": False}, None),  # the battery of a mouse
        ({"PowerSupply": None}, None),
        ({"PowerSupply": 1}, None),
    ],
)
def test_only_what_powers_the_pc_is_a_battery(changes: dict[str, Any], kind: str | None) -> None:
    found = bus.upower_battery(answer(UPS | changes))
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(("value", "percent"), [(0.6, 1), (1, 1), (100, 100)])
def test_a_percentage_is_rounded(value: float, percent: int) -> None:
    found = bus.upower_battery(answer(UPS | {"Percentage": value, "Capacity": value}))
    assert found is not None
    assert (found.charge_percent, found.capacity_percent) == (percent, percent)


@pytest.mark.parametrize("value", [0, -1, 100.5, None, "50", True])
def test_a_percentage_that_is_none_is_unknown(value: object) -> None:
    found = bus.upower_battery(answer(UPS | {"Percentage": value, "Capacity": value}))
    assert found is not None
    assert isinstance(found.charge_percent, Unknown)
    assert isinstance(found.capacity_percent, Unknown)


# --- answers that are none

NOTHING = [b"", b"[]", b"{}", b"Failed to connect", b"\xff", b'{"data": []}', b'{"data": [5]}', b'{"data": null}',
           b"[" * 100_000, b'{"data": [' * 50_000]  # fmt: skip


@pytest.mark.parametrize("data", NOTHING, ids=lambda data: repr(data[:16]))
def test_an_answer_that_is_none_is_malformed(data: bytes) -> None:
    for decode in (bus.udisks_drives, bus.upower_battery):
        with pytest.raises(Unreadable) as caught:
            decode(data)
        assert caught.value.unknown.reason == Reason.MALFORMED


def test_wrapping_deeper_than_any_answer_is_dropped() -> None:
    value: Any = 2
    for _ in range(30):
        value = wrapped(value)
    assert bus.upower_battery(answer(UPS | {"Type": value})) is None


# --- anything at all


def read_or_unreadable(data: bytes) -> None:
    for decode in (bus.udisks_drives, bus.udisks_attributes, bus.upower_paths, bus.upower_battery):
        try:
            found = decode(data)
        except Unreadable:
            continue
        if isinstance(found, dict):
            assert all(map(strategies.kept, found.values()))
        elif isinstance(found, tuple):
            assert all(isinstance(one, str) or strategies.kept(one) for one in found)
        else:
            assert found is None or strategies.kept(found)


@given(strategies.json_bytes(WORDS))
def test_any_bytes_are_read_or_unreadable(data: bytes) -> None:
    read_or_unreadable(data)


@given(strategies.json_values(WORDS))
def test_an_answer_of_anything_is_read_or_unreadable(payload: Any) -> None:
    read_or_unreadable(answer(payload))


TREE = json.loads(answer({**objects("sda", Ata=ATA), **objects("nvme0n1", Controller=NVME)}))


@given(strategies.changed_json(TREE, WORDS))
def test_drives_with_anything_in_any_place_are_read_or_unreadable(data: bytes) -> None:
    read_or_unreadable(data)


@given(strategies.changed_json(json.loads(answer([ROW, ROW])), WORDS))
def test_rows_with_anything_in_any_place_are_read_or_unreadable(data: bytes) -> None:
    read_or_unreadable(data)


@given(strategies.changed_json(json.loads(answer(UPS)), WORDS))
def test_batteries_with_anything_in_any_place_are_read_or_unreadable(data: bytes) -> None:
    read_or_unreadable(data)
