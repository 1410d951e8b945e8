"""A swap from its choice to its end, as the window shows it; for :mod:`tests.ui.render`."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from haas_client.handsbuy import choosing, course
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.handsbuy.places import Spot
from haas_client.handsbuy.swap import Carrier, Stage, Swap
from haas_client.handsbuy.whereabouts import AREAS, Area, Shape, Whereabouts
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.swap import SwapPage
from haas_client.ui.pages.swap_phone_dialog import PhoneDialog
from haas_client.ui.session import Session
from haas_client.ui.swapping import Wish
from haas_client.ui.widgets.where_is import where_is
from haas_client.ui.window import Window
from tests.machines import hand_written
from tests.ui.render_asking import until

if TYPE_CHECKING:
    from tests.ui.render import Camera

ANSWERS = {"chassis": "tower", "storage_form": "sata-2.5", "order.job": "replace", "order.reason": "failure"}

_GUIDES = {
    Kind.MEMORY: "jp.linuxmania.memory.dimm",
    Kind.STORAGE: "jp.linuxmania.storage.sata",
    Kind.PSU: "jp.linuxmania.psu.atx",
}


def shoot(camera: "Camera", home: Path, kinds: tuple[Kind, ...] = (Kind.MEMORY, Kind.STORAGE, Kind.PSU)) -> None:
    _whereabouts(camera)
    for kind in kinds:
        with _begun(camera, home, kind) as (session, window):
            _steps(camera, session, window, kind)


def _whereabouts(camera: "Camera") -> None:
    """Every shape of a PC and every area in it, lit; then one among several, and none."""
    names = ("DIMM_A1", "DIMM_A2", "DIMM_B1", "DIMM_B2")
    for shape in Shape:
        sheet, grid = QWidget(), QGridLayout()
        sheet.setObjectName("page")
        sheet.setLayout(grid)
        found = [_found(shape, area, names if area == Area.MEMORY else ("SATA 1",)) for area in sorted(AREAS[shape])]
        found += [_found(shape, Area.DRIVE_25, ("SATA 1", "SATA 2"), exact=False), Whereabouts(shape=shape, area=None)]
        for number, one in enumerate(found):
            grid.addWidget(where_is(one, one.places if len(one.places) > 1 else ()), number // 3, number % 3)
        sheet.resize(1200, 900)
        sheet.show()
        camera.shoot(sheet, f"45-where-{shape}")
        sheet.close()


def _found(shape: Shape, area: Area, names: tuple[str, ...], *, exact: bool = True) -> Whereabouts:
    last = names[-1] if exact else names[0]
    places = tuple(Spot(label=name, filled=True, meant=name == last) for name in names)
    return Whereabouts(shape=shape, area=area, places=places, exact=exact)


def _steps(camera: "Camera", session: Session, window: Window, kind: Kind) -> None:
    swapping = session.swapping
    sheet = swapping.sheet
    assert sheet
    for stage in (Stage.BEFORE, Stage.OFF, Stage.AFTER):
        swapping.change(partial(_at, stage))
        for step in course.steps(swapping.swap, sheet):  # type: ignore[arg-type]  # begun above
            swapping.show(step.id)
            until(lambda: not swapping.busy)
            camera.shoot(window, f"40-swap-{kind}-{stage}-{step.number:02}-{step.id}")
    swapping.change(partial(_at, Stage.BEFORE))
    swapping.show(course.READY)
    swapping.carry(Carrier.PAPER)
    until(lambda: not swapping.busy)
    camera.shoot(window, f"41-swap-{kind}-off")
    if kind == Kind.STORAGE:
        _dialogs(camera, window)
    swapping.change(partial(_at, Stage.AFTER))
    swapping.show(course.CHECKS)
    until(lambda: not swapping.busy and not swapping.checking)
    camera.shoot(window, f"42-swap-{kind}-checks")
    swapping.end(course.watched)
    until(lambda: not swapping.busy)
    camera.shoot(window, f"43-swap-{kind}-watch")


def _dialogs(camera: "Camera", window: Window) -> None:
    page = window.page
    assert isinstance(page, SwapPage)
    for name, shown in (("phone", page.show_phone), ("copy", page.check_copy), ("stuck", page.show_stuck)):
        shown()
        dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
        if isinstance(dialog, PhoneDialog):
            phone = dialog.phone
            until(lambda phone=phone: bool(phone.link or phone.problem))  # type: ignore[misc]  # of this turn
        camera.shoot(dialog, f"44-swap-{name}")
        dialog.reject()
    page.show_paper()
    camera.shoot(next(one for one in window.findChildren(QDialog) if one.isVisible()), "44-swap-paper")
    next(one for one in window.findChildren(QDialog) if one.isVisible()).reject()


def _at(stage: Stage, swap: Swap) -> Swap:
    return msgspec.structs.replace(swap, stage=stage, step="")


@contextmanager
def _begun(camera: "Camera", home: Path, kind: Kind) -> Iterator[tuple[Session, Window]]:
    from tests.ui.render import diagnose

    session, window = camera.window(hand_written.troubled, home)
    session.swapping.prepare(Wish(kind=kind))
    window.open(PageName.SWAP)
    until(lambda: session.swapping.loaded and session.swapping.guides is not None)
    camera.shoot(window, f"40-swap-{kind}-start-unread")
    diagnose(session)
    camera.shoot(window, f"40-swap-{kind}-start")
    result, guides = session.result, session.swapping.guides
    assert result
    assert guides
    part = choosing.parts(result.diagnosis, kind)
    guide = next(one for one in guides if one.id == _GUIDES[kind])
    session.swapping.begin(
        guide, session.swapping.wish, result.collection.snapshot, part[0] if part else None, dict(ANSWERS)
    )
    until(lambda: session.swapping.swap is not None and not session.swapping.busy)
    yield session, window
    window.close()
