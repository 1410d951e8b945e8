"""What dmidecode prints, of any version and however it was copied: the values of the table, or why there are none."""

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.decode import dmidecode, smbios
from haas_client.diagnostics.decode.tables import Tables
from haas_client.diagnostics.snapshot import MemoryArray, Module, Supply
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from tests.unit.captured import needs_captures, rows
from tests.unit.diagnostics import strategies
from tests.unit.diagnostics.test_decode_smbios import END, device, double_word, structure, word

GIB = 1024**3

TEXT = """\
# dmidecode 3.3
Getting SMBIOS data from sysfs.
SMBIOS 3.2.0 present.
Table at 0x000E6F40.

Handle 0x0001, DMI type 1, 27 bytes
System Information
\tManufacturer: Linuxmania
\tProduct Name: LM-1
\tVersion: Not Specified

Handle 0x0002, DMI type 2, 15 bytes
Base Board Information
\tManufacturer: Example Boards
\tProduct Name: B450
\tFeatures:
\t\tBoard is a hosting board

Handle 0x0010, DMI type 16, 23 bytes
Physical Memory Array
\tLocation: System Board Or Motherboard
\tUse: System Memory
\tError Correction Type: Single-bit ECC
\tMaximum Capacity: 64 GB
\tError Information Handle: Not Provided
\tNumber Of Devices: 2

Handle 0x0011, DMI type 17, 84 bytes
Memory Device
\tArray Handle: 0x0010
\tTotal Width: 72 bits
\tSize: 16 GB
\tForm Factor: SODIMM
\tLocator: DIMM_A1
\tBank Locator: BANK 0
\tType: DDR4
\tSpeed: 3200 MT/s
\tManufacturer: Kingston       \n\
\tSerial Number: 1A2B3C4D
\tPart Number: KHX3200C16D4/16G
\tConfigured Memory Speed: 2933 MT/s
\tMemory Technology: DRAM
\tNon-Volatile Size: None
\tVolatile Size: 16 GB

Handle 0x0012, DMI type 17, 84 bytes
Memory Device
\tArray Handle: 0x0010
\tSize: No Module Installed
\tForm Factor: Unknown
\tLocator: DIMM_B1
\tBank Locator: BANK 1
\tType: Unknown
\tSpeed: 3000 MT/s
\tManufacturer: NO DIMM

Handle 0x0020, DMI type 39, 22 bytes
System Power Supply
\tLocation: Bay 1
\tName: PSU
\tManufacturer: Seasonic
\tSerial Number: SN1
\tModel Part Number: GX-650
\tMax Power Capacity: 650 W
\tStatus: Present, OK
\tPlugged: Yes

Handle 0x0030, DMI type 127, 4 bytes
End Of Table
"""


def known(value: object) -> object:
    return None if isinstance(value, Unknown) else value


def module(*lines: str) -> Module:
    """A module of these lines and no others."""
    return dmidecode.decode("Handle 0x0011, DMI type 17, 40 bytes\nMemory Device\n\t" + "\n\t".join(lines)).modules[0]


def test_modules_are_read() -> None:
    filled, empty = dmidecode.decode(TEXT).modules
    assert filled == Module(
        slot="DIMM_A1",
        bank="BANK 0",
        size_bytes=16 * GIB,
        type="DDR4",
        form_factor="SODIMM",
        speed_mts=3200,
        configured_speed_mts=2933,
        manufacturer="Kingston",
        part_number="KHX3200C16D4/16G",
        serial="1A2B3C4D",
        array=0x10,
    )
    assert (empty.slot, empty.size_bytes, known(empty.speed_mts), known(empty.manufacturer)) == (
        "DIMM_B1",
        0,
        None,
        None,
    )


