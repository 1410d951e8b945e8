"""What goes into a bundle: the sections that the owner chooses, redacted, each as the bytes that will be written."""

import dataclasses
import hashlib
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Annotated, TypeVar

import msgspec

from haas_client import __version__
from haas_client.bundle import photos as photo_files
from haas_client.bundle import report
from haas_client.bundle.redact import Redactor, part_texts, without_unchecked_text
from haas_client.diagnostics import readout
from haas_client.diagnostics.collect import Collection
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.finding import Finding, PartState
from haas_client.diagnostics.host import Identities
from haas_client.diagnostics.snapshot import Records, Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.diagnostics.when import When
from haas_client.paths import PROGRAM
from haas_client.request import Request
from haas_client.text import valid_text

T = TypeVar("T")

FORMAT = 2
"""Version of the bundle's shape; a reader refuses a higher one."""
_FORMAT_WITHOUT_PHOTOS = 1
"""Without photos it is what it always was, and says so: an older reader can go on reading it."""

MANIFEST, SNAPSHOT, FINDINGS, CASE, REPORT = (
    "manifest.json",
    "snapshot.json",
    "findings.json",
    "case.json",
    "report.html",
)
RAW_FOLDER = "raw/"
KERNEL_LOG = "kernel-log.txt"

MAX_BUNDLE_BYTES = 7_000_000
"""Of the whole file, encrypted too: a mail takes a third more for it, and many mail servers refuse more than 10 MB."""
_LIST_BYTES = 400
"""Of one member in the archive's two lists, in the manifest and in the report."""
_SHELL_BYTES = 32 * 1024
"""The encryption's own: 16 bytes on 64 KB, and a header; and what is left over."""

RAW_BUDGET_BYTES = 220 * 1024
"""Compressed size of all raw files: a bundle without photos stays below 300 KB, so that any mail takes it."""


# C1 controls, DEL, marks that turn the direction of text, line separators
_STEERING = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Section(StrEnum):
    """What the owner can switch on and off."""

    RESULT = "result"
    PARTS = "parts"
    SYSTEM = "system"
    RECORDS = "records"
    PHOTOS = "photos"
    RAW = "raw"


ALL_SECTIONS = frozenset(Section)


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the bundle in its manifest."""

    sha256: str
    bytes: int


Code = Annotated[str, msgspec.Meta(pattern=f"^[0-9]{{{readout.DIGITS}}}$", max_length=readout.DIGITS)]
"""A diagnosis code, as plain digits."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """``manifest.json``: what the bundle holds, and how to tell that it arrived as it was written."""

    format: int = FORMAT
    program: str = PROGRAM
    program_version: str
    created_at: When
    sections: tuple[Section, ...]
    left_out_for_size: tuple[str, ...] = ()
    code: Code | None = None
    """What the owner reads out on the telephone; ``None`` where the result is left out."""
    members: dict[str, Member]


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle's values and its files, as they will be written, byte for byte."""

    manifest: Manifest
    snapshot: Snapshot
    diagnosis: Diagnosis | Unknown
    request: Request
    members: dict[str, bytes]

    def of_section(self, section: Section) -> dict[str, bytes]:
        """The files in which a section's data goes."""
        log = RAW_FOLDER + KERNEL_LOG
        if section == Section.RAW:
            return {n: data for n, data in self.members.items() if n.startswith(RAW_FOLDER) and n != log}
        if section == Section.PHOTOS:
            return {n: data for n, data in self.members.items() if n.startswith(photo_files.FOLDER)}
        names = {Section.RESULT: (FINDINGS,), Section.RECORDS: (SNAPSHOT, log)}.get(section, (SNAPSHOT,))
        return {name: self.members[name] for name in names if name in self.members}

    @property
    def photos(self) -> tuple[photo_files.Listed, ...]:
        return photo_files.listed(self.members)

    @property
    def size_bytes(self) -> int:
        """About what the packed bundle will take."""
        return _packed_bytes(self.members)


