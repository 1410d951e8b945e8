"""The command ``code``: says what a diagnosis code means. For support, and it asks nothing of any machine."""

import sys
from collections.abc import Iterator

import msgspec

from haas_client.as_json import printed
from haas_client.cli import Arguments
from haas_client.commands import terminal
from haas_client.diagnostics import readout
from haas_client.diagnostics.readout import Readout
from haas_client.errors import ExitCode
from haas_client.i18n import current
from haas_client.wording import readouts


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What ``code --json`` prints."""

    readout: Readout
    warranty_fits: bool | None
    """``None`` where none was asked about, or the code holds none."""


def run(arguments: Arguments) -> ExitCode:
    """Prints a code's meaning; raises :class:`~haas_client.diagnostics.readout.CodeRefused`."""
    said = readout.decode(" ".join(arguments.digits))
    asked = readout.warranty_check(arguments.warranty)
    answer = Answer(readout=said, warranty_fits=asked == said.warranty if asked and said.warranty else None)
    if arguments.as_json:
        sys.stdout.write(printed(answer))
    else:
        terminal.show("\n".join(_lines(answer)))
    return ExitCode.OK


def _lines(answer: Answer) -> Iterator[str]:
    yield from readouts.lines(answer.readout, current())
    yield readouts.warranty(answer.readout, answer.warranty_fits, current())
