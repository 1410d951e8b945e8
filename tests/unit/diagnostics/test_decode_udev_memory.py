"""Memory slots as udev shows them: its traps, and what real firmware makes of them."""

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.decode import udev_memory
from haas_client.diagnostics.snapshot import Module
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from tests.unit.captured import needs_captures, rows
from tests.unit.diagnostics import strategies

SLOT = {
    "LOCATOR": "DIMM_A1",
    "BANK_LOCATOR": "BANK 0",
    "SIZE": "8589934592",
    "TYPE": "DDR4",
    "FORM_FACTOR": "DIMM",
    "SPEED_MTS": "3200",
    "CONFIGURED_SPEED_MTS": "2933",
    "MANUFACTURER": "Kingston",
    "PART_NUMBER": "KHX",
    "SERIAL_NUMBER": "1A2B",
    "TOTAL_WIDTH": "64",
}


def properties(*slots: dict[str, str]) -> dict[str, str]:
    return {
        f"MEMORY_DEVICE_{number}_{name}": value for number, slot in enumerate(slots) for name, value in slot.items()
    }


def decoded(**changes: str) -> Module:
    (module,) = udev_memory.decode(properties(SLOT | changes))
    return module


def without(*names: str) -> Module:
    (module,) = udev_memory.decode(properties({n: v for n, v in SLOT.items() if n not in names}))
    return module


def test_a_module_is_read() -> None:
    assert decoded() == Module(
        slot="DIMM_A1",
        bank="BANK 0",
        size_bytes=8 * 1024**3,
        type="DDR4",
        form_factor="DIMM",
        speed_mts=3200,
        configured_speed_mts=2933,
        manufacturer="Kingston",
        part_number="KHX",
        serial="1A2B",
    )


def test_an_empty_slot_is_empty_whatever_else_it_claims() -> None:
    module = decoded(PRESENT="0")
    assert module.size_bytes == 0
    assert isinstance(module.speed_mts, Unknown)
    assert isinstance(module.configured_speed_mts, Unknown)


def test_a_slot_of_unknown_size_is_not_empty() -> None:
    assert isinstance(without("SIZE").size_bytes, Unknown)


@pytest.mark.parametrize("size", ["", "0", "-1", "8 GB", "8e9", "٣", "1" * 19, "0x10"])
def test_a_size_that_is_no_number_is_unknown(size: str) -> None:
    assert isinstance(decoded(SIZE=size).size_bytes, Unknown)


def test_slots_come_in_the_order_of_the_firmware() -> None:
    slots = [SLOT | {"LOCATOR": f"DIMM_{number}"} for number in range(12)]
    found = udev_memory.decode(dict(reversed(properties(*slots).items())))
    assert [module.slot for module in found] == [f"DIMM_{number}" for number in range(12)]


@pytest.mark.parametrize("name", ["MANUFACTURER", "PART_NUMBER", "SERIAL_NUMBER", "TYPE", "FORM_FACTOR"])
@pytest.mark.parametrize("text", ["Unknown", "Not Specified", "", "00000000"])
def test_a_placeholder_is_unknown(name: str, text: str) -> None:
    field = {"SERIAL_NUMBER": "serial"}.get(name, name.lower())
    assert isinstance(getattr(decoded(**{name: text}), field), Unknown)


@pytest.mark.parametrize("found", [{}, {"ID_MODEL": "x"}, {"MEMORY_DEVICE_0": "x"}, {"MEMORY_ARRAY_LOCATION": "x"}])
def test_without_a_slot_udev_is_of_no_help(found: dict[str, str]) -> None:
    with pytest.raises(Unreadable) as caught:
        udev_memory.decode(found)
    assert caught.value.unknown.reason == Reason.NOT_PRESENT


@pytest.mark.parametrize("name", ["XMEMORY_DEVICE_0_SIZE", "MEMORY_DEVICE_12345_SIZE", "MEMORY_DEVICE_0_SIZE9"])
def test_a_property_of_another_shape_is_passed_over(name: str) -> None:
    assert len(udev_memory.decode({**properties(SLOT), name: "1"})) == 1


