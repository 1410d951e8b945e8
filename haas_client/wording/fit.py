"""Words for whether the ordered part fits, and for what is to be compared by eye where no PC says it."""

from haas_client.handsbuy.changed import PART_KINDS
from haas_client.handsbuy.fit import Aspect, Cause, Fit, Line
from haas_client.handsbuy.pack.found import Value
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.i18n import N_, Translator
from haas_client.sizes import drive_size, memory_size
from haas_client.text import printable
from haas_client.wording import kinds

A, C = Aspect, Cause

_TITLES = {
    A.KIND: N_("Kind of part"),
    A.DDR: N_("Generation of the memory"),
    A.MEMORY_FORM: N_("Form of the module"),
    A.ECC: N_("Error correction"),
    A.REGISTERED: N_("Registered or unbuffered"),
    A.MOST_MEMORY: N_("Memory in all"),
    A.FREE_SLOT: N_("Free slot"),
    A.BUS: N_("NVMe or SATA"),
    A.DRIVE_FORM: N_("Form of the drive"),
    A.M2_LENGTH: N_("Length of the M.2 drive"),
    A.M2_KEY: N_("Notch of the M.2 drive"),
    A.SIZE: N_("Capacity"),
    A.FREE_PLACE: N_("Room for the drive"),
    A.WATTS: N_("Wattage"),
    A.SUPPLY_FORM: N_("Form of the power supply"),
    A.CONNECTORS: N_("Plugs"),
}

_FITS = {Fit.FITS: N_("Fits"), Fit.DOES_NOT: N_("Does not fit"), Fit.CANNOT_TELL: N_("Cannot be told")}

_CAUSES = {
    C.SAME: N_("The PC has {here}, and {sent} is sent."),
    C.OTHER: N_("The PC has {here}, but {sent} is sent. Please do not open the PC, and ask us first."),
    C.ENOUGH: N_("{here} is needed, and {sent} is sent."),
    C.TOO_LITTLE: N_("{here} is needed, but only {sent} is sent. Please do not open the PC, and ask us first."),
    C.FILES_FIT: N_(
        "It is smaller than the old drive. The files on that need {here}, and {sent} is sent: please copy files, not "
        "the drive as a whole."
    ),
    C.SOLDERED: N_("The memory of this PC is soldered to its board, and cannot be swapped. Please ask us."),
    C.UNUSED: N_(
        "The board corrects no errors. An unbuffered module works there all the same, a registered one does not."
    ),
    C.NEEDS_FRAME: N_(
        "It is smaller than its place: a frame holds it there. Please look whether one is sent, or at hand."
    ),
    C.NOT_TOLD: N_("We did not say what is sent. Please compare it with the old part when it is there."),
    C.NOT_READ: N_("This PC does not tell what it has. Please compare the new part with the old one."),
}
_OF_ASPECT = {
    (A.KIND, C.SAME): N_("{sent} is sent, which this guide is for."),
    (A.KIND, C.NOT_TOLD): N_("We did not say what is sent. Please look on the parcel."),
    (A.KIND, C.OTHER): N_("This guide is for another part: {sent} is sent. Please choose the guide for it."),
    (A.MOST_MEMORY, C.ENOUGH): N_("The board takes {here} as its firmware says, and {sent} will be in it."),
    (A.MOST_MEMORY, C.TOO_LITTLE): N_(
        "The board takes {here} as its firmware says, but {sent} would be in it. Firmware may be wrong: please ask us "
        "first."
    ),
    (A.FREE_SLOT, C.ENOUGH): N_("Slots that are free: {here}."),
    (A.FREE_SLOT, C.TOO_LITTLE): N_("No slot is free. Please ask us which module is to go out."),
    (A.SIZE, C.ENOUGH): N_("The old drive has {here}, and the new one {sent}."),
    (A.SIZE, C.TOO_LITTLE): N_(
        "The files on the old drive need at least {here}, but the new one has only {sent}. Please ask us first."
    ),
    (A.SIZE, C.NOT_READ): N_(
        "The new drive is smaller, or it is not known how large the old one is, and how much is used cannot be seen. "
        "Please look how much your files need."
    ),
    (A.WATTS, C.ENOUGH): N_("The PC's own has {here}, and the new one {sent}."),
    (A.WATTS, C.TOO_LITTLE): N_("The PC's own has {here}, but the new one only {sent}. Please ask us first."),
    (A.ECC, C.OTHER): N_("The board corrects errors, and the module that is sent does not. Please ask us first."),
}
BY_EYE = {
    A.REGISTERED: N_(
        "Please compare the labels: the letter after the speed (PC4-3200AA-U or -R) must be the same on both modules."
    ),
    A.DRIVE_FORM: N_("Please compare it with the old drive: a bare board (M.2), 2.5 inch, or 3.5 inch."),
    A.M2_LENGTH: N_(
        "Please compare the number on both: 2280 is 80 mm long. The new one must reach a hole for its screw{sent}."
    ),
    A.M2_KEY: N_("Please compare the notches in the row of contacts: they must be in the same place."),
    A.FREE_PLACE: N_("Please look whether a plug for data, one for power and a place for the drive are free."),
    A.SUPPLY_FORM: N_("Please compare height, width and the four screw holes with those of the old one{sent}."),
    A.CONNECTORS: N_(
        "Please count the plugs that are in use: 24-pin, CPU (EPS), graphics card (PCIe), SATA. The new one must have "
        "as many of each."
    ),
}
_CODES = {
    "DIMM": N_("a DIMM (long)"),
    "SODIMM": N_("an SO-DIMM (short)"),
    "nvme": "NVMe",
    "sata": "SATA",
    "m2": "M.2",
    "sata-2.5": N_("2.5 inch"),
    "sata-3.5": N_("3.5 inch"),
}
_MEMORY = frozenset({A.MOST_MEMORY})


def title(line: Line, t: Translator) -> str:
    return t(_TITLES[line.aspect])


def verdict(fit: Fit, t: Translator) -> str:
    return t(_FITS[fit])


def sentence(line: Line, t: Translator) -> str:
    """Why, and what to do; what is to be compared by eye where nobody can say."""
    if line.cause == C.BY_EYE:
        sent = t(" ({value} is sent)").format(value=_value(line, line.sent, t)) if line.sent is not None else ""
        return t(BY_EYE[line.aspect]).format(sent=sent)
    told = _OF_ASPECT.get((line.aspect, line.cause)) or _CAUSES[line.cause]
    return t(told).format(here=_value(line, line.here, t), sent=_value(line, line.sent, t))


def _value(line: Line, value: Value | None, t: Translator) -> str:
    if value is None:
        return t("(not known)")
    if isinstance(value, bool):
        return t("error correction (ECC)") if value else t("no error correction")
    if isinstance(value, int):
        return _number(line, value)
    if line.aspect == A.KIND:
        return kinds.kind(PART_KINDS[Kind(value)], t)
    return t(_CODES[value]) if value in _CODES else printable(value)


def _number(line: Line, value: int) -> str:
    if line.aspect == A.WATTS:
        return f"{value} W"
    if line.aspect == A.M2_LENGTH:
        return f"22{value}"
    if line.aspect in _MEMORY:
        return memory_size(value)
    return drive_size(value) if line.aspect == A.SIZE else str(value)
