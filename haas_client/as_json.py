"""Values as JSON for people too: in files, and on a terminal."""

import re

import msgspec

# C1 controls, DEL, marks that turn the direction of text, line separators
_STEERING = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def encoded(value: object) -> bytes:
    """UTF-8, indented, with a line's end; whatever msgspec encodes."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def printed(value: msgspec.Struct) -> str:
    """A value as JSON for a terminal: what could steer it stands as an escape."""
    return _STEERING.sub(lambda match: f"\\u{ord(match.group()):04x}", encoded(value).decode())
