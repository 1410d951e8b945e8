"""What the page of a Hands-on shows, from the first look to the end; for :mod:`tests.ui.render`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from haas_client.cases.model import State
from haas_client.handson.model import Cause, Line, Preflight, Standing
from haas_client.machine import Machine
from haas_client.request import Service
from haas_client.ui import facts
from haas_client.ui.hands_on import Ending
from haas_client.ui.pages.handson import HandsOnPage
from haas_client.ui.pages.handson_dialogs import FinishDialog, RemedyDialog
from haas_client.ui.pages.page import PageName
from haas_client.ui.window import Window
from tests.handson.double import Double
from tests.ui import remote
from tests.ui.lives import brought
from tests.ui.render_asking import until
from tests.ui.render_cases import opened

if TYPE_CHECKING:
    from tests.ui.render import Camera

_WAYLAND = remote.found(remote.check(Line.SESSION, Standing.WARN, Cause.WAYLAND, desktop="GNOME"))
_LONG = remote.found(teamviewer_id="1234567890123456789")


def shoot(camera: "Camera", home: Path) -> None:
    for name, state, answer in (
        ("confirmed", State.CONFIRMED_FREE, _WAYLAND),
        ("without-id", State.PAID, remote.WITHOUT_ID),
        ("troubled", State.ASKED, remote.TROUBLED),
        ("not-installed", State.CONFIRMED_FREE, remote.NOT_INSTALLED),
        ("long-id", State.CONFIRMED_FREE, _LONG),
        ("without-case", State.DRAFT, remote.READY),
    ):
        with _page(camera, home, name, state, answer) as (window, _):
            camera.shoot(window, f"32-handson-{name}")
    with _page(camera, home, "session", State.SESSION, _WAYLAND) as (window, page):
        page.session.hands_on.opened, page.session.hands_on.ending = True, Ending.CLOSED
        page.session.hands_on.changed.emit()
        camera.shoot(window, "33-handson-closed")
        case = page.session.hands_on.case
        assert case
        FinishDialog(page.work, case, lambda: None).open()
        _shoot_dialog(camera, window, "33-handson-finish")
    with _page(camera, home, "how", State.CONFIRMED_FREE, remote.NOT_INSTALLED) as (window, page):
        for check in (*remote.NOT_INSTALLED.checks[1:2], *_WAYLAND.checks[2:3]):
            dialog = RemedyDialog(page, check, lambda: None)
            dialog.open()
            _shoot_dialog(camera, window, f"34-handson-how-{check.cause}")


def _shoot_dialog(camera: "Camera", window: Window, name: str) -> None:
    from PySide6.QtWidgets import QDialog

    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    camera.shoot(dialog, name)
    dialog.reject()


@contextmanager
def _page(
    camera: "Camera", home: Path, name: str, state: State, answer: Preflight
) -> Iterator[tuple[Window, HandsOnPage]]:
    double = Double(home / f"pc-{name}")
    with pytest.MonkeyPatch.context() as patch:
        remote.put(patch, double, lambda: answer)
        patch.setattr(facts.Facts, "machine", Machine(purchased_on=date(2026, 11, 20)))
        with opened(camera, home, f"handson-{name}", lambda store: brought(store, Service.HANDS_ON, state)) as (
            session,
            window,
            _,
        ):
            until(lambda: session.desk.loaded)
            window.open(PageName.HANDS_ON)
            until(lambda: session.hands_on.preflight is not None and not session.hands_on.looking)
            page = window.page
            assert isinstance(page, HandsOnPage)
            yield window, page
    double.end()
