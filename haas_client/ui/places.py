"""Where a file goes: the place that the owner chooses, the one where an owner looks for files, one for a moment."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from haas_client import files, paths
from haas_client.channels import folder
from haas_client.files import SaveFailed
from haas_client.i18n import t


def chosen_for_bundle(parent: QWidget, name: str) -> Path | None:
    """The place that the owner chooses for a diagnostic file."""
    pattern = t("Diagnostic file (*{ending})").format(ending=_ending(name))
    return chosen(parent, name, title=t("Save the diagnostic file"), pattern=pattern)


def chosen(parent: QWidget, name: str, *, title: str, pattern: str) -> Path | None:
    """The folder and name that the owner chooses, beginning with ``name``; ``None`` where the dialog is called off."""
    ending = _ending(name)
    suggestion = folder.unused(documents()[0] / name)
    typed, _ = QFileDialog.getSaveFileName(parent, title, str(suggestion), pattern)
    if not typed:
        return None
    path = Path(typed)
    if path.name.lower().endswith(ending):
        return path
    # The dialog has asked about the name that was typed, not about the one with our ending.
    name = path.name.removesuffix(".zip") if ending.startswith(".zip") else path.name
    return folder.unused(path.with_name(name + ending))


def _ending(name: str) -> str:
    return "".join(Path(name).suffixes)


def put_in_documents(name: str, data: bytes) -> Path:
    """Puts ``data`` where a mail program finds it; raises the first place's :class:`SaveFailed` where none takes it."""
    first: SaveFailed | None = None
    for place in documents():
        path = folder.unused(place / name)
        try:
            files.write_atomically(path, data)
        except SaveFailed as error:
            first = first or error
        else:
            return path
    raise first or SaveFailed(t("The file could not be saved."))


def documents() -> list[Path]:
    """Where an owner looks for a file, best first; the last ones for a home that cannot be written."""
    standard = QStandardPaths.StandardLocation
    names = (standard.DocumentsLocation, standard.DownloadLocation, standard.HomeLocation)
    found = [Path(QStandardPaths.writableLocation(name)) for name in names if QStandardPaths.writableLocation(name)]
    runtime = paths.runtime_dir()
    return [place for place in found if place.is_dir()] + ([runtime] if runtime else []) or [Path.home()]


@contextlib.contextmanager
def for_a_moment(name: str, data: bytes) -> Iterator[Path]:
    """``data`` as a file of that name, for a channel that copies it; raises :class:`SaveFailed`."""
    try:
        temporary = tempfile.TemporaryDirectory(dir=paths.runtime_dir(), ignore_cleanup_errors=True)
    except OSError as error:
        raise SaveFailed(
            t("The file could not be saved.") + " " + str(error.strerror),
            t("Nothing was lost. Please choose another place, such as a USB stick, and save again."),
        ) from error
    with temporary as place:
        path = Path(place) / name
        files.write_atomically(path, data)
        yield path
