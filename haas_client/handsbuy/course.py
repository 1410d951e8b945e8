"""How a swap goes on: from one state to the next, as pure functions, and why something may not be done yet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from haas_client.cases.files import new_id
from haas_client.cases.model import Particulars
from haas_client.diagnostics.finding import Part
from haas_client.handsbuy.pack.checks import Outcome, Result
from haas_client.handsbuy.pack.found import Value
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.vocabulary import Kind, Phase
from haas_client.handsbuy.sheet import Sheet, SheetStep
from haas_client.handsbuy.swap import Carrier, Copy, Stage, Swap, Trouble
from haas_client.text import valid_text

WATCH = timedelta(days=7)
"""How long new errors are watched for after all checks are well; own rule, as the service asks for it."""

READY, CHECKS = "@ready", "@checks"
"""In place of a step: all before the shutdown is done; all after it is."""

PHASES = {
    Stage.BEFORE: (Phase.BEFORE,),
    Stage.OFF: (Phase.OFF,),
    Stage.AFTER: (Phase.AFTER,),
}
"""Which steps are shown in which stage."""


class Hindrance(StrEnum):
    """Why the PC is not to be switched off yet."""

    QUESTIONS = "questions"
    """It is not known which steps are for this PC."""
    TICKS = "ticks"
    """A step that comes before is not done."""
    COPY = "copy"
    """It is not settled what becomes of the data on the drive."""
    CARRIER = "carrier"
    """The steps with the PC off are nowhere but on its screen."""


def begun(
    guide: Guide,
    now: datetime,
    *,
    case: str = "",
    part: Part | None = None,
    order: Particulars | None = None,
    answers: Mapping[str, Value] | None = None,
) -> Swap:
    return Swap(
        id=new_id(),
        case=case,
        guide=guide.id,
        version=guide.version,
        begun_at=now,
        changed_at=now,
        part=part,
        order=order or Particulars(),
        answers=dict(answers or {}),
    )


def ordered(swap: Swap, order: Particulars) -> Swap:
    """What the centre told since."""
    return msgspec.structs.replace(swap, order=order)


def answered(swap: Swap, fact: str, value: Value) -> Swap:
    return msgspec.structs.replace(swap, answers=swap.answers | {fact: value})


def asked_again(swap: Swap, fact: str) -> Swap:
    """An answer is taken back."""
    return msgspec.structs.replace(swap, answers={name: value for name, value in swap.answers.items() if name != fact})


def of_part(swap: Swap, part: Part | None) -> Swap:
    """Another part goes out: what was settled for the data of the one before does not hold for it."""
    return swap if part == swap.part else msgspec.structs.replace(swap, part=part, copy=Copy())


def ticked(swap: Swap, name: str, *, on: bool) -> Swap:
    others = tuple(one for one in swap.ticks if one != name)
    return msgspec.structs.replace(swap, ticks=(*others, name) if on else others)


def shown(swap: Swap, step_id: str) -> Swap:
    return msgspec.structs.replace(swap, step=step_id)


def steps(swap: Swap, sheet: Sheet) -> tuple[SheetStep, ...]:
    """Those of the stage that it is in."""
    return sheet.of_phase(*PHASES[swap.stage]) if swap.stage in PHASES else ()


def current(swap: Swap, sheet: Sheet) -> SheetStep | None:
    """The step that is shown; where the guide has changed and has it no more, the first that is not done."""
    here = steps(swap, sheet)
    named = next((step for step in here if step.id == swap.step), None)
    return named or next((step for step in here if not is_done(swap, step)), here[-1] if here else None)


def is_done(swap: Swap, step: SheetStep) -> bool:
    """Whether all that is to be ticked in it is; one without a tick is done by being passed."""
    return all(swap.ticked(name) for name in step.ticks)


def hindrances(swap: Swap, sheet: Sheet) -> tuple[Hindrance, ...]:
    """Why the PC is not to be switched off yet; empty where it may be."""
    return tuple(_hindrances(swap, sheet))


def _hindrances(swap: Swap, sheet: Sheet) -> Iterator[Hindrance]:
    if sheet.asks:
        yield Hindrance.QUESTIONS
    if not all(is_done(swap, step) for step in sheet.of_phase(Phase.BEFORE)):
        yield Hindrance.TICKS
    if sheet.kind == Kind.STORAGE and swap.part is not None and not swap.copy.agreed:
        yield Hindrance.COPY
    if not swap.carriers:
        yield Hindrance.CARRIER


def settled(swap: Swap, copy: Copy) -> Swap:
    """A folder's name may be in no encoding; it is kept as far as it can be."""
    return msgspec.structs.replace(swap, copy=msgspec.structs.replace(copy, place=valid_text(copy.place)))


def carried(swap: Swap, carrier: Carrier) -> Swap:
    others = tuple(one for one in swap.carriers if one != carrier)
    return msgspec.structs.replace(swap, carriers=(*others, carrier))


def went_off(swap: Swap, boot_id: str, now: datetime) -> Swap:
    """The owner goes on to the steps with the PC off."""
    return msgspec.structs.replace(swap, stage=Stage.OFF, step="", boot_id=boot_id, off_at=swap.off_at or now)


