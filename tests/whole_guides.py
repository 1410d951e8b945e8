"""The guides that ship, in a folder of their own, with a small picture wherever one is not drawn yet."""

import io
import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image, ImageDraw

from haas_client.handsbuy.pack import library
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.load import load
from haas_client.handsbuy.pack.model import PICTURE_SIZE, Markers
from haas_client.handsbuy.pack.source import COMMON, FRAGMENT, GUIDE

IDS = tuple(path.parent.name for path in sorted(library.program_folder().glob(f"*/{GUIDE}")))
_DRAWN = library.program_folder() / "pictures"
"""Where pictures are drawn that no guide has taken into its own folder yet."""


def guides(root: Path) -> list[Guide]:
    """All of them, below ``root``."""
    shutil.copytree(library.program_folder(), root, dirs_exist_ok=True)
    for file in (*root.glob(f"*/{GUIDE}"), *root.glob(f"{COMMON}/*/{FRAGMENT}")):
        for picture in tomllib.loads(file.read_text(encoding="utf-8")).get("pictures", []):
            _fill(file.parent / "pictures", picture)
    return [load(root / name, root / COMMON) for name in IDS]


def drawing() -> bytes:
    """Lines on white, in the guides' size."""
    image = Image.new("L", PICTURE_SIZE, 255)
    pen = ImageDraw.Draw(image)
    pen.rectangle((200, 150, 1080, 650), outline=0, width=4)
    pen.line((200, 150, 1080, 650), fill=0, width=3)
    data = io.BytesIO()
    image.save(data, "WEBP", lossless=True)
    return data.getvalue()


def _fill(folder: Path, picture: dict[str, Any]) -> None:
    folder.mkdir(exist_ok=True)
    for ending in ("webp", "line.webp", "markers.json"):
        path, drawn = folder / f"{picture['id']}.{ending}", _DRAWN / f"{picture['id']}.{ending}"
        if not path.exists() and drawn.exists():
            shutil.copy(drawn, path)
        elif not path.exists() and ending != "markers.json":
            path.write_bytes(drawing())
    places = folder / f"{picture['id']}.markers.json"
    found = json.loads(places.read_text(encoding="utf-8")) if places.exists() else {}
    named = [marker["id"] for marker in picture.get("markers", [])]
    places.write_text(json.dumps({name: _place(found.get(name), at) for at, name in enumerate(named)}), "utf-8")


def _place(found: Any, number: int) -> Any:
    """As it was drawn; somewhere, where it was not, or outside of the picture."""
    try:
        msgspec.convert({"name": found}, Markers)
    except msgspec.ValidationError:
        return {"shape": "circle", "at": [0.1 + 0.08 * number, 0.5], "size": [0.08, 0.12]}
    return found
