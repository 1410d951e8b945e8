"""A catalogue of texts as gettext compiles it (.mo), of which only what is asked for is read.

Python's own ``gettext`` makes two strings of every text at once: 4 ms of each start and 1.4 MB of a tray that waits.
The format is that of GNU gettext's manual, "The Format of GNU MO Files".
"""

from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

_MAGIC = 0x950412DE
_WORD = 4
_ENTRY = 2 * _WORD
_HEAD = 7 * _WORD
_FORMS = "plural="


class Catalogue:
    """Raises ``OSError`` where the file cannot be read, ``ValueError`` where it is no catalogue."""

    def __init__(self, file: Path) -> None:
        self._data = file.read_bytes()
        orders = ("little", "big")
        order = next((one for one in orders if int.from_bytes(self._data[:_WORD], one) == _MAGIC), None)  # type: ignore[arg-type]
        if order is None:
            raise ValueError(f"{file}: no catalogue")
        self._order = order
        self._asked: dict[str, str] = {}
        self._count, self._messages, self._texts = (self._word(place * _WORD) for place in (2, 3, 4))
        if not self._is_whole():
            raise ValueError(f"{file}: a part of a catalogue")

    def text(self, message: str) -> str | None:
        """``None`` where the catalogue has none."""
        known = self._asked.get(message)
        if known is None:
            found = self._find(message.encode())
            if found is None:
                return None
            known = self._asked[message] = found.decode()
        return known

    def plural(self, singular: str, plural: str, count: int) -> str | None:
        """The form for ``count``."""
        found = self._find(f"{singular}\0{plural}".encode())
        return None if found is None else found.split(b"\0")[self._form(count)].decode()

    def _is_whole(self) -> bool:
        """Half a file ends before its last text, which compilers put at its end."""
        if not self._count:
            return len(self._data) >= _HEAD
        last = self._texts + (self._count - 1) * _ENTRY
        return last + _ENTRY <= len(self._data) and self._word(last) + self._word(last + _WORD) <= len(self._data)

    def _word(self, offset: int) -> int:
        return int.from_bytes(self._data[offset : offset + _WORD], self._order)  # type: ignore[arg-type]

    def _entry(self, table: int, number: int) -> bytes:
        length, offset = (self._word(table + number * _ENTRY + place) for place in (0, _WORD))
        return self._data[offset : offset + length]

    def _find(self, message: bytes) -> bytes | None:
        """Messages stand in the order of their bytes."""
        number = bisect_left(range(self._count), message, key=lambda one: self._entry(self._messages, one))
        if number == self._count or self._entry(self._messages, number) != message:
            return None
        return self._entry(self._texts, number)

    @cached_property
    def _form(self) -> Callable[[int], int]:
        """The catalogue's own rule: which form is for a number. It stands in its head, the text of nothing."""
        from gettext import c2py

        head = self.text("") or ""
        rule = head.partition(_FORMS)[2].partition(";")[0]
        chosen: Callable[[int], int] = c2py(rule or "n!=1")
        return chosen
