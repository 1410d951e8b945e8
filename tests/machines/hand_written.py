"""The machines that the tests and the screenshots are made from. None of them exists; their formats do."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from haas_client.diagnostics import questions
from haas_client.diagnostics.unknown import Reason
from haas_client.handsbuy.drive_contents import LISTINGS
from haas_client.machine import PATH
from tests.machines import formats
from tests.machines.recording import BOOT_ID, RECORDED_AT, SMARTCTL, UDISKS, UPOWER, Recording

_BOOTS, _KERNEL, _LAST_WORDS = (command.line for command in (questions.BOOTS, questions.KERNEL, questions.LAST_WORDS))
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
    home = formats.block("sda1", "part", 500_106_780_160, fstype="ext4", fsused=211_884_912_640, mountpoints=["/home"])
    start = formats.block("nvme0n1p1", "part", 536_870_912, fstype="vfat", fsused=6_303_744, mountpoints=["/boot/efi"])
    root = formats.block("nvme0n1p2", "part", 999_666_221_056, fstype="ext4", fsused=84_512_301_056, mountpoints=["/"])
    machine.command(
        LISTINGS[0].line,
        formats.lsblk(
            formats.block("sda", "disk", 500_107_862_016, home, serial="2034E2B51F3A"),
            formats.block("nvme0n1", "disk", 1_000_204_886_016, start, root, serial="S649NX0T110423"),
        ),
    )
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
    machine.command(_LAST_WORDS, "", exit_code=1)
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


def changed_since_sold(folder: Path) -> Path:
    """A PC with a factory file: of three modules one is gone and one is another, and of two drives one is gone."""
    machine = _desktop()
    drive(
        machine,
        "nvme0n1",
        _NVME_PATH.format(name="nvme0n1"),
        formats.nvme("Samsung SSD 980 1TB", "S649NX0T110423", 1_000_204_886_016),
    )
    machine.mounts(nvme0n1p2="/")
    machine.command(_BOOTS, formats.journal_marks((BOOT_ID, RECORDED_AT - timedelta(hours=5), "running")))
    machine.command(_KERNEL, formats.kernel_log(RECORDED_AT, "Linux version 6.8.0-60-generic"))
    module = '[[memory]]\nslot = "{}"\nsize_gb = 16\npart_number = "M378A2K43EB1-CWE"\nserial = "{}"\n'
    storage = '[[storage]]\nmodel = "{}"\ncapacity_gb = {}\nserial = "{}"\n'
    machine.file(
        str(PATH),
        "format = 1\n"
        'warranty_number = "LM-24-018233"\nmodel = "LM-T1000"\npurchased_on = 2026-05-01\ntelephone = "03-0000-0000"\n'
        '[power_supply]\nmodel = "SSR-650FX"\nwatts = 650\n'
        + module.format("DIMM_A1", "36D18F07")
        + module.format("DIMM_A2", "36D18F21")
        + module.format("DIMM_B2", "36D18F30")
        + storage.format("Samsung SSD 980 1TB", 1000, "S649NX0T110423")
        + storage.format("ST4000DM004-2CV104", 4000, "WFN2K7L9"),
    )
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
    machine.problem(f"read {questions.SMBIOS_TABLE}", Reason.NOT_PRESENT)
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


def troubled(folder: Path) -> Path:
    """A workstation with a failing HDD, one that sleeps, a bad DIMM, a UPS, and a board chip's word on the voltages."""
    machine = _desktop(error_correction=6)
    failing = formats.ata(
        "ST4000DM004-2CV104", "WFN2K7L9", 4_000_787_030_016, a5=48, a9=21408, a187=3, a194=38, a197=24, a198=24, a199=0
    )
    drive(machine, "sda", _SATA_PATH.format(port=1, name="sda"), failing)
    sleeping = {"smartctl": {"messages": [{"string": "Device is in STANDBY mode, exit(2)"}], "exit_status": 2}}
    drive(machine, "sdb", _SATA_PATH.format(port=3, name="sdb"), sleeping, exit_code=2)
    for name in ("sda", "sdb"):
        machine.file(f"/sys/block/{name}/queue/rotational", "1\n")
    well = formats.nvme("Samsung SSD 980 1TB", "S649NX0T110423", 1_000_204_886_016)
    drive(machine, "nvme0n1", _NVME_PATH.format(name="nvme0n1"), well)
    machine.mounts(nvme0n1p2="/", sda1="/home")
    machine.file(
        questions.SMBIOS_TABLE,
        formats.smbios(
            formats.memory_array(6),
            *(
                formats.memory_device(f"DIMM_{slot}", 16384, "Micron", f"2F31A0{n}C", "18ASF2G72AZ-3G2")
                for n, slot in enumerate(("A1", "A2", "B1", "B2"))
            ),
            formats.power_supply("Seasonic", "SSR-650FX", 650),
        ),
    )
    machine.file("/proc/meminfo", "MemTotal:       65680212 kB\nMemFree:        20000000 kB\n")
    _edac(machine, corrected=0, labels=("DIMM_A1", "DIMM_A2", "DIMM_B1", "DIMM_B2"))
    machine.file("/sys/devices/system/edac/mc/mc0/dimm2/dimm_ue_count", "2\n")
    machine.file("/sys/devices/system/edac/mc/mc0/dimm2/dimm_ce_count", "118\n")
    machine.file("/sys/class/hwmon/hwmon1/name", "nct6779\n")
    machine.folder("/sys/class/hwmon/hwmon1", "name")
    for number, (label, millivolts) in enumerate((("+12V", 11232), ("+5V", 5040), ("+3.3V", 3312))):
        machine.file(f"/sys/class/hwmon/hwmon1/in{number}_input", f"{millivolts}\n")
        machine.file(f"/sys/class/hwmon/hwmon1/in{number}_label", f"{label}\n")
    _upower(machine, "ups_hiddev0", Type=3, Vendor="OMRON", Model="BY50S", Percentage=100.0, Capacity=100.0)
    now = RECORDED_AT
    stops = ((39, "unmarked"), (27, "clean"), (24, "clean"), (20, "unmarked"), (14, "clean"), (9, "unmarked"))
    more = ((6, "clean"), (2, "unmarked"))
    ended = ((f"{n:032x}", now - timedelta(days=days), end) for n, (days, end) in enumerate(stops + more))
    machine.command(_BOOTS, formats.journal_marks(*ended, (BOOT_ID, now - timedelta(hours=5), "running")))
    machine.command(_KERNEL, formats.kernel_log(now - timedelta(hours=5), "Linux version 6.8.0-60-generic"))
    machine.command(_LAST_WORDS, "", exit_code=1)
    return machine.save(folder)


