"""Text that a person copied out of a terminal, a file or a mail."""

import re
from collections.abc import Iterator

from haas_client.diagnostics.unknown import Reason, Unreadable

_MOST_CHARACTERS = 4 * 1024 * 1024
"""Some ten times the longest output of any tool that is read this way."""
_MOST_OF_A_LINE = 2000
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How it begins; Windows' editor calls it "Unicode"."""

_QUOTED = re.compile(r"^(?:[>|][ \t]?)+")
"""What mail programs put before each line that they quote."""
_QUOTED_LINES = re.compile(rb"^(?:[>|][ \t]?)+", re.MULTILINE)
_NOT_LETTERS = str.maketrans({"\ufeff": "", "\u200b": "", "\u00a0": " ", "\u3000": " ", "\x00": ""})


def lines(text: bytes | str, source: str) -> Iterator[str]:
    """The lines without quotation marks, indents and blanks at their ends; of any encoding and kind of line end.

    Raises :class:`Unreadable` where there is more than any tool prints.
    """
    if len(text) > _MOST_CHARACTERS:
        raise Unreadable(Reason.TOO_LARGE, source)
    for line in _decoded(text).translate(_NOT_LETTERS).splitlines():
        yield _QUOTED.sub("", line[:_MOST_OF_A_LINE].lstrip()).strip() if line else ""


def json_object(data: bytes) -> bytes:
    """The JSON in what was pasted: in UTF-8, without quotation marks, and without the prompt and command around it."""
    if data.startswith(_UTF_16):
        data = data.decode("utf-16", "replace").encode()
    begin, end = data.find(b"{"), data.rfind(b"}")
    if begin < 0 or end < begin:
        return data
    return data[begin : end + 1] if not begin else _QUOTED_LINES.sub(b"", data[begin : end + 1])


def _decoded(text: bytes | str) -> str:
    if isinstance(text, str):
        return text
    if text.startswith(_UTF_16):
        return text.decode("utf-16", "replace")
    return text.decode("utf-8", "replace")
