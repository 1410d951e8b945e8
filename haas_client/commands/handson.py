"""``handson``: the preparation of a Hands-on as text, for a PC without a window and for support. Starts nothing."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from haas_client import centre, machine
from haas_client.as_json import printed
from haas_client.cli import Arguments
from haas_client.commands import terminal
from haas_client.errors import ExitCode
from haas_client.handson import preflight
from haas_client.handson.free import free
from haas_client.handson.identity import grouped
from haas_client.handson.model import Free, Preflight, Standing
from haas_client.handson.surroundings import Surroundings
from haas_client.i18n import Translator, current, t
from haas_client.machine import Machine, MachineFileUnusable
from haas_client.process import Cancel
from haas_client.wording import handson as words

_MARKS = {Standing.GOOD: "✓", Standing.WARN: "!", Standing.UNKNOWN: "?"}
_SETTLE_SECONDS = 2.0


def run(arguments: Arguments) -> ExitCode:
    """Prints what was found. It warns and never forbids: the exit code says only that it was printed."""
    facts, now = _facts(), datetime.now(UTC)
    cancel = Cancel()
    try:
        found = preflight.examine(Surroundings(), centre.reception(now, facts.closed), cancel)
    except KeyboardInterrupt:
        cancel.ask()
        cancel.settle(_SETTLE_SECONDS)
        raise
    if arguments.as_json:
        sys.stdout.write(printed(found))
    else:
        known = free(facts.purchased_on, None, now.astimezone(centre.JAPAN).date())
        terminal.show("\n".join(_lines(found, known, current())))
    return ExitCode.OK


def _facts() -> Machine:
    try:
        return machine.load()
    except MachineFileUnusable:  # told by the command "machine"
        return Machine()


def _lines(found: Preflight, known: Free, t_: Translator) -> Iterator[str]:
    for check in found.checks:
        yield f"{_MARKS[check.standing]} {words.title(check, t_)}"
        detail, remedy = words.detail(check, t_), words.remedy(check, t_)
        if detail:
            yield f"  {detail}"
        if remedy:
            yield f"  {remedy[0]}:"
            yield from (f"    {number}. {step}" for number, step in enumerate(remedy[1], 1))
    yield ""
    if found.teamviewer.edition:
        number = found.teamviewer_id
        yield t("Your ID: {number}").format(number=grouped(number)) if number else t_(words.READ_IT_THERE)
        yield t_(words.PASSWORD)
    free_words = words.free(known, t_)
    if free_words:
        yield f"{t('Hands-on')}: {free_words}"
    yield t_(words.WARNING)
