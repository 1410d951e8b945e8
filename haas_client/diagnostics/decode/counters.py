"""The count in the raw value of an ATA attribute, whoever read it: vendors put figures of their own above it."""

# Seen in captures of drives without a fault: 983040 in 187 (Hitachi: three counts of 16 bits), 172919678304256 in 198
# (Seagate SSD: the count in the lower half).
_COUNT_BITS = {187: 16, 188: 16, 5: 32, 196: 32, 197: 32, 198: 32}

_BELOW_ZERO = 0xFFFFFF00
"""A 32-bit count from here on was counted down below zero (4294967290 in 197): it is no count."""


def count(attribute: int, raw: int) -> int | None:
    """The count in ``raw``; ``None`` where it is none. Values of other attributes are given back as they are."""
    if attribute not in _COUNT_BITS:
        return raw
    value = raw & ((1 << _COUNT_BITS[attribute]) - 1)
    return None if value >= _BELOW_ZERO else value
