"""Paired figures and the plain table that they are printed in."""

import statistics
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field

_COLUMNS = ("measured", "ours", "peer", "ratio, median", "min – max", "target")
_WIDTH = 110


@dataclass(frozen=True)
class Pairs:
    """Figures of ours and of a peer that were taken one after the other, in one unit."""

    ours: list[float] = field(default_factory=list)
    peer: list[float] = field(default_factory=list)

    def add(self, ours: float, peer: float) -> None:
        self.ours.append(ours)
        self.peer.append(peer)

    @property
    def ratios(self) -> list[float]:
        """Ours over the peer's, pair by pair; without unit."""
        return [ours / peer for ours, peer in zip(self.ours, self.peer, strict=True)]


@dataclass(frozen=True)
class Row:
    """One line of the table, and how its figures were taken."""

    cells: tuple[str, str, str, str, str, str]
    how: str


def ratio_row(name: str, pairs: Pairs, *, unit: str, target: str, how: str) -> Row:
    """Medians of both sides in ``unit``, and the ratios of the pairs."""
    digits = 3 if unit == "s" else 1
    ours, peer = (f"{statistics.median(side):.{digits}f} {unit}" for side in (pairs.ours, pairs.peer))
    ratios = pairs.ratios
    middle = f"{statistics.median(ratios):.2f}x"
    return Row((name, ours, peer, middle, f"{min(ratios):.2f} – {max(ratios):.2f}", target), how)


def difference_row(name: str, pairs: Pairs, *, target: str, how: str) -> Row:
    """Seconds that ours takes beyond the peer; where a ratio would say nothing."""
    beyond = [ours - peer for ours, peer in zip(pairs.ours, pairs.peer, strict=True)]
    ours, peer = (f"{statistics.median(side):.3f} s" for side in (pairs.ours, pairs.peer))
    return Row(
        (name, ours, peer, f"{statistics.median(beyond):+.3f} s", f"{min(beyond):+.3f} – {max(beyond):+.3f}", target),
        how,
    )


def count_row(name: str, ours: str, peer: str, *, target: str, how: str) -> Row:
    """Counts side by side; the wanted one is zero, which has no ratio."""
    return Row((name, ours, peer, "–", "–", target), how)


def missing_row(name: str, why: str, target: str = "") -> Row:
    """A figure that could not be taken, and why ("not installed")."""
    return Row((name, "–", why, "–", "–", target), "")


def table(rows: Iterable[Row]) -> str:
    """The table, and below it how each figure was taken, each way said once."""
    rows = list(rows)
    ways = list(dict.fromkeys(row.how for row in rows if row.how))
    lines = [_COLUMNS, *(_with_number(row, ways) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_COLUMNS))]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    text.insert(1, "  ".join("-" * width for width in widths))
    notes = [
        textwrap.fill(f"[{number}] {way}", _WIDTH, subsequent_indent="    ") for number, way in enumerate(ways, start=1)
    ]
    return "\n".join([*text, "", *notes])


def _with_number(row: Row, ways: list[str]) -> tuple[str, ...]:
    name, *others = row.cells
    return (f"{name} [{ways.index(row.how) + 1}]" if row.how else name, *others)
