"""Words for what a diagnosis code says."""

from collections.abc import Iterator

from haas_client.diagnostics.readout import PartReadout, Readout
from haas_client.i18n import Translator
from haas_client.wording import findings, kinds, parts


def lines(readout: Readout, t: Translator) -> Iterator[str]:
    """The code in words: its day, then part by part."""
    day = readout.day.isoformat() if readout.day else t("unknown; the clock of the PC was wrong")
    yield t("Day of the diagnosis: {day}").format(day=day)
    for part in readout.parts:
        yield f"{_name(part, t)}: {kinds.verdict(part.verdict, t)}"
        if part.finding_number:
            yield f"  {_finding(part, t)}"


def warranty(readout: Readout, fits: bool | None, t: Translator) -> str:
    """Whether the warranty number that was asked about is the code's; ``None`` where none was asked about."""
    if not readout.warranty:
        return t("Warranty number: none was given.")
    if fits is None:
        return t("Warranty number: one was given; --warranty tells whether it is the owner's.")
    if fits:
        return t("Warranty number: it fits this code.")
    return t("Warranty number: it does not fit this code. Please ask for it again.")


def _name(part: PartReadout, t: Translator) -> str:
    place = [t("no. {number}").format(number=part.slot)] if part.slot else []
    if part.serial_digits:
        place.append(t("last digits of the serial number: {digits}").format(digits=part.serial_digits))
    kind = kinds.kind(part.kind, t)
    return t("{kind} ({slot})").format(kind=kind, slot=parts.joined(place, t)) if place else kind


def _finding(part: PartReadout, t: Translator) -> str:
    if part.finding is None:
        return t("Finding number {number}, which only a newer version knows.").format(number=part.finding_number)
    return f"{findings.general_meaning(part.finding, t)} [{part.finding}]"
