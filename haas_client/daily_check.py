"""``check``: the diagnosis that the tray starts once a day, in a process of its own.

Apart from the tray, so that the tray stays as small as it was and the whole check runs at low priority. It prints one
line that needs no decoder, and behind it the result for when the owner wants to see it.
"""

import os
import signal
import sys
from datetime import UTC, datetime, timedelta

import msgspec

from haas_client.diagnostics import changes
from haas_client.diagnostics.collect import Collection
from haas_client.diagnostics.history import History, HistoryUnusable, default_path
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.judgement import Judged, examine
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.mains import on_battery
from haas_client.errors import ExitCode
from haas_client.process import Cancel

DAY = timedelta(days=1)
POSTPONED = timedelta(hours=3)
"""After which a PC on battery is looked at again."""

_LOWEST_PRIORITY = 19
_LIMIT_SECONDS = 180
"""A diagnosis ends within a minute; a check that hangs all the same is ended by the kernel."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found, for the process that shows it."""

    collection: Collection
    judged: Judged


def run() -> ExitCode:
    """Looks whether a check is due and may be made, makes it, and prints the outcome."""
    signal.alarm(_LIMIT_SECONDS)
    os.nice(_LOWEST_PRIORITY)
    sys.stdout.buffer.write(outcome(machine_host(None), History(default_path()), datetime.now(UTC)))
    return ExitCode.OK


def outcome(host: Host, history: History, now: datetime) -> bytes:
    """``wait EPOCH`` where none is to be made before then; else ``done EPOCH SEVERITY new|-`` and the result."""
    due = _due(history, now)
    if due > now:
        return _line("wait", due)
    if on_battery(host):
        return _line("wait", now + POSTPONED)
    collection, result = examine(host, history, Cancel())
    told = changes.worse(result.diagnosis.findings, result.past, collection.snapshot.taken_at)
    words = (result.diagnosis.severity or "-", "new" if told else "-")
    return _line("done", now + DAY, *words) + encoded(Checked(collection=collection, judged=result))


def encoded(checked: Checked) -> bytes:
    """The result; empty where a name on this PC is in no encoding, and the owner's own diagnosis has to do."""
    try:
        return msgspec.msgpack.encode(checked)
    except UnicodeEncodeError:
        return b""


def decoded(data: bytes) -> Checked:
    """Raises ``msgspec.DecodeError``."""
    return msgspec.msgpack.decode(data, type=Checked)


def _due(history: History, now: datetime) -> datetime:
    """A day after the last diagnosis, whoever made it; at once where nothing is known of one."""
    try:
        last = history.last_taken_at(now)
    except HistoryUnusable:
        return now
    return last + DAY if last else now


def _line(word: str, at: datetime, *words: str) -> bytes:
    return (" ".join((word, str(int(at.timestamp())), *words)) + "\n").encode()