def test_arrays_supplies_and_the_machine_are_read() -> None:
    tables = dmidecode.decode(TEXT)
    assert tables.arrays == (
        MemoryArray(handle=0x10, use="system memory", error_correction="single-bit ECC", max_bytes=64 * GIB, devices=2),
    )
    assert tables.error_correction == "single-bit ECC"
    assert tables.supplies == (
        Supply(
            location="Bay 1", name="PSU", manufacturer="Seasonic", serial="SN1", model="GX-650", max_watts=650,
            status="ok", plugged=True,
        ),
    )  # fmt: skip
    assert tables.machine.name == "Linuxmania LM-1"


def test_a_machine_without_a_name_of_its_own_is_named_by_its_board() -> None:
    assert dmidecode.decode(TEXT.replace("LM-1", "To Be Filled By O.E.M.")).machine.name == "Example Boards B450"
    assert dmidecode.decode(TEXT[TEXT.index("Handle 0x0010") :]).machine.name is None


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("8 GB", 8 * GIB), ("8192 MB", 8 * GIB), ("512 kB", 512 * 1024), ("1 TB", 1024 * GIB),
        ("129408 MB", 129408 << 20),
        ("No Module Installed", 0), ("Not Installed", 0), ("Unknown", None), ("", None), ("8", None), ("-8 GB", None),
        ("8 W", None), ("lots", None), ("８ GB", None), ("9" * 400 + " GB", None),
    ],
)  # fmt: skip
def test_a_size_is_read_in_its_unit_or_unknown(size: str, expected: int | None) -> None:
    assert known(module(f"Size: {size}", "Locator: A").size_bytes) == expected


@pytest.mark.parametrize(
    ("lines", "rated", "configured"),
    [
        (["Speed: 3200 MT/s", "Configured Memory Speed: 2666 MT/s"], 3200, 2666),
        (["Speed: 1600 MHz", "Configured Clock Speed: 1333 MHz"], 1600, 1333),
        (["Speed: 667 MHz (1.5 ns)"], 667, None),
        (["Speed: Unknown", "Configured Memory Speed: Unknown"], None, None),
        (["Speed: 0 MT/s", "Configured Clock Speed: 60 ns"], None, None),
    ],
)
def test_a_speed_is_read_as_old_and_new_versions_print_it(
    lines: list[str], rated: int | None, configured: int | None
) -> None:
    found = module("Size: 8 GB", *lines)
    assert (known(found.speed_mts), known(found.configured_speed_mts)) == (rated, configured)


@pytest.mark.parametrize("text", ["Not Specified", "<OUT OF SPEC>", "<BAD INDEX>", "Unknown", "0000", "--", ""])
def test_a_placeholder_says_nothing(text: str) -> None:
    found = module("Size: 8 GB", *(f"{name}: {text}" for name in ("Type", "Manufacturer", "Part Number", "Locator")))
    assert (known(found.type), known(found.manufacturer), known(found.part_number), found.slot) == (
        None,
        None,
        None,
        "",
    )


@pytest.mark.parametrize("use", ["Cache Memory", "Flash Memory", "Video Memory", "Non-volatile RAM"])
def test_an_array_that_is_no_system_memory_has_no_modules(use: str) -> None:
    other = TEXT.replace("Use: System Memory", f"Use: {use}")
    assert dmidecode.decode(other).modules == ()
    assert isinstance(dmidecode.decode(other).error_correction, Unknown)


def test_several_arrays_keep_their_own_modules() -> None:
    second = TEXT[TEXT.index("Handle 0x0010") :].replace("0x0010", "0x0050").replace("System Memory", "Cache Memory")
    tables = dmidecode.decode(TEXT + second)
    assert [array.use for array in tables.arrays] == ["system memory", "cache memory"]
    assert [one.array for one in tables.modules] == [0x10, 0x10]


@pytest.mark.parametrize(
    ("technology", "persistent"),
    [("Intel persistent memory", True), ("NVDIMM-N", True), ("DRAM", False), ("Unknown", False)],
)
def test_persistent_modules_are_told_apart(technology: str, persistent: bool) -> None:
    assert module("Size: 126 GB", f"Memory Technology: {technology}").persistent is persistent


