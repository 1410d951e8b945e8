"""Ways in which a capture arrives broken: cut, doubled, overwritten, with numbers that no device can mean."""

import random
import re
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]

_NUMBER = re.compile(rb"-?\d+(\.\d+)?")
_NUMBERS = (
    *(b"-1", b"0", b"255", b"256", b"65535", b"4294967295", b"9223372036854775807", b"9223372036854775808"),
    *(b"18446744073709551616", b"1e400", b"-1e400", b"NaN", b"Infinity", b"1" + b"0" * 400, b"0x7fffffffffffffff"),
    *("１２".encode(), b"1.5", b"null", b"true", b'"7"', b"[]", b"{}"),
)
_TOKENS = (b"{", b"}", b"[", b"]", b'"', b":", b",", b"\n", b"\r\n", b"\t", b"\0", b"> ", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf")


def cut(data: bytes, chance: random.Random) -> bytes:
    """Breaks off, as a half-written file does."""
    return data[: chance.randrange(len(data) + 1)]


def drop(data: bytes, chance: random.Random) -> bytes:
    start, length = _span(data, chance)
    return data[:start] + data[start + length :]


def double(data: bytes, chance: random.Random) -> bytes:
    start, length = _span(data, chance)
    piece = data[start : start + length]
    return data[:start] + piece * chance.choice((2, 3, 20)) + data[start + length :]


def overwrite(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def insert(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(_TOKENS) * chance.choice((1, 1, 2, 50)) + data[place:]


def renumber(data: bytes, chance: random.Random) -> bytes:
    """Puts a number where another stands."""
    numbers = list(_NUMBER.finditer(data, *_window(data, chance)))
    if not numbers:
        return data
    found = chance.choice(numbers)
    return data[: found.start()] + chance.choice(_NUMBERS) + data[found.end() :]


def nest(data: bytes, chance: random.Random) -> bytes:
    """Deeper than any parser's stack."""
    numbers = list(_NUMBER.finditer(data, *_window(data, chance)))
    if not numbers:
        return data
    found, depth = chance.choice(numbers), chance.choice((5, 200, 10_000))
    return data[: found.start()] + b"[" * depth + b"]" * depth + data[found.end() :]


def encode(data: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(("utf-16", "utf-32", "latin-1", "shift_jis")), "replace")


MUTATIONS: tuple[Mutation, ...] = (cut, drop, double, overwrite, insert, renumber, renumber, renumber, nest, encode)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` after one to three mutations."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(MUTATIONS)(data, chance)
    return data


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    return chance.randrange(len(data) + 1), chance.choice((1, 2, 8, 64, 512))


def _window(data: bytes, chance: random.Random) -> tuple[int, int]:
    """A part of a long capture: looking through all of it for one number takes too long."""
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + 4000)
