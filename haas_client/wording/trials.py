"""Words for trials: what they are, what they cost, where they stand, how they ended and what comes next."""

from haas_client.diagnostics.trials.plan import Plan
from haas_client.diagnostics.trials.values import (
    DRIVE_KINDS,
    MEMORY_KINDS,
    PREPARATIONS,
    Ending,
    LoadOutcome,
    MemoryOutcome,
    Offer,
    Outcome,
    SelfTestOutcome,
    Stop,
    SurfaceOutcome,
    TrialKind,
    TrialRecord,
)
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import N_, Translator
from haas_client.sizes import drive_size, memory_size
from haas_client.wording import trial_outcomes
from haas_client.wording.reasons import reason

_KINDS = {
    TrialKind.SELF_TEST_SHORT: N_("Short self-test of the drive"),
    TrialKind.SELF_TEST_LONG: N_("Long self-test of the drive"),
    TrialKind.SURFACE: N_("Surface scan of the drive"),
    TrialKind.MEMORY_SHORT: N_("Short memory test"),
    TrialKind.MEMORY_LONG: N_("Long memory test"),
    TrialKind.LOAD: N_("Load test"),
    TrialKind.MEMTEST86_PREPARE: N_("Memory test at the next start"),
    TrialKind.MEMTEST86_UNDO: N_("No memory test at the next start"),
}
_ABOUT = {
    TrialKind.SELF_TEST_SHORT: N_("The drive tests itself. Your files are not changed."),
    TrialKind.SELF_TEST_LONG: N_("The drive tests itself and reads all of its surface. Your files are not changed."),
    TrialKind.SURFACE: N_("Every place of the drive is read once. Nothing is written, and your files are not changed."),
    TrialKind.MEMORY_SHORT: N_("Patterns are written to a part of the free memory and read back."),
    TrialKind.MEMORY_LONG: N_("Patterns are written to all of the free memory and read back."),
    TrialKind.LOAD: N_(
        "Processor and memory work as hard as they can while voltages, temperatures and clocks are watched."
    ),
    TrialKind.MEMTEST86_PREPARE: N_(
        "At the next start, once, memtest86+ starts in place of the system and tests all of the memory. "
        "Nothing is started now: you choose when to restart. Press Esc in it to leave; the start after that is "
        "the usual one."
    ),
    TrialKind.MEMTEST86_UNDO: N_("The next start will be the usual one again."),
}

_STEPS = {
    "self_test": N_("The drive tests itself"),
    "reading": N_("Reading the drive"),
    "warm_up": N_("Warming up"),
    "half_load": N_("Half load"),
    "full_load": N_("Full load"),
    "stuck_address": N_("Addresses"),
    "random_value": N_("Random values"),
    "sequential_increment": N_("Rising values"),
    "solid_bits": N_("Solid bits"),
    "block_sequential": N_("Blocks"),
    "checkerboard": N_("Checkerboard"),
    "bit_spread": N_("Bit spread"),
    "bit_flip": N_("Bit flip"),
    "walking_ones": N_("Walking ones"),
    "walking_zeroes": N_("Walking zeroes"),
    "8_bit_writes": N_("8-bit writes"),
    "16_bit_writes": N_("16-bit writes"),
    **{f"compare_{name}": N_("Arithmetic") for name in ("xor", "sub", "mul", "div", "or", "and")},
}

_STOPS = {
    Stop.OWNER: N_("You stopped it."),
    Stop.HEAT: N_("It was stopped because the PC became too hot."),
    Stop.BATTERY: N_("It was stopped because the PC runs on its battery."),
    Stop.SESSION_ENDED: N_("It was stopped because you logged out, or the program was closed."),
    Stop.TOO_LONG: N_("It was stopped because it took far longer than it ever should."),
}

_WENT_OFF = {
    TrialKind.LOAD: N_("The PC went off during the load test at {seconds} s."),
    TrialKind.MEMORY_SHORT: N_("The PC went off during the memory test at {seconds} s."),
    TrialKind.MEMORY_LONG: N_("The PC went off during the memory test at {seconds} s."),
    TrialKind.SURFACE: N_("The PC went off during the surface scan at {seconds} s."),
    TrialKind.SELF_TEST_SHORT: N_("The PC went off during the drive's self-test at {seconds} s."),
    TrialKind.SELF_TEST_LONG: N_("The PC went off during the drive's self-test at {seconds} s."),
}


