"""pictures.json: for each picture what it was drawn from, how well, and the hashes of its files. Needs no Blender."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from scenes.fingerprint import LINE_ROOTS, PHOTO_ROOTS, Name, fingerprint

FOLDER = Path(__file__).parent.parent / "guides" / "pictures"
LEDGER = "pictures.json"
QUALITIES = ("draft", "final")
PHOTOGRAPH = "photograph"  # the quality of one that replaces a drawing: never drawn over


@dataclass(frozen=True)
class Entry:
    """A picture as it lies in the folder: fingerprints of its two drawings, its quality, SHA-256 of its files."""

    photo: str
    line: str
    quality: str
    files: dict[str, str]


def file_names(picture: str) -> tuple[str, str, str]:
    return f"{picture}.webp", f"{picture}.line.webp", f"{picture}.markers.json"


def fingerprints(source: Name) -> tuple[str, str]:
    """Of the coloured picture with its markers, and of the line drawing."""
    return fingerprint(source, PHOTO_ROOTS), fingerprint(source, LINE_ROOTS)


def read(folder: Path = FOLDER) -> dict[str, Entry]:
    path = folder / LEDGER
    if not path.exists():
        return {}
    return {name: Entry(**entry) for name, entry in json.loads(path.read_text(encoding="utf-8")).items()}


def write(entries: dict[str, Entry], folder: Path = FOLDER) -> None:
    write_json(folder / LEDGER, {name: asdict(entries[name]) for name in sorted(entries)})


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def hashes(picture: str, folder: Path = FOLDER) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in file_names(picture)}


def to_draw(
    name: str,
    entry: Entry | None,
    current: tuple[str, str],
    quality: str,
    folder: Path = FOLDER,
    *,
    anyway: bool = False,
) -> bool:
    """Whether a picture wants drawing in that quality; `anyway` although nothing changed. A photograph never does."""
    if entry is None or not all((folder / file).is_file() for file in file_names(name)):
        return True
    if entry.quality == PHOTOGRAPH:
        return False
    better = QUALITIES.index(quality) > QUALITIES.index(entry.quality)
    return anyway or better or (entry.photo, entry.line) != current


def faults(sources: dict[str, Name], folder: Path = FOLDER) -> list[str]:
    """What does not agree: a picture drawn from another description, a file changed by hand, one too many."""
    entries = read(folder)
    found = [f"{name}: not drawn" for name in sources if name not in entries]
    found += [f"{name}: no scene describes it" for name in entries if name not in sources]
    for name in sorted(entries.keys() & sources.keys()):
        found += _faults_of(name, entries[name], fingerprints(sources[name]), folder)
    return found + _strays(entries, folder)


def _faults_of(name: str, entry: Entry, current: tuple[str, str], folder: Path) -> list[str]:
    missing = [file for file in file_names(name) if not (folder / file).is_file()]
    if missing:
        return [f"{file}: missing" for file in missing]
    found = [
        f"{file}: changed since it was drawn"
        for file, digest in hashes(name, folder).items()
        if entry.files.get(file) != digest
    ]
    if entry.quality != PHOTOGRAPH and (entry.photo, entry.line) != current:
        found.append(f"{name}: its scene has changed since it was drawn")
    return found


def _strays(entries: Iterable[str], folder: Path) -> list[str]:
    known = {LEDGER, *(file for name in entries for file in file_names(name))}
    return [f"{path.name}: belongs to no picture" for path in sorted(folder.iterdir()) if path.name not in known]
