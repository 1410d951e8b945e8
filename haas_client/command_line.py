"""What may be said on the command line, and the help for it."""

import argparse
from pathlib import Path
from typing import TypeAlias

from haas_client import __version__, command_line_guide, command_line_swap, paths
from haas_client.i18n import LANGUAGES, N_, t

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


LINK_ACTIONS = (
    *("confirm_hands_on", "offer_handsbuy", "repair", "quote", "paid", "shipped", "guide", "diagnose"),
    *("return_old_part", "keep_old_part", "message", "close"),
)
"""What a link can ask for; the same as :class:`haas_client.links.model.Action`, which a test holds."""

TESTS = ("short", "long", "surface")
"""What ``trial drive`` can do."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  its only name


def parser() -> argparse.ArgumentParser:
    """All commands and their options, in the person's language."""
    shared = _shared_options()
    program = argparse.ArgumentParser(
        prog=paths.PROGRAM,
        description=t("Linuxmania's support client. Without a command it opens its window and stays in the tray."),
        epilog=_exit_codes(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[shared],
    )
    words = t("show program's version number and exit")  # argparse gives its own only in English
    program.add_argument("--version", action="version", version=f"{paths.PROGRAM} {__version__}", help=words)
    program.add_argument("--hidden", action="store_true", help=t("start in the tray, without a window"))
    commands = program.add_subparsers(dest="command", metavar=t("COMMAND"), title=t("commands"))

    _add_collect_and_show(commands, shared)
    _add_record(commands, shared)
    _add_judge(commands, shared)
    _add_code(commands, shared)
    _add_compare(commands, shared)
    _add_machine(commands, shared)
    _add_trial(commands, shared)
    _add_cases(commands, shared)
    _add_card(commands, shared)
    _add_link(commands, shared)
    _add_handson(commands, shared)
    command_line_guide.add(commands, shared)
    command_line_swap.add(commands, shared)
    commands.add_parser("check", parents=[shared])  # what the tray starts once a day; for nobody's help
    return program


def _add_record(commands: Commands, shared: argparse.ArgumentParser) -> None:
    record = commands.add_parser(
        "record",
        parents=[shared],
        help=t("record what this PC answers, for replay"),
        description=t("Records what this PC answers to every question of the diagnosis, names and addresses included."),
    )
    record.add_argument("folder", metavar=t("DIR"), type=Path)


def _add_code(commands: Commands, shared: argparse.ArgumentParser) -> None:
    code = commands.add_parser(
        "code",
        parents=[shared],
        help=t("say what a diagnosis code means that was read out on the telephone"),
        description=t("Says what a diagnosis code means. A wrong digit, or two that changed places, is noticed."),
    )
    code.add_argument("digits", metavar=t("DIGITS"), nargs="+", help=t("the code, with or without blanks"))
    code.add_argument("--warranty", metavar="N", default="", help=t("check that the code is of this warranty number"))
    _add_json(code, t("print what the code says as JSON"))


def _add_compare(commands: Commands, shared: argparse.ArgumentParser) -> None:
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


def _add_machine(commands: Commands, shared: argparse.ArgumentParser) -> None:
    facts = commands.add_parser(
        "machine",
        parents=[shared],
        help=t("say what the factory's file tells of this PC, and what differs"),
        description=t("Prints the parts as the factory's file tells them beside what is in the PC now."),
    )
    facts.add_argument(
        "facts", metavar=t("FILE"), type=Path, nargs="?", help=t("a file to check; otherwise that of this PC")
    )
    _add_json(facts, t("print both as JSON"))


def _add_collect_and_show(commands: Commands, shared: argparse.ArgumentParser) -> None:
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


def _add_judge(commands: Commands, shared: argparse.ArgumentParser) -> None:
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


def _add_trial(commands: Commands, shared: argparse.ArgumentParser) -> None:
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


def _add_cases(commands: Commands, shared: argparse.ArgumentParser) -> None:
    cases = commands.add_parser(
        "cases",
        parents=[shared],
        help=t("list your cases, or show, save or delete one"),
        description=t(
            "Lists your cases. With the beginning of an id: shows that one, saves it as a file or deletes it."
        ),
    )
    cases.add_argument("case", metavar="ID", nargs="?", help=t("the first characters of its id, as listed"))
    cases.add_argument("--search", metavar=t("WORDS"), help=t("only those that have all these words in them"))
    cases.add_argument("--deleted", action="store_true", help=t("list those that were deleted in the last 30 days"))
    do = cases.add_mutually_exclusive_group()
    do.add_argument("-o", "--output", metavar=t("FILE"), type=Path, help=t("save it with all its files as a ZIP file"))
    do.add_argument("--delete", action="store_true", help=t("delete it; for 30 days it can be brought back"))
    do.add_argument("--restore", action="store_true", help=t("bring a deleted one back"))
    _add_json(cases, t("print as JSON"))


def _add_card(commands: Commands, shared: argparse.ArgumentParser) -> None:
    card = commands.add_parser(
        "card",
        parents=[shared],
        help=t("diagnose this PC and print the emergency card: what helps when it does not start any more"),
        description=t("Prints what helps when this PC does not start any more. Keep it on paper or on another device."),
    )
    card.add_argument("-o", "--output", metavar=t("FILE"), type=Path, help=t("write it to a file"))
    card.add_argument("--quick", action="store_true", help=t("without a diagnosis: only what is known already"))
    card.add_argument("--warranty", metavar="N", default="", help=t("warranty number, as on the warranty card"))
    card.add_argument("--telephone", metavar="N", default="", help=t("our centre's number, as on the warranty card"))


def _add_link(commands: Commands, shared: argparse.ArgumentParser) -> None:
    link = commands.add_parser(
        "link",
        parents=[shared],
        help=t("for the centre: make a link that moves an owner's case, or read one"),
        description=t("Makes and reads links by which the customer centre moves an owner's case."),
    )
    verbs = link.add_subparsers(dest="verb", metavar=t("VERB"), title=t("verbs"), required=True)
    keygen = verbs.add_parser("keygen", parents=[shared], help=t("make a key; only its public half goes onto PCs"))
    keygen.add_argument("key", metavar=t("KEYFILE"), type=Path, help=t("where the secret key is written"))
    make = verbs.add_parser("make", parents=[shared], help=t("make a link"))
    make.add_argument("action", metavar=t("ACTION"), choices=LINK_ACTIONS, help=", ".join(LINK_ACTIONS))
    make.add_argument("--key", metavar=t("KEYFILE"), type=Path, required=True, help=t("the secret key"))
    make.add_argument("--case", metavar="ID", required=True, help=t("the case's id, as its mail tells it"))
    make.add_argument("--warranty", metavar="N", required=True, help=t("warranty number of the PC"))
    make.add_argument("--days", metavar="N", type=int, default=30, help=t("how long it is good (otherwise 30 days)"))
    make.add_argument(
        "--set", metavar=t("NAME=VALUE"), dest="details", action="append", help=t("what the action needs")
    )
    make.add_argument("--qr", metavar=t("FILE"), type=Path, help=t("draw it as a QR code too (SVG)"))
    make.add_argument("--mail", action="store_true", help=t("print the whole mail for the owner, in Japanese"))
    read = verbs.add_parser("read", parents=[shared], help=t("say what a link tells, and whether it is the centre's"))
    read.add_argument("link", metavar=t("LINK"), help=t("the link; - reads a mail from standard input"))
    read.add_argument("--keys", metavar=t("DIR"), type=Path, help=t("folder of link-keys and payment-hosts"))
    _add_json(read, t("print it as JSON"))


def _add_handson(commands: Commands, shared: argparse.ArgumentParser) -> None:
    handson = commands.add_parser(
        "handson",
        parents=[shared],
        help=t("say whether this PC is ready for remote work over TeamViewer"),
        description=t("Says whether this PC is ready for a Hands-on, and what to do where it is not. Starts nothing."),
    )
    _add_json(handson, t("print as JSON"))


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 1 <= minutes <= 60:  # NaN is refused here too
        raise argparse.ArgumentTypeError(t("from 1 to 60"))
    return minutes


def _shared_options() -> argparse.ArgumentParser:
    """Options that may stand before or behind the command."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--replay", metavar=t("DIR"), type=Path, help=t("use a recorded machine in place of this PC"))
    shared.add_argument("--lang", choices=LANGUAGES, help=t("language of all output (otherwise that of the system)"))
    return shared


def _add_json(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--json", dest="as_json", action="store_true", help=words)


def _add_identity(parser: argparse.ArgumentParser) -> None:
    words = t("the secret key that opens an encrypted file, as age-keygen wrote it")
    parser.add_argument("--identity", metavar=t("KEYFILE"), type=Path, help=words)


def _exit_codes() -> str:
    rows = (
        ("0", t("done")),
        ("1", t("it could not be done, such as a file that could not be written")),
        ("2", t("the command line was not understood, or there is no display for a window")),
        ("3", t("a diagnostic file, a recording, a diagnosis code, a guide or the factory's file was refused")),
        ("4", t("something could not be judged, or not yet, such as what could not be read; the rest was judged")),
        ("5", t("a test found a fault, a part is not as the factory's file says, or a swap has not worked")),
        ("130", t("stopped with Ctrl-C")),
    )
    return "\n".join((t("exit codes:"), *(f"  {code:<4} {words}" for code, words in rows)))