def kind(trial: TrialKind, t: Translator) -> str:
    """The title: "Short self-test of the drive"."""
    return t(_KINDS[trial])


def about(trial: TrialKind, t: Translator) -> str:
    """What it does, in a sentence or two, without its cost."""
    return t(_ABOUT[trial])


def duration(seconds: float, t: Translator) -> str:
    """How long something takes, for a person: "40 seconds", "2 minutes", "3 h 20 min"."""
    if seconds < 90:
        return t.plural("{count} second", "{count} seconds", max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 90:
        return t.plural("{count} minute", "{count} minutes", minutes)
    return t("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def costs(plan: Plan, t: Translator) -> tuple[str, ...]:
    """What it will cost, a sentence each: how long, how much, what it disturbs."""
    if plan.offer.kind in PREPARATIONS:
        return ()
    if isinstance(plan.seconds, Unknown):
        lines = [t("How long it takes cannot be told beforehand.")]
    else:
        lines = [t("It takes about {duration}.").format(duration=duration(plan.seconds, t))]
    if plan.offer.kind in DRIVE_KINDS:
        lines += _costs_of_drive(plan, t)
    elif plan.offer.kind in MEMORY_KINDS:
        if isinstance(plan.test_bytes, int):
            lines.append(t("{size} of memory is tested.").format(size=memory_size(plan.test_bytes)))
        lines.append(t("Memory that programs use cannot be tested while the system runs."))
        lines.append(t("You can go on working, but the PC is slower meanwhile."))
    else:
        lines.append(t("The fans become loud and the PC slow. Please save your work first: a weak PC may go off."))
    lines.append(t("You can stop it at any time."))
    return tuple(lines)


def _costs_of_drive(plan: Plan, t: Translator) -> list[str]:
    lines = []
    if plan.offer.kind == TrialKind.SURFACE and isinstance(plan.test_bytes, int):
        lines.append(t("{size} is read.").format(size=drive_size(plan.test_bytes)))
    if isinstance(plan.mounts, tuple) and plan.mounts:
        lines.append(
            t("The system runs from this drive ({folders}). Programs start more slowly meanwhile.").format(
                folders=", ".join(plan.mounts)
            )
        )
    if plan.busy is True:
        lines.append(t("The drive is at work just now, so it takes longer."))
    return lines


def hindrance(plan: Plan, t: Translator) -> str:
    """Why it cannot be begun now, and what to do; empty where it can."""
    if plan.on_battery and plan.offer.kind not in PREPARATIONS:
        return t("The PC runs on its battery. Please plug it in first.")
    return problem(plan.hindrance, plan.offer.kind, t) if plan.hindrance else ""


def problem(unknown: Unknown, trial: TrialKind, t: Translator) -> str:
    """Why a trial cannot begin or go on, and what to do."""
    if unknown.reason == Reason.NO_TOOL:
        return t("The program {name} is not installed. Please ask us: we tell you how it is installed.").format(
            name=unknown.detail
        )
    if unknown.reason == Reason.NO_RIGHT:
        return t(
            "The administrator's right is needed for this, and it was not there. Please ask us, or run it with sudo."
        )
    if trial in MEMORY_KINDS and unknown.reason == Reason.NOT_PRESENT:
        return t("Too little memory is free. Please close programs, and try again.")
    if trial in DRIVE_KINDS and unknown.reason == Reason.NOT_MEASURABLE:
        return t("This drive has no self-test. A surface scan is possible.")
    if "another self-test" in unknown.detail:
        return t("The drive is testing itself already. It is not disturbed; please try again later.")
    if unknown.detail == "the drive is gone":
        return t("The drive vanished in the middle of the test. Please check its plugs.")
    return t("{reason} ({detail})").format(reason=reason(unknown, t), detail=unknown.detail or "—")


def step(code: str, t: Translator) -> str:
    """The step that is under way: "Random values", "Full load". A code that is not known stands for itself."""
    return t(_STEPS[code]) if code in _STEPS else code.replace("_", " ")


def stop(why: Stop, t: Translator) -> str:
    """Why a trial was stopped."""
    return t(_STOPS[why])


def ending(record: TrialRecord, t: Translator) -> str:
    """How it ended, in one sentence: "The PC went off during the load test at 43 s."."""
    if record.ending == Ending.WENT_OFF:
        words = _WENT_OFF.get(record.kind, N_("The PC went off during the test at {seconds} s."))
        return t(words).format(seconds=round(record.seconds))
    if record.ending == Ending.ABANDONED:
        return t("The program was ended in the middle of the test. Nothing follows from it.")
    if record.ending == Ending.STOPPED:
        stopped = stop(record.stop or Stop.OWNER, t)
        if record.problem:
            return t("{stopped} The drive may still be testing itself; it ends by itself.").format(stopped=stopped)
        return stopped
    if record.ending == Ending.FAILED:
        why = problem(record.problem, record.kind, t) if record.problem else ""
        return t("The test could not be made, so nothing follows from it. {why}").format(why=why).strip()
    if record.ending == Ending.RUNNING:
        return t("It is under way.")
    return t("The test came to its end.")


def outcome(record: TrialRecord, t: Translator) -> tuple[str, ...]:
    """What it found, a sentence each; empty where it found nothing out."""
    found = record.outcome
    if isinstance(found, SelfTestOutcome):
        return trial_outcomes.self_test(found, t)
    if isinstance(found, SurfaceOutcome):
        return trial_outcomes.surface(found, t)
    if isinstance(found, MemoryOutcome):
        return trial_outcomes.memory(found, t)
    return trial_outcomes.load(record, found, t) if isinstance(found, LoadOutcome) else ()


def found_fault(record: TrialRecord) -> bool:
    """Whether the trial found a fault (exit code 5 of ``trial``)."""
    return record.ending == Ending.WENT_OFF or _is_faulty(record.outcome)


def _is_faulty(found: Outcome | None) -> bool:
    if isinstance(found, SelfTestOutcome):
        return found.passed is False
    if isinstance(found, SurfaceOutcome):
        return found.unreadable_count > 0
    if isinstance(found, MemoryOutcome):
        return bool(found.failed_tests)
    return isinstance(found, LoadOutcome) and bool(found.wrong_results or found.off_rails)


def next_step(record: TrialRecord, t: Translator) -> str:
    """What to do now; empty where nothing needs to be done."""
    if found_fault(record):
        if record.kind in DRIVE_KINDS:
            return t("Please make a copy of your important files now, before anything else. Then diagnose the PC.")
        if record.ending == Ending.WENT_OFF:
            return t("Please diagnose the PC, and tell our centre that it went off during the test.")
        return t("Please save your work often. Diagnose the PC, and tell our centre what the test found.")
    if record.ending == Ending.STOPPED and record.stop == Stop.HEAT:
        return t("Please check that the fans turn and that no dust blocks the air.")
    if record.ending == Ending.STOPPED and record.stop == Stop.BATTERY:
        return t("Please plug the PC in, and begin the test again.")
    if record.ending == Ending.COMPLETED and record.kind in MEMORY_KINDS:
        return t("If the PC still freezes, test all of the memory with memtest86+ at a start of the PC.")
    return ""


def prepared(trial: TrialKind, t: Translator) -> str:
    """That the next start is changed, or is not any more, and what to do now."""
    if trial == TrialKind.MEMTEST86_PREPARE:
        return t("The memory test is prepared: the next start of the PC, once, will be memtest86+.")
    return t("The next start will be the usual one again.")


def no_memtest86(why: Unknown, t: Translator) -> str:
    """Why the next start cannot be prepared for memtest86+, and what to do."""
    if why.reason == Reason.NO_TOOL:
        return t("memtest86+ is not installed. Please ask us: we tell you how it is installed.")
    if why.detail == "Secure Boot":
        return t("Secure Boot is on, which does not let memtest86+ start. Please ask us.")
    if why.reason == Reason.NOT_PRESENT:
        return t("This PC's start menu cannot start it just once. Please ask us how it is chosen by hand.")
    return problem(why, TrialKind.MEMTEST86_PREPARE, t)


def line(record: TrialRecord, t: Translator) -> str:
    """All of it in one line, for a list: "Load test: The PC went off during the load test at 43 s."."""
    return t("{trial}: {ending}").format(trial=kind(record.kind, t), ending=ending(record, t))


def title(offer: Offer, t: Translator) -> str:
    """The trial with its drive: "Surface scan of the drive (sda)"."""
    if not offer.subject:
        return kind(offer.kind, t)
    return t("{trial} ({drive})").format(trial=kind(offer.kind, t), drive=offer.subject)
