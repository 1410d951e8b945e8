"""The command line of ``linuxmania-haas``: what may be said, in the person's language. It imports no Qt."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from haas_client import __version__, i18n, paths
from haas_client.i18n import LANGUAGES, N_, t

if TYPE_CHECKING:
    import argparse

# argparse asks gettext for its own words; here so that they reach our catalogue.
_ARGPARSE_WORDS = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("not allowed with argument %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)


CAPTURES = ("smartctl", "dmidecode", "kernel-log", "sensors")
"""What ``judge`` knows; the same as :class:`haas_client.diagnostics.judge.Kind`, which a test holds."""


TESTS = ("short", "long", "surface")
"""What ``trial drive`` can do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """The command line, understood. A plain dataclass: a tray that only waits does without msgspec (3 MB)."""

    command: str | None = None
    """``None``: the tray program."""
    language: str
    replay: Path | None = None
    hidden: bool = False
    output: Path | None = None
    as_json: bool = False
    warranty: str = ""
    note: str = ""
    bundle: Path = Path()
    identity: Path | None = None
    """Of ``show`` and ``compare``: the file of the secret key, for bundles that are encrypted."""
    before: Path = Path()
    after: Path = Path()
    folder: Path = Path()
    digits: Sequence[str] = ()
    kind: str = ""
    files: Sequence[str] = ()
    jsonl: str = ""
    subject: str = ""
    """Of ``trial``: drive, memory or power."""
    drive: str = ""
    test: str = "short"
    long: bool = False
    at_next_start: bool = False
    undo: bool = False
    minutes: float | None = None
    yes: bool = False


def parse(argv: Sequence[str]) -> Arguments:
    """Understands ``argv``; ends the program with 2 and a usage line where it cannot."""
    language = _language(argv)
    i18n.use(language)
    if not argv:  # the tray program, started as usual: 15 ms sooner without a parser
        return Arguments(language=language)
    import gettext

    # argparse takes its words from the process-wide domain, whose language gettext reads from here.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(i18n.DOMAIN, paths.resources() / "locale")
    gettext.textdomain(i18n.DOMAIN)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without Japanese must not end in a traceback
    parser = _parser()
    values = {name: value for name, value in vars(parser.parse_args(argv)).items() if value is not None}
    values.pop("lang", None)
    arguments = Arguments(language=language, **values)
    if arguments.command == "judge" and not arguments.files and not arguments.jsonl:
        parser.error(gettext.gettext("the following arguments are required: %s") % t("FILE"))
    return arguments


