"""SMBIOS tables (DMTF DSP0134): what firmware writes is read, what it leaves out or gets wrong stays unknown."""

import base64
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.decode import placeholders, smbios
from haas_client.diagnostics.snapshot import Module, Supply
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from tests.unit.captured import needs_captures, rows
from tests.unit.diagnostics import strategies

MIB = 1 << 20
END = bytes((127, 4, 0xFF, 0xFF, 0, 0))


def structure(kind: int, fields: dict[int, bytes], length: int, *strings: str) -> bytes:
    """A structure of ``length`` bytes with ``fields`` at their offsets, and its strings."""
    area = bytearray(length)
    area[0:2] = bytes((kind, length))
    for offset, value in fields.items():
        if offset + len(value) <= length:
            area[offset : offset + len(value)] = value
    texts = b"".join(text.encode() + b"\0" for text in strings) or b"\0"
    return bytes(area) + texts + b"\0"


def word(value: int) -> bytes:
    return struct.pack("<H", value)


def double_word(value: int) -> bytes:
    return struct.pack("<L", value)


STRINGS = ("DIMM_A1", "BANK 0", "Kingston", "1A2B3C4D", "KHX3200C16D4/8G")


def device(length: int = 0x5C, *strings: str, **fields: int) -> bytes:
    """Type 17 of 8 GiB DDR4-3200; ``fields`` as ``at_0c=0x7FFF`` (a word) or ``at_1c`` (a double word)."""
    values = {
        0x0C: word(8192),
        0x0E: bytes((9,)),
        0x10: bytes((1,)),
        0x11: bytes((2,)),
        0x12: bytes((26,)),
        0x15: word(3200),
        0x17: bytes((3,)),
        0x18: bytes((4,)),
        0x1A: bytes((5,)),
        0x20: word(2933),
    }
    sizes = {0x0C: word, 0x15: word, 0x20: word, 0x1C: double_word, 0x54: double_word, 0x58: double_word}
    for name, value in fields.items():
        offset = int(name.removeprefix("at_"), 16)
        values[offset] = sizes[offset](value) if offset in sizes else bytes((value,))
    return structure(17, values, length, *(strings or STRINGS))


def module(length: int = 0x5C, *strings: str, **fields: int) -> Module:
    (found,) = smbios.decode(device(length, *strings, **fields) + END).modules
    return found


def test_a_module_is_read() -> None:
    assert module() == Module(
        slot="DIMM_A1",
        bank="BANK 0",
        size_bytes=8192 * MIB,
        type="DDR4",
        form_factor="DIMM",
        speed_mts=3200,
        configured_speed_mts=2933,
        manufacturer="Kingston",
        part_number="KHX3200C16D4/8G",
        serial="1A2B3C4D",
        array=0,
    )


@pytest.mark.parametrize(
    ("size", "extended", "expected"),
    [
        (0, 0, 0),
        (1, 0, MIB),
        (0x7FFE, 0, 0x7FFE * MIB),
        (0x7FFF, 0x8000, 0x8000 * MIB),
        (0x7FFF, 0x80010000, 0x10000 * MIB),  # bit 31 is reserved
        (0x8000 | 512, 0, 512 * 1024),
        (0xFFFF, 0, None),
    ],
)
def test_a_size_is_read_in_each_of_its_units(size: int, extended: int, expected: int | None) -> None:
    found = module(at_0c=size, at_1c=extended).size_bytes
    assert (None if isinstance(found, Unknown) else found) == expected


def test_an_extended_size_beyond_the_structure_is_unknown() -> None:
    assert isinstance(module(0x1B, at_0c=0x7FFF).size_bytes, Unknown)


@pytest.mark.parametrize(
    ("speed", "extended", "expected"),
    [(3200, 0, 3200), (0, 0, None), (0xFFFF, 70000, 70000), (0xFFFF, 0, None), (0xFFFF, 0x80000000 | 9, 9)],
)
def test_a_speed_is_read_also_from_its_further_field(speed: int, extended: int, expected: int | None) -> None:
    rated = module(at_15=speed, at_54=extended).speed_mts
    configured = module(at_20=speed, at_58=extended).configured_speed_mts
    assert [None if isinstance(found, Unknown) else found for found in (rated, configured)] == [expected] * 2


@pytest.mark.parametrize("field", ["speed_mts", "configured_speed_mts"])
def test_an_empty_slot_has_no_speed(field: str) -> None:
    found = module(at_0c=0)
    assert found.size_bytes == 0
    assert isinstance(getattr(found, field), Unknown)


