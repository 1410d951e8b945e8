"""The result of a diagnosis for a terminal or another program."""

from typing import TYPE_CHECKING

import msgspec

from haas_client.bundle.chosen import FORMAT, FORMAT_WITHOUT_PHOTOS, Chosen, Code
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.diagnostics.unknown import Unknown
from haas_client.request import Request

if TYPE_CHECKING:
    from haas_client.bundle.contents import Contents


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What ``collect --json`` and ``show --json`` print; its schema stands in ``docs/schema/result.schema.json``."""

    format: int = FORMAT
    snapshot: Snapshot
    diagnosis: Diagnosis | Unknown
    request: Request
    code: Code | None = None
    """What the owner reads out on the telephone."""
    photos: int = 0
    """How many are in the file."""


def of_bundle(contents: "Contents") -> Result:
    """Redacted as the bundle is."""
    return Result(
        format=contents.manifest.format,
        snapshot=contents.snapshot,
        diagnosis=contents.diagnosis,
        request=contents.request,
        code=contents.manifest.code,
        photos=len(contents.photos),
    )


def without_bundle(chosen: Chosen) -> Result:
    """The same for a diagnosis of which no file is made."""
    return Result(
        format=FORMAT_WITHOUT_PHOTOS,
        snapshot=chosen.snapshot,
        diagnosis=chosen.diagnosis,
        request=chosen.request,
        code=chosen.code,
    )
