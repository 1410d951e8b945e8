"""The command ``card``: the emergency card as plain text, for a PC without a screen."""

import sys
from datetime import UTC, datetime

from haas_client import files, machine, settings, settings_file
from haas_client.card import contents, text
from haas_client.cli import Arguments
from haas_client.commands import terminal
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.errors import ExitCode
from haas_client.i18n import current, t
from haas_client.machine import Machine, MachineFileUnusable
from haas_client.request import normalise_warranty_number
from haas_client.text import printable


def run(arguments: Arguments, snapshot: Snapshot | None, diagnosis: Diagnosis | None) -> ExitCode:
    """Prints the card, or writes it to ``-o FILE``; raises :class:`~haas_client.files.SaveFailed`."""
    kept = settings.load(settings_file.default_path())
    # The factory's file is of this PC, not of a recorded one.
    facts = Machine() if arguments.replay else _facts()
    card = contents.build(
        facts,
        snapshot,
        diagnosis,
        current(),
        warranty_number=normalise_warranty_number(arguments.warranty) or kept.warranty_number,
        telephone=arguments.telephone or kept.telephone,
        made_at=datetime.now(UTC),
    )
    page = printable("\n".join(text.lines(card))) + "\n"
    if arguments.output is None:
        sys.stdout.write(page)
        return ExitCode.OK
    files.write_atomically(arguments.output, page.encode())
    terminal.tell(t("Saved: {path}").format(path=arguments.output))
    return ExitCode.OK


def _facts() -> Machine:
    """The factory's; a card without them is better than none."""
    try:
        return machine.load()
    except MachineFileUnusable as error:
        terminal.tell(f"{error}")
        return Machine()
