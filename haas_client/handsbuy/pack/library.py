"""Which guides there are on this PC: the program's own, and those that were shipped apart, signed by the centre."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

import msgspec

from haas_client import machine, paths
from haas_client.errors import HaasError
from haas_client.handsbuy.pack import signed
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.load import load
from haas_client.handsbuy.pack.refusal import PackUnusable
from haas_client.handsbuy.pack.source import COMMON, PICTURES
from haas_client.i18n import t
from haas_client.links import trust


class Origin(StrEnum):
    PROGRAM = "program"
    INSTALLED = "installed"


class State(StrEnum):
    USED = "used"
    NOT_NEWER = "not_newer"
    """Another one of the same id and no lower version is used."""
    UNUSABLE = "unusable"
    """Broken, or not signed."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    """Its folder's name."""
    origin: Origin
    folder: Path
    common: Path
    """Where its fragments are."""
    state: State
    guide: Guide | None = None
    why: str = ""
    """For ``UNUSABLE``, in English, for a technician."""

    @property
    def version(self) -> str:
        return self.guide.version if self.guide else ""


class NoSuchGuide(HaasError):
    def __init__(self, guide_id: str) -> None:
        super().__init__(
            t("There is no guide {id} on this PC.").format(id=guide_id), t("“guide list” says which there are.")
        )


def program_folder() -> Path:
    """The guides that come with the program."""
    return paths.resources() / "guides"


def entries(
    program: Path | None = None, installed: Path | None = None, keys: Path | None = None, *, only: str = ""
) -> list[Entry]:
    """All of them, by id, the one that is used first; also what is left out, and why.

    ``keys``: the folder in which ``guide-keys`` is. ``only``: the one id that is wanted; the others are not read.
    """
    own = program or program_folder()
    found = [_entry(folder, Origin.PROGRAM, own / COMMON) for folder in _wanted(own, only)]
    found += _installed(installed or paths.guides(), keys or machine.FOLDER, only)
    by_id: dict[str, list[Entry]] = {}
    for entry in found:
        by_id.setdefault(entry.id, []).append(entry)
    return [entry for _, same in sorted(by_id.items()) for entry in _ranked(same)]


def find(guide_id: str, among: Iterable[Entry] | None = None) -> Guide:
    """The guide of that id that is used. Raises :class:`PackUnusable` where there is one that cannot be, else
    :class:`NoSuchGuide`.
    """
    of_id = [entry for entry in (entries(only=guide_id) if among is None else among) if entry.id == guide_id]
    for entry in of_id:
        if entry.guide is not None and entry.state == State.USED:
            return entry.guide
    raise PackUnusable(of_id[0].why) if of_id else NoSuchGuide(guide_id)


def folders(root: Path) -> list[Path]:
    """The folders of guides below ``root``; none where there is no such folder."""
    try:
        return sorted(
            path for path in root.iterdir() if path.name not in (COMMON, PICTURES) and not path.name.startswith(".")
        )
    except OSError:
        return []


def version_key(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _wanted(root: Path, only: str) -> list[Path]:
    return [folder for folder in folders(root) if only in ("", folder.name)]


def _installed(root: Path, keys: Path, only: str) -> Iterator[Entry]:
    """A pack that was shipped apart brings its fragments along: the signature is over all that the owner reads."""
    known = trust.keys(keys / signed.KEYS).values()
    for folder in _wanted(root, only):
        try:
            manifest = signed.checked(folder, known)
        except PackUnusable as error:
            yield _unusable(folder, Origin.INSTALLED, error)
            continue
        entry = _entry(folder, Origin.INSTALLED, folder / COMMON)
        if entry.guide and (entry.guide.id, entry.guide.version) != (manifest.id, manifest.version):
            other = PackUnusable(f"is of {manifest.id} {manifest.version}", signed.MANIFEST)
            entry = _unusable(folder, Origin.INSTALLED, other)
        yield entry


def _entry(folder: Path, origin: Origin, common: Path) -> Entry:
    try:
        if folder.is_symlink() or not folder.is_dir():
            raise PackUnusable("not a folder")
        guide = load(folder, common)
    except PackUnusable as error:
        return _unusable(folder, origin, error)
    return Entry(id=folder.name, origin=origin, folder=folder, common=common, state=State.USED, guide=guide)


def _unusable(folder: Path, origin: Origin, error: PackUnusable) -> Entry:
    why = f"{error.place}: {error.why}" if error.place else error.why
    return Entry(id=folder.name, origin=origin, folder=folder, common=folder / COMMON, state=State.UNUSABLE, why=why)


def _ranked(same: list[Entry]) -> Iterator[Entry]:
    """The highest version is used; of two equal ones, the program's."""
    usable = [entry for entry in same if entry.guide]
    usable.sort(key=lambda entry: (version_key(entry.version), entry.origin == Origin.PROGRAM), reverse=True)
    yield from usable[:1]
    yield from (msgspec.structs.replace(entry, state=State.NOT_NEWER) for entry in usable[1:])
    yield from (entry for entry in same if not entry.guide)
