"""Pictures as WebP within the size that a guide may carry."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

from scenes.fingerprint import pictures
from scenes.ledger import FOLDER

SIZE = (1280, 800)
_COLUMNS = 6
LARGEST = 95_000  # bytes; 30 pictures of a guide are to stay below 4 MB on a telephone


def save_photo(source: Path, target: Path) -> None:
    """The best quality that fits."""
    image = Image.open(source).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    for quality in range(88, 30, -4):
        data = _encoded(image, quality=quality, method=6)
        if len(data) <= LARGEST:
            break
    target.write_bytes(data)


def save_lines(source: Path, target: Path) -> None:
    """Sixteen greys without loss; where that is too large, with loss."""
    image = Image.open(source).convert("L")
    steps = image.point([round(value / 17) * 17 for value in range(256)]).convert("RGB")
    data = _encoded(steps, lossless=True, quality=90, method=6)
    if len(data) <= LARGEST:
        target.write_bytes(data)
    else:
        save_photo(source, target)


def contact_sheet() -> None:
    """All coloured pictures, small, in the order of the guides: docs/images/pictures.webp."""
    names = list(pictures())
    width, height = 320, 200
    sheet = Image.new("RGB", (_COLUMNS * width, -(-len(names) // _COLUMNS) * height), "white")
    for i, name in enumerate(names):
        with Image.open(FOLDER / f"{name}.webp") as picture:
            small = picture.convert("RGB").resize((width - 4, height - 4), Image.Resampling.LANCZOS)
        sheet.paste(small, (i % _COLUMNS * width + 2, i // _COLUMNS * height + 2))
    target = FOLDER.parents[2] / "docs" / "images" / "pictures.webp"
    target.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(target, quality=80, method=6)


def _encoded(image: Image.Image, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "WEBP", **options)
    return buffer.getvalue()