def build(
    collection: Collection,
    diagnosis: Diagnosis,
    request: Request,
    *,
    key: bytes | None,
    created_at: datetime,
    sections: frozenset[Section] = ALL_SECTIONS,
    photos: Sequence[bytes] = (),
) -> Contents:
    """Chooses, redacts and renders. Pure: the same input gives the same bytes.

    ``key`` makes the pseudonyms; ``None`` only for what :func:`reopened` gave, in which they stand already.
    ``photos`` are JPEGs of :func:`haas_client.bundle.photos.prepare`; where they would make the file larger than
    :data:`MAX_BUNDLE_BYTES` they are made smaller. Raises :class:`~haas_client.bundle.photos.PhotoRefused`.
    """
    if not photos:
        sections -= {Section.PHOTOS}
    request = _encodable(request)
    redactor = Redactor(key, collection.identities, part_texts(collection.snapshot)) if key is not None else _Redacted()
    snapshot = redactor.value(_chosen_snapshot(without_unchecked_text(collection), sections))
    chosen = redactor.value(_chosen_diagnosis(diagnosis, sections))
    raw, left_out = _raw(collection, snapshot, sections, redactor)
    # Of the whole diagnosis: it is the code that the window shows, whatever parts are left out of the file.
    code = readout.encode(diagnosis, collection.snapshot.taken_at, request.warranty_number)
    told = code if Section.RESULT in sections else None
    render = partial(
        report.render,
        snapshot,
        chosen,
        request,
        created_at=created_at,
        code=told,
        raw_names=tuple(raw),
        too_large=left_out,
    )
    values = {SNAPSHOT: _json(snapshot), FINDINGS: _json(chosen), CASE: _json(request)}
    members = {**values, **{RAW_FOLDER + name: data for name, data in raw.items()}}
    members = _with_report(members, render, photos if Section.PHOTOS in sections else ())
    manifest = _manifest(members, sections, left_out, created_at, told)
    return Contents(
        manifest=manifest,
        snapshot=snapshot,
        diagnosis=chosen,
        request=request,
        members={MANIFEST: _json(manifest), **members},
    )


def _with_report(members: dict[str, bytes], render: Callable[..., bytes], photos: Sequence[bytes]) -> dict[str, bytes]:
    """And the photos in the room that the report leaves them, named in it."""
    members = {**members, REPORT: render(photos=())}
    if not photos:
        return members
    pictures = photo_files.members(photos, _room_bytes(members, len(photos)))
    return {**members, REPORT: render(photos=photo_files.listed(pictures)), **pictures}


def _manifest(
    members: dict[str, bytes],
    sections: frozenset[Section],
    left_out: tuple[str, ...],
    created_at: datetime,
    code: str | None,
) -> Manifest:
    return Manifest(
        format=FORMAT if Section.PHOTOS in sections else _FORMAT_WITHOUT_PHOTOS,
        program_version=__version__,
        created_at=created_at,
        sections=tuple(section for section in Section if section in sections),
        left_out_for_size=left_out,
        code=code,
        members={name: _listed(data) for name, data in members.items()},
    )


def _encodable(request: Request) -> Request:
    return dataclasses.replace(
        request,
        words=valid_text(request.words),
        warranty_number=valid_text(request.warranty_number),
        name=valid_text(request.name),
        contact=valid_text(request.contact),
    )


def _listed(data: bytes) -> Member:
    return Member(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))


def reopened(bundle: Contents) -> Collection:
    """What a bundle was made of, redacted as it is: for another one of the same diagnosis."""
    log = RAW_FOLDER + KERNEL_LOG
    raw = {n.removeprefix(RAW_FOLDER): d for n, d in bundle.members.items() if n.startswith(RAW_FOLDER) and n != log}
    return Collection(snapshot=bundle.snapshot, raw=raw, identities=Identities())


class _Redacted:
    """Leaves what has been redacted as it is: a pseudonym would get another one."""

    def text(self, text: str) -> str:
        return text

    def value(self, value: T) -> T:
        return value


def _packed_bytes(members: Mapping[str, bytes]) -> int:
    return sum(
        len(data) if name.startswith(photo_files.FOLDER) else len(zlib.compress(data, 6))
        for name, data in members.items()
    )