def test_a_short_structure_of_old_firmware_keeps_what_it_has() -> None:
    found = module(0x15)  # SMBIOS 2.1
    assert (found.slot, found.size_bytes, found.type) == ("DIMM_A1", 8192 * MIB, "DDR4")
    unknown = (found.speed_mts, found.configured_speed_mts, found.manufacturer, found.serial, found.part_number)
    assert all(isinstance(value, Unknown) for value in unknown)


@pytest.mark.parametrize(
    ("code", "name"), [(24, "DDR3"), (26, "DDR4"), (30, "LPDDR4"), (34, "DDR5"), (2, None), (255, None)]
)
def test_a_type_is_named_or_unknown(code: int, name: str | None) -> None:
    found = module(at_12=code).type
    assert (None if isinstance(found, Unknown) else found) == name


@pytest.mark.parametrize(("code", "name"), [(9, "DIMM"), (13, "SODIMM"), (16, "die"), (1, None), (0, None)])
def test_a_form_factor_is_named_or_unknown(code: int, name: str | None) -> None:
    found = module(at_0e=code).form_factor
    assert (None if isinstance(found, Unknown) else found) == name


PLACEHOLDERS = [
    *("", " ", "Unknown", "UNKNOWN", "N/A", "None", "Not Specified", "Not Provided", "NO DIMM", "Default string"),
    *("To Be Filled By O.E.M.", "To be filled by O.E.M.", "<OUT OF SPEC>", "<BAD INDEX>", "SerialNumber", "Empty"),
    *("00000000", "0x00000000", "FFFFFFFF", "0xFFFF", "---", "...", "x", "No Module Installed", "Part  Number"),
]
STAND_INS = [
    *("ABCD", "[Empty]", "To be filled by O.E.M", "PartNum0", "SerNum1", "Manufacturer00", "ModulePartNumber00"),
    *("Array1_PartNumber0", "A1_Manufacturer1", "AssetTagNum3", "1234567890123", "<Unknown>"),
]


@pytest.mark.parametrize("text", [*PLACEHOLDERS, *STAND_INS])
def test_a_placeholder_says_nothing(text: str) -> None:
    found = placeholders.meaningful(text, "SMBIOS type 17")
    assert isinstance(found, Unknown)
    assert (found.reason, found.detail) == (Reason.NOT_REPORTED, "SMBIOS type 17")


@pytest.mark.parametrize(
    "text",
    [
        *("0F12", "Kingston", "X570", "A-DATA", "00CE", "0194", "B450M", "XFX", "Manufacturer of Things", "F0X0"),
    ],
)
def test_a_real_name_is_kept(text: str) -> None:
    assert placeholders.meaningful(f"  {text} ", "x") == text


def test_blanks_in_a_name_are_made_one() -> None:
    assert placeholders.meaningful("  Micron   Technology ", "x") == "Micron Technology"


def test_a_slot_with_a_placeholder_has_no_name() -> None:
    found = module(0x5C, "Unknown", "None", "Kingston", "1", "2")
    assert (found.slot, found.bank) == ("", "")


@pytest.mark.parametrize("number", [0, 6, 255])
def test_a_string_that_is_not_there_is_unknown(number: int) -> None:
    assert isinstance(module(at_17=number).manufacturer, Unknown)


def test_a_string_that_is_no_utf8_is_read_as_far_as_it_is() -> None:
    table = device().replace(b"Kingston", b"King\xff\xfeon")
    assert smbios.decode(table + END).modules[0].manufacturer == "King��on"


# DSP0134 7.18.1 and 7.18.2, apart from the decoder's own tables
TYPES = {
    18: "DDR", 19: "DDR2", 20: "DDR2 FB-DIMM", 24: "DDR3", 26: "DDR4", 27: "LPDDR", 28: "LPDDR2", 29: "LPDDR3",
    30: "LPDDR4", 34: "DDR5", 35: "LPDDR5",
}  # fmt: skip
FORM_FACTORS = {
    3: "SIMM", 5: "chip", 9: "DIMM", 11: "row of chips", 12: "RIMM", 13: "SODIMM", 15: "FB-DIMM", 16: "die"
}  # fmt: skip


