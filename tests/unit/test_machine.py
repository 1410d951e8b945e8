"""The factory's file: what is read of it, and that whatever else lies there is refused with the key that is wrong."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client import machine, machine_file
from haas_client.errors import ExitCode
from haas_client.machine import Machine, MachineFileUnusable, SoldDrive, SoldModule, SoldPowerSupply
from haas_client.request import normalise_warranty_number

EXAMPLE = Path(__file__).parents[2] / "packaging" / "machine.example.toml"
GIB, GB = 1024**3, 1000**3


def parse(text: str) -> Machine:
    return machine_file.parse(text.encode())


def refused(data: bytes | str) -> MachineFileUnusable:
    with pytest.raises(MachineFileUnusable) as caught:
        machine_file.parse(data.encode() if isinstance(data, str) else data)
    return caught.value


def test_the_example_is_a_valid_file_without_anybodys_numbers() -> None:
    found = machine.load(EXAMPLE)
    assert found == Machine(
        model="LM-T1000",
        purchased_on=date(2026, 5, 1),
        power_supply=SoldPowerSupply(model="SSR-650FX", watts=650),
        memory=(
            SoldModule(size_bytes=16 * GIB, slot="DIMM_A2", part_number="M378A2K43EB1-CWE", serial="36D18F21"),
            SoldModule(size_bytes=16 * GIB, slot="DIMM_B2", part_number="M378A2K43EB1-CWE", serial="36D18F44"),
        ),
        storage=(SoldDrive(size_bytes=500 * GB, model="CT500MX500SSD1", serial="2034E2B51F3A"),),
    )


def test_what_stands_behind_a_hash_in_the_example_is_valid_too() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    keys = ("# warranty_number", "# telephone", "# [centre]", "# closed")
    shown = [line.removeprefix("# ").replace("…", "TYPED") if line.startswith(keys) else line for line in lines]
    found = parse("\n".join(shown))
    assert found.warranty_number == found.telephone == "TYPED"
    assert found.closed == ((date(2026, 12, 28), date(2027, 1, 5)),)
    assert found.passed_over == ()


def test_a_pc_without_the_file_is_a_normal_pc(tmp_path: Path) -> None:
    assert machine.load(tmp_path / "machine.toml") == Machine()
    assert machine.load(tmp_path / "no" / "folder" / "machine.toml") == Machine()


def test_what_the_file_does_not_tell_is_not_guessed() -> None:
    assert parse("format = 1") == Machine()
    assert parse("format = 1\nmemory = []").memory == ()
    assert parse("format = 1\n[power_supply]").power_supply == SoldPowerSupply()


def test_the_warranty_number_is_spelled_as_a_typed_one() -> None:
    found = parse('format = 1\nwarranty_number = "ｌｍ ー ２４－018233 "\ntelephone = " 03-0000-0000"')
    assert found.warranty_number == normalise_warranty_number("LM-24-018233") == "LM-24-018233"
    assert found.telephone == "03-0000-0000"


def test_only_parts_go_into_what_was_sold() -> None:
    told = parse('format = 1\nwarranty_number = "LM-24-018233"\ntelephone = "03-0000-0000"\nmodel = "M"').sold
    assert told.model == "M"
    assert "018233" not in str(told)
    assert "0000" not in str(told)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "format"),
        ("format = 2", "format"),
        ("format = 0", "format"),
        ("format = 99999999999999999999999999", "format"),
        ("format = true", "format"),
        ("format = 1.0", "format"),
        ("format = nan", "format"),
        ('format = "1"', "format"),
        ("[format]", "format"),
        ("format = 1\nmodel = 3", "model"),
        ("format = 1\nwarranty_number = 24018233", "warranty_number"),
        ('format = 1\nmodel = "a\\u0007"', "model"),
        ('format = 1\nmodel = "a\\nb"', "model"),
        ('format = 1\nmodel = "a\\u202Eb"', "model"),
        (f'format = 1\nmodel = "{"a" * 121}"', "model"),
        ('format = 1\ntelephone = ["03-0000-0000"]', "telephone"),
        ('format = 1\npurchased_on = "2026-05-01"', "purchased_on"),
        ("format = 1\npurchased_on = 2026-05-01T10:00:00Z", "purchased_on"),
        ("format = 1\npurchased_on = 9999-12-31", "purchased_on"),
        ("format = 1\npower_supply = 650", "power_supply"),
        ("format = 1\n[power_supply]\nwatts = 0", "power_supply.watts"),
        ("format = 1\n[power_supply]\nwatts = 5001", "power_supply.watts"),
        ("format = 1\n[power_supply]\nwatts = 650.0", "power_supply.watts"),
        ("format = 1\n[memory]\nsize_gb = 1", "memory"),
        ("format = 1\n[[memory]]\nsize_gb = -8", "[[memory]] 1, size_gb"),
        ("format = 1\n[[memory]]\nsize_gb = 4097", "[[memory]] 1, size_gb"),
        ("format = 1\n[[memory]]\nsize_gb = 8\n[[memory]]\nslot = 'A'", "[[memory]] 2, size_gb"),
        ("format = 1\n[[memory]]\nsize_gb = 8\nserial = 7", "[[memory]] 1, serial"),
        ("format = 1\n[[storage]]\ncapacity_gb = 0", "[[storage]] 1, capacity_gb"),
        (f"format = 1\n[[storage]]\ncapacity_gb = {10**30}", "[[storage]] 1, capacity_gb"),
        ("format = 1\n[[storage]]\nmodel = 'x'", "[[storage]] 1, capacity_gb"),
        ("format = 1\n" + "[[memory]]\nsize_gb = 8\n" * 65, "memory"),
        ("format = 1\ncentre = 3", "centre"),
        ("format = 1\n[centre]\nclosed = [{from = 2026-12-28}]", "centre.closed 1.to"),
        ("format = 1\n[centre]\nclosed = [{from = 2027-01-05, to = 2026-12-28}]", "centre.closed 1"),
        ("format = 1\n[centre]\nclosed = [{from = 2026-01-01, to = 2026-12-28}]", "centre.closed 1"),
        ("format = 1\n[centre]\nclosed = " + str(["x"] * 33), "centre.closed"),
        ("format = 1\n[[memory]]\nsize_gb = 8\n[memory]", ""),
        ("format = 1\nformat = 1", ""),
        ("format = 1\nx = " + "[" * 5000, ""),
        ("format = " + "1" * 5000, ""),
        ("[[[", ""),
    ],
)
def test_a_wrong_file_is_refused_and_its_key_named(text: str, key: str) -> None:
    error = refused(text)
    assert error.key == key
    assert key in error.title
    assert error.why
    assert error.advice
    assert error.exit_code == ExitCode.REFUSED
    assert "\n" not in error.title


@pytest.mark.parametrize("data", [b"\xff", b"format = 1\nmodel = '\xc3\x28'", "format = 1".encode("utf-16")])
def test_what_is_not_utf_8_is_refused(data: bytes) -> None:
    assert refused(data).why in ("not UTF-8", "not TOML: Invalid statement (at line 1, column 1)")


def test_a_byte_order_mark_is_no_fault() -> None:
    assert machine_file.parse(b"\xef\xbb\xbfformat = 1") == Machine()


def test_64_kb_are_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "machine.toml"
    data = b"format = 1\n#" + b"x" * (machine.MAX_BYTES - 12)
    path.write_bytes(data)
    assert machine.load(path) == Machine()
    path.write_bytes(data + b"x")
    with pytest.raises(MachineFileUnusable, match="64 KB"):
        machine.load(path)


def test_keys_that_are_not_known_are_passed_over_and_named() -> None:
    found = parse(
        'format = 1\ncolour = "grey"\n[[memory]]\nsize_gb = 8\n[[memory]]\nsize_gb = 8\nseril = "x"\n'
        "[power_supply]\nwatt = 3\n[centre]\nopen = true\nclosed = [{from = 2026-12-28, to = 2026-12-29, why = 1}]\n"
    )
    assert found.memory == (SoldModule(size_bytes=8 * GIB), SoldModule(size_bytes=8 * GIB))
    assert found.passed_over == (
        "colour",
        "[[memory]] 2, seril",
        "power_supply.watt",
        "centre.open",
        "centre.closed 1.why",
    )


def test_a_key_that_is_passed_over_cannot_steer_a_terminal() -> None:
    (key,) = parse(f'format = 1\n"\\u001B[2J{"a" * 500}" = 1').passed_over
    assert key.isprintable()
    assert len(key) <= 120


@pytest.mark.parametrize("kind", ["folder", "fifo", "device", "loop"])
def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "machine.toml"
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.symlink_to(path)
    reason = {"folder": "directory", "loop": "Too many levels"}.get(kind, "not an ordinary file")
    with pytest.raises(MachineFileUnusable, match=reason):
        machine.load(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "machine.toml"
    path.write_text("format = 1")
    path.chmod(0)
    with pytest.raises(MachineFileUnusable):
        machine.load(path)


def test_an_error_of_the_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(MachineFileUnusable, match="Input/output error"):
        machine.load(tmp_path / "machine.toml")


_KEYS = st.sampled_from(
    ["format", "model", "memory", "storage", "power_supply", "centre", "closed", "size_gb", "capacity_gb", "serial"]
)
_LEAVES = st.sampled_from(
    [
        "1",
        "-1",
        "0",
        "1e9",
        "nan",
        "true",
        '"x"',
        "''",
        "2026-05-01",
        "10:00:00",
        "1979-05-27T07:32:00Z",
        "0xFF",
        str(10**40),
    ]
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]")
        | st.dictionaries(_KEYS, inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"{key} = {value}" for key, value in items.items()) + "}"
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=5), st.booleans())
def test_any_toml_is_read_or_refused_and_nothing_else(tree: dict[str, str], with_format: bool) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in (tree | ({"format": "1"} if with_format else {})).items())
    _read_or_refused(text.encode())


@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda data: b"format = 1\n" + data))
def test_any_bytes_are_read_or_refused_and_nothing_else(data: bytes) -> None:
    _read_or_refused(data)


def _read_or_refused(data: bytes) -> None:
    try:
        found = machine_file.parse(data)
    except MachineFileUnusable:
        return
    sizes = [part.size_bytes for part in found.memory or ()] + [part.size_bytes for part in found.storage or ()]
    assert all(0 < size < 2**63 for size in sizes)
    assert all(first <= last for first, last in found.closed)
