"""Proof that a copy of a drive's files can be read back: files of both are read to their end, and compared.

Nothing is written. It is a sample and no guarantee: what was not among it was not looked at.
"""

import os
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import msgspec

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.unknown import Unknown, Unreadable
from haas_client.handsbuy import copy_compare, drive_contents
from haas_client.handsbuy.copy_compare import Comparison, OnProgress, Outcome, Seen
from haas_client.handsbuy.copy_sample import Bounds
from haas_client.handsbuy.drive_contents import Contents
from haas_client.handsbuy.swap import Copy, Proof
from haas_client.mounts import TABLE
from haas_client.process import Cancel

ENOUGH_FILES = 20
"""Own rule: fewer prove something only where there are no more."""


class Why(StrEnum):
    """Why it is no proof."""

    CANCELLED = "cancelled"
    NO_FOLDER = "no_folder"
    """There is no folder at the place that was named for the copy, or it may not be looked into."""
    EMPTY = "empty"
    """There is no file in it, or none with anything in it."""
    SAME_DRIVE = "same_drive"
    """It lies on the drive that goes out."""
    PLACE_UNKNOWN = "place_unknown"
    """It cannot be told on which drive it lies."""
    NOTHING_THERE = "nothing_there"
    """There is no file in the folder that was named for the original."""
    OTHER_NAMES = "other_names"
    """Most files are not in it: it is a copy of something else, or these are the wrong folders."""
    DIFFERENT = "different"
    """Files have other contents, though they were not changed since."""
    UNREADABLE = "unreadable"
    """Files of the copy cannot be read."""
    MISSING = "missing"
    """Files that are older than the copy are not in it."""
    OUT_OF_DATE = "out_of_date"
    """Most files were changed or made since."""
    TOO_FEW = "too_few"
    """Time was over before enough files were read."""


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Drives by the kernel's names."""

    old: frozenset[str]
    """What goes out, as far as it is seen."""
    copy: frozenset[str] | Unknown
    """What the copy lies on; none for a network drive."""


class CopyProof(msgspec.Struct, frozen=True, kw_only=True):
    proof: Proof | None = None
    why: Why | None = None
    """For no proof."""
    listed_files: int = 0
    """Among which those were chosen that were looked at."""
    compared_files: int = 0
    """Those with the same contents on both."""
    compared_bytes: int = 0
    read_files: int = 0
    """Those of the copy that were read without anything to compare them with."""
    different: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    newer: tuple[str, ...] = ()
    """Changed or made since the copy was: what they hold now is not in it."""
    unread_copies: tuple[str, ...] = ()
    unread_originals: tuple[str, ...] = ()
    unread_folders: int = 0
    spared: bool = False
    """The original failed so often that it was asked no more."""
    finished: bool = True
    """All that was chosen was looked at; else time was over, or it was cancelled."""

    def as_copy(self, place: Path) -> Copy:
        """As a swap keeps it."""
        files = self.compared_files if self.proof == Proof.COMPARED else 0
        return Copy(place=str(place), proof=self.proof, compared_files=files)


def places(original: Path | None, copy: Path, part: Part | None, host: Host, cancel: Cancel) -> Places:
    """Where both lie. The drive that goes out is known by its serial number, and by what ``original`` lies on."""
    try:
        devices = drive_contents.devices(host, cancel)
        table = host.read(TABLE).decode("utf-8", "surrogateescape")
    except Unreadable as error:
        return Places(old=frozenset(), copy=error.unknown)
    meant = drive_contents.of_part(part, devices) if part else None
    old = {meant.name} if isinstance(meant, Contents) else set()
    if original is not None:
        under = drive_contents.drives_under(os.path.realpath(original), devices, table)
        old |= set() if isinstance(under, Unknown) else under
    return Places(old=frozenset(old), copy=drive_contents.drives_under(os.path.realpath(copy), devices, table))


