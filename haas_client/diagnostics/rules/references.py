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
}
