"""The command ``judge``: what an owner mailed or a technician pasted, one line of JSON for each capture."""

import codecs
import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import msgspec

from haas_client.cli import Arguments
from haas_client.diagnostics import judge
from haas_client.diagnostics.captures import Capture
from haas_client.diagnostics.decode import json_tree
from haas_client.diagnostics.judge import Kind
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.errors import ExitCode
from haas_client.text import valid_text

_LARGEST_BYTES = 64 * 1024 * 1024
"""Of one capture: a kernel log of weeks has a tenth of that, a capture of a drive 30 KB."""

_STANDARD_INPUT = "-"


def run(arguments: Arguments) -> ExitCode:
    """Prints the judgements in order; where a capture could not be read the exit code tells, the rest is judged."""
    kind, now = Kind(arguments.kind), datetime.now(UTC)
    encoder = msgspec.json.Encoder()
    code = ExitCode.OK
    for file, capture in _captures(arguments, kind):
        name = valid_text(file)  # Linux lets a file be named by bytes that are no text
        try:
            judgement = judge.judge(kind, _readable(capture), name, now)
        except Unreadable as error:
            judgement, code = judge.unreadable(kind, name, error.unknown), ExitCode.UNREADABLE
        sys.stdout.write(encoder.encode(judgement).decode() + "\n")
    return code


def _readable(capture: Capture | Unknown) -> Capture:
    if isinstance(capture, Unknown):
        raise Unreadable(capture.reason, capture.detail)
    return capture


def _captures(arguments: Arguments, kind: Kind) -> Iterator[tuple[str, Capture | Unknown]]:
    """Each capture with its name; or why it could not be read."""
    for file in arguments.files:
        yield file, _content(file)
    if arguments.jsonl:
        for number, line in enumerate(_lines(arguments.jsonl), start=1):
            yield f"{arguments.jsonl}:{number}", _of_line(line, kind)


def _content(file: str) -> bytes | Unknown:
    try:
        with _opened(file) as stream:
            data = stream.read(_LARGEST_BYTES + 1)
    except OSError as error:
        return _not_opened(error)
    return data if len(data) <= _LARGEST_BYTES else Unknown(reason=Reason.TOO_LARGE, detail="more than 64 MiB")


def _lines(file: str) -> Iterator[bytes | Unknown]:
    """The lines of a JSON Lines file; one that is too long is passed over to its end."""
    try:
        with _opened(file) as stream:
            while line := stream.readline(_LARGEST_BYTES + 1):
                if len(line) > _LARGEST_BYTES:
                    while line and not line.endswith(b"\n"):
                        line = stream.readline(_LARGEST_BYTES)
                    yield Unknown(reason=Reason.TOO_LARGE, detail="a line of more than 64 MiB")
                elif line.strip():
                    yield line
    except OSError as error:
        yield _not_opened(error)


def _of_line(line: bytes | Unknown, kind: Kind) -> Capture | Unknown:
    if isinstance(line, Unknown):
        return line
    try:
        tree = json_tree.parse(line.removeprefix(codecs.BOM_UTF8), "JSON Lines")
    except Unreadable as error:
        return error.unknown
    value: Any = tree.get(kind)
    value = tree.get("text") if value is None else value
    if isinstance(value, (str, dict)):
        return value
    return Unknown(reason=Reason.MALFORMED, detail="neither “smartctl” nor “text” holds a capture")


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    if file == _STANDARD_INPUT:
        if sys.stdin is None:
            raise FileNotFoundError(errno.ENOENT, "standard input is closed")
        yield sys.stdin.buffer
        return
    with Path(file).open("rb") as stream:
        yield stream


def _not_opened(error: OSError) -> Unknown:
    reasons = {FileNotFoundError: Reason.NOT_PRESENT, PermissionError: Reason.NO_RIGHT}
    return Unknown(reason=reasons.get(type(error), Reason.FAILED), detail=error.strerror or "")
