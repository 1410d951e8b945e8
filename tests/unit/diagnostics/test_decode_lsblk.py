"""What lsblk prints becomes devices, or is refused; whatever it is, nothing raises."""

import json
from typing import Any

import pytest
from hypothesis import given

from haas_client.diagnostics.decode import lsblk
from haas_client.diagnostics.decode.lsblk import Device, devices
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from tests.machines import formats
from tests.unit.diagnostics import strategies

WORDS = ("blockdevices", "children", "name", "kname", "type", "size", "fstype", "mountpoints", "mountpoint", "serial")
TREE = formats.lsblk(
    formats.block(
        "sda",
        "disk",
        500,
        formats.block(
            "sda1", "part", 400, fstype="ext4", uuid="U-1", fsused=10, mountpoints=["/home", "/srv", "/home"]
        ),
        serial=" S1 ",
    ),
    formats.block("sdb", "disk", 600),
)


def read(tree: Any) -> tuple[Device, ...]:
    return devices(json.dumps(tree).encode())


def test_drives_and_what_they_are_divided_into() -> None:
    sda, sdb = read(TREE)
    (part,) = sda.children
    assert (sda.name, sda.kind, sda.size_bytes, sda.serial, sda.mounts) == ("sda", "disk", 500, "S1", ())
    assert (part.file_system, part.file_system_id, part.used_bytes) == ("ext4", "U-1", 10)
    assert part.mounts == ("/home", "/srv")
    assert [one.name for one in sda.all()] == ["sda", "sda1"]
    assert isinstance(sdb.serial, Unknown)
    assert isinstance(sdb.used_bytes, Unknown)


def test_older_versions_have_one_mount_point_and_numbers_in_quotes() -> None:
    (one,) = read({"blockdevices": [{"name": "sda", "size": "500", "type": "disk", "mountpoint": "/"}]})
    assert (one.size_bytes, one.mounts) == (500, ("/",))


@pytest.mark.parametrize("size", ["", "5G", "-1", "٣", "9" * 5000, -1, 2**70, True, 1.5, []])
def test_a_size_that_is_none_is_unknown(size: Any) -> None:
    (one,) = read({"blockdevices": [{"name": "sda", "size": size}]})
    assert isinstance(one.size_bytes, Unknown)


def test_what_has_no_name_is_passed_over_and_what_is_no_list_refused() -> None:
    assert read({"blockdevices": [{}, {"name": 5}, "x", {"name": "sda", "children": "x"}]})[0].children == ()
    for data in (b"", b"[]", b"{}", b'{"blockdevices": {}}', b"\xff"):
        with pytest.raises(Unreadable):
            devices(data)


def test_output_that_would_hold_us_up_is_refused() -> None:
    deep: dict[str, Any] = {"name": "x"}
    for _ in range(20):
        deep = {"name": "x", "children": [deep]}
    for tree in ([deep], [{"name": f"sd{n}"} for n in range(5000)]):
        with pytest.raises(Unreadable) as refused:
            read({"blockdevices": tree})
        assert refused.value.unknown.reason == Reason.TOO_LARGE


@given(strategies.json_bytes(WORDS) | strategies.changed_json(TREE, WORDS))
def test_whatever_it_prints_nothing_raises(data: bytes) -> None:
    try:
        found = lsblk.devices(data)
    except Unreadable:
        return
    assert all(one.name for device in found for one in device.all())
