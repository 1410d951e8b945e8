"""``swap end``: a swap that works is watched for a week and the case hears of it; or one is given up."""

from datetime import datetime

from haas_client import case_record
from haas_client.cases.model import Actor
from haas_client.cases.store import Cases
from haas_client.cli import Arguments
from haas_client.commands import terminal
from haas_client.commands.swap_check import CODES
from haas_client.commands.swap_known import NotUnderstood, case_of, command, meant, stage_words, with_order
from haas_client.diagnostics.machine_host import machine_host
from haas_client.errors import ExitCode
from haas_client.handsbuy import conduct, course
from haas_client.handsbuy.conduct import Read
from haas_client.handsbuy.pack import library
from haas_client.handsbuy.proof import Seen
from haas_client.handsbuy.store import Swaps
from haas_client.handsbuy.swap import Stage, Swap
from haas_client.i18n import current, t
from haas_client.wording import swaps


def end(arguments: Arguments, read: Read, now: datetime) -> ExitCode:
    """Only what is well now is ended so; what was seen at an earlier check is not believed."""
    store = Swaps()
    swap = with_order(store, meant(store, arguments.swap))
    if not swap.open:
        raise NotUnderstood(t("This swap has ended: {stage}.").format(stage=stage_words(swap)))
    if arguments.give_up:
        store.change(swap.id, lambda kept: course.left(kept, now))
        terminal.tell(t("The swap was ended. What was noted is kept."))
        return ExitCode.OK
    if swap.stage == Stage.WATCH:
        terminal.tell(swaps.week_over(current()) if course.week_is_over(swap, now) else _watched(swap))
        return ExitCode.OK
    if swap.stage != Stage.AFTER:
        advice = t("Please check first whether it has worked: {command}").format(command=command(swap, "check"))
        raise NotUnderstood(t("This swap is not checked yet."), advice)
    return _finish(store, swap, _seen(store, swap, read, arguments), now, works=arguments.works)


def _seen(store: Swaps, swap: Swap, read: Read, arguments: Arguments) -> Seen:
    host = machine_host(arguments.replay)
    try:
        return conduct.look(library.find(swap.guide), swap, store.before(swap.id), host, read)
    finally:
        host.release()


def _finish(store: Swaps, swap: Swap, seen: Seen, now: datetime, *, works: bool) -> ExitCode:
    if not seen.proven and not (works and seen.may_be_closed):
        terminal.tell(swaps.whole(seen, current()))
        if seen.may_be_closed:
            terminal.tell(t("If it works as it should: {command}").format(command=command(swap, "end", "--works")))
        else:
            terminal.tell(t("What is not well yet is told by: {command}").format(command=command(swap, "check")))
        return CODES[seen.standing]
    ended = store.change(swap.id, lambda kept: course.watched(kept, now))
    case = case_of(swap)
    if case and conduct.awaits_swap(case):
        conduct.swapped(Cases(), case, Actor.PROGRAM if seen.proven else Actor.OWNER)
    terminal.tell(_watched(ended))
    return ExitCode.OK


def _watched(swap: Swap) -> str:
    until = case_record.moment(swap.watched_from + course.WATCH)[:10] if swap.watched_from else ""
    return t("The new part works. New errors are watched for until {day}: {command}").format(
        day=until, command=command(swap, "check")
    )