def _parser() -> "argparse.ArgumentParser":
    import argparse

    shared = _shared_options()
    parser = argparse.ArgumentParser(
        prog=paths.PROGRAM,
        description=t("Linuxmania's support client. Without a command it opens its window and stays in the tray."),
        epilog=_exit_codes(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[shared],
    )
    parser.add_argument("--version", action="version", version=f"{paths.PROGRAM} {__version__}")
    parser.add_argument("--hidden", action="store_true", help=t("start in the tray, without a window"))
    commands = parser.add_subparsers(dest="command", metavar=t("COMMAND"), title=t("commands"))

    _add_collect_and_show(commands, shared)
    record = commands.add_parser(
        "record",
        parents=[shared],
        help=t("record what this PC answers, for replay"),
        description=t("Records what this PC answers to every question of the diagnosis, names and addresses included."),
    )
    record.add_argument("folder", metavar=t("DIR"), type=Path)

    _add_judge(commands, shared)
    code = commands.add_parser(
        "code",
        parents=[shared],
        help=t("say what a diagnosis code means that was read out on the telephone"),
        description=t("Says what a diagnosis code means. A wrong digit, or two that changed places, is noticed."),
    )
    code.add_argument("digits", metavar=t("DIGITS"), nargs="+", help=t("the code, with or without blanks"))
    code.add_argument("--warranty", metavar="N", default="", help=t("check that the code is of this warranty number"))
    _add_json(code, t("print what the code says as JSON"))

    compare = commands.add_parser(
        "compare",
        parents=[shared],
        help=t("say which parts changed between two diagnostic files"),
        description=t("Says which parts were added, removed, replaced or moved between two diagnostic files of a PC."),
    )
    compare.add_argument("before", metavar=t("BEFORE"), type=Path)
    compare.add_argument("after", metavar=t("AFTER"), type=Path)
    _add_identity(compare)
    _add_json(compare, t("print the comparison as JSON"))

    _add_trial(commands, shared)
    commands.add_parser("check", parents=[shared])  # what the tray starts once a day; for nobody's help
    return parser


def _add_collect_and_show(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: "argparse.ArgumentParser"
) -> None:
    collect = commands.add_parser(
        "collect",
        parents=[shared],
        help=t("diagnose this PC and write the diagnostic file"),
        description=t("Diagnoses this PC and writes the diagnostic file. Nothing is sent."),
    )
    collect.add_argument(
        "-o",
        "--output",
        metavar=t("FILE"),
        type=Path,
        help=t("where to write; otherwise linuxmania-DATE-TIME.zip in this folder"),
    )
    _add_json(collect, t("print the diagnosis as JSON; without -o no file is written"))
    collect.add_argument("--warranty", metavar="N", default="", help=t("warranty number, as on the warranty card"))
    collect.add_argument("--note", metavar=t("TEXT"), default="", help=t("what happened, in your own words"))

    show = commands.add_parser(
        "show",
        parents=[shared],
        help=t("check a diagnostic file and print what it says"),
        description=t("Checks every file in a diagnostic file and prints its findings. Nothing is unpacked."),
    )
    show.add_argument("bundle", metavar=t("BUNDLE"), type=Path)
    _add_identity(show)
    _add_json(show, t("print the diagnosis as JSON"))


def _add_judge(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: "argparse.ArgumentParser"
) -> None:
    judge = commands.add_parser(
        "judge",
        parents=[shared],
        help=t("judge what somebody sent of a PC, as one line of JSON for each file"),
        description=t("Judges what an owner mailed or a technician pasted, by the same rules as on the PC itself."),
    )
    judge.add_argument("kind", metavar=t("KIND"), choices=CAPTURES, help=", ".join(CAPTURES))
    judge.add_argument("files", metavar=t("FILE"), nargs="*", default=(), help=t("what was sent; - is standard input"))
    judge.add_argument(
        "--jsonl",
        metavar=t("FILE"),
        help=t("one JSON object on each line, the capture under “smartctl” or “text”; - is standard input"),
    )


def _add_trial(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: "argparse.ArgumentParser"
) -> None:
    trial = commands.add_parser(
        "trial",
        parents=[shared],
        help=t("test a drive, the memory or the power supply"),
        description=t("Tests a part. What it does and what it costs is said first; it can be stopped at any time."),
    )
    subjects = trial.add_subparsers(dest="subject", metavar=t("PART"), title=t("parts"), required=True)
    drive = subjects.add_parser("drive", parents=[shared], help=t("a drive: its own self-test, or its whole surface"))
    name = t("such as sda; not needed where there is one drive")
    drive.add_argument("drive", metavar=t("NAME"), nargs="?", default="", help=name)
    drive.add_argument(
        "--test",
        choices=TESTS,
        default="short",
        help=t("short (2 minutes), long (hours): the drive tests itself; surface: all of it is read"),
    )
    memory = subjects.add_parser("memory", parents=[shared], help=t("the memory that is free"))
    which = memory.add_mutually_exclusive_group()
    which.add_argument("--long", action="store_true", help=t("all that is free, not only 1 GB"))
    which.add_argument(
        "--at-next-start", action="store_true", help=t("all of it, with memtest86+ at the next start, once")
    )
    which.add_argument("--undo", action="store_true", help=t("the next start will be the usual one again"))
    power = subjects.add_parser("power", parents=[shared], help=t("the power supply and the cooling, under full load"))
    power.add_argument("--minutes", metavar="N", type=_minutes, help=t("how long, from 1 to 60 (otherwise 2)"))
    for parser in (drive, memory, power):
        parser.add_argument("--yes", action="store_true", help=t("begin without asking"))
        _add_json(parser, t("print the result as JSON"))


def _minutes(text: str) -> float:
    import argparse

    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 1 <= minutes <= 60:  # NaN is refused here too
        raise argparse.ArgumentTypeError(t("from 1 to 60"))
    return minutes


def _shared_options() -> "argparse.ArgumentParser":
    """Options that may stand before or behind the command."""
    import argparse

    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--replay", metavar=t("DIR"), type=Path, help=t("use a recorded machine in place of this PC"))
    shared.add_argument("--lang", choices=LANGUAGES, help=t("language of all output (otherwise that of the system)"))
    return shared


def _add_json(parser: "argparse.ArgumentParser", words: str) -> None:
    parser.add_argument("--json", dest="as_json", action="store_true", help=words)


def _add_identity(parser: "argparse.ArgumentParser") -> None:
    words = t("the secret key that opens an encrypted file, as age-keygen wrote it")
    parser.add_argument("--identity", metavar=t("KEYFILE"), type=Path, help=words)


def _exit_codes() -> str:
    rows = (
        ("0", t("done")),
        ("1", t("it could not be done, such as a file that could not be written")),
        ("2", t("the command line was not understood, or there is no display for a window")),
        ("3", t("a diagnostic file, a recording or a diagnosis code was refused")),
        ("4", t("something that was to be judged could not be read; all the rest was judged")),
        ("5", t("a test found a fault")),
        ("130", t("stopped with Ctrl-C")),
    )
    return "\n".join((t("exit codes:"), *(f"  {code:<4} {words}" for code, words in rows)))


def _language(argv: Sequence[str]) -> str:
    """The language, before there is a parser: its help must be in it already."""
    for option, value in zip(argv, [*argv[1:], ""], strict=False):
        chosen = value if option == "--lang" else option.removeprefix("--lang=")
        if option.startswith("--lang") and chosen in LANGUAGES:
            return chosen
    return i18n.preferred_language()
