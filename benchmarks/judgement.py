"""How well drives are judged, beside rules that others publish: ``python -m benchmarks.judgement``.

Needs the captures in ``../shared/data``. Backblaze's drives have a real outcome; half A (by a hash of the serial
number) is what the limits were chosen on, half B was kept for checking. The tiers are a rule and no outcome.
"""

import hashlib
import json
import lzma
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from haas_client.diagnostics import judge
from haas_client.diagnostics.judge import Kind
from haas_client.diagnostics.unknown import Unreadable

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
_FIVE = (5, 187, 188, 197, 198)

Tree = dict[str, Any]
Rule = Callable[[Tree], bool]


def main() -> int:
    if not DATA.is_dir():
        print("needs the captured data in ../shared/data")
        return 1
    drives = [(row["smartctl"], bool(row["failed"])) for row in _rows("smartctl-backblaze")]
    print("Backblaze 2019, last day on record: recall of the failed drives / share of the others that is called\n")
    print(f"{'rule':36} {'all':>32} {'half A (chosen on)':>32} {'half B (checked on)':>32}")
    for name, rule in RULES.items():
        halves = [drives, [d for d in drives if _half(d[0]) == "A"], [d for d in drives if _half(d[0]) == "B"]]
        print(f"{name:36} " + " ".join(f"{_measured(half, rule):>32}" for half in halves))
    print("\nIn brackets: 95 % intervals (Wilson).\n")
    _print_tiers()
    return 0


def verdict(tree: Tree) -> str:
    """The program's own verdict."""
    try:
        return judge.judge(Kind.SMARTCTL, tree, "", datetime.now(UTC)).verdict
    except Unreadable:
        return "unknown"


def _raw(tree: Tree, number: int) -> int:
    for row in tree.get("ata_smart_attributes", {}).get("table", ()):
        if row["id"] == number:
            value = int(row["raw"]["value"])
            # Three counts of 16 bits; whoever reads them as one sees thousands of millions.
            return sum((value >> shift) & 0xFFFF for shift in (0, 16, 32)) if number == 188 else value
    return 0


def _says_failed(tree: Tree) -> bool:
    return tree.get("smart_status", {}).get("passed") is False


def _any_of_five(tree: Tree) -> bool:
    return any(_raw(tree, number) > 0 for number in _FIVE)


def _like_scrutiny(tree: Tree) -> bool:
    return _raw(tree, 5) > 16 or _raw(tree, 188) > 100 or any(_raw(tree, number) >= 1 for number in (187, 197, 198))


def _plain(tree: Tree) -> bool:
    return any(_raw(tree, number) >= 10 for number in (187, 197, 198)) or _raw(tree, 5) >= 100


RULES: dict[str, Rule] = {
    "smartctl: FAILED": _says_failed,
    "Backblaze 2016: any of five > 0": _any_of_five,
    "scrutiny's thresholds": _like_scrutiny,
    "187/197/198 >= 10 or 5 >= 100": _plain,
    "linuxmania-haas: replace": lambda tree: verdict(tree) == "replace",
    "linuxmania-haas: replace or watch": lambda tree: verdict(tree) in ("replace", "watch"),
}


def _half(tree: Tree) -> str:
    """By the serial number, so that no drive is on both sides."""
    return "AB"[hashlib.sha256(str(tree.get("serial_number")).encode()).digest()[-1] & 1]


def _measured(drives: Iterable[tuple[Tree, bool]], rule: Rule) -> str:
    called: Counter[bool] = Counter()
    total: Counter[bool] = Counter()
    for tree, failed in drives:
        total[failed] += 1
        called[failed] += rule(tree)
    recall, false_calls = (_share(called[failed], total[failed]) for failed in (True, False))
    return f"{recall} / {false_calls}"


def _share(part: int, whole: int) -> str:
    """A share with its interval, in percent."""
    if not whole:
        return "–"
    low, high = _wilson(part, whole)
    return f"{100 * part / whole:.1f} ({100 * low:.1f}–{100 * high:.1f})"


def _wilson(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a proportion (E. B. Wilson, 1927)."""
    share = part / whole
    middle = share + z * z / (2 * whole)
    spread = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return max(0.0, middle - spread) / scale, (middle + spread) / scale


def _print_tiers() -> None:
    tiers: dict[str, Counter[str]] = {}
    others: dict[str, Counter[str]] = {}
    for name in ("smartctl-linuxhw", "smartctl-captured"):
        for row in _rows(name):
            tree = row["smartctl"] if isinstance(row["smartctl"], dict) else {}
            tiers.setdefault(row["tier"], Counter())[verdict(tree)] += 1
            other = others.setdefault(row["tier"], Counter())
            other.update(rule for rule in list(RULES)[:4] if RULES[rule](tree))
    verdicts = ("replace", "watch", "cable", "ok", "unknown")
    print("Captures of other drives, by tier:", " / ".join(verdicts), "| called by the other rules, in their order")
    for tier, counts in sorted(tiers.items()):
        ours = " / ".join(f"{counts[one]:4}" for one in verdicts)
        theirs = " / ".join(f"{others[tier][rule]:4}" for rule in list(RULES)[:4])
        print(f"  {tier:16} {ours}   | {theirs}")


def _rows(name: str) -> list[dict[str, Any]]:
    with lzma.open(DATA / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    sys.exit(main())
