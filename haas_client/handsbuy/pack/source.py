"""A guide's files and those of its fragments, as they are written: what the lint reads, and what is put together."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec

from haas_client import toml_file
from haas_client.handsbuy.pack import folder
from haas_client.handsbuy.pack.model import (
    FORMAT,
    LANGUAGES,
    MAX_MARKERS_BYTES,
    MAX_TEXTS,
    MAX_TOML_BYTES,
    FragmentFile,
    GuideFile,
    Include,
    Markers,
    PictureNamed,
    Texts,
)
from haas_client.handsbuy.pack.refusal import PackUnusable

GUIDE = "guide.toml"
FRAGMENT = "fragment.toml"
COMMON = "common"
PICTURES = "pictures"
BESIDE = "../"
"""Before the place of a picture that is shared: the way from the guide's folder."""
MARKERS = ".markers.json"
ENDINGS = (".webp", ".line.webp")
"""Of a picture's files that everybody sees."""
MAX_DEPTH = 3
"""Of fragments in fragments."""

File = TypeVar("File", GuideFile, FragmentFile)
T = TypeVar("T")


class Source(msgspec.Struct, Generic[File], frozen=True, kw_only=True):
    """One folder: a guide's or a fragment's."""

    place: str
    """How it is told: "" for the guide, ``common/power-off@1`` for a fragment."""
    folder: Path
    shared: Path
    """Whose ``pictures`` it looks into for what its own have not."""
    file: File
    texts: dict[str, Texts]
    """By language."""
    markers: dict[str, Markers]
    """By picture, of those that name any and whose scene has written them."""

    def holder(self, name: str) -> Path:
        """The folder that has the file ``name`` of a picture."""
        return holder(self.folder, self.shared, name)

    def file_of(self, name: str) -> Path:
        return self.holder(name) / name

    def shown_at(self, name: str) -> str:
        """The file ``name`` of a picture, as a place for people."""
        return self.at(name) if self.holder(name) == self.folder else BESIDE + name

    def picture_files(self) -> Iterator[str]:
        """The names of all files of its pictures."""
        for picture in self.file.pictures:
            yield from (f"{PICTURES}/{picture.id}{ending}" for ending in ENDINGS)
            if picture.markers:
                yield f"{PICTURES}/{picture.id}{MARKERS}"

    def at(self, name: str) -> str:
        """``name`` in this folder, as a place for people."""
        return f"{self.place}/{name}" if self.place else name


AnySource: TypeAlias = Source[GuideFile] | Source[FragmentFile]


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    guide: Source[GuideFile]
    fragments: dict[str, Source[FragmentFile]]
    """By their pins, each once however often it is included, in the order in which they are met."""

    @property
    def sources(self) -> tuple[AnySource, ...]:
        return (self.guide, *self.fragments.values())


def holder(own: Path, shared: Path, name: str) -> Path:
    """The folder that has the picture's file ``name``: the guide's or fragment's own, else the one that several share.

    The program's guides share ``pictures`` beside ``common``; a pack that is shipped apart brings its own.
    """
    return shared if not os.path.lexists(own / name) and os.path.lexists(shared / name) else own


def read(guide: Path, common: Path) -> Pack:
    """The pack in the folder ``guide``, with fragments out of ``common``; raises :class:`PackUnusable`.

    Pictures are not read, and nothing that one file says of another is checked yet.
    """
    own = _source(guide, common.parent, "", GUIDE, GuideFile)
    if guide.name != own.file.id:
        raise PackUnusable(f"the folder is called {guide.name}, the guide {own.file.id}", GUIDE)
    fragments: dict[str, Source[FragmentFile]] = {}
    _gather(own.file, common, fragments, ())
    return Pack(guide=own, fragments=fragments)


