"""Sheets for the phone: the example of ``docs/guide-format.md`` with real pictures, and one as large as may be."""

import io
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw

from haas_client.handsbuy.aid import Aid
from haas_client.handsbuy.pack.filled import Piece
from haas_client.handsbuy.pack.found import Facts
from haas_client.handsbuy.pack.load import load
from haas_client.handsbuy.pack.model import MAX_PICTURE_BYTES, PICTURE_SIZE, Place
from haas_client.handsbuy.pack.vocabulary import Colour, Kind, Level, Phase, Shape
from haas_client.handsbuy.sheet import Sheet, SheetCaution, SheetLine, SheetMarker, SheetPicture, SheetStep, sheet
from haas_client.handsbuy.swap import Swap
from haas_client.i18n import translator
from haas_client.wording.swap_aid import aid
from tests import packs

ID = "0123456789abcdef"
CASE = "f" * 16
BEGUN_AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HOSTILE = "<script>document.title='gone'</script>\"'><img src=x onerror=document.title='gone'>{{ 7*7 }}</style>&amp;"
"""What a firmware may call a memory slot."""


@cache
def picture(colour: str = "#4a6070", size: int = 0) -> bytes:
    """A WebP picture that can be decoded, as large as a guide's are; ``size`` bytes where that is given."""
    image = Image.new("RGB", PICTURE_SIZE, colour)
    ImageDraw.Draw(image).rectangle((400, 250, 880, 550), fill="#d0d8e0")
    plain = _webp(image, b"")
    # EXIF is a chunk of its own (RFC 9649, 2.7.1.5): padding that every decoder passes by.
    return _webp(image, bytes(size - len(_webp(image, bytes(2))) + 2)) if size else plain


def _webp(image: Image.Image, exif: bytes) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=60, exif=exif)
    return buffer.getvalue()


_KNOWN = {"memory_form": "DIMM", "order.job": "replace", "part.slot": "DIMM_A2"}


def example(root: Path, language: str = "ja", **facts: str) -> Sheet:
    """Of the format's page: steps with the PC off, a danger, a marker in two places, a picture."""
    pictures = {name: picture() for name in packs.files() if name.endswith(".webp")}
    guide = load(packs.written(root, pictures), root / "common")
    return sheet(guide, Facts(values={**_KNOWN, **facts}), language)


def large(root: Path, count: int = 30) -> Sheet:
    """As many pictures as there may be by the design of the phone's page, each as large as one may be."""
    steps = tuple(_step(number, _file(root, number)) for number in range(1, count + 1))
    return Sheet(
        guide_id="jp.linuxmania.test",
        version="1.0.0",
        language="ja",
        kind=Kind.MEMORY,
        title="大きな見本",
        minutes=(30, 60),
        tools=("プラスドライバー No.2",),
        parts=(),
        steps=(*steps, _step(count + 1, steps[0].pictures[0].file, Phase.AFTER)),
        asks=(),
    )


def begun() -> Swap:
    """For a case."""
    return Swap(
        id=ID, case="f" * 16, guide="jp.linuxmania.test", version="1.0.0", begun_at=BEGUN_AT, changed_at=BEGUN_AT
    )


def help_in(language: str) -> Aid:
    return aid(translator(language), telephone="00-0000-0000", receipt="見本-1042")


def _file(root: Path, number: int) -> Path:
    path = root / f"picture-{number}.webp"
    path.write_bytes(picture(f"#{number:02x}80a0", MAX_PICTURE_BYTES))
    return path


_MILDER = tuple(
    SheetCaution(level=level, title=level.value, text="気をつけます。", confirm="", tick="")
    for level in (Level.WARNING, Level.CAUTION, Level.NOTICE)
)


def _step(number: int, file: Path, phase: Phase = Phase.OFF) -> SheetStep:
    marker = SheetMarker(
        number=1, colour=Colour.RED, label="ツメ", places=(Place(shape=Shape.CIRCLE, at=(0.5, 0.5), size=(0.1, 0.16)),)
    )
    danger = SheetCaution(
        level=Level.DANGER, title="危険", text="感電します。", confirm="コードを抜きました", tick=f"step-{number}!0"
    )
    return SheetStep(
        id=f"step-{number}",
        phase=phase,
        number=number,
        title=f"手順の見本 {number}",
        pictures=(SheetPicture(id=file.stem, file=file, line_file=file, alt="見本の写真", markers=(marker,)),),
        seconds=60,
        cautions=(danger, *_MILDER) if number == 1 else (),
        tools=(),
        lines=(SheetLine(pieces=(Piece("ツメを倒します。"),), level=0, marker=marker),),
        screws=(),
        confirm="できました",
        wrong=(("固い", "力を入れません。"),),
    )
