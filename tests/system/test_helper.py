"""The privileged helper as a PC has it: installed, started by the bus, locked in by systemd, guarded by polkit."""

import json
import shlex
from typing import Any

import pytest

from haas_client.diagnostics import helper_names as names
from haas_client.diagnostics.snapshot import Health, Memory, Power, Records
from haas_client.diagnostics.trials.values import Ending, MemoryOutcome, Stop
from haas_client.diagnostics.unknown import Reason
from tests.system.pc import bus, drives, program
from tests.system.pc.hardware import SATA_SERIAL
from tests.system.pc.pc import Pc

UNIT = "linuxmania-haas-helper.service"
HELPER = bus.Target(service=names.NAME, path=names.PATH, interface=names.INTERFACE)
TIGHT = 2.0
"""What systemd-analyze may find at most."""


def helper_source(found: program.Collected) -> Any:
    """What the diagnosis says of the helper itself."""
    return next(one for one in found.result.snapshot.sources if one.name == "privileged helper")  # type: ignore[union-attr]


def test_it_is_locked_in(with_helper: Pc) -> None:
    assert bus.call(with_helper.at_seat, HELPER, "Sources").values
    assert with_helper.shell.output(("systemctl", "is-active", UNIT)) == "active"
    assert bus.exposure(with_helper, UNIT) <= TIGHT
    assert "linuxmania" not in with_helper.shell.output("systemctl --failed --no-legend --plain")


def test_whoever_sits_at_the_pc_is_answered_without_a_password(with_helper: Pc) -> None:
    (listed,) = bus.call(with_helper.at_seat, HELPER, "Sources").values
    ids = {its_id for its_id, _question in listed}
    assert {"boots", "kernel", "last-words", "smbios", "teamviewer-id", "smart-sda"} <= ids
    assert bus.call(with_helper.at_seat, HELPER, "Read", "s", "kernel").values[0] == 0
    assert "no such source" in bus.call(with_helper.at_seat, HELPER, "Read", "s", "/etc/shadow").refusal


@pytest.mark.parametrize("user", ["owner", "remote"])
def test_whoever_comes_over_the_network_is_refused(with_helper: Pc, user: str) -> None:
    def afar(words: tuple[str, ...]) -> Any:
        return with_helper.from_afar(words, user=user)

    for method, arguments in (("Sources", ()), ("Read", ("s", "kernel")), ("Start", ("s", "memory_short"))):
        answer = bus.call(afar, HELPER, method, *arguments)
        assert not answer.values
        assert answer.refusal


def test_the_owner_reads_all_that_root_reads(with_helper: Pc) -> None:
    drives.plug(with_helper, "NVME0001")
    found = program.collect(with_helper, as_root=False)
    snapshot = found.result.snapshot
    assert helper_source(found).problem is None
    for serial in (SATA_SERIAL, "NVME0001"):
        health = found.drives()[serial].health
        assert isinstance(health, Health), health
        assert (health.source, health.passed) == ("smartctl", True)
    assert isinstance(snapshot.memory, Memory)
    assert isinstance(snapshot.memory.modules, tuple)
    assert {module.serial for module in snapshot.memory.modules} >= {"0001AAAA", "0002BBBB"}
    assert snapshot.memory.error_correction == "multi-bit ECC"
    assert isinstance(snapshot.power, Power)
    assert isinstance(snapshot.power.supplies, tuple)
    assert isinstance(snapshot.records, Records)
    assert isinstance(snapshot.records.kernel, tuple)


def test_a_critical_nvme_is_the_owners_to_know(with_helper: Pc) -> None:
    sick = drives.plug(with_helper, "NVMESICK")
    drives.warn(with_helper, sick, 0x04)
    assert "storage.nvme_reliability" in program.collect(with_helper, as_root=False).findings(sick.serial)


def test_without_it_what_is_missing_is_told(pc: Pc) -> None:
    problem = helper_source(program.collect(pc, as_root=False)).problem
    assert problem.reason == Reason.NOT_PRESENT


