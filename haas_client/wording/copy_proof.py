"""Words for the proof that a copy can be read back, and for why there is none."""

from collections.abc import Iterator

from haas_client.handsbuy.copy_proof import CopyProof, Why
from haas_client.handsbuy.swap import Proof
from haas_client.i18n import N_, Translator
from haas_client.sizes import drive_size
from haas_client.text import printable

_WHY = {
    Why.CANCELLED: N_("It was cancelled. So it is not known whether the copy can be read."),
    Why.NO_FOLDER: N_("This folder cannot be opened. Is the drive with the copy connected?"),
    Why.EMPTY: N_("There is nothing in this folder that could be read: it is no copy."),
    Why.SAME_DRIVE: N_(
        "This folder lies on the drive that goes out. The copy would go with it: please make it on another drive."
    ),
    Why.PLACE_UNKNOWN: N_(
        "It cannot be told on which drive this folder lies. Please choose one on an external drive, or look yourself "
        "whether your files can be opened there."
    ),
    Why.NOTHING_THERE: N_("There is no file in the folder that was to be copied. Is it the right one?"),
    Why.OTHER_NAMES: N_("Most of your files are not in this folder. Is it the right one, and was the copy finished?"),
    Why.DIFFERENT: N_(
        "Files of the copy have other contents than yours, though you did not change them. Please do not rely on this "
        "copy: make another one, on another drive if you can."
    ),
    Why.UNREADABLE: N_(
        "Files of the copy cannot be read. Please do not rely on it: make another one, on another drive if you can."
    ),
    Why.MISSING: N_("Files are missing in the copy. Please copy them too, and check again."),
    Why.OUT_OF_DATE: N_("Most of your files were changed since this copy was made. Please make it anew."),
    Why.TOO_FEW: N_("Too few files could be read in the time there was. Please check again."),
}

_SHOWN = 10
"""Names; of more it is only said how many they are."""


def headline(found: CopyProof, t: Translator) -> str:
    """Whether it is a proof, in a sentence or two."""
    if found.why is not None:
        return t(_WHY[found.why])
    if found.proof == Proof.COMPARED:
        return t.plural(
            "{count} file of the copy was read and is the same as yours.",
            "{count} files of the copy were read and are the same as yours.",
            found.compared_files,
        )
    return t.plural(
        "{count} file of the copy was read to its end. There was nothing to compare it with.",
        "{count} files of the copy were read to their end. There was nothing to compare them with.",
        found.read_files + found.compared_files,
    )


def details(found: CopyProof, t: Translator) -> tuple[str, ...]:
    """What was looked at and what was met, a sentence each."""
    return tuple(_details(found, t))


def _details(found: CopyProof, t: Translator) -> Iterator[str]:
    if found.compared_bytes:
        yield t("{size} were compared, byte by byte.").format(size=drive_size(found.compared_bytes))
    looked_at = found.compared_files + found.read_files
    if found.proof and found.listed_files > looked_at:
        yield t("They were chosen among {count} files; the others were not looked at.").format(
            count=f"{found.listed_files:,}"
        )
    if found.newer:
        yield t("Changed or made since the copy; please copy them again: {names}").format(names=_names(found.newer, t))
    if found.unread_originals:
        yield t("The old drive could not read: {names}").format(names=_names(found.unread_originals, t))
    if found.unread_folders:
        yield t.plural(
            "{count} folder could not be looked into.",
            "{count} folders could not be looked into.",
            found.unread_folders,
        )
    if found.spared:
        yield t("The old drive fails, so it was asked no more, and only the copy was read.")
    if not found.finished and found.why != Why.CANCELLED:
        yield t("Time was over before all that was chosen was looked at.")


def listed(found: CopyProof, t: Translator) -> tuple[tuple[str, str], ...]:
    """Names of files for which it is no proof, below what is wrong with them."""
    rows = (
        (t("Other contents"), found.different),
        (t("Cannot be read in the copy"), found.unread_copies),
        (t("Missing in the copy"), found.missing),
    )
    return tuple((title, _names(names, t)) for title, names in rows if names)


def _names(paths: tuple[str, ...], t: Translator) -> str:
    shown = ", ".join(printable(path).replace("\n", "\ufffd") for path in paths[:_SHOWN])
    if len(paths) <= _SHOWN:
        return shown
    return t("{names} and {count} more").format(names=shown, count=len(paths) - _SHOWN)