def _gather(
    file: GuideFile | FragmentFile, common: Path, found: dict[str, Source[FragmentFile]], above: tuple[str, ...]
) -> None:
    for pin in (entry.include for entry in file.steps if isinstance(entry, Include)):
        if pin in above:
            raise PackUnusable("includes itself, by way of others", pin)
        if len(above) == MAX_DEPTH:
            raise PackUnusable(f"fragments in fragments, deeper than {MAX_DEPTH}", pin)
        if pin not in found:
            found[pin] = _fragment(pin, common)
        _gather(found[pin].file, common, found, (*above, pin))


def _fragment(pin: str, common: Path) -> Source[FragmentFile]:
    name = pin.removeprefix(f"{COMMON}/")
    if (common / name).is_symlink() or not (common / name).is_dir():
        raise PackUnusable("there is no such fragment in this version", pin)
    source = _source(common / name, common.parent, pin, FRAGMENT, FragmentFile)
    major = source.file.version.split(".")[0]
    if major != pin.rpartition("@")[2]:
        raise PackUnusable(f"is of version {source.file.version}", source.at(FRAGMENT))
    return source


def _source(path: Path, shared: Path, place: str, name: str, kind: type[File]) -> Source[File]:
    prefix = f"{place}/" if place else ""
    tree = _toml(path, name, prefix)
    _check_format(tree, prefix + name)
    _tag_steps(tree, prefix + name)
    file = _converted(tree, kind, prefix + name)
    texts = {language: _texts(path, f"text/{language}.toml", prefix) for language in LANGUAGES}
    source = Source(place=place, folder=path, shared=shared, file=file, texts=texts, markers={})
    found = {one.id: _markers(source, one) for one in file.pictures if one.markers}
    return msgspec.structs.replace(source, markers={one: markers for one, markers in found.items() if markers})


def _texts(path: Path, name: str, prefix: str) -> Texts:
    texts: Texts = _converted(_toml(path, name, prefix), Texts, prefix + name)
    if len(texts) > MAX_TEXTS:
        raise PackUnusable(f"more than {MAX_TEXTS} texts", prefix + name)
    return texts


def _markers(source: Source[File], picture: PictureNamed) -> Markers:
    """Empty where the scene has not written them yet: the lint says all that it can say without."""
    name = f"{PICTURES}/{picture.id}{MARKERS}"
    home, place = source.holder(name), source.shown_at(name)
    if not os.path.lexists(home / name):
        return {}
    data = folder.read(home, name, MAX_MARKERS_BYTES, place.removesuffix(name))
    try:
        found: Markers = msgspec.json.decode(data, type=Markers)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise PackUnusable(*_told(error, place)) from error
    return found


def _toml(path: Path, name: str, prefix: str) -> dict[str, Any]:
    try:
        return toml_file.tree(folder.read(path, name, MAX_TOML_BYTES, prefix))
    except toml_file.NotToml as error:
        raise PackUnusable(str(error), prefix + name) from error


def _check_format(tree: dict[str, Any], place: str) -> None:
    """Looked at first: a file of another format may have any shape."""
    found = tree.get("format")
    if type(found) is not int or found != FORMAT:
        number = found if type(found) is int and abs(found) < 10**6 else "missing, or no number"
        raise PackUnusable(f"format {number}; this program knows {FORMAT}", place)


def _tag_steps(tree: dict[str, Any], place: str) -> None:
    """Tells msgspec which entries of ``steps`` are includes: the file says so by having the key."""
    entries = tree.get("steps", [])
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            if "entry" in entry:
                raise PackUnusable("Object contains unknown field `entry`", f"{place}, [[steps]] {number + 1}")
            entry["entry"] = "include" if "include" in entry else "step"


def _converted(tree: dict[str, Any], kind: Any, place: str) -> Any:
    try:
        return msgspec.convert(tree, kind, builtin_types=(date,))
    except (msgspec.ValidationError, RecursionError) as error:
        raise PackUnusable(*_told(error, place)) from error


def _told(error: Exception, place: str) -> tuple[str, str]:
    why, key = toml_file.wrong(str(error))
    return why, f"{place}, {key}" if key else place
