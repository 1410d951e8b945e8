"""QR codes as matrices; who shows them draws them."""

from functools import lru_cache

QUIET_ZONE = 4
"""Modules of white that a scanner needs around the code (ISO/IEC 18004, 5.3.8)."""

Matrix = tuple[tuple[bool, ...], ...]
"""Rows of modules, dark ones ``True``, without the quiet zone."""


@lru_cache(maxsize=8)  # a page is laid out several times before it fits
def matrix(content: str) -> Matrix:
    """The QR code of ``content``, at most 2,331 bytes of it.

    Error correction M (15 %) for a sheet that is folded and gets dirty, and more where it costs no larger code.
    """
    import segno  # 25 ms that a window without a code does without

    code = segno.make(content, error="m", micro=False, boost_error=True)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)
