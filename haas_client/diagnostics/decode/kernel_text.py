"""The kernel's log in whatever form it is mailed or pasted: dmesg, journalctl, syslog; quoted, wrapped, any encoding.

Forms after dmesg(1) of util-linux 2.40, journalctl(1) of systemd 256, RFC 3164, RFC 5424 and /dev/kmsg
(Documentation/ABI/testing/dev-kmsg).
"""

import codecs
import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import msgspec

from haas_client.diagnostics.decode import journal
from haas_client.diagnostics.decode.kernel_events import concerns_hardware
from haas_client.diagnostics.snapshot import KernelLine
from haas_client.diagnostics.unknown import Reason, Unreadable

MAX_BYTES = 16 * 1024 * 1024
_MAX_LINES = 200_000
"""The newest; a PC that runs for a month writes some 20,000."""
_MAX_LINE = 4000
_WRAPPED_FROM = 60
"""Mail programs break lines at 72 to 78 characters; a shorter one has ended by itself."""

_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_MONTH = "(?P<month>" + "|".join(_MONTHS) + ")"
_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_DAY_NAME = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? "

# What web pages and word processors put in the place of a blank, or between letters
_BLANKS = dict.fromkeys((160, 8199, 8239, 12288), " ") | {0x200B: None, 0xFEFF: None}
_COLOURS = re.compile(r"\x1b\[[0-9;]{0,12}[A-Za-z]")
_QUOTE = re.compile(r"(?:\s{0,4}>){1,20} ?")

# What may stand before a message, in this order; each may be missing. Those marked True make it a line of the kernel's.
_PREFIXES: tuple[tuple[re.Pattern[str], bool], ...] = tuple(
    (re.compile(pattern), kernel)
    for pattern, kernel in (
        (r"\s{1,12}(?=[\[<\d]|kernel)", False),
        (r"(?P<kmsg>\d{1,4},\d{1,12},(?P<micros>\d{1,16}),[^;\s]{1,20};)", True),
        (r"<\d{1,3}>(?:1 )?", True),
        (r"(?:kern|user|daemon|syslog)\s{0,4}:(?:emerg|alert|crit|err|warn|notice|info|debug)\s{0,4}: ", True),
        (
            (
                rf"(?:{_DAY_NAME})?(?P<year>\d{{4}})-(?P<number>\d\d)-(?P<day>\d\d)[T ]{_CLOCK}"
                r"(?P<fraction>[.,]\d{1,9})? ?(?P<zone>Z\b|UTC|JST|[+-]\d\d:?\d\d)? ?"
            ),
            False,
        ),
        (rf"\[{_DAY_NAME}{_MONTH} {{1,2}}(?P<day>\d{{1,2}}) {_CLOCK} (?P<year>\d{{4}})\] ?", True),
        (rf"\[{_MONTH} {{1,2}}(?P<day>\d{{1,2}}) (?P<hour>\d\d):(?P<minute>\d\d)\] ?", True),
        (
            rf"(?:{_DAY_NAME})?{_MONTH} {{1,2}}(?P<day>\d{{1,2}}) (?:(?P<year>\d{{4}}) )?{_CLOCK}(?:\.\d{{1,9}})? ",
            False,
        ),
        (r"\d{10}\.\d{6} ", False),
        (r"(?:(?!kernel)[\w.:-]{1,64} )?kernel(?:\[\d{1,10}\])?(?:: | - \S{1,40} (?:-|\[[^\]\n]{0,200}\]) )", True),
        (r"\[ {0,8}(?P<seconds>\d{1,9}\.\d{3,9})(?: < {0,8}\d{1,9}\.\d{1,9}>)?\] ?", True),
        (r"\[ {0,8}[+<] {0,8}\d{1,9}\.\d{1,9}>?\] ?", True),
        (r"(?:(?!kernel)[\w.:-]{1,64} )kernel: ", True),
        (r"\[ {0,8}[TC]\d{1,10}\] ?", True),
        (r"\d{3}: (?=[a-z])", False),
    )
)

# Subsystems that a line without any prefix is known by (dmesg -t, or a log that somebody tidied)
_SUBSYSTEM = re.compile(
    r"(?:ata\d|sd \d|scsi \d|nvme |usb \d|EXT4-fs |BTRFS|XFS |EDAC |mce: |pci 0|ACPI: |md: |md/)[^\n]{0,60}?: "
)

# A message that the kernel, or a mail program, has broken up: the rest has no subsystem of its own.
_CONTINUES = re.compile(
    r"\s{4,80}res |\s{0,80}(?:Result:|Sense Key|Add\. Sense|ASC=|Descriptor sense|Read\(1|Write\(1|res [0-9a-f]{2}/)"
)
_UNFINISHED = re.compile(r".{0,400}(?:\[sd[a-z]{1,4}\]|CDB:)\s{0,4}$")


class _Line(msgspec.Struct):
    text: str
    at: datetime | None
    clock_seconds: float | None
    stamp: str
    raw_length: int


def lines(data: bytes | str) -> tuple[KernelLine, ...]:
    """The messages without what stands before them, in their order; times where year and zone are given.

    Raises :class:`~haas_client.diagnostics.unknown.Unreadable`: too large, or nothing of a kernel's log in it.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(Reason.TOO_LARGE, "kernel log")
    text = data if isinstance(data, str) else _decoded(data)
    found = _of_json(text) or tuple(_of_text(text.translate(_BLANKS)))
    if not found:
        raise Unreadable(Reason.MALFORMED, "kernel log")
    return found


def _decoded(data: bytes) -> str:
    """UTF-16 by its mark or its zeros (an editor under Windows), else UTF-8: the log itself is ASCII."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    start = data[:1000]
    if start.count(0) > len(start) // 4:
        return data.decode("utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be", "replace")
    return data.decode("utf-8-sig", "replace")