def remarkable(folder: Path) -> Path:
    """A home-made PC without a fault but with much to remark: mixed and slow memory, a warm disk, one that sleeps."""
    machine = _desktop()
    warm = formats.ata(
        "ST4000DM004-2CV104", "WFN2K7L9", 4_000_787_030_016, a5=3, a9=21408, a187=0, a194=53, a197=0, a198=0, a199=7
    )
    warm["temperature"] = {"current": 53}
    drive(machine, "sda", _SATA_PATH.format(port=1, name="sda"), warm)
    sleeping = {"smartctl": {"messages": [{"string": "Device is in STANDBY mode, exit(2)"}], "exit_status": 2}}
    drive(machine, "sdb", _SATA_PATH.format(port=3, name="sdb"), sleeping, exit_code=2)
    for name in ("sda", "sdb"):
        machine.file(f"/sys/block/{name}/queue/rotational", "1\n")
    machine.mounts(sda1="/")
    machine.file(
        questions.SMBIOS_TABLE,
        formats.smbios(
            formats.memory_array(),
            formats.memory_device("DIMM_A1", 8192, "Samsung", "36D18F21", "M378A1K43EB2-CWE"),
            formats.memory_device("DIMM_A2", 16384, "Micron", "2F31A00C", "MTA16ATF2G64AZ-3G2"),
            formats.memory_device("DIMM_B1", 0),
            formats.memory_device("DIMM_B2", 0),
        ),
    )
    machine.file("/proc/meminfo", "MemTotal:       24680212 kB\nMemFree:        2000000 kB\n")
    now = RECORDED_AT
    machine.command(_BOOTS, formats.journal_marks((BOOT_ID, now - timedelta(hours=5), "running")))
    machine.command(_KERNEL, formats.kernel_log(now - timedelta(hours=5), "Linux version 6.8.0-60-generic"))
    return machine.save(folder)


