"""What could not be read, and why: a value that travels from the probe to the screen and the report."""

from enum import StrEnum

import msgspec


class Reason(StrEnum):
    """Why a value is unknown. Neither "healthy" nor "broken" follows from any of them."""

    NO_RIGHT = "no_right"
    """Only the administrator may read it."""
    NOT_PRESENT = "not_present"
    """This machine, or its kernel, does not offer it."""
    NOT_REPORTED = "not_reported"
    """The device answered, but without this value."""
    NO_TOOL = "no_tool"
    """The program that reads it is not installed."""
    TIMED_OUT = "timed_out"
    """No answer within its limit."""
    FAILED = "failed"
    """The system reported an error on reading."""
    MALFORMED = "malformed"
    """There was an answer, but it cannot be understood."""
    TOO_LARGE = "too_large"
    """The answer was longer than any real one."""
    ASLEEP = "asleep"
    """The drive sleeps, and was not woken."""
    NOT_KEPT = "not_kept"
    """The system keeps no record of it."""
    NOT_MEASURABLE = "not_measurable"
    """The hardware has no means to count or measure it."""
    CANCELLED = "cancelled"
    """The owner cancelled."""
    NOT_RECORDED = "not_recorded"
    """The recording of a machine does not hold it."""
    LEFT_OUT = "left_out"
    """The owner took it out of what is sent."""


class Unknown(msgspec.Struct, frozen=True, kw_only=True, tag="unknown"):
    """A value that could not be read; ``detail`` names the source for a technician, in no language."""

    reason: Reason
    detail: str = ""


class Unreadable(Exception):
    """Raised by a :class:`~haas_client.diagnostics.host.Host` and by decoders; becomes an :class:`Unknown`."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.unknown = Unknown(reason=reason, detail=detail)