OLD = """\
# dmidecode 2.6
Legacy DMI 2.0 present.
Handle 0x0000
        DMI type 1, 8 bytes.
        System Information
                Manufacturer: VIA Technologies, Inc.
                Product Name: VT82C691
Handle 0x0007
        DMI type 6, 12 bytes.
        Memory Module Information
                Socket Designation: A0
                Installed Size: 512 MB (Double-bank Connection)
                Enabled Size: 512 MB (Double-bank Connection)
Handle 0x0008
        DMI type 6, 12 bytes.
        Memory Module Information
                Socket Designation: A1
                Installed Size: Not Installed
"""


def test_very_old_firmware_has_modules_of_the_old_kind() -> None:
    tables = dmidecode.decode(OLD)
    assert [(one.slot, one.size_bytes) for one in tables.modules] == [("A0", 512 << 20), ("A1", 0)]
    assert tables.machine.name == "VIA Technologies, Inc. VT82C691"


def test_modules_of_the_old_kind_do_not_count_twice() -> None:
    assert len(dmidecode.decode(TEXT + OLD).modules) == 2


# --- power supplies


@pytest.mark.parametrize(
    ("status", "expected"),
    [("Present, OK", "ok"), ("Present, Critical", "critical"), ("Present, Non-critical", "non-critical"),
     ("Present, Unknown", None), ("Present, <OUT OF SPEC>", None)],
)  # fmt: skip
def test_the_status_of_a_supply_is_firmwares_own_word(status: str, expected: str | None) -> None:
    (supply,) = dmidecode.decode(TEXT.replace("Present, OK", status)).supplies
    assert known(supply.status) == expected


def test_a_supply_that_is_not_there_or_not_described_is_none() -> None:
    assert dmidecode.decode(TEXT.replace("Present, OK", "Not Present")).supplies == ()
    blank = re.sub(r"(Name: PSU|Seasonic|SN1|GX-650)", "To Be Filled By O.E.M.", TEXT)
    assert dmidecode.decode(blank.replace("Name: ", "Name: ")).supplies == ()


@pytest.mark.parametrize(("watts", "expected"), [("650 W", 650), ("Unknown", None), ("1 W", None), ("0 W", None)])
def test_watts_are_read_or_unknown(watts: str, expected: int | None) -> None:
    (supply,) = dmidecode.decode(TEXT.replace("650 W", watts)).supplies
    assert known(supply.max_watts) == expected


# --- however it was copied


def same(text: bytes | str) -> bool:
    return dmidecode.decode(text) == dmidecode.decode(TEXT)


@pytest.mark.parametrize(
    "changed",
    [
        TEXT.encode(),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\t", "        "),
        TEXT.replace("\t", ""),
        "\ufeff" + TEXT,
        TEXT.encode("utf-16"),
        "".join(f"> {line}\n" for line in TEXT.splitlines()),
        "".join(f"> > >{line}\n" for line in TEXT.splitlines()),
        "".join(f"    {line}\r\n" for line in TEXT.splitlines()),
        "こんにちは。結果です:\n\n" + TEXT + "\n以上、よろしくお願いします。",
        "Size: 99 GB\nこれを見てください: ok\n" + TEXT,
    ],
)
def test_it_is_read_however_it_was_copied(changed: bytes | str) -> None:
    assert same(changed)


def test_bytes_of_another_encoding_do_not_hide_the_rest() -> None:
    found = dmidecode.decode(TEXT.encode().replace(b"Seasonic", "電源".encode("euc-jp")))
    assert found.modules == dmidecode.decode(TEXT).modules


def test_one_type_alone_is_enough() -> None:
    start = TEXT.index("Handle 0x0011")
    assert len(dmidecode.decode(TEXT[start : TEXT.index("Handle 0x0020")]).modules) == 2


def test_a_structure_without_its_handle_is_known_by_its_title() -> None:
    bare = "".join(line for line in TEXT.splitlines(keepends=True) if not line.startswith("Handle"))
    tables = dmidecode.decode(bare)
    assert [known(one.size_bytes) for one in tables.modules] == [16 * GIB, 0]
    assert tables.machine.name == "Linuxmania LM-1"