def test_every_code_of_the_standard_has_its_name_and_no_other() -> None:
    types = {code: module(at_12=code).type for code in range(256)}
    forms = {code: module(at_0e=code).form_factor for code in range(256)}
    assert {code: name for code, name in types.items() if isinstance(name, str)} == TYPES
    assert {code: name for code, name in forms.items() if isinstance(name, str)} == FORM_FACTORS


def test_only_a_power_supply_is_one() -> None:
    fields = {offset: bytes((number,)) for number, offset in enumerate((0x05, 0x06, 0x07, 0x08, 0x0A), start=1)}
    table = structure(1, {**fields, 0x0E: word(2)}, 0x1B, "A", "B", "C", "D", "E") + END
    assert smbios.decode(table).supplies == ()


# --- error correction


def array(use: int = 3, correction: int = 6, length: int = 0x17) -> bytes:
    return structure(16, {4: bytes((3,)), 5: bytes((use,)), 6: bytes((correction,))}, length)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (3, "none"),
        (4, "parity"),
        (5, "single-bit ECC"),
        (6, "multi-bit ECC"),
        (7, "CRC"),
        (1, None),
        (2, None),
        (0, None),
    ],
)
def test_error_correction_is_named_or_unknown(code: int, name: str | None) -> None:
    found = smbios.decode(array(correction=code) + END).error_correction
    assert (None if isinstance(found, Unknown) else found) == name


def test_only_the_array_of_system_memory_counts() -> None:
    table = array(use=4, correction=6) + array(use=3, correction=3) + END
    assert smbios.decode(table).error_correction == "none"


def test_without_an_array_error_correction_is_unknown() -> None:
    assert isinstance(smbios.decode(device() + END).error_correction, Unknown)


# --- power supplies


def supply(watts: int = 650, length: int = 0x16, *strings: str) -> Supply:
    fields = {offset: bytes((number,)) for number, offset in enumerate((0x05, 0x06, 0x07, 0x08, 0x0A), start=1)}
    texts = strings or ("Bay 1", "PSU", "Seasonic", "SN1", "GX-650")
    (found,) = smbios.decode(structure(39, {**fields, 0x0C: word(watts)}, length, *texts) + END).supplies
    return found


def test_a_power_supply_is_read() -> None:
    unknown = Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 39")
    assert supply() == Supply(
        location="Bay 1", name="PSU", manufacturer="Seasonic", serial="SN1", model="GX-650", max_watts=650,
        status=unknown, plugged=Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 39 characteristics"),
    )  # fmt: skip


@pytest.mark.parametrize(("watts", "expected"), [(2, 2), (1, None), (0, None), (0x8000, None), (750, 750)])
def test_a_wattage_that_says_nothing_is_unknown(watts: int, expected: int | None) -> None:
    found = supply(watts).max_watts
    assert (None if isinstance(found, Unknown) else found) == expected


def supplies(characteristics: int, *strings: str) -> tuple[Supply, ...]:
    fields = {offset: bytes((number,)) for number, offset in enumerate((0x05, 0x06, 0x07, 0x08, 0x0A), start=1)}
    return smbios.decode(structure(39, {**fields, 0x0E: word(characteristics)}, 0x16, *strings) + END).supplies


def test_a_supply_of_placeholders_is_none() -> None:
    assert supplies(2, *["To Be Filled By O.E.M."] * 5) == ()
    assert supplies(2, "Bay 1", *["Unknown"] * 4) == ()


@pytest.mark.parametrize("place", range(1, 5))
def test_a_supply_of_which_anything_is_told_is_one(place: int) -> None:
    strings = ["Unknown"] * 5
    strings[place] = "GX-650"
    assert len(supplies(2, *strings)) == 1


@pytest.mark.parametrize(
    ("characteristics", "listed"), [(0, True), (2, True), (0xFFFF, True), (1, False), (0x11C8, False)]
)
def test_a_supply_that_is_not_there_is_none(characteristics: int, listed: bool) -> None:
    assert bool(supplies(characteristics, "Bay 1", "PSU", "Seasonic", "SN1", "GX-650")) is listed


# --- tables that are damaged


def test_structures_behind_the_end_mark_are_not_read() -> None:
    assert len(smbios.decode(device() + END + device()).modules) == 1


def test_a_table_without_an_end_mark_is_read_to_its_end() -> None:
    assert len(smbios.decode(device() + device()).modules) == 2


def test_a_table_that_breaks_off_keeps_what_came_before() -> None:
    whole, cut = device(), device()[:40]
    assert len(smbios.decode(whole + cut).modules) == 1


