"""Our own drawings, authored in the light scheme's colours and shown in those of the scheme in force."""

import re
from functools import cache

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtSvg import QSvgRenderer

from haas_client import paths
from haas_client.ui import theme
from haas_client.ui.theme import LIGHT, Palette

TOKENS = ("bg", "surface", "line", "ink", "ink2", "ink3", "accent", "accent_soft", "ok", "warn", "bad")
"""Names of the palette's colours that a drawing may use, each by its value in the light scheme."""
_COLOUR = re.compile(rb"#[0-9a-f]{6}\b")
_GROUP = rb'<g id="%s".*?</g>\n?'


def renderer(folder: str, name: str, *, without: str = "") -> QSvgRenderer:
    """The drawing ``name`` of ``icons/folder``; ``without`` names a group that is left out of it.

    Read when it is first shown, and kept.
    """
    return _renderer(folder, name, without, theme.current())


def source(folder: str, name: str) -> bytes:
    return (paths.resources() / "icons" / folder / f"{name}.svg").read_bytes()


def coloured(svg: bytes, palette: Palette) -> bytes:
    """``svg`` with the light scheme's colours replaced, all at once: no colour is replaced twice."""
    table = {getattr(LIGHT, token).encode(): getattr(palette, token).encode() for token in TOKENS}
    return _COLOUR.sub(lambda found: table.get(found[0], found[0]), svg)


@cache
def _renderer(folder: str, name: str, without: str, palette: Palette) -> QSvgRenderer:
    svg = source(folder, name)
    if without:
        svg = re.sub(_GROUP % without.encode(), b"", svg, flags=re.DOTALL)
    made = QSvgRenderer(QByteArray(coloured(svg, palette)))
    made.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    return made
