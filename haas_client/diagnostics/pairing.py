"""Which part of one list is which of another: by serial number, else by place, model and size.

Unlike :mod:`~haas_client.diagnostics.compare`, whose both sides a machine has told: here the first was written by
people, and may leave out whatever it likes.
"""

from collections import Counter
from collections.abc import Callable, Container, Sequence

import msgspec

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.unknown import Unknown

MOST = 256
"""Parts of one kind that are held against each other: above any PC, and few enough for a hostile file."""


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A part as sold, and what it is now, or what has taken its place; one of them may be ``None``, never both."""

    sold: Part | None
    now: Part | None
    same: bool = False
    """Whether both are one part, as far as can be told."""


SameSize = Callable[[int, int], bool]


def pairs(
    sold: Sequence[Part], now: Sequence[Part], same_size: SameSize, replacing: Container[Part] | None = None
) -> tuple[Pair, ...]:
    """What is left after all signs has taken the place of what is left of the sold: in its slot, else in their order.

    ``replacing``: the parts that may have; others that fit nothing are left out.
    """
    sold, now = sold[:MOST], now[:MOST]
    free = list(range(len(now)))
    same: dict[int, int] = {}
    for sign in _signs(_shared(sold) | _shared(now), same_size):
        _pair_off(sold, now, free, same, sign)
    if replacing is not None:
        free = [n for n in free if now[n] in replacing]
    found = dict(same)
    for sign in (_in_one_place, lambda old, new: True):
        _pair_off(sold, now, free, found, sign)
    return (
        *(Pair(sold=one, now=now[found[n]] if n in found else None, same=n in same) for n, one in enumerate(sold)),
        *(Pair(sold=None, now=now[n]) for n in free),
    )


_Sign = Callable[[Part, Part], bool]


def _signs(shared: Container[str], same_size: SameSize) -> tuple[_Sign, ...]:
    """The surest first: serial number; then place, model, and size alone, where nothing speaks against."""

    def serial(part: Part) -> str:
        number = plain(part.serial)
        return "" if number in shared else number

    def may_be(old: Part, new: Part) -> bool:
        told_apart = bool(serial(old) and serial(new)) and serial(old) != serial(new)
        return not told_apart and _fits(old.model, new.model) and _size_fits(old, new, same_size)

    return (
        lambda old, new: serial(old) != "" and serial(old) == serial(new),
        lambda old, new: _in_one_place(old, new) and may_be(old, new),
        lambda old, new: plain(old.model) != "" and plain(new.model) != "" and may_be(old, new),
        may_be,
    )


def _in_one_place(old: Part, new: Part) -> bool:
    return plain(old.slot) != "" and plain(old.slot) == plain(new.slot)


def _pair_off(sold: Sequence[Part], now: Sequence[Part], free: list[int], found: dict[int, int], sign: _Sign) -> None:
    """Moves from ``free`` to ``found`` what the sign pairs, the nearest in size first."""
    for number, old in enumerate(sold):
        fitting = [n for n in free if number not in found and sign(old, now[n])]
        if fitting:
            found[number] = min(fitting, key=lambda n: _distance(old, now[n]))
            free.remove(found[number])


def _shared(of: Sequence[Part]) -> set[str]:
    """Serial numbers on two parts at one time: a maker's placeholder, which tells neither of them apart."""
    counted = Counter(plain(part.serial) for part in of)
    return {serial for serial, count in counted.items() if count > 1}


def plain(text: str | Unknown) -> str:
    """Letters and digits alone: labels and firmware differ in blanks, dashes and capitals."""
    return "" if isinstance(text, Unknown) else "".join(c for c in text.casefold() if c.isalnum())


def _fits(sold: str | Unknown, now: str | Unknown) -> bool:
    """Whether nothing speaks against one being the other: one of them may have the maker's name before it."""
    a, b = plain(sold), plain(now)
    return not a or not b or a in b or b in a


def _distance(sold: Part, now: Part) -> int:
    """In bytes; a size that is not known is as far as any that fits."""
    known = isinstance(sold.size_bytes, int) and isinstance(now.size_bytes, int)
    return abs(sold.size_bytes - now.size_bytes) if known else 2**63  # type: ignore[operator]  # both are numbers


def _size_fits(sold: Part, now: Part, same_size: SameSize) -> bool:
    known = isinstance(sold.size_bytes, int) and isinstance(now.size_bytes, int)
    return not known or same_size(sold.size_bytes, now.size_bytes)  # type: ignore[arg-type]  # both are numbers
