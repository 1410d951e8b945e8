"""What goes into a bundle: the sections that the owner chooses, redacted, each as the bytes that will be written."""

import hashlib
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

import msgspec

from haas_client import __version__
from haas_client.as_json import encoded
from haas_client.bundle import photos as photo_files
from haas_client.bundle import report
from haas_client.bundle.chosen import (
    ALL_SECTIONS,
    FORMAT,
    FORMAT_WITHOUT_PHOTOS,
    Chosen,
    Code,
    Redacted,
    Section,
    choose,
    redactor_of,
)
from haas_client.bundle.redact import Redactor
from haas_client.diagnostics.collect import Collection
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.host import Identities
from haas_client.diagnostics.snapshot import Records, Snapshot
from haas_client.diagnostics.unknown import Unknown
from haas_client.diagnostics.when import When
from haas_client.paths import PROGRAM
from haas_client.request import Request

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


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the bundle in its manifest."""

    sha256: str
    bytes: int


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
    redactor = redactor_of(collection, key)
    chosen = choose(collection, diagnosis, request, redactor, sections)
    raw, left_out = _raw(collection, chosen.snapshot, sections, redactor)
    render = partial(
        report.render,
        chosen.snapshot,
        chosen.diagnosis,
        chosen.request,
        created_at=created_at,
        code=chosen.code,
        raw_names=tuple(raw),
        too_large=left_out,
    )
    values = {
        SNAPSHOT: encoded(chosen.snapshot),
        FINDINGS: encoded(chosen.diagnosis),
        CASE: encoded(chosen.request),
    }
    members = {**values, **{RAW_FOLDER + name: data for name, data in raw.items()}}
    members = _with_report(members, render, photos if Section.PHOTOS in sections else ())
    manifest = _manifest(members, chosen, left_out, created_at)
    return Contents(
        manifest=manifest,
        snapshot=chosen.snapshot,
        diagnosis=chosen.diagnosis,
        request=chosen.request,
        members={MANIFEST: encoded(manifest), **members},
    )


def _with_report(members: dict[str, bytes], render: Callable[..., bytes], photos: Sequence[bytes]) -> dict[str, bytes]:
    """And the photos in the room that the report leaves them, named in it."""
    members = {**members, REPORT: render(photos=())}
    if not photos:
        return members
    pictures = photo_files.members(photos, _room_bytes(members, len(photos)))
    return {**members, REPORT: render(photos=photo_files.listed(pictures)), **pictures}


def _manifest(members: dict[str, bytes], chosen: Chosen, left_out: tuple[str, ...], created_at: datetime) -> Manifest:
    sections = chosen.sections
    return Manifest(
        format=FORMAT if Section.PHOTOS in sections else FORMAT_WITHOUT_PHOTOS,
        program_version=__version__,
        created_at=created_at,
        sections=tuple(section for section in Section if section in sections),
        left_out_for_size=left_out,
        code=chosen.code,
        members={name: _listed(data) for name, data in members.items()},
    )


def _listed(data: bytes) -> Member:
    return Member(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))


def reopened(bundle: Contents) -> Collection:
    """What a bundle was made of, redacted as it is: for another one of the same diagnosis."""
    log = RAW_FOLDER + KERNEL_LOG
    raw = {n.removeprefix(RAW_FOLDER): d for n, d in bundle.members.items() if n.startswith(RAW_FOLDER) and n != log}
    return Collection(snapshot=bundle.snapshot, raw=raw, identities=Identities())


def _packed_bytes(members: Mapping[str, bytes]) -> int:
    return sum(
        len(data) if name.startswith(photo_files.FOLDER) else len(zlib.compress(data, 6))
        for name, data in members.items()
    )


def _room_bytes(members: Mapping[str, bytes], photos: int) -> int:
    """What is left for the photos beside ``members``, in which the manifest is not yet."""
    lists = _LIST_BYTES * (len(members) + 1 + photos)
    return MAX_BUNDLE_BYTES - _packed_bytes(members) - lists - _SHELL_BYTES


def _raw(
    collection: Collection, snapshot: Snapshot, sections: frozenset[Section], redactor: Redactor | Redacted
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
