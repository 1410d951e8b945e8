"""Lines about memory, processor, expansion bus, heat, and the kernel's own end."""

import re

from haas_client.diagnostics.decode.kernel_words import Family, Kind, Reading, kinds, row

# --- memory and processor

_NOT_A_DIMM = frozenset({"", "unknown memory", "any memory", "unknown label", "n/a", "0x0000"})


def dimm(label: str) -> str:
    """``label`` where it names one DIMM; firmware that knows none leaves such words."""
    text = label.strip().strip('"').strip()
    return "" if text.lower() in _NOT_A_DIMM or " or " in text or text.startswith("not present") else text


def _edac(match: re.Match[str]) -> Reading:
    label = match["body"].partition(" (")[0].rpartition(" on ")[2] if " on " in match["body"] else ""
    return Reading(marks=(match["what"],), place=dimm(label), count=int(match["count"]))


def _edac_old(match: re.Match[str]) -> Reading:
    return Reading(
        marks=(match["what"],), place=dimm(match["label"] or "") or f"{match['mc']} {match['at'].replace(',', '')}"
    )


EDAC = Family(
    name="edac",
    source="drivers/edac/edac_mc.c",
    start=re.compile(r"EDAC MC\d"),
    rows=(
        row(r"EDAC MC\d{1,3}: (?P<count>\d{1,9}) (?P<what>CE|UE) (?P<body>[^\n]{0,400})", read=_edac, begins=True),
        row(
            r"EDAC (?P<mc>MC\d{1,3}): (?P<what>CE|UE) [^\n]{0,120}?(?P<at>row \d{1,5}(?:, channel \d{1,3})?)"
            r"(?:, labels? \"(?P<label>[^\"\n]{0,80})\")?",
            read=_edac_old,
            begins=True,
        ),
    ),
    kinds=kinds(("UE", Kind.MEMORY_UNCORRECTED), ("CE", Kind.MEMORY_CORRECTED)),
)

_UNCORRECTED = 1 << 61
# Intel SDM volume 3B, 16.9.2: compound error codes; bit 12 only says that reports were filtered
_MEMORY_CODE, _CACHE_CODE, _BUS_CODE = (0xEF80, 0x0080), (0xEF00, 0x0100), (0xE800, 0x0800)


def _bank(match: re.Match[str]) -> Reading:
    """IA32_MCi_STATUS (Intel SDM volume 3B, 16.3.2.2)."""
    status = int(match["status"], 16)
    corrected = "uncorrected" if status & _UNCORRECTED else "corrected"
    for (mask, code), mark in ((_MEMORY_CODE, "memory"), (_CACHE_CODE, "code"), (_BUS_CODE, "code")):
        if status & mask == code:
            return Reading(marks=("status", corrected, mark))
    return Reading(marks=("status", corrected, "code"))


def _amd_flags(match: re.Match[str]) -> Reading:
    flags = match["flags"].split("|")
    worse = {"UE", "UECC", "Deferred", "UC"} & set(flags)
    return Reading(marks=("status", "amd", "uncorrected" if worse else "corrected"))


_SEVERITIES = {"corrected": "corrected", "info": "corrected", "recoverable": "uncorrected", "fatal": "uncorrected"}
_HW = r"(?:\w{1,10}: )?(?P<device>\{\d{1,10}\})?\[Hardware Error\]: {1,12}"
_CHECK = r"(?:(?:mce|core): )?(?:\[Hardware Error\]: )?(?:EDAC \w{1,20} MC\d{1,3}: )?"

HARDWARE_ERROR = Family(
    name="hardware error",
    source="arch/x86/kernel/cpu/mce/core.c, drivers/edac/mce_amd.c, drivers/firmware/efi/cper.c",
    start=re.compile(
        r"(?:\w{1,10}: )?(?:\{\d{1,10}\})?\[Hardware Error\]|BERT: Error|CPU \d|EDAC \w{1,20} MC\d|mce: CPU"
    ),
    rows=(
        row(
            _CHECK + r"CPU \d{1,5}: Machine Check(?: Exception| Event)?: (?:0x)?[0-9a-f]{1,16} "
            r"Bank \d{1,3}: (?P<status>[0-9a-f]{1,16})\b",
            read=_bank,
            begins=True,
        ),
        row(
            r"\[Hardware Error\]: CPU:\d{1,5} \([0-9a-f:]{1,20}\) MC\d{1,3}_STATUS\[(?P<flags>[^\]\n]{0,120})\]",
            read=_amd_flags,
            begins=True,
        ),
        # x86 vendor 2 is AMD, whose codes mean other units than Intel's
        row(_HW + r"PROCESSOR 2:", "amd"),
        row(_HW + r"(?P<detail>[^\n]{0,80}?DRAM ECC error)", "memory", "corrected"),
        row(_HW + r"(?P<detail>Unified Memory Controller) Ext\. Error Code", "memory"),
        row(_HW + r"(?P<detail>[\w /()-]{3,50}? Ext\. Error Code: \d{1,4})", "processor"),
        row(_HW + r"(?P<detail>(?:Data Cache|Instruction Cache|Load Store|Bus Unit|Combined Unit) Error)", "processor"),
        row(_HW + r"(?P<detail>Machine check events logged)", "check", begins=True),
        row(_HW + r"(?P<detail>Corrected error, no action required)", "check", "corrected", begins=True),
        row(_HW + r"(?P<detail>Deferred error|Uncorrected,)", "check", "uncorrected", begins=True),
        row(_HW + r"(?P<detail>Machine check: Processor context corrupt)", "uncorrected"),
        row(_HW + r"Hardware error from AEST (?P<detail>memory)", "memory", "uncorrected", begins=True),
        row(_HW + r"Hardware error from (?:APEI|AEST)", begins=True),
        row(
            _HW + r"event severity: (?P<detail>corrected|info|recoverable|fatal)",
            read=lambda m: Reading(marks=(_SEVERITIES[m["detail"]],)),
        ),
        row(_HW + r"section_type: (?P<detail>memory error)", "memory"),
        row(_HW + r"section_type: (?P<detail>(?:ARM|general|IA32/X64) processor error)", "processor"),
        row(_HW + r"section_type: (?P<detail>PCIe error)", "pcie"),
        row(_HW + r"DIMM location: (?P<dimm>[^\n]{1,80})", read=lambda m: Reading(place=dimm(m["dimm"]))),
        row(
            _HW + r"fru_text: (?P<dimm>[^\n]{0,40}DIMM[^\n]{0,20})",
            read=lambda m: Reading(place=dimm(m["dimm"])),
        ),
        row(r"BERT: Error records? from previous boot", begins=True),
        row(_HW),
    ),
    kinds=kinds(
        ("memory uncorrected", Kind.MEMORY_UNCORRECTED),
        ("memory", Kind.MEMORY_CORRECTED),
        ("processor", Kind.PROCESSOR),
        ("pcie uncorrected", Kind.PCIE_UNCORRECTED),
        ("pcie", Kind.PCIE_CORRECTED),
        ("amd", Kind.MACHINE_CHECK),
        ("code", Kind.PROCESSOR),
        ("check", Kind.MACHINE_CHECK),
        ("status", Kind.MACHINE_CHECK),
    ),
    announcing=frozenset({"check", "corrected", "uncorrected"}),
)

