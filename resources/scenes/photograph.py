"""Puts a photograph in the place of a drawn picture (docs/own-photographs.md).

Needs no Blender. Nothing is written unless all of it is right.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image, ImageEnhance, ImageOps, UnidentifiedImageError

from scenes import ledger
from scenes.ledger import PHOTOGRAPH, Entry
from scenes.webp import SIZE, save_lines, save_photo

_MOST_PLACES = 8  # that share a marker (docs/guide-format.md)

Place = dict[str, Any]
Places = dict[str, Place | list[Place]]


class Refused(Exception):
    """What is wrong with what was given, for the person who gave it."""


def main(arguments: list[str] | None = None, folder: Path = ledger.FOLDER) -> None:
    options = _options(arguments)
    try:
        if options.drawing:
            give_up(options.name, folder)
        else:
            put(options.name, options.file, options.line, options.marker, folder)
    except Refused as refused:
        sys.exit(str(refused))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="photograph", description="Puts a photograph in the place of a picture.")
    parser.add_argument("name", metavar="NAME", help="the picture, such as dimm-in")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the photograph: JPEG, PNG or WebP")
    parser.add_argument("--line", type=Path, metavar="FILE", help="a drawing for paper; without it, a pale grey copy")
    parser.add_argument(
        "--marker",
        action="append",
        default=[],
        metavar="ID=X,Y,WIDTH[,HEIGHT]",
        help="a place in fractions of the picture from its upper left corner: a circle, or with HEIGHT a rectangle;"
        " again with the same ID where several places share it",
    )
    parser.add_argument("--drawing", action="store_true", help="the drawing again; then run resources/scenes/render")
    options = parser.parse_args(arguments)
    if bool(options.file) == options.drawing:
        parser.error("either FILE or --drawing")
    return options


def put(name: str, source: Path, line: Path | None, markers: Iterable[str], folder: Path = ledger.FOLDER) -> None:
    """Writes the picture's three files and notes the photograph in the ledger.

    Raises Refused where the picture is not known, a file is no picture or too small, or a marker is missing or wrong.
    """
    entries = ledger.read(folder)
    if name not in entries:
        raise Refused(f"There is no picture called {name}. Their names: docs/pictures-check.md.")
    photo, lines, places_file = (folder / file for file in ledger.file_names(name))
    places = _complete(_places(markers), json.loads(places_file.read_text(encoding="utf-8")))
    shown = _fitted(source)
    drawn = _fitted(line) if line else _pale(shown)
    save_photo(shown, photo)
    save_lines(drawn, lines)
    ledger.write_json(places_file, places)
    ledger.write({**entries, name: Entry("", "", PHOTOGRAPH, ledger.hashes(name, folder))}, folder)


def give_up(name: str, folder: Path = ledger.FOLDER) -> None:
    """The ledger forgets the photograph, so that `render` draws the picture again."""
    entries = ledger.read(folder)
    if name not in entries or entries[name].quality != PHOTOGRAPH:
        raise Refused(f"{name} is no photograph.")
    ledger.write({**entries, name: replace(entries[name], quality=ledger.QUALITIES[0])}, folder)


def _fitted(path: Path) -> Image.Image:
    """Upright, its middle cut to the pictures' shape and size, nothing of the camera's data in it."""
    try:
        with Image.open(path) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise Refused(f"{path} cannot be read as a picture.") from error
    width, height = SIZE
    if upright.width < width or upright.height < height:
        raise Refused(f"{path} is {upright.width} × {upright.height}; at least {width} × {height} are needed.")
    return ImageOps.fit(upright, SIZE, Image.Resampling.LANCZOS)


def _pale(image: Image.Image) -> Image.Image:
    """For paper: grey, its contrast used, dark places lightened so that print and marker can be told from them."""
    grey = ImageOps.autocontrast(image.convert("L"), cutoff=1)
    return ImageEnhance.Sharpness(grey.point([round(70 + value * 185 / 255) for value in range(256)])).enhance(2.0)


def _places(markers: Iterable[str]) -> Places:
    found: dict[str, list[Place]] = {}
    for given in markers:
        name, _, numbers = given.partition("=")
        found.setdefault(name, []).append(_place(given, numbers))
    crowded = [name for name, places in found.items() if len(places) > _MOST_PLACES]
    if crowded:
        raise Refused(f"{crowded[0]}: at most {_MOST_PLACES} places can share a marker.")
    return {name: places[0] if len(places) == 1 else places for name, places in found.items()}


def _place(given: str, numbers: str) -> Place:
    try:
        values = [float(number) for number in numbers.split(",")]
    except ValueError:
        values = []
    if len(values) not in (3, 4) or not all(0 < value < 1 for value in values):
        raise Refused(f"{given}: please write ID=X,Y,WIDTH or ID=X,Y,WIDTH,HEIGHT, each between 0 and 1.")
    x, y, width, *rest = (round(value, 4) for value in values)
    height = rest[0] if rest else round(width * SIZE[0] / SIZE[1], 4)
    return {"shape": "rect" if rest else "circle", "at": [x, y], "size": [width, min(height, 1.0)]}


def _complete(places: Places, before: Places) -> Places:
    """The guides' lines name the drawing's markers: a photograph needs the same."""
    missing, unknown = before.keys() - places.keys(), places.keys() - before.keys()
    if missing:
        raise Refused(f"Please give a place for: {', '.join(sorted(missing))}.")
    if unknown:
        raise Refused(f"This picture has no marker called {', '.join(sorted(unknown))}.")
    return places


if __name__ == "__main__":
    main()
