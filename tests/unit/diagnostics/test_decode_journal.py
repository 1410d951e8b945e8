"""Journal and kernel log: how boots ended, and which lines tell of hardware."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.decode import journal, kernel_text
from haas_client.diagnostics.decode.journal import JOURNAL_STARTED, JOURNAL_STOPPED, SHUTDOWN
from haas_client.diagnostics.snapshot import BootEnd, KernelLine, ResetReason
from haas_client.diagnostics.unknown import Reason, Unreadable
from tests.unit import builders
from tests.unit.captured import needs_captures, rows
from tests.unit.diagnostics import strategies

FIRST = 1_782_874_800  # 2026-07-01 03:00 UTC
ERROR = "ata1.00: exception Emask 0x0 SAct 0x0 SErr 0x0 action 0x6 frozen"


def lines(*entries: dict[str, Any]) -> bytes:
    return "".join(json.dumps(entry) + "\n" for entry in entries).encode()


def mark(boot: str, message_id: str, seconds: int = 0) -> dict[str, Any]:
    stamp = str((FIRST + seconds) * 1_000_000)
    return {"_BOOT_ID": boot, "MESSAGE_ID": message_id, "__REALTIME_TIMESTAMP": stamp}


def kernel(*messages: object) -> bytes:
    return lines(
        *({"MESSAGE": text, "__REALTIME_TIMESTAMP": str((FIRST + n) * 1_000_000)} for n, text in enumerate(messages))
    )


def ends(*entries: dict[str, Any], running: str = "none") -> list[BootEnd]:
    return [boot.end for boot in journal.boots(lines(*entries), running)]


# --- boots


@pytest.mark.parametrize(
    ("ids", "end"),
    [
        ([JOURNAL_STARTED, SHUTDOWN, JOURNAL_STOPPED], BootEnd.CLEAN),
        ([JOURNAL_STARTED, JOURNAL_STOPPED], BootEnd.CLEAN),
        ([JOURNAL_STARTED, SHUTDOWN], BootEnd.CLEAN),
        ([JOURNAL_STARTED], BootEnd.UNMARKED),
        # an update restarts the journal within a boot: its stop is not the boot's
        ([JOURNAL_STARTED, JOURNAL_STOPPED, JOURNAL_STARTED], BootEnd.UNMARKED),
        ([JOURNAL_STARTED, JOURNAL_STOPPED, JOURNAL_STARTED, JOURNAL_STOPPED], BootEnd.CLEAN),
        ([JOURNAL_STARTED, SHUTDOWN, JOURNAL_STOPPED, JOURNAL_STARTED], BootEnd.CLEAN),
    ],
)
def test_a_boot_ends_as_its_marks_tell(ids: list[str], end: BootEnd) -> None:
    assert ends(*(mark("a", message_id, n) for n, message_id in enumerate(ids))) == [end]


def test_the_boot_we_are_in_is_running_whatever_its_marks() -> None:
    assert ends(mark("a", JOURNAL_STARTED), mark("a", JOURNAL_STOPPED, 9), running="a") == [BootEnd.RUNNING]


def test_a_boot_whose_start_is_no_longer_kept_is_left_out() -> None:
    assert ends(mark("a", JOURNAL_STOPPED), mark("b", JOURNAL_STARTED, 9)) == [BootEnd.UNMARKED]


def test_a_boot_without_a_time_is_left_out() -> None:
    assert ends({"_BOOT_ID": "a", "MESSAGE_ID": JOURNAL_STARTED}) == []


def test_boots_come_oldest_first_with_the_time_of_their_first_mark() -> None:
    entries = [mark("b", JOURNAL_STARTED, 500), mark("b", JOURNAL_STOPPED, 900), mark("a", JOURNAL_STARTED, 100)]
    found = journal.boots(lines(*entries), "none")
    assert [boot.started_at for boot in found] == [
        datetime.fromtimestamp(FIRST + seconds, UTC) for seconds in (100, 500)
    ]
    assert [boot.end for boot in found] == [BootEnd.UNMARKED, BootEnd.CLEAN]


@pytest.mark.parametrize("entry", [{"_BOOT_ID": 5}, {"MESSAGE_ID": None}, {"_BOOT_ID": ["a"]}, {}])
def test_an_entry_that_is_no_mark_is_passed_over(entry: dict[str, Any]) -> None:
    assert ends(mark("a", JOURNAL_STARTED) | entry if entry else {}, mark("b", JOURNAL_STARTED)) == [BootEnd.UNMARKED]


# --- lines


def test_only_lines_about_hardware_are_kept_with_their_times() -> None:
    found = journal.kernel_lines(kernel("usb 1-1: new high-speed USB device", ERROR, "audit: type=1400"))
    assert found == (KernelLine(at=datetime.fromtimestamp(FIRST + 1, UTC), text=ERROR),)


@pytest.mark.parametrize(
    "text",
    [
        ERROR,
        "ata3: hard resetting link",
        "ata3.00: failed command: READ FPDMA QUEUED",
        "ata2: SATA link down (SStatus 0 SControl 300)",
        "blk_update_request: I/O error, dev sda, sector 12345",
        "critical medium error, dev sdb, sector 99",
        "Buffer I/O error on dev sda1, logical block 0",
        "nvme nvme0: I/O 12 QID 3 timeout, aborting",
        "nvme0n1: I/O error, dev nvme0n1",
        "nvme nvme0: controller is down; will reset: CSTS=0xffffffff",
        "sd 2:0:0:0: [sda] tag#3 Sense Key : Medium Error [current]",
        "EXT4-fs error (device sda1): ext4_find_entry:1455",
        "EXT4-fs (sda1): Remounting filesystem read-only",
        "BTRFS error (device sda2): bdev /dev/sda2 errs: wr 0, rd 3",
        "XFS (sda1): Metadata corruption detected",
        "EDAC MC0: 1 CE memory read error on CPU_SrcID#0_Ha#0_Chan#1_DIMM#0",
        "EDAC MC0: 1 UE memory scrubbing error on unknown memory",
        "mce: [Hardware Error]: Machine check events logged",
        "{1}[Hardware Error]: Hardware error from APEI Generic Hardware Error Source: 1",
        "BERT: Error records from previous boot:",
        "Memory failure: 0x2a: recovery action for dirty LRU page: Recovered",
        "CPU0: Core temperature above threshold, cpu clock throttled",
        "thermal thermal_zone0: critical temperature reached (105 C), shutting down",
        "usb usb1-port2: over-current condition",
        "hwmon hwmon1: Under-voltage detected!",
        "x86/amd: Previous system reset reason [0x00080800]: software wrote 0x6 to reset control register 0xCF9",
        "pcieport 0000:00:1c.0: PCIe Bus Error: severity=Corrected",
        "pcieport 0000:00:1c.0: AER: Corrected error received",
    ],
)
def test_a_line_about_hardware_is_kept(text: str) -> None:
    assert [line.text for line in journal.kernel_lines(kernel(text))] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Linux version 6.8.0-45-generic (buildd@lcy02) (gcc 13.2.0)",
        "usb 1-1: New USB device found, idVendor=046d, idProduct=c31c",
        "ata1: SATA max UDMA/133 abar m2048@0xf7f36000 port 0xf7f36100 irq 27",
        "ata2: SATA link up 6.0 Gbps (SStatus 133 SControl 300)",
        "ata1.00: ATA-10: CT500MX500SSD1, M3CR023, max UDMA/133",
        "nvme nvme0: 8/0/0 default/read/poll queues",
        "EXT4-fs (sda2): mounted filesystem with ordered data mode",
        "EDAC MC: Ver: 3.0.0",
        "IPv6: ADDRCONF(NETDEV_CHANGE): wlan0: link becomes ready",
        "wlan0: authenticated",
        "audit: type=1400 apparmor=DENIED profile=snap comm=error",
        "systemd[1]: Started Journal Service.",
        "[drm] Initialized i915 1.6.0",
        "",
    ],
)
def test_an_ordinary_line_is_not_kept(text: str) -> None:
    assert journal.kernel_lines(kernel(text)) == ()


def test_only_the_newest_of_very_many_lines_are_kept() -> None:
    found = journal.kernel_lines(kernel(*(f"{ERROR} {n}" for n in range(500))))
    assert len(found) == 400
    assert (found[0].text, found[-1].text) == (f"{ERROR} 100", f"{ERROR} 499")


def test_a_long_line_is_cut() -> None:
    assert len(journal.kernel_lines(kernel(ERROR + "x" * 1000))[0].text) == 400


def test_a_message_that_is_no_text_comes_as_numbers() -> None:
    (line,) = journal.kernel_lines(kernel([*ERROR.encode(), 0xFF, 256, 300, -1, "x", None]))
    assert line.text == f"{ERROR}\ufffd"


@pytest.mark.parametrize("message", [None, 5, {}, [], True])
def test_a_message_of_another_type_is_passed_over(message: object) -> None:
    assert [line.text for line in journal.kernel_lines(kernel(message, ERROR))] == [ERROR]


@pytest.mark.parametrize("stamp", [None, 5, "", "x", "-5", "1.5", "٣", "9" * 30, "9" * 5000])
def test_a_line_without_a_time_is_kept_without(stamp: object) -> None:
    assert journal.kernel_lines(lines({"MESSAGE": ERROR, "__REALTIME_TIMESTAMP": stamp})) == (
        KernelLine(at=None, text=ERROR),
    )


@pytest.mark.parametrize(
    "broken",
    [
        b"-- No entries --",
        b'{"MESSAGE": "ata1: error',
        b"[1]",
        b'"text"',
        b"\xff\xfe",
        b'{"MESSAGE": "\xff"}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a":' * 5000,
        b'{"a": "' + b"x" * 70_000 + b'"}',
        b"{}",
    ],
    ids=lambda data: repr(data[:12]),
)
def test_a_line_that_is_no_entry_does_not_stop_the_others(broken: bytes) -> None:
    data = kernel(ERROR) + broken + b"\n" + kernel(ERROR)
    assert len(journal.kernel_lines(data)) == 2


def test_a_line_beyond_all_reason_is_not_decoded() -> None:
    data = lines({"MESSAGE": ERROR, "PADDING": "x" * 70_000})
    assert list(journal.entries(data)) == []


# --- dmesg


def test_dmesg_tells_lines_without_times() -> None:
    tree = {"dmesg": [{"pri": 3, "time": 1.5, "msg": ERROR}, {"msg": "usb 1-1: new"}, {"msg": 5}, 5]}
    assert journal.dmesg_lines(json.dumps(tree).encode()) == (KernelLine(at=None, text=ERROR, clock_seconds=1.5),)


@pytest.mark.parametrize("time", [None, True, "1.5", -1, 10**30, [], {}])
def test_dmesg_without_a_time_that_can_be_tells_none(time: object) -> None:
    tree = {"dmesg": [{"time": time, "msg": ERROR}]}
    assert journal.dmesg_lines(json.dumps(tree).encode()) == (KernelLine(at=None, text=ERROR),)


def test_the_messages_of_other_programs_are_not_the_kernels() -> None:
    data = lines({"MESSAGE": ERROR, "_TRANSPORT": "syslog"}, {"MESSAGE": ERROR, "_TRANSPORT": "kernel"})
    assert [line.text for line in journal.messages(data)] == [ERROR]


def test_dmesg_is_limited_like_the_journal() -> None:
    tree = {"dmesg": [{"msg": f"{ERROR} {n} {'x' * 900}"} for n in range(500)]}
    found = journal.dmesg_lines(json.dumps(tree).encode())
    assert (len(found), len(found[0].text)) == (400, 400)
    assert found[0].text.startswith(f"{ERROR} 100 ")


@pytest.mark.parametrize("data", [b"", b"[    0.000000] Linux version", b"[]", b"\xff", b"[" * 100_000])
def test_dmesg_without_json_is_malformed(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        journal.dmesg_lines(data)
    assert caught.value.unknown.reason == Reason.MALFORMED


@pytest.mark.parametrize("tree", ["{}", '{"dmesg": {}}', '{"dmesg": null}', '{"dmesg": []}'])
def test_dmesg_without_lines_was_not_shown(tree: str) -> None:
    with pytest.raises(Unreadable) as error:
        journal.dmesg_lines(tree.encode())
    assert error.value.unknown.reason == Reason.NO_RIGHT


# --- reset reasons


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "x86/amd: Previous system reset reason [0x00000001]: thermal pin BP_THERMTRIP_L was tripped",
            ResetReason(bits=1, text="thermal pin BP_THERMTRIP_L was tripped"),
        ),
        ("Previous system reset reason [0x80000]:  power button ", ResetReason(bits=0x80000, text="power button")),
    ],
)
def test_a_reset_reason_is_read(text: str, reason: ResetReason) -> None:
    assert journal.reset_reasons([builders.kernel_line("noise"), builders.kernel_line(text)]) == (reason,)


@pytest.mark.parametrize(
    "text",
    [
        "x86/amd: Previous system reset reason [0xffffffff]: anything",
        "Previous system reset reason [0x123456789]: too long",
        "Previous system reset reason [0xzz]: none",
        "reset reason [0x1]: another",
    ],
)
def test_what_is_no_reset_reason_is_none(text: str) -> None:
    assert journal.reset_reasons([builders.kernel_line(text)]) == ()


def test_several_reasons_are_all_read_in_their_order() -> None:
    texts = [f"Previous system reset reason [0x{bit:08x}]: reason {bit}" for bit in (1, 512)]
    assert [r.bits for r in journal.reset_reasons(map(builders.kernel_line, texts))] == [1, 512]


# --- anything at all

WORDS = {"MESSAGE", "MESSAGE_ID", "_BOOT_ID", "__REALTIME_TIMESTAMP", "dmesg", "msg"}
VALUES = (JOURNAL_STARTED, JOURNAL_STOPPED, SHUTDOWN, ERROR, "1782874800000000", "0", "99999999999999999999")


@given(st.lists(strategies.json_bytes(WORDS, VALUES)).map(b"\n".join))
def test_any_bytes_give_lines_and_boots(data: bytes) -> None:
    found = journal.kernel_lines(data)
    assert all(map(strategies.kept, (*found, *journal.boots(data, "a"), *journal.reset_reasons(found))))


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                name: st.sampled_from([*VALUES, "a", "b"]) | strategies.json_values(WORDS) for name in sorted(WORDS)
            },
        ),
        max_size=6,
    )
)
def test_entries_of_any_content_give_lines_and_boots(entries: list[dict[str, Any]]) -> None:
    data = lines(*entries)
    assert all(map(strategies.kept, (*journal.kernel_lines(data), *journal.boots(data, "a"))))


@given(strategies.json_bytes(WORDS, VALUES))
def test_any_bytes_are_dmesg_lines_or_unreadable(data: bytes) -> None:
    try:
        found = journal.dmesg_lines(data)
    except Unreadable:
        return
    assert all(map(strategies.kept, found))


# --- real logs

WITHOUT_A_FAULT_OF_A_PART = {
    "kernel-logs-lists/bert-ghes/84952b56fd57.log",  # drivers being loaded
    "kernel-logs-lists/bert-ghes/b9ea68840f51.log",  # a machine without an error
    "kernel-logs-lists/nvme/0e08cc63ffb1.log",  # a drive in the network
    "kernel-logs-lists/nvme/77e11f44cb50.log",  # an ordinary start
    "kernel-logs-lists/ro-remount/8db741d9db61.log",  # a file system in an image
    "kernel-logs-lists/ro-remount/ab86f4ddb7aa.log",  # likewise
}


@needs_captures
def test_every_captured_log_of_a_fault_leaves_a_line() -> None:
    silent = set()
    for row in rows("kernel-log"):
        texts = [line.text for line in kernel_text.lines(row["text"])]
        found = journal.kernel_lines(kernel(*texts))
        assert all(map(strategies.kept, found))
        if not found:
            silent.add(row["source"])
    assert silent <= WITHOUT_A_FAULT_OF_A_PART
