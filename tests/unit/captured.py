"""Captures of real machines, which lie beside the checkout and never in it; without them their tests are skipped."""

import json
import lzma
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"

needs_captures = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs the captured data in ../shared/data")


@cache
def rows(name: str) -> tuple[dict[str, Any], ...]:
    """The objects of one file of captures."""
    with lzma.open(FOLDER / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        return tuple(json.loads(line) for line in lines)
