"""Words for what can be done to wipe an old drive, and for what cannot."""

from haas_client.handsbuy.wiping import Note, Option, Way, Wiping
from haas_client.i18n import N_, Translator

_WAYS = {
    Way.NVME_SANITIZE: N_("Sanitize (NVMe): the drive wipes all of itself"),
    Way.NVME_FORMAT: N_("Format with secure erase (NVMe): the drive wipes what was written"),
    Way.ATA_SECURE_ERASE: N_("Secure erase (SATA): the drive wipes all of itself"),
    Way.OVERWRITE: N_("Overwriting all of it once"),
}

_NOTES = {
    Note.OPEN: N_("Possible."),
    Note.ASK_DRIVE: N_("Not every drive can, and this one has not told. Please ask us how it is looked up."),
    Note.NOT_OFFERED: N_("This drive cannot."),
    Note.FROZEN: N_("Locked by this PC just now. Many PCs unlock it when they wake up from sleep. Please ask us."),
    Note.PASSWORD: N_("A password is set in the drive. Without it this does not work."),
    Note.NOT_OVER_USB: N_(
        "Never through a USB adapter: drives have become unusable by it. It must be connected to the board directly."
    ),
    Note.LEAVES_SPARE: N_("Possible, but a flash drive keeps spare areas that are not reached: something may be left."),
    Note.LEAVES_BAD: N_(
        "It can be tried, but the drive fails: it may stop on the way, and sectors that it has put out of use stay as "
        "they are."
    ),
}


def way(one: Option, t: Translator) -> str:
    return t(_WAYS[one.way])


def note(one: Option, t: Translator) -> str:
    """Whether it is possible on this drive, and what it leaves."""
    return t(_NOTES[one.note])


def summary(found: Wiping, t: Translator) -> tuple[str, ...]:
    """What an owner must know, a sentence each."""
    if not found.seen:
        return (
            t("The drive does not answer, and what does not answer cannot be wiped."),
            t("Please tell us before you send it back: what is on it is then dealt with as you want."),
        )
    lines = [t("Wiping cannot be undone. Please do it only when your copy is proven, and compare the serial number.")]
    if found.in_use:
        lines.append(t("The system runs from this drive: it can be wiped only from a system on a USB stick."))
    if not found.possible:
        lines.append(t("It cannot be wiped as it is connected now. Please tell us before you send it back."))
    lines.append(
        t("This program wipes nothing itself. If you are not sure, please ask us: we tell you how it is done.")
    )
    return tuple(lines)
