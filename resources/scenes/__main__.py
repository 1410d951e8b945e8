"""Draws the guides' pictures whose description changed: `render [--draft] [--all] [NAME or SUBJECT ...]`."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from scenes import ledger
from scenes.fingerprint import Name, pictures
from scenes.ledger import Entry
from scenes.lines import draw
from scenes.photo import QUALITY, photograph, use_cycles
from scenes.project import project
from scenes.shot import Shot
from scenes.stages import build
from scenes.webp import contact_sheet, save_lines, save_photo


def main() -> None:
    options = _options()
    if options.sheet:
        contact_sheet()
        return
    sources = _chosen(options.names)
    quality = "draft" if options.draft else "final"
    for name, source in sources.items():
        current = ledger.fingerprints(source)
        entry = ledger.read().get(name)
        if ledger.to_draw(name, entry, current, quality, anyway=options.all):
            started = time.monotonic()
            _draw(name, source, quality, lines_only=_lines_only(entry, current, quality) and not options.all)
            _note(name, Entry(*current, quality, ledger.hashes(name)))
            print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="render", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="pictures or subjects; all of them where none is named"
    )
    parser.add_argument("--draft", action="store_true", help="few samples: to see whether the picture is right")
    parser.add_argument("--all", action="store_true", help="also those whose description did not change")
    parser.add_argument("--sheet", action="store_true", help="only write docs/images/pictures.webp from what is drawn")
    return parser.parse_args()


def _chosen(names: list[str]) -> dict[str, Name]:
    known = pictures()
    unknown = [
        name for name in names if name not in known and not any(f"scenes.{name}" == s[0] for s in known.values())
    ]
    if unknown:
        sys.exit(f"No such picture or subject: {', '.join(unknown)}")
    return {
        name: source
        for name, source in known.items()
        if not names or name in names or source[0].removeprefix("scenes.") in names
    }


def _lines_only(entry: Entry | None, current: tuple[str, str], quality: str) -> bool:
    return entry is not None and entry.photo == current[0] and entry.quality == quality


def _draw(name: str, source: Name, quality: str, *, lines_only: bool) -> None:
    describe: Callable[[], Shot] = getattr(importlib.import_module(source[0]), source[1])
    ledger.FOLDER.mkdir(parents=True, exist_ok=True)
    photo, lines, markers = (ledger.FOLDER / file for file in ledger.file_names(name))
    with tempfile.TemporaryDirectory() as temporary, _quiet():
        folder = Path(temporary)
        shot = build(describe)
        use_cycles()
        if not lines_only:
            photograph(shot, folder / "photo.png", *QUALITY[quality])
            save_photo(Image.open(folder / "photo.png"), photo)
            ledger.write_json(markers, project(shot))
        draw(folder, folder / "lines.png")
        save_lines(Image.open(folder / "lines.png"), lines)


def _note(name: str, entry: Entry) -> None:
    """Into the ledger at once: a run that is stopped keeps what it has drawn."""
    ledger.write({**ledger.read(), name: entry})


@contextmanager
def _quiet() -> Iterator[None]:
    """Blender writes its progress past Python, to the process's standard output."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


if __name__ == "__main__":
    main()
