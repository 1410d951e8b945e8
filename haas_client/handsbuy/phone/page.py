"""The page: everything in one file of HTML, pictures included, that asks for nothing any more once it has arrived.

Its texts may hold whatever a firmware or a centre told: the template escapes every one. No style or script but the two
that stand in the page is ever run in it (Content-Security-Policy, by their hashes).
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from haas_client import files, paths
from haas_client.handsbuy import markers
from haas_client.handsbuy.aid import Aid
from haas_client.handsbuy.markers import Drawn
from haas_client.handsbuy.pack.model import MAX_PICTURE_BYTES
from haas_client.handsbuy.pack.refusal import PackUnusable
from haas_client.handsbuy.phone.bounds import MAX_PHOTO_BYTES
from haas_client.handsbuy.sheet import Sheet, SheetMarker, SheetPicture, SheetStep
from haas_client.handsbuy.swap import Swap
from haas_client.i18n import Translator, translator
from haas_client.templates import template

BADGE_RADIUS = 46.0
"""Of a marker's number, in pixels of the picture: on a phone 390 wide, 14 of its own."""

_FOLDER = "phone"


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A picture in its place."""

    name: str
    """The same wherever the same picture is shown."""
    data: str
    """A ``data:`` address; empty where the picture stands in the page before."""
    alt: str
    drawn: tuple[Drawn, ...]
    legend: tuple[SheetMarker, ...]


class ShownStep(msgspec.Struct, frozen=True, kw_only=True):
    step: SheetStep
    pictures: tuple[Shown, ...]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What the template is given."""

    t: Translator
    sheet: Sheet
    aid: Aid
    key: str
    """Under which the phone keeps what was ticked."""
    ticks: tuple[str, ...]
    steps: tuple[ShownStep, ...]
    pictures: int
    """How many there are, each counted once."""
    takes_photos: bool
    most_photo_bytes: int
    policy: str


def page(sheet: Sheet, swap: Swap, aid: Aid, *, boot_id: str = "") -> bytes:
    """The page as UTF-8, in the sheet's language. Raises :class:`PackUnusable` where a picture cannot be read any more.

    ``boot_id`` is the kernel's name of the present boot: where the PC has been started since, the phone begins with
    the ticks of ``swap`` again, for the same step may have to be done anew. Photos go to the case, where there is one.
    """
    style, script = _style(), _resource("page.js")
    steps, count = _steps(sheet)
    shown = Page(
        t=translator(sheet.language),
        sheet=sheet,
        aid=aid,
        key=f"{swap.id}.{hashlib.sha256(boot_id.encode()).hexdigest()[:8]}",
        ticks=swap.ticks,
        steps=steps,
        pictures=count,
        takes_photos=bool(swap.case),
        most_photo_bytes=MAX_PHOTO_BYTES,
        policy=policy(style, script),
    )
    made = template(f"{_FOLDER}/page.html.j2").render(page=shown, t=shown.t, style=style, script=script)
    return made.encode()


def policy(style: str, script: str) -> str:
    """Nothing but these two, pictures that stand in the page, and answers to the server that it came from."""
    return "; ".join(
        (
            "default-src 'none'",
            "img-src data:",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _resource(name: str) -> str:
    """Goes into the page as it is: our own file, and the hash is of its exact text."""
    return (paths.resources() / _FOLDER / name).read_text(encoding="utf-8")


def _style() -> str:
    colours = markers.COLOURS.items()
    told = (f".{colour} {{ --mark: {fill}; --on-mark: {ink}; }}\n" for colour, (fill, ink) in colours)
    return _resource("page.css") + "".join(told)


def _steps(sheet: Sheet) -> tuple[tuple[ShownStep, ...], int]:
    names: dict[Path, str] = {}
    steps = tuple(ShownStep(step=step, pictures=tuple(_pictures(step.pictures, names))) for step in sheet.carried())
    return steps, len(names)


def _pictures(pictures: tuple[SheetPicture, ...], names: dict[Path, str]) -> Iterator[Shown]:
    for picture in pictures:
        new = picture.file not in names
        name = names.setdefault(picture.file, f"picture-{len(names) + 1}")
        yield Shown(
            name=name,
            data=f"data:image/webp;base64,{b64encode(_bytes(picture)).decode()}" if new else "",
            alt=picture.alt,
            drawn=markers.drawn(picture.markers, BADGE_RADIUS),
            legend=picture.markers,
        )


def _bytes(picture: SheetPicture) -> bytes:
    """It was looked at when the guide was read; since then it may be gone, or another."""
    try:
        data = files.read_ordinary(picture.file, MAX_PICTURE_BYTES)
    except OSError as error:
        raise PackUnusable("missing", picture.file.name) from error
    if len(data) > MAX_PICTURE_BYTES:
        raise PackUnusable("too large", picture.file.name)
    return data
