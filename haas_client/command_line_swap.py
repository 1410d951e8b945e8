"""What may be said to ``linuxmania-haas swap``, and the help for it."""

import argparse

from haas_client.i18n import t

JOBS = ("replace", "add")
"""The values of the fact ``order.job``."""

Verbs = argparse._SubParsersAction  # noqa: SLF001  its only name


def add(commands: "Verbs[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Adds the command and its verbs; ``shared`` has the options that every command takes."""
    swap = commands.add_parser(
        "swap",
        parents=[shared],
        help=t("swap a part by a guide, without a window: begin, and check afterwards whether it has worked"),
        description=t(
            "Begins a swap: reads this PC, keeps what was read, and prints the steps. Checks it once the PC runs again."
        ),
    )
    verbs = swap.add_subparsers(dest="verb", metavar=t("VERB"), title=t("verbs"), required=True)
    _add_list(verbs, shared)
    _add_begin(verbs, shared)
    _add_step(verbs, shared)
    _add_check(verbs, shared)
    _add_end(verbs, shared)


def _add_list(verbs: "Verbs[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    listed = verbs.add_parser("list", parents=[shared], help=t("say which swaps there are, and where each stands"))
    _add_json(listed)


def _add_begin(verbs: "Verbs[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    begin = verbs.add_parser("begin", parents=[shared], help=t("read this PC, and print the steps up to the restart"))
    begin.add_argument("--guide", metavar="ID", required=True, help=t("the guide's id, as “guide list” says it"))
    part = t("the part that goes out, or the free slot: its place, serial number, or a drive's name such as sda")
    begin.add_argument("--part", metavar=t("SLOT|SERIAL"), default="", help=part)
    job = t("whether the new part takes the old one's place (replace) or is one more (add)")
    begin.add_argument("--job", choices=JOBS, default="", help=job)
    begin.add_argument("--case", metavar="ID", help=t("the case whose part is swapped"))
    _add_settling(begin)
    _add_json(begin)


def _add_step(verbs: "Verbs[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    step = verbs.add_parser("step", parents=[shared], help=t("print where a swap stands, settle what is open, go on"))
    _add_id(step)
    where = step.add_mutually_exclusive_group()
    where.add_argument("--done", action="store_true", help=t("everything in the step that was shown is done"))
    back = t("go back to this step, as a check says it; what follows is to be done anew")
    where.add_argument("--back-to", metavar=t("STEP"), dest="back_to", default="", help=back)
    _add_settling(step)
    _add_json(step)


def _add_check(verbs: "Verbs[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    check = verbs.add_parser(
        "check",
        parents=[shared],
        help=t("read this PC again after the restart, and say whether it has worked"),
        description=t(
            "Compares this PC with before the swap. Ends with 0 only where every check is well, with 5 where one has "
            "failed, and with 4 where none has and something is not known, or not yet."
        ),
    )
    _add_id(check)
    say = t("what you see of a check that cannot be measured, as it is asked for")
    check.add_argument("--say", metavar=t("CHECK=yes|no"), dest="says", action="append", help=say)
    restarted = t("the new part is in and the PC was started anew, where it cannot tell that itself")
    check.add_argument("--restarted", action="store_true", help=restarted)
    _add_json(check)


def _add_end(verbs: "Verbs[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    end = verbs.add_parser("end", parents=[shared], help=t("end a swap that has worked, or give one up"))
    _add_id(end)
    how = end.add_mutually_exclusive_group()
    how.add_argument("--works", action="store_true", help=t("it works: your word, where it cannot be measured"))
    how.add_argument("--give-up", dest="give_up", action="store_true", help=t("end it without its being done"))


def _add_settling(parser: argparse.ArgumentParser) -> None:
    answer = t("the answer to a question of the guide; can be given several times")
    parser.add_argument("--answer", metavar=t("FACT=VALUE"), dest="answers", action="append", help=answer)
    data = parser.add_mutually_exclusive_group()
    copy = t("where the copy of the drive's data is, of which you have opened files: the drive may be taken out")
    data.add_argument("--copy", metavar=t("PLACE"), default="", help=copy)
    nothing = t("everything on the drive that goes out may be lost: nothing of it is needed")
    data.add_argument("--no-copy", dest="no_copy", action="store_true", help=nothing)


def _add_id(parser: argparse.ArgumentParser) -> None:
    first = t("the first characters of its id, as listed; not needed where there is one")
    parser.add_argument("swap", metavar="ID", nargs="?", default="", help=first)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", dest="as_json", action="store_true", help=t("print as JSON"))
