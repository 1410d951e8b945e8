"""``swap step``: where a swap stands, as text: what is asked, what is open, and what is to be done now."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from haas_client.as_json import printed
from haas_client.cli import Arguments
from haas_client.commands import swap_settling, terminal
from haas_client.commands.swap_known import (
    NotUnderstood,
    command,
    meant,
    part_words,
    show,
    stage_words,
    with_order,
)
from haas_client.diagnostics.boots import running_boot
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.machine_host import machine_host
from haas_client.errors import ExitCode
from haas_client.handsbuy import conduct, course
from haas_client.handsbuy.conduct import Read
from haas_client.handsbuy.course import Hindrance
from haas_client.handsbuy.pack import library
from haas_client.handsbuy.pack.filled import filled
from haas_client.handsbuy.pack.found import Facts, Value
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.vocabulary import Phase
from haas_client.handsbuy.sheet import Sheet, sheet
from haas_client.handsbuy.store import Swaps
from haas_client.handsbuy.swap import Carrier, Stage, Swap
from haas_client.i18n import current, t
from haas_client.wording import guides as guide_words
from haas_client.wording import swaps as words


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    value: Value
    words: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    fact: str
    words: str
    answers: tuple[Choice, ...]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What ``swap begin --json`` and ``swap step --json`` print."""

    format: int = 1
    swap: Swap
    questions: tuple[Asked, ...]
    open: tuple[Hindrance, ...]
    """Why the steps with the PC off are not shown yet."""
    step: str
    """The id of the step to be done, of those after the restart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """All that is needed to go on with a swap."""

    store: Swaps
    guide: Guide
    host: Host
    read: Read
    now: datetime


def step(arguments: Arguments, read: Read, now: datetime) -> ExitCode:
    """Prints where it stands; raises :class:`~haas_client.errors.HaasError` where it cannot go on so."""
    store = Swaps()
    swap = with_order(store, meant(store, arguments.swap))
    guide = library.find(swap.guide)
    told = swap_settling.answers(guide, arguments.answers)
    host = machine_host(arguments.replay)
    try:
        work = Work(store=store, guide=guide, host=host, read=read, now=now)
        swap = _moved(work, _settled(work, swap, arguments, told), arguments)
        return go_on(work, swap, as_json=arguments.as_json)
    finally:
        host.release()


def _settled(work: Work, swap: Swap, arguments: Arguments, told: dict[str, Value]) -> Swap:
    boot_id = running_boot(work.host)
    before = work.store.before(swap.id)

    def change(kept: Swap) -> Swap:
        kept = course.as_of_now(kept, work.guide, boot_id)
        for fact, value in told.items():
            kept = course.answered(kept, fact, value)
        swap_settling.refuse_unfit(work.guide, kept, before)
        return swap_settling.settled(kept, arguments, work.now)

    return work.store.change(swap.id, change)


def _moved(work: Work, swap: Swap, arguments: Arguments) -> Swap:
    if arguments.back_to:
        if not swap.open or work.guide.step(arguments.back_to) is None:
            raise NotUnderstood(t("There is no step “{step}” to go back to.").format(step=arguments.back_to))
        return conduct.go_back(work.store, swap, work.guide, arguments.back_to, work.host)
    if arguments.done:
        if swap.stage != Stage.AFTER:
            raise NotUnderstood(t("Steps are done here only after the restart; those before it you tick on paper."))
        page = _page(work, swap)
        return work.store.change(swap.id, lambda kept: _passed(kept, page))
    return swap


def _passed(swap: Swap, page: Sheet) -> Swap:
    """Everything in the step that is shown is done; the next one is shown."""
    here, steps = course.current(swap, page), course.steps(swap, page)
    if here is None or swap.step == course.CHECKS:
        return course.shown(swap, course.CHECKS)
    for name in here.ticks:
        swap = course.ticked(swap, name, on=True)
    following = steps[steps.index(here) + 1 :]
    return course.shown(swap, following[0].id if following else course.CHECKS)


def go_on(work: Work, swap: Swap, *, as_json: bool) -> ExitCode:
    """Sends the owner off where nothing is open any more, and prints where the swap stands then."""
    page = _page(work, swap)
    if swap.stage == Stage.BEFORE and not _open(swap, page):
        work.store.change(swap.id, lambda kept: course.carried(kept, Carrier.TEXT))
        swap = conduct.send_off(work.store, swap, work.host, work.read, work.now)
        page = _page(work, swap)
    if as_json:
        sys.stdout.write(printed(_told(work, swap, page)))
        return ExitCode.OK
    show(_lines(work, swap, page))
    for line in _next(swap, page):
        terminal.tell(line)
    return ExitCode.OK


def _page(work: Work, swap: Swap) -> Sheet:
    return sheet(work.guide, _facts(work, swap), current().language)


def _facts(work: Work, swap: Swap) -> Facts:
    return conduct.facts(swap, work.store.before(swap.id))


def _open(swap: Swap, page: Sheet) -> tuple[Hindrance, ...]:
    """What must be settled before the steps with the PC off are shown; as text, they carry their own boxes to tick."""
    carried = course.carried(swap, Carrier.TEXT)
    return tuple(one for one in course.hindrances(carried, page) if one != Hindrance.TICKS)


def _told(work: Work, swap: Swap, page: Sheet) -> Told:
    before = swap.stage == Stage.BEFORE
    here = course.current(swap, page) if swap.stage == Stage.AFTER and swap.step != course.CHECKS else None
    return Told(
        swap=swap,
        questions=tuple(_asked(work, swap, page)) if before else (),
        open=_open(swap, page) if before else (),
        step=here.id if here else "",
    )


def _asked(work: Work, swap: Swap, page: Sheet) -> Iterator[Asked]:
    facts = _facts(work, swap)
    for ask in page.asks:
        question = ask.question
        choices = tuple(
            Choice(value=answer.value, words=filled(answer.words, page.language, work.guide, facts))
            for answer in (question.answers if question else ())
        )
        text = filled(question.words, page.language, work.guide, facts) if question else ""
        yield Asked(fact=ask.fact, words=text or t("Please ask our centre before you go on."), answers=choices)


def _lines(work: Work, swap: Swap, page: Sheet) -> Iterator[str]:
    yield from guide_words.head(work.guide, page, current())
    if part_words(swap):
        yield t("Goes out: {part}").format(part=part_words(swap))
    if swap.stage == Stage.BEFORE and page.asks:
        for one in _asked(work, swap, page):
            yield from ("", f"? {one.words}")
            yield from (
                f"   --answer {one.fact}={swap_settling.typed(choice.value)}  {choice.words}" for choice in one.answers
            )
    elif swap.stage == Stage.BEFORE:
        yield from guide_words.phase_lines(page, swap.ticks, current(), Phase.BEFORE)
    elif swap.stage == Stage.OFF:
        yield from guide_words.phase_lines(page, swap.ticks, current(), Phase.BEFORE, Phase.OFF)
    elif swap.stage == Stage.AFTER and swap.step != course.CHECKS and (here := course.current(swap, page)):
        yield from ("", *guide_words.step_lines(here, swap.ticks))


def _next(swap: Swap, page: Sheet) -> Iterator[str]:
    """What is to be done now, and what is to be typed for it."""
    yield f"{command(swap, 'step')}: {stage_words(swap)}"
    if swap.stage == Stage.BEFORE:
        yield from (words.hindrance(one, current()) for one in _open(swap, page))
        if page.asks:
            yield "  " + command(swap, "step", f"--answer {page.asks[0].fact}=…")
        elif Hindrance.COPY in _open(swap, page):
            yield from ("  " + command(swap, "step", option) for option in (f"--copy {t('PLACE')}", "--no-copy"))
    elif swap.stage == Stage.OFF:
        yield t("Please keep these steps on paper or on another device: this PC cannot show them while it is off.")
        yield t("When the new part is in and the PC runs again: {command}").format(command=command(swap, "check"))
    elif swap.stage == Stage.AFTER:
        done = swap.step == course.CHECKS or not course.steps(swap, page)
        if not done:
            yield t("When this step is done: {command}").format(command=command(swap, "step", "--done"))
        yield t("Whether it has worked: {command}").format(command=command(swap, "check"))