def test_what_stands_below_a_structure_changes_nothing_in_it() -> None:
    below = "Handle 0x0011, DMI type 17, 40 bytes\nMemory Device\n\tSize: 8 GB\n\nRegards\nSize: 99 GB\n"
    assert dmidecode.decode(below).modules[0].size_bytes == 8 * GIB


# --- what is no table


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.MALFORMED),
        ("Hello, my PC is slow.", Reason.MALFORMED),
        ("System Information\nName: PC\n", Reason.MALFORMED),
        ("# dmidecode 3.3\nScanning /dev/mem for entry point.\n/dev/mem: Permission denied\n", Reason.NO_RIGHT),
        ("/sys/firmware/dmi/tables/smbios_entry_point: Permission denied\n", Reason.NO_RIGHT),
        ("/dev/mem: 許可がありません\n", Reason.NO_RIGHT),
        ("# dmidecode 3.4\nCan't read memory from /dev/mem\n", Reason.NO_RIGHT),
        ("/dev/mem: Operation not permitted\n", Reason.NO_RIGHT),
        ("# dmidecode 3.3\n# No SMBIOS nor DMI entry point found, sorry.\n", Reason.NOT_PRESENT),
        ("/dev/mem: No such file or directory\n", Reason.NOT_PRESENT),
        ("bash: dmidecode: command not found\n", Reason.NO_TOOL),
        ("bash: dmidecode: コマンドが見つかりません\n", Reason.NO_TOOL),
        ("# dmidecode 3.3\nGetting SMBIOS data from sysfs.\nSMBIOS 2.8 present.\n\n", Reason.NOT_REPORTED),
    ],
)
def test_what_is_no_table_says_why(text: str, reason: Reason) -> None:
    for given_text in (text, text.encode(), "".join(f"> {line}\r\n" for line in text.splitlines())):
        with pytest.raises(Unreadable) as caught:
            dmidecode.decode(given_text)
        assert caught.value.unknown.reason == reason


def test_a_refusal_beside_a_table_does_not_hide_it() -> None:
    assert same("/dev/mem: Permission denied\n$ sudo dmidecode\n" + TEXT)


def test_far_too_much_is_not_read() -> None:
    with pytest.raises(Unreadable) as caught:
        dmidecode.decode("x" * (4 * 1024 * 1024 + 1))
    assert caught.value.unknown.reason == Reason.TOO_LARGE


def test_very_many_structures_are_read_to_a_limit() -> None:
    assert (
        len(dmidecode.decode("Handle 0x0011, DMI type 17, 40 bytes\nMemory Device\nSize: 1 GB\n" * 6000).modules)
        == 4096
    )


# --- the same as from the table itself


def test_text_and_table_give_the_same() -> None:
    table = (
        structure(1, {4: b"\x01", 5: b"\x02"}, 27, "Linuxmania", "LM-1")
        + structure(16, {2: word(0x10), 5: b"\x03", 6: b"\x05", 7: double_word(64 << 20), 0x0D: word(2)}, 0x17)
        + device(0x5C, at_28=3)
        + structure(39, {5: b"\x01", 6: b"\x02", 0x0C: word(650), 0x0E: word(0x0182)}, 0x16, "Bay 1", "PSU")
        + END
    )
    text = """
Handle 0x0001, DMI type 1, 27 bytes
System Information
  Manufacturer: Linuxmania
  Product Name: LM-1
Handle 0x0010, DMI type 16, 23 bytes
Physical Memory Array
  Use: System Memory
  Error Correction Type: Single-bit ECC
  Maximum Capacity: 64 GB
  Number Of Devices: 2
Handle 0x0011, DMI type 17, 92 bytes
Memory Device
  Array Handle: 0x0000
  Size: 8 GB
  Form Factor: DIMM
  Locator: DIMM_A1
  Bank Locator: BANK 0
  Type: DDR4
  Speed: 3200 MT/s
  Manufacturer: Kingston
  Serial Number: 1A2B3C4D
  Part Number: KHX3200C16D4/8G
  Configured Memory Speed: 2933 MT/s
  Memory Technology: DRAM
Handle 0x0020, DMI type 39, 22 bytes
System Power Supply
  Location: Bay 1
  Name: PSU
  Max Power Capacity: 650 W
  Status: Present, OK
  Plugged: Yes
"""
    assert dmidecode.decode(text) == smbios.decode(table)


