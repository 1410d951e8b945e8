"""``linuxmania-haas swap``: a swap without a window, on a server or with support on the telephone."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from haas_client import case_record
from haas_client.as_json import printed
from haas_client.cli import Arguments
from haas_client.commands import swap_begin, swap_check, swap_end, swap_known, swap_steps, terminal
from haas_client.commands.cases import SHORT
from haas_client.errors import ExitCode
from haas_client.handsbuy.conduct import Read
from haas_client.handsbuy.store import Swaps
from haas_client.handsbuy.swap import Swap
from haas_client.i18n import t


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What ``swap list --json`` prints."""

    format: int = 1
    swaps: tuple[Swap, ...]


def run(arguments: Arguments, read: Read) -> ExitCode:
    return _VERBS[arguments.verb](arguments, read)


def _list(arguments: Arguments, _read: Read) -> ExitCode:
    swaps = Swaps().all()
    if arguments.as_json:
        sys.stdout.write(printed(Listed(swaps=swaps)))
        return ExitCode.OK
    if swaps:
        swap_known.show(map(_line, swaps))
    else:
        terminal.tell(t("There is none."))
    return ExitCode.OK


def _line(swap: Swap) -> str:
    begun = case_record.moment(swap.begun_at)[:10]
    what = swap_known.part_words(swap) or swap.guide
    return f"{swap.id[:SHORT]}  {begun}  {what}: {swap_known.stage_words(swap)}"


_VERBS: dict[str, Callable[[Arguments, Read], ExitCode]] = {
    "list": _list,
    "begin": lambda arguments, read: swap_begin.begin(arguments, read, datetime.now(UTC)),
    "step": lambda arguments, read: swap_steps.step(arguments, read, datetime.now(UTC)),
    "check": lambda arguments, read: swap_check.check(arguments, read, datetime.now(UTC)),
    "end": lambda arguments, read: swap_end.end(arguments, read, datetime.now(UTC)),
}
