"""A swap with its PC at hand: what the window and the command line do alike. All of it blocks."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from haas_client.cases.model import Actor, Case, Particulars, State
from haas_client.cases.states import Move
from haas_client.cases.store import Cases
from haas_client.diagnostics.boots import running_boot
from haas_client.diagnostics.collect import Collection
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.handsbuy import after, course
from haas_client.handsbuy.pack.facts import facts_of
from haas_client.handsbuy.pack.found import Facts
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.proof import Seen, looked
from haas_client.handsbuy.runs_from import runs_from
from haas_client.handsbuy.store import Swaps
from haas_client.handsbuy.swap import Stage, Swap
from haas_client.request import Service

Read = Callable[[Host], Collection]
"""Reads a PC, as :func:`haas_client.diagnostics.collect.collect` does."""


def facts(swap: Swap, before: Snapshot | None) -> Facts:
    """Of the PC before the swap, of what the centre sends, and what the owner answered."""
    order = None if swap.order == Particulars() else swap.order
    return facts_of(before, swap.part, order, answers=swap.answers)


def send_off(store: Swaps, swap: Swap, host: Host, read: Read, now: datetime) -> Swap:
    """The owner goes on to the steps with the PC off.

    It is read once more where it was never off since the swap began: what has changed meanwhile is no swap.
    """
    if swap.off_at is None:
        store.keep_before(swap.id, read(host).snapshot)
    boot_id = running_boot(host)
    return store.change(swap.id, lambda kept: course.went_off(kept, boot_id, now))


def go_back(store: Swaps, swap: Swap, guide: Guide, step_id: str, host: Host) -> Swap:
    """Back to a step that a check or the owner named. Where it needs the PC off, it is noted that it is not yet."""
    boot_id = running_boot(host)
    return store.change(swap.id, lambda kept: course.again(kept, step_id, guide, boot_id))


def look(guide: Guide, swap: Swap, before: Snapshot | None, host: Host, read: Read) -> Seen:
    """Reads the PC that runs again, and compares it with before."""
    now = read(host).snapshot
    return looked(guide, swap, before, now, runs_from(host, now))


def watch(store: Swaps, snapshot: Snapshot, diagnosis: Diagnosis, now: datetime) -> bool:
    """Notes what was found on new parts since they work, and ends a watch in which nothing was.

    Whether something was found that was not known yet.
    """
    found = False
    for swap in store.all():
        if swap.stage == Stage.WATCH:
            before = store.before(swap.id)
            codes = after.codes_on_new_part(swap, diagnosis, before, snapshot)
            read = after.could_tell(swap, diagnosis, before, snapshot)
            kept = store.change(swap.id, partial(course.looked_again, codes=codes, now=now, read=read))
            found = found or kept.noticed != swap.noticed
    return found


def awaits_swap(case: Case) -> bool:
    """Whether a swap that has worked is news for it."""
    return case.service == Service.HANDSBUY and case.state in (State.SHIPPED, State.SWAP)


def swapped(cases: Cases, case: Case, by: Actor) -> Case:
    """The part has arrived, if nobody has said so yet, and the swap has worked: as the program proved, or the owner's
    word is.
    """
    if case.state == State.SHIPPED:
        case = cases.move(case.id, Move.RECEIVE, expected=case.state)
    return cases.move(case.id, Move.CHECK, expected=case.state, by=by)
