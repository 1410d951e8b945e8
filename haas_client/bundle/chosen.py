"""What of a diagnosis leaves this PC: the sections that the owner chooses, redacted, as values."""

import dataclasses
from enum import StrEnum
from typing import Annotated, TypeVar

import msgspec

from haas_client.bundle.redact import Redactor, part_texts, without_unchecked_text
from haas_client.diagnostics import readout
from haas_client.diagnostics.collect import Collection
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.finding import Finding, PartState
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.request import Request
from haas_client.text import valid_text

T = TypeVar("T")

FORMAT = 2
"""Version of the bundle's shape; a reader refuses a higher one."""
FORMAT_WITHOUT_PHOTOS = 1
"""Without photos it is what it always was, and says so: an older reader can go on reading it."""


class Section(StrEnum):
    """What the owner can switch on and off."""

    RESULT = "result"
    PARTS = "parts"
    SYSTEM = "system"
    RECORDS = "records"
    PHOTOS = "photos"
    RAW = "raw"


ALL_SECTIONS = frozenset(Section)


Code = Annotated[str, msgspec.Meta(pattern=f"^[0-9]{{{readout.DIGITS}}}$", max_length=readout.DIGITS)]
"""A diagnosis code, as plain digits."""


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """The values of a bundle, before any file of it is made."""

    sections: frozenset[Section]
    snapshot: Snapshot
    diagnosis: Diagnosis | Unknown
    request: Request
    code: Code | None
    """What the owner reads out on the telephone; ``None`` where the result is left out."""


def choose(
    collection: Collection,
    diagnosis: Diagnosis,
    request: Request,
    redactor: "Redactor | Redacted",
    sections: frozenset[Section] = ALL_SECTIONS,
) -> Chosen:
    """Pure: the same input gives the same values."""
    request = _encodable(request)
    # Of the whole diagnosis: it is the code that the window shows, whatever parts are left out of the file.
    code = readout.encode(diagnosis, collection.snapshot.taken_at, request.warranty_number)
    return Chosen(
        sections=sections,
        snapshot=redactor.value(_chosen_snapshot(without_unchecked_text(collection), sections)),
        diagnosis=redactor.value(_chosen_diagnosis(diagnosis, sections)),
        request=request,
        code=code if Section.RESULT in sections else None,
    )


def redactor_of(collection: Collection, key: bytes | None) -> "Redactor | Redacted":
    """``key`` makes the pseudonyms; ``None`` only where they stand in the collection already."""
    return Redacted() if key is None else Redactor(key, collection.identities, part_texts(collection.snapshot))


class Redacted:
    """Leaves what has been redacted as it is: a pseudonym would get another one."""

    def text(self, text: str) -> str:
        return text

    def value(self, value: T) -> T:
        return value


def _encodable(request: Request) -> Request:
    return dataclasses.replace(
        request,
        words=valid_text(request.words),
        warranty_number=valid_text(request.warranty_number),
        name=valid_text(request.name),
        contact=valid_text(request.contact),
    )


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