def test_error_correction_is_read_and_its_absence_says_nothing() -> None:
    assert udev_memory.error_correction({"MEMORY_ARRAY_EC_TYPE": "Multi-bit ECC"}) == "Multi-bit ECC"
    assert isinstance(udev_memory.error_correction({}), Unknown)
    assert isinstance(udev_memory.error_correction({"MEMORY_ARRAY_EC_TYPE": "Unknown"}), Unknown)


NAMES = st.sampled_from([*SLOT, "PRESENT", "OTHER"])
VALUES = st.text(max_size=20) | st.integers().map(str) | st.sampled_from(["0", "1", "Unknown"])


@given(
    st.dictionaries(st.builds("MEMORY_DEVICE_{}_{}".format, st.integers(0, 20), NAMES), VALUES)
    | st.dictionaries(st.text(), st.text())
)
def test_any_properties_are_read_or_unreadable(found: dict[str, str]) -> None:
    assert isinstance(udev_memory.error_correction(found), (str, Unknown))
    try:
        modules = udev_memory.decode(found)
    except Unreadable:
        return
    assert all(strategies.kept(module) for module in modules)


# --- real firmware

UNITS = {"kB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}
FIELDS = {
    "Locator": "LOCATOR",
    "Bank Locator": "BANK_LOCATOR",
    "Type": "TYPE",
    "Form Factor": "FORM_FACTOR",
    "Manufacturer": "MANUFACTURER",
    "Serial Number": "SERIAL_NUMBER",
    "Part Number": "PART_NUMBER",
}


def as_udev(block: str) -> dict[str, str]:
    """One slot of ``dmidecode`` in the properties that udev writes for it (systemd, src/udev/dmi_memory_id)."""
    fields = dict(re.findall(r"^\s+([A-Z][\w ]+): ?(.*)$", block, re.MULTILINE))
    slot = {name: fields[field].strip() for field, name in FIELDS.items() if fields.get(field)}
    size = re.fullmatch(r"(\d+) (kB|MB|GB|TB)\s*", fields.get("Size", ""))
    if size:
        slot["SIZE"] = str(int(size[1]) * UNITS[size[2]])
    elif fields.get("Size", "").strip() == "No Module Installed":
        slot["PRESENT"] = "0"
    speed = re.match(r"(\d+) M", fields.get("Speed", ""))
    return slot | ({"SPEED_MTS": speed[1]} if speed else {})


def captured_slots(text: str) -> list[str]:
    return re.findall(r"DMI type 17,.*?(?=\nHandle |\Z)", text, re.DOTALL)


@cache
def captured_modules() -> tuple[tuple[str, Module], ...]:
    """What ``dmidecode`` says of each slot, and what is read of the same slot through udev's properties."""
    found: list[tuple[str, Module]] = []
    for row in rows("dmidecode-text"):
        blocks = [block for block in captured_slots(row["text"]) if "Size:" in block]
        if blocks:
            found += zip(blocks, udev_memory.decode(properties(*map(as_udev, blocks))), strict=True)
    return tuple(found)


@needs_captures
def test_every_captured_slot_is_filled_or_empty_as_dmidecode_says() -> None:
    assert len(captured_modules()) > 3000
    for block, module in captured_modules():
        if "Size: No Module Installed" in block:
            assert module.size_bytes == 0
        elif re.search(r"Size: [1-9]\d* [kMGT]B", block):
            assert isinstance(module.size_bytes, int)
            assert module.size_bytes > 0
        else:
            assert isinstance(module.size_bytes, Unknown)


@needs_captures
def test_no_name_of_a_captured_module_is_a_word_for_nothing() -> None:
    names = {
        name.lower()
        for _, module in captured_modules()
        for name in (module.manufacturer, module.part_number, module.serial)
        if isinstance(name, str)
    }
    assert len(names) > 800
    assert not names & {"unknown", "not specified", "none", "no dimm", "default string", "to be filled by o.e.m.", ""}
    assert not [name for name in names if not name.strip("0 f")]