def back_before(swap: Swap) -> Swap:
    """Not switched off after all."""
    return msgspec.structs.replace(swap, stage=Stage.BEFORE, step="")


def was_off(swap: Swap, boot_id: str) -> bool:
    """Whether the PC was surely started anew since; where the kernel does not tell, the owner does."""
    return bool(swap.boot_id and boot_id) and swap.boot_id != boot_id


def came_back(swap: Swap) -> Swap:
    """The PC runs again. What the owner said before of what cannot be measured is asked anew."""
    return msgspec.structs.replace(swap, stage=Stage.AFTER, step="", said={})


def said(swap: Swap, check_id: str, *, well: bool) -> Swap:
    return msgspec.structs.replace(swap, said=swap.said | {check_id: well})


def again(swap: Swap, step_id: str, guide: Guide, boot_id: str = "") -> Swap:
    """Back to a step of the guide that a check or the owner named; it and what follows it is to be ticked anew.

    A step with the PC off needs the PC off, with all that comes before opening it: ``boot_id`` is the boot that runs.
    """
    swap = msgspec.structs.replace(swap, watched_from=None)
    step = guide.step(step_id)
    if step is None:
        return msgspec.structs.replace(swap, stage=Stage.BEFORE, step="")
    stage = {phase: stage for stage, phases in PHASES.items() for phase in phases}[step.phase]
    ids = [one.id for one in guide.steps]
    anew = set(ids[ids.index(step_id) :]) if stage != Stage.OFF else {one.id for one in guide.of_phase(Phase.OFF)}
    ticks = tuple(name for name in swap.ticks if name.partition("!")[0] not in anew)
    known = {Stage.AFTER: swap.boot_id, Stage.OFF: boot_id}.get(stage, "")
    return msgspec.structs.replace(
        swap, stage=stage, step=step_id if stage != Stage.OFF else "", ticks=ticks, boot_id=known
    )


def stuck(swap: Swap, step_id: str, now: datetime) -> Swap:
    return msgspec.structs.replace(swap, troubles=(*swap.troubles, Trouble(step=step_id, at=now)))


def standing(results: Sequence[Result]) -> Outcome:
    """The gravest of them; where there is none, nothing can be told."""
    outcomes = {result.outcome for result in results} or {Outcome.CANNOT_TELL}
    return next(one for one in (Outcome.FAILED, Outcome.NOT_YET, Outcome.CANNOT_TELL, Outcome.OK) if one in outcomes)


def watched(swap: Swap, now: datetime) -> Swap:
    return msgspec.structs.replace(swap, stage=Stage.WATCH, step="", watched_from=now, noticed=())


def looked_again(swap: Swap, codes: Sequence[str], now: datetime, *, read: bool = True) -> Swap:
    """What was found on the new part; after :data:`WATCH` without anything the swap is done.

    Not by a look at which the part could not be ``read``: that finds nothing, and says nothing.

    A clock that was set back (an empty battery) begins the watch anew: too long is better than too short.
    """
    if swap.stage != Stage.WATCH or swap.watched_from is None:
        return swap
    noticed = tuple(dict.fromkeys((*swap.noticed, *codes)))
    if now < swap.watched_from:
        return msgspec.structs.replace(swap, noticed=noticed, watched_from=now)
    over = read and week_is_over(swap, now) and not noticed
    ended = msgspec.structs.replace(swap, noticed=noticed)
    return done(ended, now) if over else ended


def week_is_over(swap: Swap, now: datetime) -> bool:
    """Of the watch. It ends only with a look at which the new part can be read."""
    return swap.watched_from is not None and now - swap.watched_from >= WATCH


def done(swap: Swap, now: datetime) -> Swap:
    return msgspec.structs.replace(swap, stage=Stage.DONE, ended_at=now)


def left(swap: Swap, now: datetime) -> Swap:
    """Given up."""
    return msgspec.structs.replace(swap, stage=Stage.LEFT, ended_at=now)


def watched_on(swap: Swap) -> Swap:
    """Its watch was given up, and is not after all: nothing that was noticed is forgotten, and no day is lost."""
    if swap.stage != Stage.LEFT or swap.watched_from is None:
        return swap
    return msgspec.structs.replace(swap, stage=Stage.WATCH, ended_at=None)


def as_of_now(swap: Swap, guide: Guide, boot_id: str) -> Swap:
    """When it is opened again: the guide may have been renewed, and the PC have been off since."""
    swap = with_guide(swap, guide)
    return came_back(swap) if swap.stage == Stage.OFF and was_off(swap, boot_id) else swap


def with_guide(swap: Swap, guide: Guide) -> Swap:
    """The guide may have been renewed meanwhile. Of another major version, its steps are to be ticked anew."""
    if swap.version == guide.version:
        return swap
    same = swap.version.partition(".")[0] == guide.version.partition(".")[0]
    return msgspec.structs.replace(swap, version=guide.version, ticks=swap.ticks if same else ())
