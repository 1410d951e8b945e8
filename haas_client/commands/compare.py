"""``compare BEFORE AFTER``: which parts changed between two diagnostic files."""

import sys
from collections.abc import Iterator

from haas_client.as_json import printed
from haas_client.bundle import archive, encryption
from haas_client.centre import JAPAN
from haas_client.cli import Arguments
from haas_client.commands import terminal
from haas_client.diagnostics.compare import Comparison, compare
from haas_client.errors import ExitCode
from haas_client.i18n import Translator, current
from haas_client.wording import changes, kinds
from haas_client.wording.reasons import reason


def run(arguments: Arguments) -> ExitCode:
    """Prints the comparison; raises :class:`~haas_client.bundle.archive.BundleRefused`."""
    keys = encryption.identities(arguments.identity) if arguments.identity else ()
    before, after = (archive.read(path, keys).snapshot for path in (arguments.before, arguments.after))
    comparison = compare(before, after)
    if arguments.as_json:
        sys.stdout.write(printed(comparison))
    else:
        terminal.show("\n".join(lines(comparison, current())))
    return ExitCode.OK


def lines(comparison: Comparison, t: Translator) -> Iterator[str]:
    """The comparison for a person."""
    before, after = (f"{at.astimezone(JAPAN):%Y-%m-%d %H:%M}" for at in (comparison.before_at, comparison.after_at))
    yield t("{before} → {after} (Japan time)").format(before=before, after=after)
    if comparison.same_machine is False:
        yield t("These files are of different PCs: their boards are not the same.")
    if comparison.after_at < comparison.before_at:
        yield t("The first file is the newer one.")
    yield from (f"- {changes.line(one, t)}" for one in comparison.parts)
    for gap in comparison.gaps:
        yield "- " + t("{change}: {part}").format(
            change=kinds.kind(gap.kind, t), part=t("not in both files ({why})").format(why=reason(gap.why, t))
        )
    if not comparison.parts and not comparison.gaps:
        yield t("No part was found.")
