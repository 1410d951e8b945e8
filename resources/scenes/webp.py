"""Pictures as WebP within the size that a guide may carry."""

from __future__ import annotations

from bisect import bisect_right
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFilter

from scenes.fingerprint import pictures
from scenes.ledger import FOLDER

SIZE = (1280, 800)
_QUALITIES = range(32, 89, 4)
_COLUMNS = 6
LARGEST = 95_000  # bytes; 30 pictures of a guide are to stay below 4 MB on a telephone


def save_photo(source: Image.Image, target: Path) -> None:
    """The best quality that fits. What is too fine for any, as a photograph's noise, is softened until one does."""
    image = source.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    while not _fits(image, _QUALITIES[0]):
        image = image.filter(ImageFilter.GaussianBlur(1))
    fitting = bisect_right(_QUALITIES, 0, key=lambda quality: not _fits(image, quality))
    target.write_bytes(_encoded(image, quality=_QUALITIES[fitting - 1], method=6))


def _fits(image: Image.Image, quality: int) -> bool:
    return len(_encoded(image, quality=quality, method=6)) <= LARGEST


def save_lines(source: Image.Image, target: Path) -> None:
    """Sixteen greys without loss; where that is too large, with loss."""
    image = source.convert("L")
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
