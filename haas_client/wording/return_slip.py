"""Words for the slip that goes back with the old part."""

from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy.return_slip import Content, Returns, ReturnSlip
from haas_client.i18n import N_, Translator
from haas_client.text import printable
from haas_client.wording import kinds, parts, sold

_TITLES = {
    Returns.BACK: N_("Return slip"),
    Returns.KEPT: N_("The old part need not be returned"),
    Returns.NOT_TOLD: N_("We have not said yet whether the old part is to be returned"),
}
_ADVICE = {
    Returns.BACK: N_("Please print this slip, and put it into the parcel with the old part."),
    Returns.KEPT: N_("Please dispose of it as your town asks. A drive still holds your data."),
    Returns.NOT_TOLD: N_("Please keep it, in the bag of the new part, until we do."),
}
_CONTENTS = {
    Content.PART: N_("The old part"),
    Content.SLIP: N_("This slip"),
    Content.OWN_CABLES: N_("All cables of the old power supply. None of them is in the PC any more"),
    Content.NO_FRAME: N_("No frame, screw or cable of the PC"),
    Content.ANTISTATIC: N_("In the anti-static bag that the new part came in, and padded"),
    Content.WIPED: N_("The drive: wiped / not wiped / cannot be wiped (please circle one)"),
}


def title(slip: ReturnSlip, t: Translator) -> str:
    return t(_TITLES[slip.returns])


def advice(slip: ReturnSlip, t: Translator) -> str:
    return t(_ADVICE[slip.returns])


def address(slip: ReturnSlip) -> str:
    """Where it goes, in one or several lines; empty where nobody told."""
    return printable(slip.address)


def rows(slip: ReturnSlip, t: Translator) -> tuple[tuple[str, str], ...]:
    """Names and values; a value that is not known is empty."""
    part = slip.part
    return (
        (t("Receipt number"), printable(slip.reference)),
        (t("Part"), kinds.kind(part.kind, t) if part else ""),
        (t("Model and size"), parts.label(part, t) if part else ""),
        (t("Serial number"), _told(part.serial) if part else ""),
        (t("It was in"), _told(part.slot) if part else ""),
        (t("Date"), sold.day(slip.made_on, t)),
    )


def contents(slip: ReturnSlip, t: Translator) -> tuple[str, ...]:
    """What to tick by hand before the parcel is closed."""
    return tuple(t(_CONTENTS[one]) for one in slip.contents)


def _told(value: str | Unknown) -> str:
    return printable(value) if isinstance(value, str) else ""
