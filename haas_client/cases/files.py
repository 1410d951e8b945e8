"""Photos and bundles beside the store: written to another name, synced, renamed, and read back only as they were."""

import contextlib
import hashlib
import os
import re
import secrets
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from haas_client.cases.model import CaseFile, FileKind
from haas_client.diagnostics.when import When
from haas_client.errors import HaasError
from haas_client.i18n import t

MAX_FILES = 200
"""Of one case: far above any real one (20 photos, a diagnosis a step)."""
MAX_FILE_BYTES = 16 * 1024 * 1024
"""As of a bundle."""

_ID = re.compile(r"[0-9a-f]{16}")
_PART_SECONDS = 3600.0
"""Older than this, what was being written belongs to nobody any more."""


class FileGone(HaasError):
    """A file of a case that is not there any more, or is not what it was."""

    def __init__(self, name: str) -> None:
        super().__init__(
            t("The file {name} of this case cannot be read any more.").format(name=name),
            t("The rest of the case is whole. Please add the file again if you still have it."),
        )


def new_id() -> str:
    return secrets.token_hex(8)


class Files:
    """All files of all cases, below one folder: a folder for each case, a name that is the file's id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextlib.contextmanager
    def staged(self, case_id: str, kind: FileKind, name: str, data: bytes, at: When) -> Iterator[CaseFile]:
        """Writes and syncs ``data`` under another name; :meth:`settle` inside the block gives it its own.

        What was not settled is taken away. Raises ``OSError``.
        """
        file = CaseFile(
            id=new_id(),
            kind=kind,
            name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            size_bytes=len(data),
            added_at=at,
        )
        part = self._part(case_id, file)
        for folder in (self._folder, part.parent):  # the mode is that of the last folder only
            folder.mkdir(exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            yield file
        finally:
            with contextlib.suppress(OSError):
                part.unlink()

    def settle(self, case_id: str, file: CaseFile) -> None:
        """Inside the transaction that keeps ``file``: what is committed is then there. Raises ``OSError``."""
        part = self._part(case_id, file)
        part.replace(self._folder / case_id / file.id)
        with contextlib.suppress(OSError):  # some file systems cannot sync a folder
            descriptor = os.open(part.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def read(self, case_id: str, file: CaseFile) -> bytes:
        """The file as it was kept. Raises :class:`FileGone` where it is not that any more."""
        try:
            with (self._folder / case_id / file.id).open("rb") as stream:
                data = stream.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            raise FileGone(file.name) from error
        if hashlib.sha256(data).hexdigest() != file.sha256:
            raise FileGone(file.name)
        return data

    def path(self, case_id: str, file: CaseFile) -> Path:
        """Where it lies, to be shown or dragged; the name there is not one for people."""
        return self._folder / case_id / file.id

    def tidy(self, kept: Mapping[str, Collection[str] | None]) -> None:
        """Takes away what belongs to no case in ``kept`` (ids of files by case), and nothing that is not ours.

        ``None`` for a case that could not be understood: all its files stay.
        """
        try:
            folders = [entry for entry in self._folder.iterdir() if _ID.fullmatch(entry.name) and entry.is_dir()]
        except OSError:
            return
        for folder in folders:
            known = kept.get(folder.name, ())
            if known is None:
                continue
            with contextlib.suppress(OSError):
                for entry in folder.iterdir():
                    if _is_left_over(entry, known):
                        entry.unlink()
                if folder.name not in kept:
                    folder.rmdir()

    def _part(self, case_id: str, file: CaseFile) -> Path:
        return self._folder / case_id / f"{file.id}.part"


def _is_left_over(entry: Path, kept: Collection[str]) -> bool:
    if entry.suffix == ".part":
        # A time to come is one of a clock that was set back since.
        age = abs(time.time() - entry.stat().st_mtime)
        return _ID.fullmatch(entry.stem) is not None and age > _PART_SECONDS
    return _ID.fullmatch(entry.name) is not None and entry.name not in kept
