"""Words for what may have happened in a swap: what is seen, and what to do."""

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.handsbuy.situations import Noticed, Situation
from haas_client.i18n import N_, Translator
from haas_client.wording import parts
from haas_client.wording.reasons import reason

S = Situation

_TITLES = {
    S.CLOCK_WRONG: N_("The PC's clock is wrong."),
    S.OTHER_PC: N_("This is not the PC that was looked at before the swap."),
    S.NOTHING_READ: N_("The parts could not be read."),
    S.NO_SYSTEM: N_("The new drive is seen. Nothing is on it yet."),
    S.NOT_DONE: N_("The old part is still in: {part}"),
    S.OLD_STILL_IN: N_("The new part is seen, and the old one is still in: {part}"),
    S.WRONG_REMOVED: N_("Another part than the one that was meant is not there any more: {part}"),
    S.BOTH_MOVED: N_("The old parts have changed places, and no new one is seen."),
    S.NEW_NOT_SEEN: N_("The new part is not seen."),
    S.OTHER_SLOT: N_("The new part is in another place: {part}"),
    S.ANOTHER_GONE: N_("A part that was to stay is not seen any more: {part}"),
}

_ADVICE = {
    S.CLOCK_WRONG: N_(
        "Please set date and time in the system's settings, and check again. If the clock is wrong again after the PC "
        "was off, the battery on its board is empty: please tell us."
    ),
    S.OTHER_PC: N_(
        "So nothing can be compared with what was read before. Please open this swap on the PC on which it was begun, "
        "or ask us."
    ),
    S.NOTHING_READ: N_("{reason} So it cannot be told whether the swap is done. Please check again, or ask us."),
    S.NO_SYSTEM: N_(
        "This session does not run from it, which is right for a new drive. Please go on with the step that puts the "
        "system, or your copy, on it."
    ),
    S.NOT_DONE: N_(
        "Please switch the PC off as the guide shows, compare the serial number on the label with {old}, and swap that "
        "one."
    ),
    S.OLD_STILL_IN: N_(
        "Please switch the PC off as the guide shows, and take out the one with {old}. If you want to keep it in, ask "
        "us first."
    ),
    S.WRONG_REMOVED: N_(
        "Nothing is lost by that. Please switch the PC off as the guide shows, put it back in its place, and take out "
        "the one with {old}."
    ),
    S.BOTH_MOVED: N_(
        "Please switch the PC off as the guide shows. The one with {old} goes out, and the new one takes its place."
    ),
    S.NEW_NOT_SEEN: N_(
        "Most often it does not sit, or a plug is loose. Please switch the PC off as the guide shows, take it out and "
        "put it in again."
    ),
    S.OTHER_SLOT: N_(
        "It was meant for {place}. If the PC runs well, it may stay; memory runs best where the board's table wants "
        "it. If you are not sure, please ask us."
    ),
    S.ANOTHER_GONE: N_(
        "It may have come loose while you worked. Please switch the PC off as the guide shows, and put it and its "
        "plugs in again."
    ),
}

_OF_SUPPLY = {
    S.NOT_DONE: N_(
        "Some boards tell the same text whatever is in them. If you have put the new one in, go on with the questions; "
        "else please switch the PC off as the guide shows, and swap it."
    )
}


def title(one: Noticed, t: Translator) -> str:
    """What is seen, in a sentence."""
    return t(_TITLES[one.situation]).format(part=_part(one.part, t))


def advice(one: Noticed, t: Translator) -> str:
    """What it means, and what to do."""
    part = one.other or one.part
    supply = part is not None and part.kind == PartKind.POWER
    told = (_OF_SUPPLY if supply and one.situation in _OF_SUPPLY else _ADVICE)[one.situation]
    why = reason(one.why, t) if one.why else ""
    return t(told).format(reason=why, old=_old(one.other, t), place=_place(one.other, t)).strip()


def _part(part: Part | None, t: Translator) -> str:
    """Memory (DIMM_A2) · Crucial CT8G4 · 8 GB."""
    return parts.joined((parts.name(part, t), parts.label(part, t)), t) if part else t("(not known)")


def _old(part: Part | None, t: Translator) -> str:
    """What is to be looked for on the label."""
    if part is not None and isinstance(part.serial, str):
        return t("serial number {serial}").format(serial=part.serial)
    return t("the name {part}").format(part=_part(part, t))


def _place(part: Part | None, t: Translator) -> str:
    return part.slot if part is not None and isinstance(part.slot, str) else t("another place")