def _room_bytes(members: Mapping[str, bytes], photos: int) -> int:
    """What is left for the photos beside ``members``, in which the manifest is not yet."""
    lists = _LIST_BYTES * (len(members) + 1 + photos)
    return MAX_BUNDLE_BYTES - _packed_bytes(members) - lists - _SHELL_BYTES


def _chosen_snapshot(snapshot: Snapshot, sections: frozenset[Section]) -> Snapshot:
    left_out = Unknown(reason=Reason.LEFT_OUT)
    fields: dict[str, Unknown] = {}
    if Section.PARTS not in sections:
        # The list of sources names drives, so it goes with the parts.
        fields |= {"storage": left_out, "memory": left_out, "power": left_out, "sources": left_out}
        fields |= {"trials": left_out, "sold": left_out}  # each names its part, and so does what was sold
    if Section.SYSTEM not in sections:
        fields["system"] = left_out
    if Section.RECORDS not in sections:
        fields["records"] = left_out
    return msgspec.structs.replace(snapshot, **fields)


def _chosen_diagnosis(diagnosis: Diagnosis, sections: frozenset[Section]) -> Diagnosis | Unknown:
    if Section.RESULT not in sections:
        return Unknown(reason=Reason.LEFT_OUT)
    if Section.PARTS in sections:
        return diagnosis
    return msgspec.structs.replace(
        diagnosis,
        findings=tuple(_without_maker(finding) for finding in diagnosis.findings),
        parts=tuple(_without_maker(state) for state in diagnosis.parts),
    )


def _without_maker(item: Finding | PartState) -> Finding | PartState:
    left_out = Unknown(reason=Reason.LEFT_OUT)
    part = msgspec.structs.replace(item.part, model=left_out, serial=left_out, size_bytes=left_out)
    return msgspec.structs.replace(item, part=part)


def _raw(
    collection: Collection, snapshot: Snapshot, sections: frozenset[Section], redactor: Redactor | _Redacted
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Raw files within the budget, and the names of those that did not fit.

    Raw answers of drives name models and serial numbers, so they go only together with the list of parts.
    """
    candidates: dict[str, bytes] = {}
    if isinstance(snapshot.records, Records) and isinstance(snapshot.records.kernel, tuple):
        lines = [
            f"{line.at:%Y-%m-%dT%H:%M:%SZ} {line.text}" if line.at else line.text for line in snapshot.records.kernel
        ]
        if lines:
            candidates[KERNEL_LOG] = ("\n".join(lines) + "\n").encode()
    if {Section.RAW, Section.PARTS} <= sections and collection.identities.complete:
        for name, data in sorted(collection.raw.items()):
            candidates[_safe_name(name)] = redactor.text(data.decode("utf-8", "replace")).encode()
    kept: dict[str, bytes] = {}
    left_out: list[str] = []
    budget = RAW_BUDGET_BYTES
    for name, data in candidates.items():
        size = len(zlib.compress(data, 6))
        if size > budget:
            left_out.append(name)
            continue
        budget -= size
        kept[name] = data
    return kept, tuple(left_out)


def _safe_name(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]", "_", name.lower())[:60]


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What ``collect --json`` and ``show --json`` print; its schema stands in ``docs/schema/result.schema.json``."""

    format: int = FORMAT
    snapshot: Snapshot
    diagnosis: Diagnosis | Unknown
    request: Request
    code: Code | None = None
    """See :class:`Manifest`."""
    photos: int = 0
    """How many are in the file."""


def result(contents: Contents) -> str:
    """:class:`Result` as JSON, redacted as the bundle is."""
    return printed(
        Result(
            format=contents.manifest.format,
            snapshot=contents.snapshot,
            diagnosis=contents.diagnosis,
            request=contents.request,
            code=contents.manifest.code,
            photos=len(contents.photos),
        )
    )


def printed(value: msgspec.Struct) -> str:
    """A value as JSON for a terminal: what could steer it stands as an escape."""
    return _STEERING.sub(lambda match: f"\\u{ord(match.group()):04x}", _json(value).decode())
