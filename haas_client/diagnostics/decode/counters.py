"""The count in the raw value of an ATA attribute, whoever read it: vendors put figures of their own above it."""

import math

# Seen in captures of drives without a fault: 983040 in 187 (Hitachi: three counts of 16 bits), 172919678304256 in 198
# (Seagate SSD: the count in the lower half).
_COUNT_BITS = {187: 16, 188: 16, 5: 32, 196: 32, 197: 32, 198: 32}

_BELOW_ZERO = 0xFFFFFF00
"""A 32-bit count from here on was counted down below zero (4294967290 in 197): it is no count."""

_UNCORRECTABLE = 187
_RATE_OFFSET, _RATE_TOLERANCE = 35.3, 2.0


def count(attribute: int, raw: int, value: int | None = None, threshold: int | None = None) -> int | None:
    """The count in ``raw``; ``None`` where it is none. Values of other attributes are given back as they are."""
    if attribute not in _COUNT_BITS:
        return raw
    if attribute == _UNCORRECTABLE and raw >> 16 and value and threshold and _is_rate(raw, value):
        return None
    # No drive has 2**32 sectors to lose: above it are figures of the maker's, which may begin at bit 16 (Fujitsu).
    bits = _COUNT_BITS[attribute] if raw < 1 << 32 else 16
    counted = raw & ((1 << bits) - 1)
    return None if counted >= _BELOW_ZERO else counted


def _is_rate(raw: int, value: int) -> bool:
    """Whether the raw value is the sectors read and the normalised one a rate of errors (SandForce controllers).

    It is then ten times the logarithm of the bits read: so on all 44 captured drives of that kind (Intel SSD 520),
    within 2. Such an attribute also has a threshold; one that counts errors has none.
    """
    return abs(10 * math.log10(raw) + _RATE_OFFSET - value) <= _RATE_TOLERANCE