def prove(
    original: Path | None,
    copy: Path,
    at: Places,
    *,
    seed: int,
    cancel: Cancel,
    on_progress: OnProgress = lambda progress: None,
    bounds: Bounds | None = None,
) -> CopyProof:
    """Compares files of both folders; without ``original``, or where it can be read no more, the copy is only read.

    Takes as long as the bounds allow at most. ``on_progress`` is called from this thread.
    """
    refused = _refused(original, copy, at)
    if refused is not None:
        return CopyProof(why=refused)
    compared = copy_compare.compare(
        original, copy, seed=seed, cancel=cancel, on_progress=on_progress, bounds=bounds or Bounds()
    )
    if cancel.asked:
        return CopyProof(why=Why.CANCELLED, finished=False)
    return judged(compared)


def judged(compared: Comparison) -> CopyProof:
    """What follows from the files that were looked at."""
    seen = compared.seen
    missing = [one for one in seen if one.outcome == Outcome.MISSING]
    made_since = [one for one in missing if 0 < compared.made_ns < one.modified_ns]
    found = CopyProof(
        listed_files=compared.listed_files,
        compared_files=len(_of(seen, Outcome.SAME)),
        compared_bytes=sum(one.size_bytes for one in _of(seen, Outcome.SAME)),
        read_files=len(_of(seen, Outcome.READ)),
        different=_paths(_of(seen, Outcome.DIFFERENT)),
        missing=_paths(one for one in missing if one not in made_since),
        newer=_paths((*_of(seen, Outcome.CHANGED_SINCE), *made_since)),
        unread_copies=_paths(_of(seen, Outcome.UNREAD)),
        unread_originals=_paths(one for one in seen if one.original_unread),
        unread_folders=compared.unread_folders,
        spared=compared.spared,
        finished=compared.finished,
    )
    why = _why(found, compared)
    return msgspec.structs.replace(found, why=why, proof=None if why else _proof(found, compared))


def _refused(original: Path | None, copy: Path, at: Places) -> Why | None:
    try:
        device = copy.stat().st_dev
        with os.scandir(copy) as rows:
            is_empty = next(rows, None) is None
    except OSError:
        return Why.NO_FOLDER
    if _device(original) == device:
        return Why.SAME_DRIVE
    if isinstance(at.copy, Unknown):
        return Why.PLACE_UNKNOWN
    if at.copy & at.old:
        return Why.SAME_DRIVE
    return Why.EMPTY if is_empty else None


def _device(folder: Path | None) -> int | None:
    try:
        return folder.stat().st_dev if folder else None
    except OSError:
        return None


def _why(found: CopyProof, compared: Comparison) -> Why | None:
    """The gravest first."""
    looked_at = len(compared.seen)
    readable = sum(one.outcome in (Outcome.SAME, Outcome.READ, Outcome.CHANGED_SINCE) for one in compared.seen)
    content = sum(one.size_bytes for one in (*_of(compared.seen, Outcome.SAME), *_of(compared.seen, Outcome.READ)))
    for why, holds in (
        (Why.DIFFERENT, bool(found.different)),
        (Why.UNREADABLE, bool(found.unread_copies)),
        (Why.OTHER_NAMES, len(found.missing) * 2 > looked_at),
        (Why.MISSING, bool(found.missing)),
        (Why.OUT_OF_DATE, len(found.newer) * 2 > looked_at),
        (Why.NOTHING_THERE, compared.finished and not compared.listed_files and compared.with_original),
        (Why.EMPTY, compared.finished and not content),
        (Why.TOO_FEW, readable < _enough(compared) or not content),
    ):
        if holds:
            return why
    return None


def _proof(found: CopyProof, compared: Comparison) -> Proof:
    """Compared only where enough was, or all of it."""
    all_of_it = found.compared_files > 0 and not found.unread_originals and not found.spared
    return Proof.COMPARED if all_of_it or found.compared_files >= _enough(compared) else Proof.READ


def _enough(compared: Comparison) -> int:
    return min(ENOUGH_FILES, compared.sampled_files - len(_of(compared.seen, Outcome.MISSING)))


def _of(seen: Iterable[Seen], outcome: Outcome) -> tuple[Seen, ...]:
    return tuple(one for one in seen if one.outcome == outcome)


def _paths(seen: Iterable[Seen]) -> tuple[str, ...]:
    return tuple(one.path for one in seen)
