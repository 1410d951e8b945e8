"""Kernel logs as they are mailed and pasted: whatever the form, the message alone and a time only where it is sure."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.decode import kernel_text
from haas_client.diagnostics.snapshot import KernelLine
from haas_client.diagnostics.unknown import Reason, Unreadable
from tests.unit.captured import needs_captures, rows
from tests.unit.diagnostics import strategies

MESSAGE = "ata3.00: failed command: READ FPDMA QUEUED"
OTHER = "usb 1-1: new high-speed USB device number 2 using xhci_hcd"


def texts(data: bytes | str) -> list[str]:
    return [line.text for line in kernel_text.lines(data)]


def one(data: bytes | str) -> KernelLine:
    (line,) = kernel_text.lines(data)
    return line


# --- forms


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "[ 3498.048512] {}",
        "[    0.000000] {}",
        "[12345678.000001] {}",
        "[  278.303687][  T834] {}",
        "[  278.303687] [   T834] {}",
        "[  278.303687] [     C0] {}",
        "[Sun Dec  7 10:12:18 2025] {}",
        "[Sun Dec  7 10:12:18 2025] [    T772] {}",
        "[Dec 7 10:12] {}",
        "[  +0.000005] {}",
        "[  278.303687 <    0.000005>] {}",
        "[<    0.000005>] {}",
        "2025-12-22T09:10:52,123456+09:00 {}",
        "2025-12-22T09:10:52+11:00 kernel: {}",
        "2025-12-22T09:10:52+1100 host kernel: {}",
        "2026-02-11T14:24:13.361781+01:00 lisa kernel: [T310371] {}",
        "2025-12-22 09:10:52 host kernel: {}",
        "Feb 11 13:27:33 host kernel: {}",
        "Feb  1 13:27:33 host kernel: [ 3498.048486] {}",
        "Feb 11 13:27:33.123456 host kernel: {}",
        "Tue 2026-02-11 13:27:33 JST host kernel: {}",
        "[   12.345678] host kernel: {}",
        "1402195613.123456 host kernel: {}",
        "<6>[    1.234567] {}",
        "<3>{}",
        "kern  :err   : [    1.234567] {}",
        "kern  :info  : [Sun Dec  7 10:12:18 2025] {}",
        "<6>1 2026-02-12T10:07:28.804529+01:00 lisa kernel - - - {}",
        "<3>Feb 11 13:27:33 host kernel: [ 3498.048486] {}",
        "6,339,5140900,-;{}",
        "6,339,5140900,-,caller=T772;{}",
        "   kernel: {}",
        "   {}",
        "[   22.884980] 000: {}",
        "\x1b[32m[    1.234567] \x1b[0m\x1b[33m{}\x1b[0m",
    ],
)
@pytest.mark.parametrize("quote", ["", "> ", ">> ", "> > ", ">"])
def test_what_stands_before_a_message_is_taken_off(form: str, quote: str) -> None:
    assert texts(quote + form.format(MESSAGE)) == [MESSAGE]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp932"])
def test_any_encoding_and_any_line_end(encoding: str, ending: str) -> None:
    text = ending.join((f"[    1.000000] {OTHER}", f"[    2.000000] {MESSAGE}", ""))
    assert texts(text.encode(encoding)) == [OTHER, MESSAGE]


def test_blanks_of_web_pages_are_blanks() -> None:
    assert texts(f"[Sun Dec\u00a0 7 10:12:18 2025] [\u00a0 \u00a0 T772] {MESSAGE}") == [MESSAGE]


def test_letters_of_no_encoding_do_not_hide_the_log() -> None:
    assert texts(b"\xe9\xff chatter\n[    1.000000] " + MESSAGE.encode() + b" \xff") == [f"{MESSAGE} \ufffd"]


def test_words_around_the_log_are_left_out() -> None:
    log = f"[    1.000000] {MESSAGE}"
    mail = f"Hello,\nthis is what I see: the PC is slow.\n\n{log}\n\nThank you\n-- \nan owner: from my phone\n"
    assert texts(mail) == [MESSAGE]


def test_lines_of_other_programs_are_left_out_and_end_what_stands_before() -> None:
    text = (
        f"Feb 11 13:27:33 host kernel: {MESSAGE} {'x' * 60}\n"
        "Feb 11 13:27:34 host sshd[900]: error: kex_exchange_identification\n"
        "Feb 11 13:27:34 host systemd[1]: Started Journal Service.\n"
        f"Feb 11 13:27:35 host kernel: {OTHER}\n"
    )
    assert texts(text) == [f"{MESSAGE} {'x' * 60}", OTHER]


def test_a_log_that_a_reply_quotes_is_read_once() -> None:
    log = f"[    1.000001] {OTHER}\n[    2.000002] {MESSAGE}\n"
    quoted = "".join(f"> {line}\n" for line in log.splitlines())
    assert texts(quoted + "\nand again:\n\n" + log) == [OTHER, MESSAGE]


def test_the_same_message_at_another_time_is_another() -> None:
    assert texts(f"[    1.000001] {MESSAGE}\n[    2.000002] {MESSAGE}\n<3>{MESSAGE}\n<3>{MESSAGE}\n") == [MESSAGE] * 4


# --- lines that were broken up


@pytest.mark.parametrize(
    "text",
    [
        "[    1.000000] ata6.00: cmd 60/80:78:00 tag 15 in\n                         res 41/40:00 Emask 0x409",
        "[    1.000000] ata6.00: cmd 60/80:78:00 tag 15 in\n[    1.000001]          res 41/40:00 Emask 0x409",
        "<3>kernel: ata6.00: cmd 60/80:78:00 tag 15 in\n<3>kernel:      res 41/40:00 Emask 0x409",
        "ata6.00: cmd 60/80:78:00 tag 15 in\n         res 41/40:00 Emask 0x409",
        "> [    1.000000] ata6.00: cmd 60/80:78:00 tag 15 in\n>          res 41/40:00 Emask 0x409",
    ],
)
def test_the_result_of_a_command_belongs_to_it(text: str) -> None:
    assert texts(text) == ["ata6.00: cmd 60/80:78:00 tag 15 in res 41/40:00 Emask 0x409"]


@pytest.mark.parametrize("prefix", ["", "Feb 11 13:27:33 host kernel: "])
def test_the_sense_of_old_kernels_belongs_to_its_disk(prefix: str) -> None:
    text = f"{prefix}sd 6:0:0:0: [sdg] \n{prefix}Sense Key : Medium Error [current] [descriptor]\n"
    assert texts(text) == ["sd 6:0:0:0: [sdg] Sense Key : Medium Error [current] [descriptor]"]


def test_a_line_that_a_mail_program_wrapped_is_one() -> None:
    text = (
        "[  100.143499] sd 7:0:0:0: [sdb] tag#18 FAILED Result:\n hostbyte=DID_BAD_TARGET driverbyte=DRIVER_OK\n"
        "[  100.143357] I/O error, dev sdb, sector 255536 op 0x0:(READ) flags 0x4000\nphys_seg 65 prio class 2\n"
    )
    assert texts(text) == [
        "sd 7:0:0:0: [sdb] tag#18 FAILED Result: hostbyte=DID_BAD_TARGET driverbyte=DRIVER_OK",
        "I/O error, dev sdb, sector 255536 op 0x0:(READ) flags 0x4000 phys_seg 65 prio class 2",
    ]


# --- times


@pytest.mark.parametrize(
    ("prefix", "at"),
    [
        ("2025-12-22T09:10:52+09:00 kernel: ", datetime(2025, 12, 22, 0, 10, 52, tzinfo=UTC)),
        ("2025-12-22T09:10:52,500000+0900 ", datetime(2025, 12, 22, 0, 10, 52, 500000, tzinfo=UTC)),
        ("2025-12-22T09:10:52Z h kernel: ", datetime(2025, 12, 22, 9, 10, 52, tzinfo=UTC)),
        ("Mon 2025-12-22 09:10:52 JST h kernel: ", datetime(2025, 12, 22, 0, 10, 52, tzinfo=UTC)),
        ("2025-12-22T09:10:52 h kernel: ", None),
        ("[Mon Dec 22 09:10:52 2025] ", None),
        ("Dec 22 09:10:52 h kernel: ", None),
        ("[    1.500000] ", None),
        ("2025-13-42T29:10:52+09:00 kernel: ", None),
        ("0001-01-01T00:00:00+09:00 kernel: ", None),
    ],
)
def test_a_time_is_told_where_year_and_zone_are_given(prefix: str, at: datetime | None) -> None:
    assert one(prefix + MESSAGE) == KernelLine(at=at, text=MESSAGE, clock_seconds=one(prefix + MESSAGE).clock_seconds)


@pytest.mark.parametrize(
    "form",
    [
        lambda second: f"[   {second}.000000] ",
        lambda second: f"[Mon Dec 22 09:10:{second} 2025] ",
        lambda second: f"Dec 22 09:10:{second} h kernel: ",
        lambda second: f"2025-12-22T09:10:{second}+09:00 h kernel: ",
        lambda second: f"6,1,{second}000000,-;",
    ],
)
def test_the_time_between_two_lines_is_known_in_every_form(form: Callable[[int], str]) -> None:
    first, second = kernel_text.lines(f"{form(10)}{MESSAGE}\n{form(52)}{MESSAGE}\n")
    assert first.clock_seconds is not None
    assert second.clock_seconds is not None
    assert second.clock_seconds - first.clock_seconds == 42


# --- JSON


def test_the_json_of_dmesg() -> None:
    tree = {"dmesg": [{"pri": 3, "time": 1.5, "msg": MESSAGE}, {"msg": OTHER}, {"msg": 5}, 5]}
    assert kernel_text.lines(json.dumps(tree)) == (
        KernelLine(at=None, text=MESSAGE, clock_seconds=1.5),
        KernelLine(at=None, text=OTHER),
    )


@pytest.mark.parametrize(("start", "between"), [("", "\n"), ("\x1e", "\n\x1e"), ("Here it is:\n", "\r\n")])
def test_the_json_of_the_journal(start: str, between: str) -> None:
    entries = [
        {"MESSAGE": MESSAGE, "_TRANSPORT": "kernel", "__REALTIME_TIMESTAMP": "1782874800000000"},
        {"MESSAGE": "error: a program's", "_TRANSPORT": "syslog"},
        {"MESSAGE": OTHER},
    ]
    text = start + between.join(map(json.dumps, entries))
    assert [(line.text, line.at is None) for line in kernel_text.lines(text)] == [(MESSAGE, False), (OTHER, True)]


def test_braces_alone_are_no_json() -> None:
    text = "{1}[Hardware Error]: event severity: fatal"
    assert texts(text) == [text]


# --- what is no log, and too much of one


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "Hello, my PC is slow: what can I do?",
        "Model: WDC WD40EFRX\nSMART overall-health: PASSED\n",
        '+\tdev_err(dev, "hard resetting link\\n");\n-\tata_link_err(link, "ata%u: hard resetting link");\n',
        "I read about ata3: hard resetting link in another thread",
        "{}",
        '{"dmesg": []}',
        '{"MESSAGE": 5}',
        "\0" * 500,
        "\ufeff",
    ],
)
def test_what_is_no_kernel_log_is_said_to_be_none(text: str) -> None:
    for data in (text, text.encode()):
        with pytest.raises(Unreadable) as caught:
            kernel_text.lines(data)
        assert caught.value.unknown.reason == Reason.MALFORMED


def test_more_than_any_log_is_not_read() -> None:
    with pytest.raises(Unreadable) as caught:
        kernel_text.lines("x" * (kernel_text.MAX_BYTES + 1))
    assert caught.value.unknown.reason == Reason.TOO_LARGE


def test_a_long_message_is_cut() -> None:
    assert len(one(f"[    1.000000] {MESSAGE}{'x' * 9000}").text) == 400


# --- anything at all

PIECES = st.sampled_from(
    [
        *("[ 12.345678] ", "[Sun Dec  7 10:12:18 2025] ", "[ T772] ", "Feb 31 25:61:61 ", "host ", "kernel: ", "<6>"),
        *("2025-02-30T99:99:99+99:99 ", "0000-00-00 00:00:00Z ", "kern  :err : ", "> ", "\t", "    ", "\x1b[1m", "{"),
        *("ata1.00: ", "exception Emask 0x10 SErr 0x", "cmd 60/", "res 41/40:00:70:08:00/", "sd 1:0:0:0: [sda] ", "\n"),
        *("Sense Key : Medium Error", "EDAC MC0: 9 CE ", " on ", '"dmesg"', '"MESSAGE"', "]", ": ", "９", "\0", "\r"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join))
def test_any_text_gives_lines_that_can_be_kept_or_is_unreadable(text: str) -> None:
    try:
        found = kernel_text.lines(text)
    except Unreadable:
        return
    assert found
    assert all(map(strategies.kept, found))


@given(st.binary(max_size=300))
def test_any_bytes_give_lines_or_are_unreadable(data: bytes) -> None:
    try:
        found = kernel_text.lines(data)
    except Unreadable:
        return
    assert all(map(strategies.kept, found))


@needs_captures
def test_every_captured_log_is_read_and_read_again_when_it_is_quoted() -> None:
    for row in rows("kernel-log"):
        found = texts(row["text"])
        assert found
        assert texts("\r\n".join(f"> {line}" for line in row["text"].splitlines())) == found
