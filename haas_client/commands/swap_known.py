"""Which swap is meant on the command line, and what is said of every one: what the verbs of ``swap`` share."""

from collections.abc import Iterable

from haas_client import paths
from haas_client.cases.model import Case
from haas_client.cases.store import Cases
from haas_client.commands import terminal
from haas_client.commands.cases import SHORT
from haas_client.errors import ExitCode, HaasError
from haas_client.handsbuy import course
from haas_client.handsbuy.store import Swaps
from haas_client.handsbuy.swap import AT_WORK, Swap
from haas_client.i18n import current, t
from haas_client.wording import parts, swaps


class NotUnderstood(HaasError):
    """Something on the command line that does not fit this PC, the guide, or where the swap stands."""

    exit_code = ExitCode.USAGE


def meant(store: Swaps, name: str) -> Swap:
    """The one whose id begins with ``name``; without a name the only one under way, else the only one watched."""
    known = store.all()
    if name:
        found = [swap for swap in known if len(name) >= SHORT and swap.id.startswith(name.lower())]
    else:
        at_work = [swap for swap in known if swap.stage in AT_WORK]
        found = at_work or [swap for swap in known if swap.open]
    if len(found) == 1:
        return found[0]
    title = t("Which swap is meant?") if found else t("There is no such swap.")
    raise NotUnderstood(title, t("“{command}” lists them.").format(command=f"{paths.PROGRAM} swap list"))


def case_of(swap: Swap) -> Case | None:
    """``None`` for the owner's own maintenance, and where the case is not there any more."""
    found = (case for case in Cases().all() if case.id == swap.case)
    return next(found, None) if swap.case else None


def with_order(store: Swaps, swap: Swap) -> Swap:
    """What the centre told of the part since the swap began."""
    case = case_of(swap)
    if case is None or case.particulars == swap.order:
        return swap
    order = case.particulars
    return store.change(swap.id, lambda kept: course.ordered(kept, order))


def part_words(swap: Swap) -> str:
    """Memory (DIMM_A2) · Samsung M378A2K43EB1-CWE · 16 GB; empty where nothing goes out."""
    t_ = current()
    return parts.joined((parts.name(swap.part, t_), parts.label(swap.part, t_)), t_) if swap.part else ""


def stage_words(swap: Swap) -> str:
    return swaps.stage(swap.stage, current())


def command(swap: Swap, verb: str, *options: str) -> str:
    """What is to be typed."""
    return " ".join((paths.PROGRAM, "swap", verb, swap.id[:SHORT], *options))


def show(lines: Iterable[str]) -> None:
    """The result, to be kept or printed on paper."""
    terminal.show("\n".join(lines))
