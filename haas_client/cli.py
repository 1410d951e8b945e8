"""The command line of ``linuxmania-haas``, understood, in the person's language. It imports no Qt."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from haas_client import i18n, paths
from haas_client.i18n import LANGUAGES, t

_LINK = f"{paths.PROGRAM}:"
"""How a link of the centre's begins: the desktop hands it over in the place of a command."""


class Arguments(NamedTuple):
    """The command line, understood. It takes neither msgspec (3 MB) nor a dataclass (3 ms) to wait in the tray."""

    language: str
    command: str | None = None
    """``None``: the tray program."""
    replay: Path | None = None
    hidden: bool = False
    output: Path | None = None
    as_json: bool = False
    warranty: str = ""
    note: str = ""
    bundle: Path = Path()
    facts: Path | None = None
    """Of ``machine``: a factory file that is not in its place yet."""
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
    case: str = ""
    """The beginning of a case's id."""
    search: str = ""
    deleted: bool = False
    delete: bool = False
    restore: bool = False
    quick: bool = False
    """Of ``card``: with what is known without a diagnosis."""
    telephone: str = ""
    link: str = ""
    """A link of the centre's, as it was given: clicked, or to be read. Nothing about it is checked."""
    verb: str = ""
    """Of ``link`` and ``guide``."""
    action: str = ""
    key: Path = Path()
    signing_key: Path | None = None
    """Of ``guide export``: the file of the secret key."""
    guides: Path | None = None
    """Of ``guide lint``: a guide's folder, or one with several."""
    guide: str = ""
    """A guide's id."""
    file: Path = Path()
    """Of ``guide install``."""
    swap: str = ""
    """The beginning of a swap's id."""
    part: str = ""
    """Of ``swap begin``: a place, a serial number or a drive's name."""
    job: str = ""
    answers: Sequence[str] = ()
    copy: str = ""
    no_copy: bool = False
    done: bool = False
    back_to: str = ""
    says: Sequence[str] = ()
    """Of ``swap check``: ``CHECK=yes`` or ``CHECK=no``."""
    restarted: bool = False
    works: bool = False
    give_up: bool = False
    keys: Path | None = None
    days: int = 30
    details: Sequence[str] = ()
    qr: Path | None = None
    mail: bool = False


def parse(argv: Sequence[str]) -> Arguments:
    """Understands ``argv``; ends the program with 2 and a usage line where it cannot."""
    language = _language(argv)
    i18n.use(language)
    if not argv:  # the tray program, started as usual: 15 ms sooner without a parser
        return Arguments(language=language)
    if argv[0].lower().startswith(_LINK):
        return Arguments(language=language, link=" ".join(argv))
    import gettext

    from haas_client import command_line

    # argparse takes its words from the process-wide domain, whose language gettext reads from here.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(i18n.DOMAIN, paths.resources() / "locale")
    gettext.textdomain(i18n.DOMAIN)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without Japanese must not end in a traceback
    parser = command_line.parser()
    values = {name: value for name, value in vars(parser.parse_args(argv)).items() if value is not None}
    values.pop("lang", None)
    arguments = Arguments(language=language, **values)
    if arguments.command == "judge" and not arguments.files and not arguments.jsonl:
        parser.error(gettext.gettext("the following arguments are required: %s") % t("FILE"))
    return arguments


def _language(argv: Sequence[str]) -> str:
    """The language, before there is a parser: its help must be in it already."""
    for option, value in zip(argv, [*argv[1:], ""], strict=False):
        chosen = value if option == "--lang" else option.removeprefix("--lang=")
        if option.startswith("--lang") and chosen in LANGUAGES:
            return chosen
    return i18n.preferred_language()
