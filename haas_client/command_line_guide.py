"""What may be said to ``linuxmania-haas guide``, and the help for it."""

import argparse
from pathlib import Path

from haas_client.i18n import t


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Adds the command and its verbs; ``shared`` has the options that every command takes."""
    guide = commands.add_parser(
        "guide",
        parents=[shared],
        help=t("list, show, check or export the guides by which an owner swaps a part"),
        description=t("Lists, shows, checks and exports swap guides."),
    )
    verbs = guide.add_subparsers(dest="verb", metavar=t("VERB"), title=t("verbs"), required=True)
    lint = verbs.add_parser("lint", parents=[shared], help=t("say all that is wrong with guides, for who writes them"))
    folder = t("a guide's folder, or one with several; otherwise the program's own")
    lint.add_argument("guides", metavar=t("DIR"), type=Path, nargs="?", help=folder)
    listed = verbs.add_parser("list", parents=[shared], help=t("say which guides there are, and which are left out"))
    for verb in (lint, listed):
        verb.add_argument("--json", dest="as_json", action="store_true", help=t("print as JSON"))
    _add_one(verbs, shared)
    install = verbs.add_parser("install", parents=[shared], help=t("add a guide that our centre has signed"))
    install.add_argument("file", metavar=t("FILE"), type=Path, help=t("the .zip, as “guide export” wrote it"))


def _add_one(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    show = verbs.add_parser("show", parents=[shared], help=t("print a guide, with this PC's facts in it"))
    show.add_argument("--case", metavar="ID", help=t("the case whose part is swapped"))
    show.add_argument("--quick", action="store_true", help=t("without a diagnosis: only what is known already"))
    export = verbs.add_parser("export", parents=[shared], help=t("write a guide into one file"))
    form = t("a .zip to install, or a .json to exchange")
    export.add_argument("-o", "--output", metavar=t("FILE"), type=Path, required=True, help=form)
    signs = t("the secret key that signs the .zip")
    export.add_argument("--key", dest="signing_key", metavar=t("KEYFILE"), type=Path, help=signs)
    for verb in (show, export):
        verb.add_argument("guide", metavar="ID", help=t("the guide's id, as listed"))
