"""The machines that the tests and the screenshots are made from. None of them exists; their formats do."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from haas_client.diagnostics.decode import smbios
from haas_client.diagnostics.probes import records
from haas_client.diagnostics.unknown import Reason
from tests.machines import formats
from tests.machines.recording import BOOT_ID, RECORDED_AT, SMARTCTL, UDISKS, UPOWER, Recording

_BOOTS, _KERNEL = records._BOOTS.line, records._KERNEL.line
_SATA_PATH = "/sys/devices/pci0000:00/0000:00:17.0/ata{port}/host{port}/target/{port}:0:0:0/block/{name}"
_NVME_PATH = "/sys/devices/pci0000:00/0000:00:1d.0/0000:03:00.0/nvme/nvme0/{name}"


def failing_ssd(folder: Path) -> Path:
    """A desktop whose SATA SSD loses sectors, and which stopped twice without a shutdown."""
    machine = _desktop()
    drive(
        machine,
        "sda",
        _SATA_PATH.format(port=2, name="sda"),
        formats.ata("CT500MX500SSD1", "2034E2B51F3A", 500_107_862_016, a5=312, a187=0, a197=8, a198=2),
    )
    drive(
        machine,
        "nvme0n1",
        _NVME_PATH.format(name="nvme0n1"),
        formats.nvme("Samsung SSD 980 1TB", "S649NX0T110423", 1_000_204_886_016),
    )
    machine.mounts(nvme0n1p2="/", nvme0n1p1="/boot/efi", sda1="/home")
    now = RECORDED_AT
    machine.command(
        _BOOTS,
        formats.journal_marks(
            ("a" * 32, now - timedelta(days=40), "clean"),
            ("b" * 32, now - timedelta(days=16), "unmarked"),
            ("c" * 32, now - timedelta(days=9), "unmarked"),
            ("d" * 32, now - timedelta(days=3), "clean"),
            (BOOT_ID, now - timedelta(hours=5), "running"),
        ),
    )
    machine.command(
        _KERNEL,
        formats.kernel_log(
            now - timedelta(hours=5),
            "Linux version 6.8.0-60-generic",
            "ata2.00: exception Emask 0x0 SAct 0x80 SErr 0x0 action 0x0",
            "ata2.00: failed command: READ FPDMA QUEUED",
            "ata2.00: error: { UNC }",
            "blk_update_request: I/O error, dev sda, sector 194822144 op 0x0:(READ) flags 0x80700",
        ),
    )
    return machine.save(folder)


def healthy(folder: Path) -> Path:
    """A workstation in which everything can be measured, and everything is well."""
    machine = _desktop(error_correction=6)
    drive(
        machine,
        "nvme0n1",
        _NVME_PATH.format(name="nvme0n1"),
        formats.nvme("Samsung SSD 980 1TB", "S649NX0T110423", 1_000_204_886_016),
    )
    machine.mounts(nvme0n1p2="/")
    _edac(machine, corrected=0)
    now = RECORDED_AT
    machine.command(
        _BOOTS,
        formats.journal_marks(
            ("a" * 32, now - timedelta(days=9), "clean"), (BOOT_ID, now - timedelta(hours=5), "running")
        ),
    )
    machine.command(_KERNEL, formats.kernel_log(now, "Linux version 6.12.48"))
    return machine.save(folder)


def unreadable(folder: Path) -> Path:
    """A container: no DMI, no hwmon, no SMART, no udev, no journal, one virtual drive."""
    machine = Recording(is_root=False)
    machine.folder("/sys/block", "loop0", "vda", "zram0")
    machine.link("/sys/block/vda", "/sys/devices/pci0000:00/0000:00:05.0/virtio2/block/vda")
    machine.file("/sys/block/vda/size", "536870912\n")
    machine.file("/proc/meminfo", "MemTotal:       24682416 kB\n")
    machine.file("/etc/os-release", 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')
    machine.file("/proc/cpuinfo", "model name\t: AMD EPYC\nflags\t\t: fpu hypervisor\n")
    machine.problem(f"read {smbios.TABLE}", Reason.NOT_PRESENT)
    for place in ("names /sys/class/hwmon", "names /sys/class/dmi/id", "names /sys/devices/system/edac/mc"):
        machine.problem(place, Reason.NOT_PRESENT)
    for command in (SMARTCTL.format(name="vda"), UDISKS, UPOWER + "EnumerateDevices", _BOOTS, _KERNEL, "dmesg --json"):
        machine.problem(f"run {command}", Reason.NO_TOOL, command.split()[0])
    return machine.save(folder)


def many_drives(folder: Path, count: int = 64) -> Path:
    """A server with many SATA drives."""
    machine = _desktop()
    names = [f"sd{chr(97 + n // 26) if n >= 26 else ''}{chr(97 + n % 26)}" for n in range(count)]
    for port, name in enumerate(names, start=1):
        tree = formats.ata("ST4000DM004-2CV104", f"WFN{port:05}", 4_000_787_030_016, a5=0, a197=0, a198=0, a187=0)
        tree["ata_log_directory"] = {"table": [{"address": n, "name": f"Log {n * port}"} for n in range(256)]}
        drive(machine, name, _SATA_PATH.format(port=port, name=name), tree)
    machine.folder("/sys/block", *names)
    return machine.save(folder)


def drive(machine: Recording, name: str, path: str, smartctl: dict[str, Any] | str, exit_code: int = 0) -> None:
    """Adds a drive with what sysfs and smartctl say of it."""
    known = machine._index.folders.get("/sys/block", ())
    machine.folder("/sys/block", *known, name)
    machine.link(f"/sys/block/{name}", path)
    size = smartctl.get("user_capacity", {}).get("bytes", 0) if isinstance(smartctl, dict) else 0
    machine.file(f"/sys/block/{name}/size", f"{size // 512}\n")
    machine.file(f"/sys/block/{name}/queue/rotational", "0\n")
    machine.file(f"/sys/block/{name}/removable", "0\n")
    machine.command(SMARTCTL.format(name=name), smartctl, exit_code=exit_code)


def _desktop(error_correction: int = 3) -> Recording:
    machine = Recording()
    for name, text in {
        "sys_vendor": "Linuxmania",
        "product_name": "LM-T1000",
        "board_vendor": "ASUSTeK COMPUTER INC.",
        "board_name": "PRIME B650M-A II",
        "bios_version": "3057",
        "bios_date": "10/18/2025",
    }.items():
        machine.file(f"/sys/class/dmi/id/{name}", text + "\n")
    machine.file("/proc/cpuinfo", "model name\t: AMD Ryzen 7 7700 8-Core Processor\nflags\t\t: fpu vme sse2\n")
    machine.file("/proc/sys/kernel/osrelease", "6.8.0-60-generic\n")
    machine.file("/proc/sys/kernel/random/boot_id", BOOT_ID + "\n")
    machine.file("/proc/uptime", "18000.53 140000.11\n")
    machine.file("/proc/meminfo", "MemTotal:       32680212 kB\nMemFree:        20000000 kB\n")
    machine.file("/etc/os-release", 'PRETTY_NAME="Ubuntu 24.04.3 LTS"\nID=ubuntu\n')
    machine.file(
        smbios.TABLE,
        formats.smbios(
            formats.memory_array(error_correction),
            formats.memory_device("DIMM_A1", 0),
            formats.memory_device("DIMM_A2", 16384, "Samsung", "36D18F21", "M378A2K43EB1-CWE"),
            formats.memory_device("DIMM_B1", 0),
            formats.memory_device("DIMM_B2", 16384, "Samsung", "36D18F44", "M378A2K43EB1-CWE"),
        ),
    )
    machine.problem("names /sys/devices/system/edac/mc", Reason.NOT_PRESENT)
    machine.folder("/sys/class/hwmon", "hwmon0", "hwmon1")
    machine.file("/sys/class/hwmon/hwmon0/name", "k10temp\n")
    machine.file("/sys/class/hwmon/hwmon1/name", "corsairpsu\n")
    for number, (label, millivolts) in enumerate(
        (("v_in", 102000), ("v_out +12v", 12090), ("v_out +5v", 5030), ("v_out +3.3v", 3310))
    ):
        machine.file(f"/sys/class/hwmon/hwmon1/in{number}_input", f"{millivolts}\n")
        machine.file(f"/sys/class/hwmon/hwmon1/in{number}_label", f"{label}\n")
    machine.environment(XDG_SESSION_TYPE="wayland", XDG_CURRENT_DESKTOP="ubuntu:GNOME")
    machine.command(UDISKS, {"type": "a{oa{sa{sv}}}", "data": [{}]})
    machine.command(UPOWER + "EnumerateDevices", {"type": "ao", "data": [[]]})
    return machine


def _edac(machine: Recording, corrected: int) -> None:
    machine._index.problems.pop("names /sys/devices/system/edac/mc", None)
    machine.folder("/sys/devices/system/edac/mc", "mc0", "power")
    machine.folder("/sys/devices/system/edac/mc/mc0", "dimm0", "dimm1", "seconds_since_reset")
    machine.file("/sys/devices/system/edac/mc/mc0/seconds_since_reset", "18000\n")
    machine.folder("/sys/devices/system/edac/mc/mc0", "dimm0", "dimm1", "seconds_since_reset")
    for number, label in enumerate(("DIMM_A2", "DIMM_B2")):
        folder = f"/sys/devices/system/edac/mc/mc0/dimm{number}"
        machine.file(f"{folder}/dimm_label", label + "\n")
        machine.file(f"{folder}/dimm_ce_count", f"{corrected}\n")
        machine.file(f"{folder}/dimm_ue_count", "0\n")
