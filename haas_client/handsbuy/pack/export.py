"""A guide in one file: a pack that another PC installs, or plain JSON for other programs that show guides."""

import io
import zipfile
from typing import TYPE_CHECKING

import msgspec

from haas_client.as_json import encoded
from haas_client.handsbuy.pack import folder, signed, words
from haas_client.handsbuy.pack.filled import filled
from haas_client.handsbuy.pack.found import Facts
from haas_client.handsbuy.pack.guide import Caution, Guide, Line, Step, Words
from haas_client.handsbuy.pack.model import MAX_PICTURE_BYTES, MAX_TOML_BYTES
from haas_client.handsbuy.pack.source import COMMON, AnySource, Pack
from haas_client.i18n import translator

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same guide gives the same bytes."""


def package(pack: Pack, key: "Ed25519PrivateKey | None") -> bytes:
    """A zip of the guide with its fragments and its manifest, signed by ``key``. Raises
    :class:`~haas_client.handsbuy.pack.refusal.PackUnusable`.
    """
    file = pack.guide.file
    members = {source.at(name): data for source in pack.sources for name, data in _members(source).items()}
    manifest = signed.manifest(file.id, file.version, members)
    members[signed.MANIFEST] = manifest
    if key is not None:
        members[signed.SIGNATURE] = signed.signature(manifest, key)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(f"{file.id}/{name}", _EPOCH), data)
    return buffer.getvalue()


def _members(source: AnySource) -> dict[str, bytes]:
    """Its own files, and the pictures that it shares with others: a pack brings along all that it shows."""
    left_out = (f"{COMMON}/", signed.MANIFEST)
    names = [name for name in folder.names(source.folder) if not name.startswith(left_out)]
    limit = max(MAX_PICTURE_BYTES, MAX_TOML_BYTES)
    return {
        name: folder.read(source.holder(name), name, limit) for name in dict.fromkeys((*names, *source.picture_files()))
    }


class PlainLine(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    level: int
    bullet: str
    """The colour of its marker; black where it has none."""


class PlainStep(msgspec.Struct, frozen=True, kw_only=True):
    order: int
    title: str
    phase: str
    cautions: tuple[str, ...]
    lines: tuple[PlainLine, ...]
    images: tuple[str, ...]
    """Names of files, at most three."""


class PlainGuide(msgspec.Struct, frozen=True, kw_only=True):
    """Named as oManual (IEEE 1874-2013) and iFixit name the same things; within their bounds a step."""

    format: int = 1
    guideid: str
    version: str
    language: str
    title: str
    type: str = "replacement"
    difficulty: int
    time_required_minutes: tuple[int, int]
    tools: tuple[str, ...]
    parts: tuple[str, ...]
    steps: tuple[PlainStep, ...]


def plain(guide: Guide, language: str) -> bytes:
    """The guide as JSON, in one language and for no machine: facts are told as unknown, all steps are there."""
    text = _Text(guide, language)
    told = PlainGuide(
        guideid=guide.id,
        version=guide.version,
        language=language,
        title=text(guide.title),
        difficulty=guide.difficulty,
        time_required_minutes=guide.minutes,
        tools=tuple(words.tool(tool.id, translator(language)) for tool in guide.tools),
        parts=tuple(text(part) for part in guide.parts),
        steps=tuple(_step(number, step, text) for number, step in enumerate(guide.steps, 1)),
    )
    return encoded(told)


class _Text:
    def __init__(self, guide: Guide, language: str) -> None:
        self.guide, self.language = guide, language

    def __call__(self, told: Words) -> str:
        return filled(told, self.language, self.guide, Facts())


def _step(number: int, step: Step, text: _Text) -> PlainStep:
    return PlainStep(
        order=number,
        title=text(step.title),
        phase=step.phase,
        cautions=tuple(_caution(caution, text) for caution in step.cautions),
        lines=tuple(_line(line, text) for line in step.lines),
        images=tuple(picture.file.name for picture in step.pictures),
    )


def _line(line: Line, text: _Text) -> PlainLine:
    bullet = line.marker.colour if line.marker else "black"
    return PlainLine(text=text(line.words), level=line.level, bullet=bullet)


def _caution(caution: Caution, text: _Text) -> str:
    t = translator(text.language)
    told = text(caution.words) if caution.words else words.hazard(caution.hazard, t)
    return f"{words.level(caution.level, t)}: {told}"