@pytest.mark.parametrize(("code", "expected"), [(9, 512 << 20), (0x89, 512 << 20), (0x7D, None), (0x7E, 0), (0xFF, 0)])
def test_an_old_module_in_the_table_is_a_power_of_two(code: int, expected: int | None) -> None:
    (found,) = smbios.decode(structure(6, {4: b"\x01", 9: bytes((code,))}, 12, "A0") + END).modules
    assert (found.slot, known(found.size_bytes)) == ("A0", expected)


# --- anything at all


def read_or_unreadable(data: bytes | str) -> Tables | None:
    try:
        tables = dmidecode.decode(data)
    except Unreadable:
        return None
    assert strategies.kept(tables)
    return tables


LINES = st.sampled_from([*TEXT.splitlines(), *OLD.splitlines(), ">", "Size: 999999999999 ZB", "Handle 0xFFFFFFFF", ":"])


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_anything_is_read_or_unreadable(data: bytes | str) -> None:
    read_or_unreadable(data)


@given(st.lists(LINES | st.text(max_size=30), max_size=40).map("\n".join))
def test_lines_in_any_order_are_read_or_unreadable(text: str) -> None:
    read_or_unreadable(text)


@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.binary(max_size=3)), min_size=1, max_size=8))
def test_text_with_bytes_changed_is_read_or_unreadable(changes: list[tuple[int, bytes]]) -> None:
    data = TEXT.encode()
    for place, piece in changes:
        data = data[:place] + piece + data[place + len(piece) :]
    read_or_unreadable(data)


# --- real machines


@needs_captures
def test_every_captured_output_is_read_and_its_sizes_add_up() -> None:
    units = {"kB": 10, "MB": 20, "GB": 30, "TB": 40}
    named = 0
    for row in rows("dmidecode-text"):
        tables = dmidecode.decode(row["text"])
        blocks = re.split(r"\n(?=Handle 0x)", row["text"].replace("\r", ""))
        devices = [block for block in blocks if re.match(r"\s*Handle 0x\w+,? *\n?\s*DMI type 17,.*\n.*\n?\s", block)]
        sizes = re.findall(r"^\s+Size: (\d+) (\w+)", "\n".join(devices), re.MULTILINE)
        if any("Size:" in block for block in devices):
            found = [one.size_bytes for one in tables.modules if isinstance(one.size_bytes, int)]
            assert sum(found) == sum(int(number) << units[unit] for number, unit in sizes), row["source"]
        named += tables.machine.name is not None
        assert strategies.kept(tables)
    assert named > 700


@needs_captures
def test_captured_output_cut_off_or_quoted_is_read_or_unreadable() -> None:
    for row in rows("dmidecode-text")[::15]:
        text = row["text"]
        quoted = "".join(f"> {line}\r\n" for line in text.splitlines())
        assert dmidecode.decode(quoted) == dmidecode.decode(text), row["source"]
        for length in range(0, len(text), max(1, len(text) // 9)):
            read_or_unreadable(text[:length])


@needs_captures
def test_captured_tables_name_their_machine_and_arrays() -> None:
    for row in rows("smbios-binary"):
        tables = smbios.decode(base64.b64decode(row["base64"])[32:])
        assert tables.arrays, row["source"]
        assert {one.array for one in tables.modules} <= {array.handle for array in tables.arrays}, row["source"]
        assert tables.machine.name, row["source"]
