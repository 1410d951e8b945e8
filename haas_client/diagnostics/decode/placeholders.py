"""What firmware writes into a field where it means "nothing"."""

import re

from haas_client.diagnostics.unknown import Reason, Unknown

PLACEHOLDERS = frozenset(
    {
        "",
        "0",
        "n/a",
        "abcd",  # maker and part number of 75 filled slots in captured tables
        "na",
        "none",
        "empty",
        "unknown",
        "undefined",
        "default string",
        "default_string",
        "not specified",
        "not provided",
        "not available",
        "not applicable",
        "no dimm",
        "no module installed",
        "to be filled by o.e.m.",
        "to be filled by o.e.m",
        "to be filled by oem",
        "o.e.m.",
        "oem",
        "system manufacturer",
        "system product name",
        "system serial number",
        "system version",
        "<bad index>",
        "<out of spec>",
        "serialnumber",
        "manufacturer",
        "partnumber",
        "part number",
        "serial number",
        "123456789",
        "0123456789",
    }
)
"""What firmware writes where it means "nothing", in small letters."""


_FILLED = re.compile(r"(0[xX])?(0*|[fF]*)|[-.?xX_ ]*")
"""An empty field filled up: 00000000, 0xFFFF, ---."""
_NUMBERED = re.compile(
    r"((a\d_|array\d_)?(module)?(manufacturer|part ?num(ber)?|ser(ial)? ?num(ber)?)|asset ?tag(num)?)[\d_]*"
    r"|oem[ _]?define[ _]?\d*|to be (filled|defined) by (o\.?e\.?m\.?|odm)|tbd by (oem|odm)|standard|1234567890\d*",
    re.IGNORECASE,
)
"""A field's own name with the number of its slot: Manufacturer00, ModulePartNumber01, SerNum2."""


def meaningful(value: str, source: str) -> str | Unknown:
    """``value`` without blanks around it, or why it says nothing."""
    text = " ".join(value.split())
    bare = text.strip("[]<>(). ").lower()
    if bare in PLACEHOLDERS or text.lower() in PLACEHOLDERS or _FILLED.fullmatch(text) or _NUMBERED.fullmatch(text):
        return Unknown(reason=Reason.NOT_REPORTED, detail=source)
    return text
