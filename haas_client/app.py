"""Composition root: decides between a command and the tray program, and builds what each needs."""

import os
import sys
from collections.abc import Sequence

from haas_client import cli, display, instance
from haas_client.cli import Arguments
from haas_client.errors import ExitCode
from haas_client.i18n import t
from haas_client.paths import PROGRAM


def main(argv: Sequence[str] | None = None) -> int:
    """The whole program; gives its exit code."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # started with it closed; whatever is said then goes nowhere
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  for as long as we run
    arguments = cli.parse(sys.argv[1:] if argv is None else argv)
    if arguments.command:
        from haas_client import commands

        return commands.run(arguments)
    return _start_tray(arguments)


def _start_tray(arguments: Arguments) -> int:
    problem = display.problem(os.environ)
    if problem:
        return _no_window(problem)
    place = None
    try:
        place = instance.claim(link=arguments.link)
        if place is None:
            return ExitCode.OK
    except OSError:
        pass  # nowhere to put a lock (full or read-only disk): better two windows than none
    try:
        from haas_client.ui.application import run
    except ImportError as error:  # a system library that Qt needs is missing
        return _no_window(t("The window system cannot be used: {why}.").format(why=error))
    return run(arguments, place)


def _no_window(why: str) -> ExitCode:
    advice = t("Without a window, “{command}” does the diagnosis.").format(command=f"{PROGRAM} collect")
    sys.stderr.write(f"{PROGRAM}: {why}\n{advice}\n")
    return ExitCode.USAGE
