"""Where thresholds are published. A finding's evidence names the key; the report prints the rest."""

import msgspec


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    where: str


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
    "google-2007": Reference(
        title="Google, Failure Trends in a Large Disk Drive Population (FAST '07)",
        where="in the 60 days after a first scan error 39 times, after a reallocation 14 times as likely to fail",
    ),
    "history": Reference(title="Linuxmania support client", where="figures of earlier diagnoses of this PC"),
    "own-growth": Reference(
        title="Linuxmania's own rule S-20",
        where="interface CRC errors that go on rising point at cable and plug; wear is projected from its rate so far",
    ),
    "own-losses": Reference(
        title="Linuxmania's own rule P-20",
        where="power losses counted by drives, two or more in 30 days, fewer than its power cycles: worth asking about",
    ),
}