def mixed_memory(folder: Path) -> Path:
    """A workstation like the healthy one, whose memory modules are of two makers."""
    machine = _desktop(error_correction=6)
    well = formats.nvme("Samsung SSD 980 1TB", "S649NX0T110423", 1_000_204_886_016)
    drive(machine, "nvme0n1", _NVME_PATH.format(name="nvme0n1"), well)
    modules = (("DIMM_A1", "Samsung", "M378A2K43EB1-CWE"), ("DIMM_B1", "Micron", "18ASF2G72AZ-3G2"))
    devices = (formats.memory_device(slot, 16384, maker, f"2F31{slot}", model) for slot, maker, model in modules)
    machine.file(questions.SMBIOS_TABLE, formats.smbios(formats.memory_array(6), *devices))
    _edac(machine, corrected=0, labels=("DIMM_A1", "DIMM_B1"))
    machine.command(_BOOTS, formats.journal_marks((BOOT_ID, RECORDED_AT - timedelta(hours=5), "running")))
    machine.command(_KERNEL, formats.kernel_log(RECORDED_AT, "Linux version 6.12.48"))
    return machine.save(folder)


def laptop(folder: Path) -> Path:
    """A laptop with its memory on the board, read by an ordinary user: no drive tells of its health."""
    machine = _desktop()
    machine._index.is_root = False
    machine.folder("/sys/class/hwmon", "hwmon0")
    problem = {"string": "Smartctl open device failed: Permission denied"}
    refused = {"smartctl": {"messages": [problem], "exit_status": 2}}
    drive(machine, "nvme0n1", _NVME_PATH.format(name="nvme0n1"), refused, exit_code=2)
    machine.file("/sys/block/nvme0n1/size", f"{512_110_190_592 // 512}\n")
    machine.mounts(nvme0n1p2="/")
    chips = (formats.memory_device(f"Controller{n}-ChannelA", 8192, "Hynix", form=11, kind=35) for n in range(2))
    machine.file(questions.SMBIOS_TABLE, formats.smbios(formats.memory_array(), *chips))
    machine.file("/proc/meminfo", "MemTotal:       16080212 kB\nMemFree:        2000000 kB\n")
    _upower(machine, "battery_BAT0", Type=2, Vendor="SMP", Model="L19M4PC1", Percentage=81.0, Capacity=76.4)
    for command in (_BOOTS, _KERNEL):
        machine.command(command, "", stderr="Hint: You are currently not seeing messages from other users")
    machine.problem("run dmesg --json", Reason.NO_RIGHT)
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
        questions.SMBIOS_TABLE,
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


def _upower(machine: Recording, name: str, **properties: Any) -> None:
    """One device that feeds the PC."""
    path = f"/org/freedesktop/UPower/devices/{name}"
    machine.command(UPOWER + "EnumerateDevices", {"type": "ao", "data": [[path]]})
    tree = {key: {"type": "v", "data": content} for key, content in (properties | {"PowerSupply": True}).items()}
    call = f"{path} org.freedesktop.DBus.Properties GetAll s org.freedesktop.UPower.Device"
    line = f"busctl --system --json=short call org.freedesktop.UPower {call}"
    machine.command(line, {"type": "a{sv}", "data": [tree]})


def _edac(machine: Recording, corrected: int, labels: tuple[str, ...] = ("DIMM_A2", "DIMM_B2")) -> None:
    machine._index.problems.pop("names /sys/devices/system/edac/mc", None)
    machine.folder("/sys/devices/system/edac/mc", "mc0", "power")
    machine.file("/sys/devices/system/edac/mc/mc0/seconds_since_reset", "18000\n")
    dimms = [f"dimm{number}" for number in range(len(labels))]
    machine.folder("/sys/devices/system/edac/mc/mc0", *dimms, "seconds_since_reset")
    for number, label in enumerate(labels):
        folder = f"/sys/devices/system/edac/mc/mc0/dimm{number}"
        machine.file(f"{folder}/dimm_label", label + "\n")
        machine.file(f"{folder}/dimm_ce_count", f"{corrected}\n")
        machine.file(f"{folder}/dimm_ue_count", "0\n")