def test_a_table_that_breaks_off_in_the_strings_keeps_those_that_are_there() -> None:
    table = device()
    found = smbios.decode(table[: table.index(b"BANK 0")]).modules[0]
    assert (found.slot, found.bank) == ("DIMM_A1", "")


@pytest.mark.parametrize("length", [0, 1, 3])
def test_a_structure_shorter_than_its_own_header_ends_the_table(length: int) -> None:
    broken = bytes((17, length, 0, 0)) + bytes(40)
    assert len(smbios.decode(device() + broken + device()).modules) == 1


@pytest.mark.parametrize("table", [b"", b"\0", b"\0\0\0", bytes(100), b"\x11\x5c\0\0", b"\x11\x02\0\0\0\0"])
def test_a_table_without_a_structure_is_malformed(table: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        smbios.decode(table)
    assert caught.value.unknown.reason == Reason.MALFORMED


def test_a_table_without_memory_has_no_modules() -> None:
    tables = smbios.decode(structure(0, {}, 0x18, "BIOS") + END)
    assert (tables.modules, tables.supplies) == ((), ())


def test_a_table_of_very_many_structures_is_read_to_a_limit() -> None:
    count = sum(1 for _ in smbios.split(bytes((1, 4, 0, 0, 0, 0)) * 5000))
    assert count == 4096


# --- anything at all


def read_or_unreadable(data: bytes) -> None:
    try:
        tables = smbios.decode(data)
    except Unreadable:
        return
    assert strategies.kept(tables)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_unreadable(data: bytes) -> None:
    read_or_unreadable(data)


@given(
    st.lists(st.tuples(st.sampled_from([16, 17, 39, 127]), st.binary(max_size=100), st.binary(max_size=30)), max_size=5)
)
def test_structures_of_any_content_are_read_or_unreadable(structures: list[tuple[int, bytes, bytes]]) -> None:
    read_or_unreadable(
        b"".join(bytes((kind, 4 + len(area), 0, 0)) + area + texts + b"\0\0" for kind, area, texts in structures)
    )


@given(st.lists(st.tuples(st.integers(0, len(device()) - 1), st.integers(0, 255)), min_size=1, max_size=5))
def test_a_module_with_bytes_changed_is_read_or_unreadable(changes: list[tuple[int, int]]) -> None:
    table = bytearray(device() + END)
    for place, value in changes:
        table[place] = value
    read_or_unreadable(bytes(table))


# --- real firmware

_ENTRY_POINT = 32  # the dumps begin with the 32-bit entry point, padded to 32 bytes


@needs_captures
def test_every_captured_table_is_read_in_full() -> None:
    for row in rows("smbios-binary"):
        dump = base64.b64decode(row["base64"])
        (announced,) = struct.unpack_from("<H", dump, 0x1C)
        table = dump[_ENTRY_POINT:]
        assert len(list(smbios.split(table))) == announced, row["source"]
        tables = smbios.decode(table)
        assert tables.modules, row["source"]
        assert any(isinstance(m.size_bytes, int) and m.size_bytes >= 512 * MIB for m in tables.modules), row["source"]
        assert isinstance(tables.error_correction, str), row["source"]
        assert strategies.kept(tables)


@needs_captures
@pytest.mark.parametrize("step", [61, 97])
def test_every_captured_table_cut_off_anywhere_is_read_or_unreadable(step: int) -> None:
    for row in rows("smbios-binary"):
        table = base64.b64decode(row["base64"])[_ENTRY_POINT:]
        whole = smbios.decode(table).modules
        for length in range(0, len(table), step):
            try:
                found = smbios.decode(table[:length]).modules
            except Unreadable:
                continue
            if not any(structure.type == 17 for structure in smbios.split(table[:length])):
                continue  # before its slots, only very old firmware's modules are there
            assert found[:-1] == whole[: max(0, len(found) - 1)]


@needs_captures
def test_a_captured_server_has_the_slots_that_dmidecode_shows() -> None:
    (dump,) = (row for row in rows("smbios-binary") if "PowerEdge-1800" in row["source"])
    modules = smbios.decode(base64.b64decode(dump["base64"])[_ENTRY_POINT:]).modules
    assert [m.slot for m in modules[:2]] == ["DIMM1_A", "DIMM1_B"]
    assert [m.size_bytes for m in modules[:4]] == [512 * MIB, 512 * MIB, 0, 0]
    assert [m.part_number for m in modules[:2]] == ["72T64001HR5A"] * 2
