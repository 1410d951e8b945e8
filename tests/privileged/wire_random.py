"""Random values of random types, as the wire carries them."""

import random
import string
import struct

from tests.privileged.wire import NUMBERS, Writer, types


def random_signature(chance: random.Random, depth: int = 0) -> str:
    """A complete type."""
    kind = chance.random()
    if depth > 6 or kind < 0.5:
        return chance.choice("ybnqiuxtdsogvh")
    if kind < 0.75:
        return "a" + random_signature(chance, depth + 1)
    if kind < 0.88:
        return "(" + "".join(random_signature(chance, depth + 1) for _ in range(chance.randint(1, 4))) + ")"
    return "a{" + chance.choice("ybnqiuxtdsog") + random_signature(chance, depth + 1) + "}"


def write_random(writer: Writer, of: str, chance: random.Random, depth: int = 0) -> None:
    """A random value of a complete type."""
    token = of[0]
    if token in NUMBERS:
        _write_number(writer, token, chance)
    elif token in "so":
        writer.text(_random_text(token, chance))
    elif token == "g":
        writer.signature(random_signature(chance, 4).encode())
    elif token == "v":
        inner = random_signature(chance, depth + 3)
        writer.signature(inner.encode())
        write_random(writer, inner, chance, depth + 1)
    elif token == "a":
        with writer.array(of[1:]):
            for _ in range(chance.choice((0, 1, 2, 5)) if depth < 5 else 0):
                write_random(writer, of[1:], chance, depth + 1)
    else:
        writer.align(8)
        for inner in types(of[1:-1]):
            write_random(writer, inner, chance, depth + 1)


def _write_number(writer: Writer, token: str, chance: random.Random) -> None:
    size = struct.calcsize("<" + NUMBERS[token])
    writer.align(size)
    if token == "b":
        writer.number("b", chance.randint(0, 1))
    elif token == "h":
        writer.number("h", 0)
    else:
        writer.data += chance.randbytes(size)


def _random_text(token: str, chance: random.Random) -> bytes:
    if token == "o":
        return b"/" + "/".join(chance.choice(string.ascii_letters) for _ in range(chance.randint(0, 3))).encode().strip(
            b"/"
        )
    size = chance.choice((0, 1, 7, 300))
    return "".join(
        chance.choice(("a", "é", "保", "\U0001f5a5", "\ufdd0", "\x01", "%s", "../")) for _ in range(size)
    ).encode()
