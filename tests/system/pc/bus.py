"""The guest's system bus and its services, asked as whoever the test lets ask."""

import json
import re
from collections.abc import Callable
from typing import Any

import msgspec

from tests.system.pc.pc import Pc
from tests.system.pc.shell import Output


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """An interface of an object of a service."""

    service: str
    path: str
    interface: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a call gave: the values, or what the refusal says."""

    values: tuple[Any, ...] = ()
    refusal: str = ""


Run = Callable[[tuple[str, ...]], Output]
"""Who calls: ``pc.shell.run``, ``pc.at_seat`` or ``pc.from_afar``."""


def call(run: Run, target: Target, method: str, signature: str = "", *arguments: str) -> Answer:
    """Calls a method with busctl; ``arguments`` are as busctl(1) takes them."""
    words = ("busctl", "--system", "--json=short", "call", *msgspec.structs.astuple(target), method)
    done = run((*words, signature, *arguments) if signature else words)
    if done.exit_code:
        return Answer(refusal=done.stderr)
    return Answer(values=tuple(json.loads(done.text)["data"]) if done.text else ())


def exposure(pc: Pc, unit: str) -> float:
    """What systemd-analyze thinks of how a service is locked in: 0.0 tight, 10.0 open."""
    text = pc.shell.output(("systemd-analyze", "security", "--no-pager", unit))
    match = re.search(r"Overall exposure level for \S+: ([0-9.]+)", text)
    assert match, text
    return float(match[1])
