"""Draws the pictures of the owners' handbook anew; ``docs/owners/pictures/update`` calls it.

From machines that are written by hand, at one moment in the centre's hours, so that the pages agree with each other.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import msgspec
from PIL import Image
from PySide6.QtWidgets import QApplication, QWidget

from haas_client import i18n
from haas_client.channels import removable
from haas_client.diagnostics.collect import collect
from haas_client.diagnostics.replay import ReplayHost
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.ui import hands_on, reception
from haas_client.ui.theme import Theme
from tests.machines import hand_written
from tests.phone.__main__ import rendered
from tests.phone.browser import browser
from tests.ui import render_asking, render_card, render_handson, render_links, render_swap
from tests.ui.render import Camera, settle

PICTURES = {
    "home": "01-home-first",
    "symptom": "03-symptom",
    "result": "05-result-replace",
    "send": "06-send",
    "handover": "23-handover-mail",
    "centre": "20-centre-nothing-known",
    "card": "card",
    "hands-on": "32-handson-confirmed",
    "link": "30-link-shipped",
    "swap-start": "40-swap-memory-start",
    "swap-step": "40-swap-memory-off-18-insert",
    "swap-off": "41-swap-memory-off",
    "swap-checks": "42-swap-memory-checks",
    "phone": "phone",
}
"""Name in the handbook, and what :mod:`tests.ui.render` calls it."""

MAX_BYTES = 60_000
"""Of one picture: the handbook is read over slow lines too."""
_SIZE = (1040, 720)
_LARGEST = (1040, 1040)
_NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""A Tuesday, 11:00 in Japan."""
_GUIDE, _STEP = "jp.linuxmania.memory.dimm", "新しいメモリを差し込む"
_ALL = "Array.from(document.querySelectorAll('section.step'))"
_BOXES = "(one) => Array.from(one.querySelectorAll('input[data-tick]'))"
"""What is dangerous and not ticked lets nobody go on."""


class Chooser(Camera):
    """Takes only those pictures that the handbook shows."""

    def shoot(self, widget: QWidget, name: str) -> None:
        if name in PICTURES.values():
            super().shoot(widget, name)
        else:
            settle(1)


def main(folder: Path) -> None:
    i18n.use("ja")
    application = QApplication([])
    theme = Theme(application, dark=False)
    with tempfile.TemporaryDirectory() as drawn, tempfile.TemporaryDirectory() as home, _fixed():
        camera = Chooser(Path(drawn), "", _SIZE, "ja")
        _pages(camera, Path(home))
        _card(camera, Path(home))
        _phone(Path(drawn))
        for name, shown in PICTURES.items():
            (taken,) = Path(drawn).glob(f"{shown}-.png")
            _write(taken, folder / f"{name}.webp")
    del theme


@contextmanager
def _fixed() -> Iterator[None]:
    """The moment, and what would differ from one machine to the next."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(reception, "_now", return_value=_NOW))
        stack.enter_context(patch.object(hands_on, "_today", return_value=_NOW.date()))
        stack.enter_context(patch.object(removable, "drives", return_value=()))
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            stack.enter_context(patch.dict(os.environ, {variable: stack.enter_context(tempfile.TemporaryDirectory())}))
        yield


def _pages(camera: Camera, home: Path) -> None:
    camera.flow(home)
    render_asking.shoot(camera, home, "ja")
    render_card.shoot(camera, home)
    render_links.shoot(camera, home)
    render_handson.shoot(camera, home)
    render_swap.shoot(camera, home, (Kind.MEMORY,))


def _card(camera: Camera, home: Path) -> None:
    """The sheet of a PC whose number of the centre is not known: there is none that could be shown."""
    snapshot = collect(ReplayHost(hand_written.failing_ssd(home / "card"))).snapshot
    facts = msgspec.structs.replace(render_card.SOLD, telephone="")
    camera.keep(render_card.sheet(render_card.card(facts, snapshot)), "card")


def _phone(folder: Path) -> None:
    pages = {path.name: path for path in rendered(folder, _GUIDE)}
    with tempfile.TemporaryDirectory() as profile, browser(Path(profile)) as running:
        tab = running.tab()
        tab.open(pages[f"{_GUIDE}.ja.html"].as_uri())
        tab.wait("document.querySelector('.state.well, .state.bad')")
        tab.run(f"var step = {_ALL}.find((one) => one.textContent.includes('{_STEP}'))")
        tab.run(f"{_ALL}.slice(0, {_ALL}.indexOf(step)).flatMap({_BOXES}).forEach((box) => box.click())")
        tab.run("location.hash = '#' + step.id")
        tab.wait("step.matches('.here')")
        tab.photograph(folder / "phone-.png")


def _write(taken: Path, target: Path) -> None:
    """As WebP, in the best quality that stays below :data:`MAX_BYTES`."""
    image = Image.open(taken).convert("RGB")
    image.thumbnail(_LARGEST)
    for quality in range(90, 30, -6):
        image.save(target, "WEBP", quality=quality, method=6)
        if target.stat().st_size <= MAX_BYTES:
            return
    raise SystemExit(f"{target.name} is larger than {MAX_BYTES} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