def test_it_is_taken_out_again(with_helper: Pc) -> None:
    assert bus.call(with_helper.at_seat, HELPER, "Sources").values
    with_helper.shell.output(("/opt/linuxmania-haas/packaging/helper/install", "--remove"))
    assert not bus.call(with_helper.at_seat, HELPER, "Sources").values
    assert with_helper.shell.run(("systemctl", "is-active", UNIT)).exit_code != 0


def test_a_surface_scan_by_the_owner_finds_what_cannot_be_read(with_helper: Pc) -> None:
    sick = drives.plug(with_helper, "NVMESICK", bad_sectors=(40960,))
    done = with_helper.at_seat(
        program.command("trial", "drive", "nvme0n1", "--test", "surface", "--yes", "--json"), seconds=300
    )
    record = json.loads(done.text)
    assert record["ending"] == "completed", done
    (stretch,) = record["outcome"]["unreadable"]
    assert stretch["position_bytes"] <= 40960 * 512 < stretch["position_bytes"] + stretch["length_bytes"]
    assert done.exit_code == 5
    findings = program.collect(with_helper, as_root=False).findings(sick.serial)
    assert "storage.surface_unreadable" in findings


def test_a_self_test_of_a_sata_disk_by_the_owner(with_helper: Pc) -> None:
    done = with_helper.at_seat(
        program.command("trial", "drive", "sda", "--test", "short", "--yes", "--json"), seconds=300
    )
    record = json.loads(done.text)
    assert (record["ending"], record["outcome"]["passed"]) == ("completed", True), done


def test_memory_is_locked_and_tested_for_the_owner_until_the_owner_stops_it(with_helper: Pc) -> None:
    """A whole pass would take half an hour here; what must be seen is that the locked-in unit may lock memory."""
    words = shlex.join(program.command("trial", "memory", "--yes"))
    # memtester names its first test once it has locked its memory.
    stopped = f"mkfifo told; exec 3<>told; {words} 2>told & grep -m1 '(1/' <&3 && kill -INT $! && wait $!"
    done = with_helper.at_seat(f"cd && {stopped}", seconds=180)
    (record,) = program.collect(with_helper, as_root=False).result.snapshot.trials  # type: ignore[misc]
    assert (record.ending, record.stop) == (Ending.STOPPED, Stop.OWNER), done
    assert record.step, record
    assert isinstance(record.outcome, MemoryOutcome)
    assert record.outcome.tested_bytes >= 64 * 1024 * 1024
    assert not record.outcome.failed_tests
    assert with_helper.shell.run(("pgrep", "memtester")).exit_code == 1


def test_the_owner_prepares_memtest86_once_and_takes_it_back(with_helper: Pc) -> None:
    """Real grub-mkconfig, memtest86+ and grub-editenv, on a partition as GRUB can write to; no GRUB starts here."""
    disk = drives.plug(with_helper, "NVMEBOOT").node
    with_helper.shell.output(
        f"parted -s {disk} mklabel gpt mkpart boot ext4 1MiB 100% && udevadm settle && mkfs.ext4 -q {disk}-part1 && "
        f"mkdir -p /boot/grub && mount {disk}-part1 /boot/grub && "
        "grub-editenv /boot/grub/grubenv create && grub-mkconfig -o /boot/grub/grub.cfg",
        seconds=180,
    )

    def chosen() -> str:
        return with_helper.shell.output(("grub-editenv", "/boot/grub/grubenv", "list"))

    done = with_helper.at_seat(program.command("trial", "memory", "--at-next-start", "--yes"), seconds=120)
    assert done.exit_code == 0, done
    assert chosen().startswith("next_entry=")
    done = with_helper.at_seat(program.command("trial", "memory", "--undo", "--yes"), seconds=120)
    assert done.exit_code == 0, done
    assert not chosen()
