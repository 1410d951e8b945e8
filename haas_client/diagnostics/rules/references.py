"""Where thresholds are published. A finding's evidence names the key; the report prints the rest."""

import msgspec


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    where: str

    @property
    def text(self) -> str:
        """Both in one line; titles of documents are not translated."""
        return f"{self.title}: {self.where}"


REFERENCES = {
    "smartctl": Reference(
        title="smartctl(8), smartmontools 7.3", where="SMART overall-health; when_failed; exit status"
    ),
    "nvme": Reference(title="NVM Express Base Specification 2.0", where="5.16.1.3 SMART / Health Information (02h)"),
    "udisks2": Reference(
        title="UDisks2 D-Bus interface", where="Drive.Ata.SmartFailing, NVMe.Controller.SmartCriticalWarning"
    ),
    "backblaze-2016": Reference(
        title="Backblaze, What SMART stats tell us about hard drives (2016)",
        where="5, 187, 188, 197, 198 raw above 0: reason to investigate",
    ),
    "backblaze-2019": Reference(
        title="Backblaze drive stats 2019, own evaluation",
        where="187/197/198 raw >= 10 or 5 raw >= 100: half of the drives that failed, 0.9 % of those that did not",
    ),
    "own-storage-2019": Reference(
        title="Linuxmania's own fit on Backblaze drive stats 2019 (docs/decisions/010)",
        where="replace: 53 % of the drives that failed, 0.7 % of those that did not; watch: 64 % and 2.0 %",
    ),
    "own-counters": Reference(
        title="Linuxmania's own rule S-01",
        where="no outcomes known: set so that none of 820 drives without any sign of a fault is called",
    ),
    "own-link": Reference(
        title="Linuxmania's own rule S-02",
        where="ACS-4, interface CRC errors: noticed by the drive, caused on the way to it; hot plugging makes a few",
    ),
    "own-heat": Reference(
        title="The drive's own limit, else 60 °C", where="highest temperature in use that makers of disks allow"
    ),
    "own-wear": Reference(
        title="Linuxmania's own rule S-03", where="two figures of one drive that differ by more than 50 points"
    ),
    "scrutiny": Reference(
        title="scrutiny, thresholds derived from Backblaze data", where="5 above 16; NVMe media errors"
    ),
    "gsmartcontrol": Reference(title="GSmartControl", where="old-age attribute failed: warning; wear >= 90 %"),
    "kernel-edac": Reference(title="Linux, Documentation/ABI/testing/sysfs-devices-edac", where="ce_count, ue_count"),
    "mcelog": Reference(title="mcelog, default triggers", where="10 corrected or 1 uncorrected error a DIMM in 24 h"),
    "proc-meminfo": Reference(title="proc(5), /proc/meminfo", where="MemTotal against the sizes in SMBIOS type 17"),
    "atx12v": Reference(
        title="ATX12V Power Supply Design Guide 2.x",
        where="+12 V and +5 V ±5 %, +3.3 V 3.14-3.47 V, measured at the connector",
    ),
    "journal": Reference(title="systemd, sd-messages.h", where="journal stopped, shutdown initiated"),
    "own-boots": Reference(
        title="Linuxmania's own rule P-01",
        where="two or more boots in 30 days without a shutdown marker: worth asking about, proves nothing",
    ),
    "amd-reset": Reference(
        title="Linux, Documentation/arch/x86/amd-debugging.rst", where="previous system reset reason"
    ),
    "own-power": Reference(
        title="Linuxmania's own rule P-02",
        where="independent signs, and whether the mains is ruled out: one is watched, three condemn the power supply",
    ),
    "own-smell": Reference(
        title="Linuxmania's own rule P-03", where="a burnt smell, sparks or noise: out of use at once, whatever else"
    ),
    "own-rails": Reference(
        title="Linuxmania's own rule P-04",
        where="two or more rails off at a board's chip: its scaling; no PC runs on such a supply",
    ),
    "own-battery": Reference(
        title="Linuxmania's own rule P-05", where="a battery below 60 % of its new capacity: worth knowing"
    ),
    "own-errors": Reference(
        title="Linuxmania's own rule M-01",
        where="mcelog's threshold exceeded on average over three days and more: the module is replaced",
    ),
    "supply-limits": Reference(
        title="Linux, Documentation/hwmon", where="in*_lcrit, in*_crit, in*_alarm as the power supply itself sets them"
    ),
    "smbios": Reference(title="DMTF DSP0134 3.7", where="7.40 System Power Supply; 7.17, 7.18 memory"),
    "kernel-log": Reference(title="Linux kernel log", where="panic, critical temperature, BERT records"),
    "backblaze-187": Reference(
        title="Backblaze drive stats 2019, own evaluation",
        where="187 raw >= 2: 45 % of the drives that failed that day, 1.0 % of those that did not",
    ),
    "kernel-libata": Reference(
        title="Linux, drivers/ata/libata-eh.c", where="error mask, SError, AHCI interrupt status"
    ),
    "kernel-scsi": Reference(title="SCSI Primary Commands 4", where="4.5 sense data: sense keys 3h and 4h"),
    "kernel-nvme": Reference(title="Linux, drivers/nvme/host/pci.c", where="nvme_timeout, nvme_reset_work, CSTS"),
    "kernel-usb": Reference(title="Linux, drivers/usb/core/hub.c, drivers/usb/storage", where="reset, over-current"),
    "kernel-block": Reference(title="Linux, block/blk-core.c", where="blk_errors: what a failed request is called"),
    "kernel-fs": Reference(
        title="Linux, Documentation/admin-guide/ext4.rst", where="errors=remount-ro; lines of ext4, btrfs, xfs"
    ),
    "intel-sdm-mca": Reference(
        title="Intel 64 and IA-32 Architectures SDM, volume 3B", where="16.9 interpreting the MCA error codes"
    ),
    "kernel-mce": Reference(
        title="Linux, arch/x86/kernel/cpu/mce, drivers/edac/mce_amd.c", where="machine check records"
    ),
    "kernel-aer": Reference(title="Linux, Documentation/PCI/pcieaer-howto.rst", where="error severities"),
    "kernel-thermal": Reference(
        title="Linux, drivers/thermal, arch/x86 therm_throt.c",
        where="critical temperature; temperature above threshold",
    ),
    "kernel-hwmon": Reference(title="Linux, drivers/hwmon/raspberrypi-hwmon.c", where="under-voltage alarm"),
    "kernel-panic": Reference(title="Linux, kernel/panic.c, kernel/watchdog.c", where="panic, oops, lockup, stall"),
    "google-2007": Reference(
        title="Google, Failure Trends in a Large Disk Drive Population (FAST '07)",
        where="60 days after a first scan error 39 times, a reallocation 14 times as likely to fail; more above 45 °C",
    ),
    "history": Reference(title="Linuxmania support client", where="figures of earlier diagnoses of this PC"),
    "own-growth": Reference(
        title="Linuxmania's own rule S-20",
        where="interface CRC errors that go on rising point at cable and plug; wear is projected from its rate so far",
    ),
    "own-trial-off": Reference(
        title="Linuxmania's own rule T-12",
        where="a marker synced before each step is left, the boot has no shutdown mark: the PC stopped in that step",
    ),
    "own-trial-heat": Reference(
        title="Linuxmania's own rules T-01 and T-11",
        where="the sensor's own critical limit less 2 K for three seconds; from 90 °C on a stop may be for heat",
    ),
    "own-surface": Reference(
        title="Linuxmania's own rule T-10",
        where="one unreadable sector may be a write that a power cut left half done; ten are the surface itself",
    ),
    "memtester": Reference(title="memtester(8)", where="exit code: 0x02 stuck address, 0x04 any other test"),
    "stress-ng": Reference(title="stress-ng(1)", where="--verify; exit status 2: one or more stressors failed"),
    "own-sold": Reference(
        title="Linuxmania's own rule F-01 (docs/machine-file.md)",
        where="as sold against what is found: by serial number, else by place, model and size (drives within 3 %)",
    ),
    "own-losses": Reference(
        title="Linuxmania's own rule P-20",
        where="power losses counted by drives, two or more in 30 days, fewer than its power cycles: worth asking about",
    ),
}