def _of_json(text: str) -> tuple[KernelLine, ...]:
    """``dmesg --json``, or ``journalctl -o json`` with anything around it."""
    if '"MESSAGE"' in text:
        return journal.messages(text.replace("\x1e", "").encode("utf-8", "replace"))[-_MAX_LINES:]
    if '"dmesg"' in text:
        with contextlib.suppress(Unreadable):
            return journal.dmesg_messages(text.strip().encode("utf-8", "replace"))[-_MAX_LINES:]
    return ()


def _of_text(text: str) -> Iterator[KernelLine]:
    """Where the lines carry times or the kernel's name, those; else the ones with a wording that we know."""
    seen: set[tuple[str, str]] = set()
    for line in _joined(text):
        key = (line.stamp, line.text)
        if not line.text or (line.stamp and key in seen):
            continue  # a reply that quotes the mail it answers has the log twice
        seen.add(key)
        yield KernelLine(at=line.at, text=line.text[: journal.MAX_TEXT], clock_seconds=line.clock_seconds)


def _joined(text: str) -> Iterator[_Line]:
    current: _Line | None = None
    for raw in text.splitlines()[-_MAX_LINES:]:
        bare = _bare(raw)
        line = _parsed(bare)
        if line and current and _CONTINUES.match(line.text) and not concerns_hardware(line.text):
            _join(current, line.text, len(bare))
        elif line:
            if current:
                yield current
            current = line
        elif current and _continues(current, bare):
            _join(current, bare, len(bare))
        elif current:
            yield current
            current = None
    if current:
        yield current


def _bare(raw: str) -> str:
    line = _COLOURS.sub("", raw[:_MAX_LINE]) if "\x1b" in raw[:_MAX_LINE] else raw[:_MAX_LINE]
    quote = _QUOTE.match(line)
    return (line[quote.end() :] if quote else line).rstrip()


def _continues(current: _Line, bare: str) -> bool:
    if not bare.strip():
        return False
    if bare[0] in " \t" or _CONTINUES.match(bare) or _UNFINISHED.match(current.text):
        return True
    return current.raw_length >= _WRAPPED_FROM


def _join(current: _Line, text: str, length: int) -> None:
    if len(current.text) < journal.MAX_TEXT:
        current.text = f"{current.text} {text.strip()}"
    current.raw_length = length


def _parsed(bare: str) -> _Line | None:
    """``None`` for what is no line of the kernel's."""
    if ":" not in bare and "]" not in bare:
        return None
    at, clock, stamp, position, is_kernel = None, None, "", 0, False
    for pattern, kernel in _PREFIXES:
        match = pattern.match(bare, position)
        if not match:
            continue
        position = match.end()
        # Only "dmesg --time-format iso" has a comma in its seconds, and no name behind them.
        is_kernel = is_kernel or kernel or (match.groupdict().get("fraction") or "").startswith(",")
        at = at or _time(match)
        clock = _clock(match) if _clock(match) is not None else clock
        stamp = match.groupdict().get("seconds") or match.groupdict().get("micros") or stamp
    message = bare[position:] if is_kernel else bare[position:].lstrip()
    if not is_kernel and not concerns_hardware(message) and not _SUBSYSTEM.match(message):
        # Another program's line has a time too, and ends what stands before it; any other text has none.
        return None if clock is None else _Line("", at, clock, stamp, len(bare))
    return _Line(message, at, clock, stamp, len(bare))


def _time(match: re.Match[str]) -> datetime | None:
    """Where year and zone are given; a PC's zone is not ours to guess."""
    groups = match.groupdict()
    zone = groups.get("zone")
    if not zone or not groups.get("year"):
        return None
    try:
        read = _naive(groups).replace(tzinfo=_zone(zone))
        return read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(zone: str) -> timezone:
    if zone in ("Z", "UTC"):
        return UTC
    if zone == "JST":
        return timezone(timedelta(hours=9))
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if zone[0] == "-" else offset)


def _naive(groups: dict[str, str | None], year: int | None = None) -> datetime:
    month = int(groups["number"] or 0) if groups.get("number") else _MONTHS[groups["month"] or "Jan"]
    fraction = (groups.get("fraction") or ".0")[1:7].ljust(6, "0")
    return datetime(  # noqa: DTZ001 - the caller adds the zone, or takes differences only
        year or int(groups["year"] or 0),
        month,
        int(groups["day"] or 0),
        int(groups["hour"] or 0),
        int(groups["minute"] or 0),
        int(groups.get("second") or 0),
        int(fraction),
    )


_LEAP_YEAR = 2000
_EPOCH = datetime(_LEAP_YEAR, 1, 1)  # noqa: DTZ001 - the start of a clock of which only differences are used


def _clock(match: re.Match[str]) -> float | None:
    groups = match.groupdict()
    if groups.get("seconds"):
        return float(groups["seconds"])
    if groups.get("micros"):
        return int(groups["micros"]) / 1_000_000
    if not groups.get("day"):
        return None
    try:
        year = None if groups.get("year") else _LEAP_YEAR
        return (_naive(groups, year) - _EPOCH).total_seconds()
    except (ValueError, OverflowError):
        return None