MEMORY_FAILURE = Family(
    name="memory failure",
    source="mm/memory-failure.c",
    start=re.compile(r"Memory failure: "),
    rows=(row(r"Memory failure: (?P<detail>0x[0-9a-f]{1,16}): ", "page"),),
    kinds=kinds(("page", Kind.MEMORY_UNCORRECTED)),
)

# --- the rest of the PC

_PCI = r"[\w-]{1,32} (?P<device>[0-9a-f]{4,5}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]): (?:AER: )?"

PCIE = Family(
    name="pcie",
    source="drivers/pci/pcie/aer.c",
    start=re.compile(r"[\w-]{1,32} [0-9a-f]{4,5}:[0-9a-f]{2}:"),
    rows=(
        row(
            _PCI + r"(?:PCIe )?Bus Error: severity=(?P<detail>Uncorrect\w{2,4}[^,\n]{0,20})", "uncorrected", begins=True
        ),
        row(_PCI + r"(?:PCIe )?Bus Error: severity=(?P<detail>Correct\w{2,4})", "corrected", begins=True),
        row(_PCI + r"(?:Multiple )?(?:Corrected|Correctable|Uncorrect\w{2,4}) (?:\([\w-]{1,12}\) )?error"),
    ),
    kinds=kinds(("uncorrected", Kind.PCIE_UNCORRECTED), ("corrected", Kind.PCIE_CORRECTED)),
)

CONDITION = Family(
    name="condition",
    source="drivers/thermal, arch/x86 therm_throt.c, drivers/hwmon/raspberrypi-hwmon.c",
    start=re.compile(r"(?:thermal|ACPI|CPU\d|mce|hwmon|Critical|critical|Under-?voltage|power|x86)"),
    rows=(
        row(r"(?:thermal thermal_zone\d{1,3}|ACPI): [^\n]{0,30}?(?P<detail>(?i:critical temperature) reached)", "hot"),
        row(r"(?P<detail>(?i:critical temperature) reached)", "hot"),
        row(r"(?:mce: )?CPU\d{1,4}: (?P<detail>(?:Core|Package) temperature(?: is)? above threshold)", "throttled"),
        row(r"(?:hwmon hwmon\d{1,3}: |power_supply \S{1,20}: )?(?P<detail>(?i:under-?voltage) detected)", "volts"),
        row(r"x86/amd: Previous system reset reason"),
    ),
    kinds=kinds(("hot", Kind.OVERHEATED), ("throttled", Kind.THROTTLED), ("volts", Kind.UNDER_VOLTAGE)),
    gap_seconds=600.0,
)

CRASH = Family(
    name="crash",
    source="kernel/panic.c, kernel/watchdog.c, arch/x86/kernel/dumpstack.c, kernel/hung_task.c, kernel/rcu",
    start=re.compile(r"Kernel panic|BUG: |Oops: |general protection|watchdog: |NMI watchdog|rcu: |INFO: "),
    rows=(
        # The hardware error itself stands in the lines before.
        row(r"Kernel panic - not syncing: (?P<detail>Fatal (?:hardware error|machine check))"),
        row(r"(?P<detail>Kernel panic - not syncing|Oops: [0-9a-f]{4})", "crash"),
        row(r"(?P<detail>BUG: (?:unable to handle|kernel NULL pointer)|general protection fault)", "crash"),
        row(r"(?P<detail>(?:NMI )?watchdog: (?:BUG: soft lockup|[^\n]{0,40}hard LOCKUP))", "crash"),
        row(r"(?:rcu: )?INFO: (?P<detail>rcu_\w{1,20} (?:self-)?detected stalls?)", "crash"),
        row(r"INFO: task (?P<detail>[^\n]{1,60}? blocked for more than)"),
    ),
    kinds=kinds(("crash", Kind.CRASH)),
    gap_seconds=600.0,
)
