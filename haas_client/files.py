"""Files for the owner: written whole or not at all, and why where that failed, in words."""

import contextlib
import errno
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from haas_client.errors import HaasError
from haas_client.i18n import N_, t
from haas_client.paths import PROGRAM


class SaveFailed(HaasError):
    """A file that could not be written; what stood there before is untouched."""


_CAUSES = {
    errno.ENOSPC: N_("There is no space left on the drive."),
    errno.EDQUOT: N_("There is no space left on the drive."),
    errno.EIO: N_("The drive does not answer. It may have been pulled out, or be faulty."),
    errno.ENODEV: N_("The drive does not answer. It may have been pulled out, or be faulty."),
    errno.ENXIO: N_("The drive does not answer. It may have been pulled out, or be faulty."),
    errno.ESTALE: N_("The drive does not answer. It may have been pulled out, or be faulty."),
    errno.EROFS: N_("The drive can only be read, not written."),
    errno.EACCES: N_("The right to do so is missing."),
    errno.EPERM: N_("The right to do so is missing."),
    errno.ENOENT: N_("The folder does not exist."),
    errno.ENOTDIR: N_("The folder does not exist."),
    errno.EISDIR: N_("There is a folder of that name."),
    errno.EINVAL: N_("This is not an ordinary file."),
    errno.ENAMETOOLONG: N_("The name is too long."),
    errno.ELOOP: N_("The folder does not exist."),
}


def cause(error: OSError) -> str:
    """Why a file could not be written or read, in a sentence; the system's own words where we have none."""
    words = _CAUSES.get(error.errno or 0)
    return t(words) if words else str(error.strerror or error)


def read_ordinary(path: Path, limit: int) -> bytes:
    """An ordinary file, one byte beyond ``limit`` at most; a FIFO or a device in its place must not hold us.

    Raises ``OSError``, with ``EINVAL`` for what is no ordinary file.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return file.read(limit + 1)


def write_atomically(path: Path, data: bytes) -> None:
    """Puts ``data`` at ``path``, synced; raises :class:`SaveFailed` and then leaves nothing behind."""
    with replacing(path) as file:
        file.write(data)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write into, which takes the place of ``path`` once it is whole and synced.

    Raises :class:`SaveFailed` for any error of the system, also one inside the block, and then leaves nothing behind.
    """
    try:
        # The name is resolved first: a link that the owner chose keeps pointing at what was written.
        target = Path(os.path.realpath(path))
        _refuse_to_replace(target)  # first: the root folder has no name to put another beside
        temporary = target.with_name(f".{PROGRAM}-{os.getpid()}-{threading.get_ident()}.part")
        try:
            with _created(temporary) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        finally:
            with contextlib.suppress(OSError):  # on a drive that is gone it goes with it; the first cause is told
                temporary.unlink(missing_ok=True)
        _sync_folder(target.parent)
    except OSError as error:
        raise SaveFailed(
            t("The file could not be saved.") + " " + cause(error),
            t("Nothing was lost. Please choose another place, such as a USB stick, and save again."),
        ) from error


def sweep(folder: Path) -> None:
    """Takes away what a write that never came to its end (a stick that was pulled) has left; what cannot be is left."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f".{PROGRAM}-*.part"):
            process = left.name.removeprefix(f".{PROGRAM}-").partition("-")[0]
            if process.isdecimal() and not os.path.exists(f"/proc/{process}"):  # of no write that goes on
                left.unlink()


def _refuse_to_replace(target: Path) -> None:
    """Only a file is ever replaced: no folder, and as root no device either (-o /dev/sda)."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        number = errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL
        raise OSError(number, os.strerror(number), str(target))


def _created(path: Path) -> BinaryIO:
    # Others on this PC must not read it: it holds the owner's words.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    owner, group = (os.environ.get(name, "") for name in ("SUDO_UID", "SUDO_GID"))
    if os.geteuid() == 0 and owner.isdecimal() and group.isdecimal():
        with contextlib.suppress(OSError):  # under sudo it belongs to whoever asked, who wants to mail it
            os.fchown(descriptor, int(owner), int(group))
    return os.fdopen(descriptor, "wb")


_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EACCES)
"""Some file systems cannot sync a folder, and one that others own cannot be opened; the file itself is synced then."""


def _sync_folder(folder: Path) -> None:
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:  # a drive that was pulled out at this moment holds nothing for sure
            raise
