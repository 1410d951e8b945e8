"""``machine [FILE]``: what the factory's file tells of the PC, and what differs. For the factory, and for support."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from haas_client import machine, machine_file
from haas_client.as_json import printed
from haas_client.cli import Arguments
from haas_client.commands import terminal
from haas_client.diagnostics import as_sold
from haas_client.diagnostics.as_sold import Row, State
from haas_client.diagnostics.collect import Collection
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.errors import ExitCode, HaasError
from haas_client.i18n import Translator, current, t
from haas_client.machine import Machine, MachineFileUnusable
from haas_client.wording import parts, reasons
from haas_client.wording import sold as words

_DIFFERENT = frozenset({State.MISSING, State.GONE, State.OTHER, State.ADDED})
_CHECKED = frozenset({PartKind.MEMORY, PartKind.STORAGE})
"""Few boards tell of their power supply: that it could not be read is no gap in the check."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What ``machine --json`` prints."""

    file: str
    found: bool
    """Whether there is such a file."""
    machine: Machine
    rows: tuple[Row, ...]


def run(arguments: Arguments, collect: Callable[[Host], Collection]) -> ExitCode:
    """Prints it; raises :class:`~haas_client.machine.MachineFileUnusable` where the file cannot be used."""
    host = machine_host(arguments.replay)
    facts = _facts(arguments.facts) if arguments.facts else _facts_of(host)
    told = Told(
        file=str(arguments.facts or machine.PATH),
        found=facts is not None,
        machine=facts or Machine(),
        rows=as_sold.rows((facts or Machine()).sold, collect(host).snapshot),
    )
    if arguments.as_json:
        sys.stdout.write(printed(told))
    else:
        terminal.show("\n".join(_lines(told, current())))
    return _exit_code(told)


def _facts(path: Path) -> Machine:
    if not path.exists():
        raise HaasError(
            t("There is no such file: {path}").format(path=path), t("Please name a file that the factory has written.")
        )
    return machine.load(path)


def _facts_of(host: Host) -> Machine | None:
    """What the machine's own file says, of a recorded one as it was recorded; ``None`` where it has none."""
    try:
        data = host.read(str(machine.PATH))
    except Unreadable as error:
        if error.unknown.reason in (Reason.NOT_PRESENT, Reason.NOT_RECORDED):
            return None
        raise MachineFileUnusable(error.unknown.reason.value) from error
    return machine_file.parse(data)


def _exit_code(told: Told) -> ExitCode:
    if not told.found:
        return ExitCode.OK
    if told.machine.passed_over or any(row.state in _DIFFERENT for row in told.rows):
        return ExitCode.FAULT_FOUND
    unread = any(row.state == State.UNREADABLE and row.kind in _CHECKED and row.sold for row in told.rows)
    return ExitCode.UNREADABLE if unread else ExitCode.OK


def _lines(told: Told, t_: Translator) -> Iterator[str]:
    facts = told.machine
    yield told.file
    if not told.found:
        yield t("This PC has no such file. That is no fault: PCs of earlier times have none.")
    yield from (f"{title}: {text}" for title, text in _who(facts, t_) if text)
    yield ""
    for row in told.rows:
        yield f"{words.name(row, t_)} – {words.state(row.state, t_)}"
        yield "  " + t("as sold: {part}").format(part=parts.joined(words.sold(row, facts.sold, t_), t_) or "—")
        yield "  " + t("now: {part}").format(part=parts.joined(words.now(row, t_), t_) or "—")
        if row.why:
            yield "  " + reasons.reason(row.why, t_)
    for key in facts.passed_over:
        yield t("This key is not known and was passed over: {key}").format(key=key)


def _who(facts: Machine, t_: Translator) -> Iterator[tuple[str, str]]:
    yield t("Warranty number"), facts.warranty_number
    yield t("Model"), facts.model
    yield t("Purchased on"), words.day(facts.purchased_on, t_) if facts.purchased_on else ""
    yield t("Telephone of the customer centre"), facts.telephone
    for first, last in facts.closed:
        days = f"{words.day(first, t_)} – {words.day(last, t_)}"
        yield t("The customer centre is closed"), days
